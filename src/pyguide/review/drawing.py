"""The text that puts lines on a terminal: onto a screen of their own, or one below the other."""

from __future__ import annotations

from collections.abc import Sequence

WIDEST = 120
"""Columns that are used at most, so that lines stay readable."""
_ENDLESS = 1_000_000


class Redrawing:
    """Draws the whole screen anew, in the terminal's other buffer, without flicker."""

    # The other buffer; pasted text in brackets; no line goes on below by itself.
    enter = "\x1b[?1049h\x1b[?2004h\x1b[?7l"
    leave = "\x1b[?7h\x1b[?2004l\x1b[?1049l"

    def size(self, columns: int, rows: int) -> tuple[int, int]:
        """Columns and rows to fill on a terminal that has so many."""
        return min(columns, WIDEST), rows

    def text(self, lines: Sequence[str]) -> str:
        """The text that shows ``lines``, with the cursor behind the last one."""
        return "\x1b[H" + "\r\n".join(f"\x1b[2K{line}" for line in lines) + "\x1b[J"


class Flowing:
    """Prints below what is there, for terminals that can do nothing else."""

    enter = ""
    leave = "\n"

    def __init__(self) -> None:
        self._shown: list[str] = []

    def size(self, columns: int, rows: int) -> tuple[int, int]:
        """The same columns; rows never end here."""
        return min(columns, WIDEST), _ENDLESS

    def text(self, lines: Sequence[str]) -> str:
        """The text that shows ``lines``; where only the last one is new, it is written over."""
        before, self._shown = self._shown, list(lines)
        if before[:-1] == self._shown[:-1] and before:
            return "\r" + lines[-1] + " " * (len(before[-1]) - len(lines[-1]))
        return ("\n\n" if before else "") + "\n".join(lines)
