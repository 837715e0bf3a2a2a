"""One entry of a run: a file that it rewrote, with the bytes that the file held before.

An entry is one file: a line of JSON and the old bytes. It is written under another name, brought to
the disk and renamed, so it is there as a whole or not at all, whenever the process is killed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import NamedTuple

from pyguide.cache import folder
from pyguide.errors import PyguideError
from pyguide.write import sync_folder

Counts = tuple[tuple[str, int], ...]

FOLDER = "entries"
_NAME_DIGITS = 24


class Entry(NamedTuple):
    """A file that was rewritten, or was just about to be when the run was killed.

    ``path`` is absolute, without links. ``old`` and ``new`` are digests of what the file held
    before and after, ``fixed`` counts the fixes as sorted ``(code, number)`` pairs. ``part`` names
    the part of the run that it belongs to, such as a rule's change set. ``place`` is the file that
    holds the entry.
    """

    path: str
    old: str
    new: str
    fixed: Counts
    part: str
    place: str

    def before(self) -> bytes:
        """What the file held before; raises PyguideError where that is damaged."""
        try:
            with open(self.place, "rb") as file:
                file.readline()
                raw = file.read()
        except OSError as error:
            raise PyguideError(f"{self.place}: {error.strerror or error}") from error
        if digest(raw) != self.old:
            raise PyguideError(f"{self.place}: damaged, so its old bytes are lost")
        return raw


def digest(raw: bytes) -> str:
    """What stands for the bytes of a file: 64 hexadecimal digits."""
    return sha256(raw).hexdigest()


def keep(run: str, path: str, before: bytes, after: bytes, fixed: Counts, part: str) -> str:
    """Add an entry to the folder of a run, safe on the disk, and return the file that holds it.

    Entries for one path are numbered; only one process at a time may add some. Raises OSError.
    """
    head = {"path": path, "old": digest(before), "new": digest(after), "fixed": fixed, "part": part}
    stem = os.path.join(run, FOLDER, digest(os.fsencode(path))[:_NAME_DIGITS])
    number = 0
    while os.path.exists(place := f"{stem}-{number}"):
        number += 1
    put(place, json.dumps(head).encode() + b"\n" + before)
    return place


def entries(run: str) -> Iterator[list[Entry]]:
    """The entries of a run by file, in the order of paths, each list in the order of time."""
    found: dict[str, list[tuple[int, Entry]]] = {}
    try:
        places = list(os.scandir(os.path.join(run, FOLDER)))
    except OSError:
        places = []
    for place in places:
        number = place.name.rpartition("-")[2]
        if number.isdecimal() and (entry := _read(place.path)) is not None:
            found.setdefault(entry.path, []).append((int(number), entry))
    for path in sorted(found):
        yield [entry for _, entry in sorted(found[path])]


def _read(place: str) -> Entry | None:
    try:
        with open(place, "rb") as file:
            head = json.loads(file.readline())
        fixed = tuple((str(code), int(number)) for code, number in head["fixed"])
        return Entry(head["path"], head["old"], head["new"], fixed, head["part"], place)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def put(place: str, raw: bytes) -> None:
    """Make a file hold ``raw``, whole and safe on the disk; raises OSError."""
    folder.put(place, raw, to_disk=True)
    sync_folder(os.path.dirname(place))


def drop(place: str) -> None:
    """Remove a file, if that is possible."""
    with suppress(OSError):
        os.unlink(place)
