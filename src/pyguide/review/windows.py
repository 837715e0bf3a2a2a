"""The terminal of a review where there is no termios: keys by msvcrt, lines one below the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from pyguide.review.drawing import Flowing
from pyguide.review.keys import Key, Keyboard

_PREFIXES = ("\x00", "\xe0")
_INTERRUPT = "\x03"


class WindowsTerminal:
    """Single keys and a place to draw; no mode of the console is ever changed."""

    def __init__(self) -> None:
        self._drawing = Flowing()
        self._keyboard = Keyboard()

    def __enter__(self) -> Self:
        """Begin to draw."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the last line."""
        print(flush=True)

    def size(self) -> tuple[int, int]:
        """Columns and rows that may be drawn on."""
        try:
            columns, rows = os.get_terminal_size()
        except OSError:
            columns, rows = 80, 24
        return self._drawing.size(columns - 1, rows)

    def draw(self, lines: Sequence[str]) -> None:
        """Show ``lines``, with the cursor behind the last one."""
        text = self._drawing.text(lines)
        encoding = sys.stdout.encoding or "utf-8"
        print(text.encode(encoding, "replace").decode(encoding), end="", flush=True)

    def forget_keys(self) -> None:
        """Drop the keys that nobody has asked for yet."""
        while _is_pressed():
            _pressed()

    def key(self) -> Key:
        """The next key; Ctrl-C raises KeyboardInterrupt."""
        while True:
            char = _pressed()
            if char == _INTERRUPT:
                raise KeyboardInterrupt
            keys = self._keyboard.feed(char.encode("utf-8", "replace")) or self._keyboard.settle()
            if keys:
                return keys[0]


def _pressed() -> str:
    """One character from the console; keys that have none are left out."""
    if sys.platform != "win32":
        raise OSError("there is no Windows console here")
    import msvcrt

    while (char := msvcrt.getwch()) in _PREFIXES:
        msvcrt.getwch()
    return char


def _is_pressed() -> bool:
    """Whether a key waits to be read."""
    if sys.platform != "win32":
        raise OSError("there is no Windows console here")
    import msvcrt

    return msvcrt.kbhit()
