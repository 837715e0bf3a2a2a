"""What a terminal needs: styles, links, the width of text, and nothing that could drive it.

Every string that comes from a file name, a message or a source passes `visible` (or `spelled`)
before it is shown, so no report can move the cursor, recolour the screen or hide text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

TAB_STOP = 4

# Controls (C0, DEL, C1), what reorders or hides text (bidirectional marks, zero-width spaces, soft
# hyphens, tags), what some programs take for a line end, and halves of surrogate pairs, which no
# encoding can write. The two joiners stay: scripts and emoji are spelled with them.
_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)


class Style(StrEnum):
    """What a piece of text is; the value is its ANSI colour."""

    CODE = "1;91"
    NAME = "1"
    MARK = "36"
    PATH = "1"
    SEPARATOR = "36"
    GUTTER = "94"
    CARET = "1;91"
    WHY = "1;95"
    HELP = "1;96"
    NOTE = "1;93"
    REMOVED = "31"
    ADDED = "32"
    REMOVED_PART = "1;4;31"
    ADDED_PART = "1;4;32"
    HEADING = "1"
    FAINT = "2"


@dataclass(frozen=True, slots=True)
class Terminal:
    """What may be assumed about the place where a text is read."""

    color: bool = False
    width: int = 100
    hyperlinks: bool = False

    def paint(self, text: str, style: Style) -> str:
        """``text`` in ``style``, unchanged where colour is off or nothing is there to colour."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.color and text else text

    def link(self, text: str, url: str) -> str:
        """``text`` that opens ``url`` (OSC 8), unchanged where links are off or there is no url."""
        if not (self.hyperlinks and url):
            return text
        return f"\x1b]8;;{visible(url)}\x1b\\{text}\x1b]8;;\x1b\\"

    def wrap(self, label: str, style: Style, text: str) -> list[str]:
        """Lines ``label: text`` no wider than the terminal, continued under the text's start."""
        indent = " " * (len(label) + 2)
        room = max(self.width - len(indent), 20)
        text = visible(" ".join(text.split()))
        if len(text) <= room:
            lines = [text]
        else:
            from textwrap import wrap

            # Words of a summary may hold backquoted code: breaking inside words would tear it.
            lines = wrap(text, room, break_long_words=False, break_on_hyphens=False)
        head = f"{self.paint(label, style)}: {lines[0] if lines else ''}".rstrip()
        return [head, *(indent + line for line in lines[1:])]


def visible(text: str) -> str:
    """``text`` on one line, every control or invisible character spelled as a Python escape."""
    if text.isascii() and text.isprintable():
        return text
    return _DANGEROUS.sub(_escape, text)


def spelled(text: str) -> str:
    """``text`` of a source line as it is shown: like `visible`, with tabs as spaces to the stop."""
    if text.isascii() and text.isprintable():
        return text
    parts: list[str] = []
    column = 0
    for char in text:
        shown = " " * (TAB_STOP - column % TAB_STOP) if char == "\t" else visible(char)
        parts.append(shown)
        column += cells(shown)
    return "".join(parts)


def cells(text: str) -> int:
    """How many columns a terminal needs for ``text``, which is already `visible`."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def clipped(text: str, room: int) -> str:
    """``text``, which is already `visible`, cut to ``room`` columns; ``…`` stands for the rest."""
    if len(text) * 2 <= room or cells(text) <= room:
        return text
    used = 0
    for index, char in enumerate(text):
        used += _cells_of(char)
        if used > room - 1:
            return text[:index] + "…"
    return text


def _cells_of(char: str) -> int:
    """Columns of one character: 0 for marks and joiners, 2 for wide ones, else 1."""
    if char.isascii():
        return 1
    if char in "\u200c\u200d" or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    # Vowels and finals of Hangul written as separate letters join the syllable before them.
    if "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _escape(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")
