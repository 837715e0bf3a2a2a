"""What looks at the files: pyguide itself, the packs, Python and what is installed beside them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from types import ModuleType

from pyguide import __version__, witness
from pyguide.packs import Installed, installed_packs

_STANDARD_LIBRARY = os.path.dirname(os.__file__)
# What lies in these changes with the names and versions of distributions.
_INSTALLED = ("site-packages", "dist-packages")


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


def installed_program() -> Program | None:
    """The program that runs; None where a pack lies in no folder or cannot be read."""
    try:
        with witness.Trail() as trail:
            digest = _digest_of(installed_packs())
    except OSError:
        return None
    return Program(digest, trail.witnesses) if digest else None


def _digest_of(found: Installed) -> str | None:
    known = blake2b(repr((__version__, sys.version, found)).encode())
    for package in ("pyguide", *found.packs):
        folder = _folder_of(package)
        if folder is None:
            return None
        for path in _files_below(folder):
            known.update(repr((package, path[len(folder) :])).encode())
            known.update(_digest(path))
    return known.hexdigest()[:32]


def others() -> list[str]:
    """The files of imported modules that `Program` does not speak for, sorted.

    A pack that is being worked on may import modules that lie outside of its folder.
    """
    ours = [folder for package in ("pyguide", *installed_packs().packs)
            if (folder := _folder_of(package))]  # fmt: skip
    files = filter(None, map(_file_of, list(sys.modules.values())))
    return sorted({file for file in files if not _is_spoken_for(file, ours)})


def _file_of(module: ModuleType) -> str | None:
    # Not by attribute, which would import a module that waits to be imported.
    file = vars(module).get("__file__")
    return witness.absolute(file) if isinstance(file, str) else None


def _is_spoken_for(file: str, ours: list[str]) -> bool:
    folders = (_STANDARD_LIBRARY, *ours)
    return any(file.startswith(folder + os.sep) for folder in folders) or any(
        f"{os.sep}{name}{os.sep}" in file for name in _INSTALLED
    )


def _folder_of(package: str) -> str | None:
    """The folder of an importable package, found without importing it."""
    top, *inner = package.split(".")
    for finder in sys.meta_path:
        found = finder.find_spec(top, None)
        if found is not None:
            places = found.submodule_search_locations
            return os.path.join(next(iter(places)), *inner) if places else None
    return None


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
