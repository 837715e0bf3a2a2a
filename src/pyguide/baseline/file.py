"""A baseline in its file: read, looked up by the names of files, written.

The order of lines says nothing and a line may come twice, so that whatever git makes of the lines
of two branches is read as the entries of both.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyguide import witness
from pyguide.baseline.entry import Entry, parsed
from pyguide.errors import PyguideError, kept_short, one_line
from pyguide.patterns import absolute

VERSION = 1
"""Goes up when older files mean nothing any more, as with another kind of fingerprints."""

HEADER = f"# pyguide baseline {VERSION}"
_HEADERS = "# pyguide baseline "
_CONFLICT = ("<<<<<<< ", "||||||| ", "=======", ">>>>>>> ")


class Baseline:
    """The entries of one file, or of one yet to be written.

    ``entries`` holds them by the name of the file that they speak of, then by fingerprint. A name
    is the path from the folder of the baseline, with slashes.
    """

    def __init__(self, path: str, entries: Iterable[Entry] = ()) -> None:
        """A baseline at the absolute ``path``."""
        self.path = path
        self.folder = Path(path).parent
        self.entries: dict[str, dict[str, Entry]] = {}
        self.renamed: dict[str, str] = {}
        """New names of files by those that entries have."""
        self.missing: set[str] = set()
        """Names of files that are not there any more; those that were renamed are among them."""
        self._folders: dict[Path, str] = {}
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        """How many entries there are."""
        return sum(map(len, self.entries.values()))

    def __iter__(self) -> Iterator[Entry]:
        """All entries, file by file."""
        return (entry for own in self.entries.values() for entry in own.values())

    def add(self, entry: Entry) -> None:
        """Take one more entry."""
        self.entries.setdefault(entry.name, {})[entry.fingerprint] = entry

    def holds(self, entry: Entry) -> bool:
        """Whether there is an equal entry, wherever its scope is said to be."""
        return entry.fingerprint in self.entries.get(entry.name, ())

    def name_of(self, path: Path) -> str:
        """What entries call a file."""
        folder = Path(witness.absolute(str(path))).parent
        if folder not in self._folders:
            inside = self._inside(folder)
            self._folders[folder] = "" if inside == "." else f"{inside}/"
        return f"{self._folders[folder]}{path.name}"

    def _inside(self, folder: Path) -> str:
        """``folder`` from our own, as it is spelled or else as links lead there."""
        try:
            inside = Path(os.path.relpath(folder, self.folder))
            if os.pardir in inside.parts:
                for place in (folder, self.folder):
                    witness.target(place)
                real = os.path.realpath(self.folder)
                inside = Path(os.path.relpath(os.path.realpath(folder), real))
        except ValueError:
            inside = folder  # on another drive
        return inside.as_posix()

    def path_of(self, name: str) -> Path:
        """The absolute path of the file that entries call ``name``."""
        return Path(absolute(self.folder / name))

    def text(self) -> str:
        """The whole file, its lines sorted."""
        lines = sorted(entry.line for entry in self)
        return "".join(f"{line}\n" for line in (HEADER, *lines))

    def save(self) -> None:
        """Write the file, whole or not at all; raises PyguideError where that fails."""
        from pyguide import write

        raw = self.text().encode()
        path = Path(self.path)
        try:
            if path.exists():
                write.replace(path, path.read_bytes(), raw)
            else:
                write.create(path, raw)
        except (OSError, write.ChangedOnDisk) as error:
            why = str(getattr(error, "strerror", None) or "changed meanwhile").lower()
            raise PyguideError(one_line(f"{path}: cannot be written: {why}")) from error


def read(path: str) -> Baseline:
    """The baseline in a file; raises PyguideError where that is missing or says anything else."""
    witness.state(path)
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError as error:
        hint = "no such baseline; `pyguide baseline write` makes one"
        raise PyguideError(one_line(f"{path}: {hint}")) from error
    except (OSError, ValueError) as error:
        why = str(getattr(error, "strerror", None) or error).lower()
        raise PyguideError(one_line(f"{path}: cannot be read: {why}")) from error
    return from_bytes(raw, path)


def from_bytes(raw: bytes, path: str) -> Baseline:
    """The baseline that ``raw`` holds; raises PyguideError that names ``path`` and the line."""
    baseline = Baseline(path)
    has_header = False
    try:
        lines = raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        number = raw[: error.start].count(b"\n") + 1
        raise _mistake(path, number, f"is not UTF-8: {error.reason}") from error
    for number, line in enumerate(lines, 1):
        text = line.rstrip()
        if text.startswith(_HEADERS) and not has_header:
            has_header = text == HEADER
            if not has_header:
                raise _mistake(path, number, f"expected `{HEADER}`, got `{kept_short(text)}`")
        elif text.startswith(_CONFLICT):
            raise _mistake(path, number, "a conflict that git left; keep the lines of both sides")
        elif not has_header:
            raise _mistake(path, number, f"expected `{HEADER}`, got `{kept_short(text)}`")
        elif text and text != HEADER:
            try:
                baseline.add(parsed(text))
            except ValueError as error:
                raise _mistake(path, number, f"no entry: `{kept_short(text)}`") from error
    return baseline


def _mistake(path: str, number: int, why: str) -> PyguideError:
    return PyguideError(f"{one_line(path)}:{number}: {why}")
