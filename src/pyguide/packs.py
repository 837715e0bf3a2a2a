"""Which rule packs are installed, read from the entry points of all distributions."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from typing import NamedTuple

from pyguide import witness

GROUP = "pyguide.packs"

_METADATA = (".dist-info", ".egg-info")


class Installed(NamedTuple):
    """Importable names of all packs, sorted, and every distribution as ``name-version``."""

    packs: tuple[str, ...]
    distributions: tuple[str, ...]


def installed_packs() -> Installed:
    """What is installed where Python looks for modules.

    Reads the folders itself, because the import of importlib.metadata takes longer than a small
    file; it is asked only where something else than folders and plain files is in the way.
    """
    packs: set[str] = set()
    distributions: dict[str, str] = {}
    for place in map(witness.absolute, sys.path):
        witness.state(place)
        if _needs_metadata(place):
            return _asked()
        for folder in _metadata_folders(place):
            full = os.path.basename(folder).rpartition(".")[0]
            name = re.sub(r"[-_.]+", "-", full.partition("-")[0]).lower()
            # As with modules, what comes first on the path hides what comes later.
            if name not in distributions:
                distributions[name] = full
                packs |= set(_entry_points(os.path.join(folder, "entry_points.txt")))
    return Installed(tuple(sorted(packs)), tuple(sorted(distributions.values())))


def _needs_metadata(place: str) -> bool:
    """Whether distributions may be in an archive, or known to somebody else's finder only."""
    others = (finder for finder in sys.meta_path if finder is not PathFinder)
    return os.path.isfile(place) or any(hasattr(one, "find_distributions") for one in others)


def _asked() -> Installed:
    from importlib.metadata import distributions, entry_points

    known = {f"{one.name}-{one.version}" for one in distributions()}
    packs = {point.value for point in entry_points(group=GROUP)}
    return Installed(tuple(sorted(packs)), tuple(sorted(known)))


def _metadata_folders(place: str) -> list[str]:
    try:
        names = sorted(os.listdir(place))
    except OSError:
        return []
    return [os.path.join(place, name) for name in names if name.lower().endswith(_METADATA)]


def _entry_points(path: str) -> Iterator[str]:
    """The values of the group in one file: ``module`` in lines ``name = module``."""
    witness.state(path)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    within = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            within = line == f"[{GROUP}]"
        elif within and "=" in line and not line.startswith("#"):
            yield line.partition("=")[2].strip()
