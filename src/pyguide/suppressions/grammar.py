"""How the text of a comment is read, as ruff reads it.

Every statement about ruff in this package was observed by running ruff 0.17.6 with rules of its own
in the place of pyguide's.
"""

from __future__ import annotations

import re

from pyguide.finding import Span
from pyguide.suppressions.comment import Suppression, Word

# `noqa` in any case; the names of tools in lower case only. All patterns are linear: no two
# neighbouring repetitions can match the same character.
ATTEMPT = re.compile(
    r"#\s*(?:(?P<tool>ruff|flake8|pyguide)\s*:\s*(?P<action>(?i:noqa)|[\w-]*)|(?P<noqa>(?i:noqa)))"
)
_BRACKET = re.compile(r"\s*\[([^\]#]*)\]")
_CODE = re.compile(r"[\s,]*([A-Z]+)([0-9]*)")
_WORD = re.compile(r"[^\W\d_][\w:-]*")
_BRACKETED = ("ignore", "disable", "enable", "file-ignore")

_Placed = tuple[int, str]
"""A word with the place where it begins."""

_UNREAD = "only the first noqa of a comment is read"


def suppressions(comment: str, start: int) -> list[Suppression]:
    """All that a comment, which begins at offset ``start``, says to linters, in its order.

    Their reach is not known yet; those that are no use wherever they stand have a fault.
    """
    found: list[Suppression] = []
    first: dict[bool, int] = {}
    for match in ATTEMPT.finditer(comment):
        tool = match["tool"] or ""
        action = match["noqa"] or match["action"]
        action = "noqa" if action.lower() == "noqa" else action
        end = comment.find("#", match.start() + 1)
        text = comment[match.start() : end if end >= 0 else len(comment)].rstrip()
        opening = match.end() - match.start()
        words, tail, blanket, fault = list[_Placed](), opening, False, ""
        if action == "noqa" and tool != "pyguide":
            words, tail, blanket = _noqa(text, opening)
            # Observed: of a plain noqa and of one for the file, the first alone counts.
            before = first.setdefault(bool(tool), len(found))
            if before < len(found):
                words, tail, blanket, fault = [], opening, False, _UNREAD
                found[before] = found[before]._replace(hides_another=True)
        elif tool == "ruff" and action in _BRACKETED:
            words, tail = _brackets(text, opening)
        here = start + match.start()
        placed = tuple(Word(w, Span(here + at, here + at + len(w))) for at, w in words)
        span = Span(here, here + len(text))
        found.append(
            Suppression(
                tool, action, span, here + opening, placed, here + tail, blanket, fault=fault
            )
        )
    return found


def _noqa(text: str, at: int) -> tuple[list[_Placed], int, bool]:
    """The codes behind the word ``noqa``, which ends at ``at``, where they end, and whether it
    means every code; neither where ruff calls it invalid.

    Observed: no colon means every code whatever follows; codes are upper-case letters and digits,
    parted by commas, blanks or nothing; the first word that is no code begins the reason; a code
    that runs into other characters (``F401abc``, ``F401.``) spoils the whole comment.
    """
    rest = text[at:]
    position = at + len(rest) - len(rest.lstrip())
    if text[position : position + 1] != ":":
        return [], at, not rest or rest[0] == "#" or rest[0].isspace()
    position += 1
    found: list[_Placed] = []
    joined = False
    while match := _CODE.match(text, position):
        if not match[2]:
            if joined:
                return [], at, False
            break
        found.append((match.start(1), match[1] + match[2]))
        position = match.end()
        after = text[position : position + 1]
        joined = "A" <= after <= "Z"
        if not joined and after not in ("", ",", "#") and not after.isspace():
            return [], at, False
    return found, position, False


def _brackets(text: str, at: int) -> tuple[list[_Placed], int]:
    """The words of the bracket at ``at``, which commas part; none where one of them is invalid."""
    match = _BRACKET.match(text, at)
    if match is None:
        return [], at
    found: list[_Placed] = []
    position = match.start(1)
    pieces = match[1].split(",")
    for piece in pieces:
        word = piece.strip()
        if word:
            found.append((position + piece.index(word), word))
        position += len(piece) + 1
    if not pieces[-1].strip():
        pieces.pop()
    valid = len(found) == len(pieces) and all(_WORD.fullmatch(word) for _, word in found)
    return (found if valid else []), match.end()
