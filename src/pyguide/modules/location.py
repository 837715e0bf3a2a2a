"""Where the source file of a module is, found without importing anything."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from pyguide import witness

_PROJECT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
# Modules that are registered under a name that no file has, the second of them since Python 3.13.
_ALIASES = {"os.path": os.path.__name__, "collections.abc": "_collections_abc"}


def locate(module: str | None, level: int, importer: Path | None) -> Path | None:
    """The source file that an import in the file ``importer`` means; None where that is unknown.

    It is looked for in the file's own package and project, then in the standard library of the
    running Python. A file that does not exist (standard input, say) has no project.
    """
    if importer is not None:
        importer = importer.absolute() if _is_file(importer) else None
    if level:
        return _relative(module, level, importer)
    parts = _ALIASES.get(module or "", module or "").split(".")
    if parts[0] in sys.builtin_module_names:
        return None
    own = next(filter(None, (_find(root, parts) for root in _roots(importer))), None)
    known = next(filter(None, (_find(root, parts) for root in _library())), None)
    if own and known and own != known:
        # Which of the two comes first on the path is not known.
        return None
    return own or known


def package(path: Path) -> tuple[str, ...]:
    """The dotted name of the package that holds the file at ``path``; empty for a lone script."""
    folder = path.absolute().parent
    return folder.relative_to(_top(folder)).parts


def absolute_name(module: str | None, level: int, importer: Path | None) -> str | None:
    """The full dotted name of a module as the file ``importer`` spells it; None if unknown."""
    if not level:
        return module
    around = package(importer) if importer is not None and _is_file(importer) else ()
    if len(around) < level:
        return None
    return ".".join(filter(None, (*around[: len(around) - level + 1], module)))


def _relative(module: str | None, level: int, importer: Path | None) -> Path | None:
    if importer is None:
        return None
    folder, top = importer.parent, _top(importer.parent)
    for _ in range(level - 1):
        folder = folder.parent
        if folder == top:
            # Beyond the outermost package, where Python refuses to go too.
            return None
    return _find(folder, module.split(".") if module else [])


def _top(folder: Path) -> Path:
    """The folder that holds the outermost package around ``folder``, itself if there is none."""
    while _is_file(folder / "__init__.py") and folder != folder.parent:
        folder = folder.parent
    return folder


def _roots(importer: Path | None) -> Iterator[Path]:
    """The folders in which the modules of the importing file's project may lie."""
    if importer is None:
        return
    top = _top(importer.parent)
    yield top
    for folder in (top, *top.parents):
        if any(_exists(folder / mark) for mark in _PROJECT_MARKS):
            yield folder
            yield folder / "src"
            return


@cache
def _library() -> tuple[Path, ...]:
    names = ("stdlib", "platstdlib")
    return tuple(dict.fromkeys(Path(sysconfig.get_path(name)) for name in names))


def _find(root: Path, parts: Sequence[str]) -> Path | None:
    """The source file of a module below ``root``, which no link may lead out of."""
    target = root.joinpath(*parts)
    found = target / "__init__.py"
    if not _is_file(found):
        if not parts or any(_is_file(Path(f"{target}{end}")) for end in EXTENSION_SUFFIXES):
            return None
        found = target.with_name(f"{target.name}.py")
    return found if _is_file(found) and _is_below(found, root) else None


def _is_file(path: Path) -> bool:
    witness.kind(path)
    return path.is_file()


def _exists(path: Path) -> bool:
    witness.kind(path)
    return path.exists()


def _is_below(path: Path, root: Path) -> bool:
    witness.target(path)
    witness.target(root)
    return path.resolve().is_relative_to(root.resolve())
