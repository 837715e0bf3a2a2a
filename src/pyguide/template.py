"""Templates of commit messages: text with words in braces that are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

PLACEHOLDERS = ("code", "name", "title", "summary", "fixes", "files")
"""What may stand in braces."""

_WORD = re.compile(r"\{(\w+)\}")


def check(template: str) -> None:
    """Raise ValueError for a template that names what is unknown or gives no message."""
    for word in _WORD.findall(template):
        if word not in PLACEHOLDERS:
            known = ", ".join(f"{{{each}}}" for each in PLACEHOLDERS)
            raise ValueError(f"unknown placeholder `{{{word}}}`; known are {known}")
    if not template.strip():
        raise ValueError("a commit needs a message")


def filled(template: str, values: Mapping[str, object]) -> str:
    """``template`` with each of `PLACEHOLDERS` replaced by its value."""
    return _WORD.sub(lambda match: str(values[match[1]]), template)
