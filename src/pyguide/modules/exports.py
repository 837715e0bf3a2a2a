"""What a star import brings, put together from the outlines of all files it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyguide import witness
from pyguide.modules.listing import Listed
from pyguide.modules.location import absolute_name, locate, package
from pyguide.modules.namespace import Origin, Star
from pyguide.modules.outline import Outline, outline
from pyguide.source import Source, SourceError

MAX_BYTES = 2_000_000
"""Files greater than that are generated tables; they count as unreadable."""

FullName = tuple[str | None, str | None]
"""A module by its full name, and a name in it or None for the module itself."""


@dataclass(frozen=True, slots=True)
class Exports:
    """What a star import of the file at ``path`` binds.

    ``certain`` are the names that it binds on every platform and path, as far as the source shows.
    ``origins`` says where the file itself has imported names from. ``complete`` says that there can
    be no other names, because `__all__` lists them, and ``cyclic`` that the file may import the one
    that asks for it.
    """

    path: Path
    names: frozenset[str]
    certain: frozenset[str]
    origins: Mapping[str, FullName]
    complete: bool
    cyclic: bool


def exports(module: str | None, level: int, importer: Path | None) -> Exports | None:
    """What ``from module import *`` binds in the file ``importer``; None where that is unknown."""
    path = locate(module, level, importer)
    asking = importer.absolute() if importer is not None else None
    return None if path is None or path == asking else _exports(path, asking, ())


def full_name(origin: Origin, importer: Path | None) -> FullName:
    """The origin of a name as every file of the project would spell it."""
    return absolute_name(origin.module, origin.level, importer), origin.name


def _exports(path: Path, asking: Path | None, around: tuple[Path, ...]) -> Exports | None:
    """What the file at ``path`` brings; files that star-import each other bring unknown names."""
    known = None if path in around else _outline_of(path)
    if known is None or (known.listing is None and not known.closed):
        return None
    listed = known.listing is not None
    names, certain = (set[str](), set[str]()) if listed else (set(known.bound), set(known.certain))
    for part in known.listing or (Listed(star, star.certain) for star in known.stars if not listed):
        if isinstance(part.entry, str):
            names.add(part.entry)
            certain |= {part.entry} if part.certain else set()
            continue
        inner = _inner(part.entry, path, (*around, path))
        if inner is None or (listed and not inner.complete):
            return None
        names |= inner.names
        certain |= inner.certain if part.certain and not inner.cyclic else frozenset()
    if not listed:
        names = {name for name in names if not name.startswith("_")}
    origins = {name: full_name(origin, path) for name, origin in known.origins.items()}
    cyclic = asking is not None and _imports(known, path, asking)
    return Exports(path, frozenset(names), frozenset(certain & names), origins, listed, cyclic)


def _imports(known: Outline, path: Path, asking: Path) -> bool:
    """Whether the file at ``path`` may be at the import of ``asking`` when that asks for it.

    A package has always begun before its modules do, so they may well ask for it; it is taken to
    import them all, its tests apart.
    """
    if asking.name == "__init__.py" and path.is_relative_to(asking.parent):
        return False
    if path.name == "__init__.py" and asking.is_relative_to(path.parent):
        return "test" not in str(asking.relative_to(path.parent))
    return any(locate(one.module, one.level, path) == asking for one in known.imports)


def _inner(star: Star, path: Path, around: tuple[Path, ...]) -> Exports | None:
    found = locate(star.module, star.level, path)
    return None if found is None else _exports(found, path, around)


def _outline_of(path: Path) -> Outline | None:
    witness.state(path)
    try:
        status = path.stat()
        if status.st_size > MAX_BYTES:
            return None
        return _read(path, status.st_mtime_ns, status.st_size)
    except OSError:
        return None


@lru_cache(maxsize=1024)
def _read(path: Path, modified: int, size: int) -> Outline | None:
    """The outline of a file in the state that its time and size stand for."""
    try:
        source = Source.decode(path.read_bytes(), path)
        return outline(source, package(path) if path.name == "__init__.py" else None)
    except (SourceError, RecursionError):
        return None
