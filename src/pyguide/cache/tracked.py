"""Caches that came with somebody's commits: whoever proposes a change could say what was found."""

from __future__ import annotations

import os

from pyguide.witness import absolute

_LONGEST_LINK = 4096


def is_tracked(cache: str) -> bool:
    """Whether the index of the git repository around the folder ``cache`` names files in it.

    Nobody adds them by accident: a cache that we make has an ignore file in it.
    """
    folder = path = absolute(cache)
    while (above := os.path.dirname(folder)) != folder:
        folder = above
        git = os.path.join(folder, ".git")
        if os.path.lexists(git):
            inside = os.path.relpath(path, folder).replace(os.sep, "/")
            return os.fsencode(f"{inside}/") in _index(git)
    return False


def _index(git: str) -> bytes:
    """The bytes of a repository's index; none where there is none to read."""
    try:
        if os.path.isfile(git):  # of a worktree or submodule: it names the folder
            with open(git, "rb") as file:
                named = file.read(_LONGEST_LINK).removeprefix(b"gitdir:").strip()
            git = os.path.join(os.path.dirname(git), os.fsdecode(named))
        path = os.path.join(git, "index")
        if not os.path.isfile(path):
            return b""
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError):
        return b""
