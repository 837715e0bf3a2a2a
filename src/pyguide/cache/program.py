"""What looks at the files: pyguide itself, the packs, Python and what is installed beside them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from pyguide import __version__, witness
from pyguide.packs import Installed, folder_of, installed_packs


@dataclass(frozen=True, slots=True)
class Program:
    """A digest of all that decides about findings besides files and settings.

    It covers the bytes of pyguide's and the packs' files, so that whoever works on a rule never
    sees what the rule said before, and says the same wherever the same things are installed.
    ``witnesses`` are what it was made from.
    """

    digest: str
    witnesses: witness.Witnesses

    def is_unchanged(self) -> bool:
        """Whether all of it is as it was when the digest was made."""
        return all(witness.signature_of(name) == old for name, old in self.witnesses.items())


def installed_program(configured: Iterable[str] = ()) -> Program | None:
    """The program that runs, with the places of packs that are ``configured``.

    None where a pack lies in no folder or cannot be read.
    """
    try:
        with witness.Trail() as trail:
            digest = _digest_of(installed_packs(), tuple(configured))
    except OSError:
        return None
    return Program(digest, trail.witnesses) if digest else None


def _digest_of(found: Installed, configured: tuple[str, ...]) -> str | None:
    known = blake2b(repr((__version__, sys.version, found)).encode())
    for package in ("pyguide", *found.packs, *configured):
        folder = folder_of(package)
        if folder is None:
            return None
        for path in _files_below(folder):
            # The same folder may lie elsewhere on another machine.
            known.update(repr((os.path.basename(package), path[len(folder) :])).encode())
            known.update(_digest(path))
    return known.hexdigest()[:32]


def _files_below(folder: str) -> Iterator[str]:
    witness.state(folder)
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files_below(entry.path)
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield entry.path


def _digest(path: str) -> bytes:
    witness.state(path)
    return blake2b(Path(path).read_bytes()).digest()
