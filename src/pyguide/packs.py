"""Which rule packs are installed, read from the entry points of all distributions."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from pyguide import witness

GROUP = "pyguide.packs"

_METADATA = (".dist-info", ".egg-info")
_STANDARD_LIBRARY = os.path.dirname(os.__file__)
# What lies in these changes with the names and versions of distributions.
_INSTALLED = ("site-packages", "dist-packages")


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


def load(pack: str) -> ModuleType:
    """The package of a pack: an importable name, or the absolute path of a folder.

    A folder is imported under its own name, and its parent stays off the path, so that nothing
    beside it can be imported by chance. Raises ImportError for what is no package, and whatever
    the package's own code raises.
    """
    if not os.path.isabs(pack):
        return import_module(pack)
    from importlib.util import find_spec, module_from_spec, spec_from_file_location

    name = os.path.basename(pack)
    file = os.path.join(pack, "__init__.py")
    if not name.isidentifier():
        raise ImportError(f"`{name}` is no name of a package")
    if not os.path.isfile(file):
        raise ImportError("it has no __init__.py" if os.path.isdir(pack) else "no such folder")
    found = find_spec(name)
    origin = found.origin if found is not None else None
    # A mere folder of that name on the path, which has no origin, gives way.
    if not _is_same(origin, file) if origin else name in sys.modules:
        raise ImportError(f"another module is called `{name}`")
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, file, submodule_search_locations=[pack])
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def folder_of(package: str) -> str | None:
    """The folder of a package, found without importing it; that of a folder is itself."""
    if os.path.isabs(package):
        return package
    top, *inner = package.split(".")
    for finder in sys.meta_path:
        found = finder.find_spec(top, None)
        if found is not None:
            places = found.submodule_search_locations
            return os.path.join(next(iter(places)), *inner) if places else None
    return None


def imported(*, own: bool, beside: Iterable[str] = ()) -> list[str]:
    """The files of imported modules that versions of distributions do not speak for, sorted.

    Those of pyguide, of the packs and of the folders ``beside`` them count if ``own``, others in
    any case: a pack that is being worked on may import modules from anywhere.
    """
    ours = [folder for package in ("pyguide", *installed_packs().packs, *beside)
            if (folder := folder_of(package))]  # fmt: skip
    files = {file for module in list(sys.modules.values()) if (file := _file_of(module))}
    return sorted(
        file for file in files if (own if _is_below(file, ours) else not _is_installed(file))
    )


def _file_of(module: ModuleType) -> str | None:
    # Not by attribute, which would import a module that waits to be imported.
    file = vars(module).get("__file__")
    return witness.absolute(file) if isinstance(file, str) else None


def _is_below(file: str, folders: list[str]) -> bool:
    return any(file.startswith(folder + os.sep) for folder in folders)


def _is_installed(file: str) -> bool:
    return _is_below(file, [_STANDARD_LIBRARY]) or any(
        f"{os.sep}{name}{os.sep}" in file for name in _INSTALLED
    )


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
