"""Comments that silence our rules, and what ruff takes from them where it does not know our codes.

Observed in ruff 0.17.6: RUF102 deletes every word that ruff does not know from a comment, wherever
it stands, but from `noqa` for a whole file only in preview; RUF100 rewrites a `noqa` that holds a
code which is not needed, and leaves only what ruff knows.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Callable, Iterator
from typing import NamedTuple

_NOQA = re.compile(
    r"#\s*((?:ruff|flake8)\s*:\s*)?(?i:noqa)\s*:\s*([A-Z]+[0-9]+(?:[\s,]*[A-Z]+[0-9]+)*)"
)
_BRACKETS = re.compile(r"#\s*ruff\s*:\s*(?:file-ignore|ignore|disable|enable)\s*\[([^\]#]*)\]")
_CODE = re.compile(r"[A-Z]+[0-9]+")


class Hygiene(NamedTuple):
    """Which of ruff's rules about comments are on and mend what they find."""

    unused: bool
    """RUF100."""
    invalid: bool
    """RUF102."""
    preview: bool


class Endangered(NamedTuple):
    """A comment of ours: its 1-based row, its text, the words that ruff deletes, and when."""

    row: int
    text: str
    words: tuple[str, ...]
    when: str


def endangered(
    text: str, hygiene: Hygiene, ours: Callable[[str], bool], known: Callable[[str], bool]
) -> Iterator[Endangered]:
    """The comments in a file's text that ruff takes some of our words from.

    ``ours`` says of a code or name whether it is one of our rules, ``known`` whether ruff has been
    told of it, by ``external``.
    """
    for row, comment in _comments(text):
        for match in _NOQA.finditer(comment):
            codes = _CODE.findall(match[2])
            lost = tuple(code for code in codes if ours(code) and not known(code))
            if lost and hygiene.invalid and (hygiene.preview or not match[1]):
                yield Endangered(row, comment, lost, "always")
            elif lost and hygiene.unused and len(lost) < len(codes):
                others = " or ".join(code for code in codes if not ours(code))
                yield Endangered(row, comment, lost, f"once {others} is not needed there")
        for match in _BRACKETS.finditer(comment):
            words = [word.strip() for word in match[1].split(",")]
            lost = tuple(word for word in words if ours(word) and not known(word))
            if lost and hygiene.invalid:
                yield Endangered(row, comment, lost, "always")


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """The comments of a file that may speak of us; none where Python refuses the file."""
    if "noqa" not in text.lower() and "ruff" not in text:
        return
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):
        return
