"""Patterns of URLs that lead from a report to the lines of files."""

from __future__ import annotations

import re

EDITORS = {
    "vscode": "vscode://file/{path}:{line}:{column}",
    "pycharm": "pycharm://open?file=/{path}&line={line}&column={column}",
    "sublime": "subl://open?url=file:///{path}&line={line}&column={column}",
}
"""The patterns of editors that are known by name."""

_PLACEHOLDERS = ("{path}", "{line}", "{column}", "{commit}")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[!-~]+")


def editor_link(word: str) -> str:
    """The pattern that the name of an editor stands for, or ``word`` if it is a pattern.

    Raises ValueError for what is neither. Nothing at all is the pattern that makes no links.
    """
    return EDITORS.get(word) or _pattern(word, f"; known editors are {', '.join(EDITORS)}")


def repository_link(word: str) -> str:
    """``word`` if it is a pattern or nothing at all; raises ValueError for anything else."""
    return _pattern(word, "")


def _pattern(word: str, hint: str) -> str:
    if word and not (_URL.fullmatch(word) and "{path}" in word):
        raise ValueError(f"expected a URL with `{{path}}` in it, got `{word}`{hint}")
    for placeholder in re.findall(r"\{[^{}]*\}", word):
        if placeholder not in _PLACEHOLDERS:
            raise ValueError(f"unknown `{placeholder}`; known are {', '.join(_PLACEHOLDERS)}")
    return word
