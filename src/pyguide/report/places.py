"""Where files lie, as other programs want to hear it: absolute, relative to a project, as URI."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path, PurePath

STANDARD_INPUT = "-"


def absolute(path: str, root: str) -> str:
    """The absolute form of ``path``, which starts from ``root``; standard input stays ``-``."""
    return path if path == STANDARD_INPUT else _joined(root or str(Path.cwd()), path)


# Findings come file by file, and a file may have thousands.
@lru_cache(maxsize=16)
def _joined(root: str, path: str) -> str:
    return os.path.normpath(Path(root) / path)


def in_project(path: str, root: str, project: str | None) -> str:
    """``path`` from the folder ``project`` where one is given, with slashes; else as it is."""
    if project and path != STANDARD_INPUT:
        path = os.path.relpath(absolute(path, root), project)
    return PurePath(path).as_posix()


def below(path: str, folder: str) -> PurePath:
    """``path`` from ``folder`` if it lies there, else as it is; both are absolute."""
    whole = PurePath(path)
    return whole.relative_to(folder) if whole.is_relative_to(folder) else whole


def uri(path: PurePath) -> str:
    """The URI of an absolute path, or the reference to a relative one; any byte can be named."""
    if path.is_absolute():
        return path.as_uri()
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(os.fsencode(path.as_posix()))
