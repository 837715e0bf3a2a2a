"""What a stored result needs to find unchanged."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from pyguide import witness
from pyguide.cache.values import Json


@dataclass(slots=True)
class Need:
    """A witness with the digest of the bytes that it speaks of, empty where it is no file's."""

    name: str
    signature: str
    digest: str

    def holds(self) -> bool:
        """Whether all is as it was; where only times differ, the bytes decide.

        Those that proved to be the same are known by their new times from then on: a cache that
        was carried to another machine is read once.
        """
        now = witness.signature_of(self.name)
        if now == self.signature:
            return True
        size = witness.size_of(now)
        if not size or not self.digest or size != witness.size_of(self.signature):
            return False
        if _digest(self.name, now) != self.digest:
            return False
        if witness.is_settled(now, time.time_ns()):
            self.signature = now
        return True


def needs_of(witnesses: Iterable[tuple[str, str]], begun_ns: int) -> list[Need] | None:
    """Needs for witnesses of a run that began at ``begun_ns``.

    None where one is so young, or has changed since, that nobody can say which state it speaks of.
    """
    needs = []
    for name, signature in witnesses:
        digest = ""
        if witness.is_state(name):
            if not witness.is_settled(signature, begun_ns):
                return None
            if witness.size_of(signature):
                digest = _digest(name, signature)
                if not digest:
                    return None
        needs.append(Need(name, signature, digest))
    return needs


@lru_cache(maxsize=1024)
def _digest(name: str, signature: str) -> str:
    """A digest of the file in the state that the signature stands for; empty if that is gone."""
    try:
        raw = Path(witness.path_of(name)).read_bytes()
    except OSError:
        return ""
    return blake2b(raw, digest_size=16).hexdigest() if is_as(name, signature) else ""


def is_as(name: str, signature: str) -> bool:
    """Whether a witness still has the signature."""
    return witness.signature_of(name) == signature


def to_json(needs: Iterable[Need]) -> Json:
    """Needs as they are stored."""
    return [[need.name, need.signature, need.digest] for need in needs]


def from_json(value: Json) -> list[Need]:
    """The needs; raises TypeError or ValueError for anything else."""
    if not isinstance(value, list):
        raise TypeError(value)
    return [_need(one) for one in value]


def _need(value: Json) -> Need:
    match value:
        case [str(name), str(signature), str(digest)] if name:
            witness.size_of(signature)
            return Need(name, signature, digest)
    raise TypeError(value)
