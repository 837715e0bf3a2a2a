"""The terminal of a review: its modes while questions are asked, and as they were afterwards."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import sys
import termios
from collections import deque
from collections.abc import Sequence
from types import FrameType, TracebackType
from typing import Self

from pyguide import signals
from pyguide.review.drawing import Flowing, Redrawing
from pyguide.review.keys import END, REDRAW, Key, Keyboard

ESCAPE_SECONDS = 0.05
"""How long an escape may wait for the rest of a key."""

# Where tcgetattr keeps the local modes and the control characters.
_LOCAL, _CHARACTERS = 3, 6
_NO_SIZE = (80, 24)


class PosixTerminal:
    """Single keys and a place to draw, as a context manager.

    On every way out, an exception, Ctrl-C and the signals that end a process included, the terminal
    gets its modes back. While Ctrl-Z holds the process it has them as well.
    """

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()
        self._output = sys.stdout.fileno()
        dumb = os.environ.get("TERM", "dumb") in ("dumb", "")
        self._drawing = Flowing() if dumb else Redrawing()
        self._keyboard = Keyboard()
        self._keys: deque[Key] = deque()
        self._stale = False
        self._undone = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Take the terminal; raises termios.error or OSError where it cannot be had."""
        sys.stdout.flush()
        self._modes = termios.tcgetattr(self._input)
        with contextlib.ExitStack() as stack:
            stack.enter_context(signals.raised(signal.SIGQUIT))
            self._woken, waker = os.pipe()
            for end in (self._woken, waker):
                os.set_blocking(end, False)
                stack.callback(os.close, end)
            stack.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(waker))
            for number, handler in (
                (signal.SIGWINCH, self._outdate),
                (signal.SIGCONT, self._continue),
                (signal.SIGTSTP, self._suspend),
            ):
                stack.callback(signal.signal, number, signal.signal(number, handler))
            stack.callback(self._release, termios.TCSAFLUSH)
            self._take()
            self._undone = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the terminal back as it was; keys that were not read are dropped."""
        with signals.held():
            self._undone.__exit__(kind, error, trace)

    def size(self) -> tuple[int, int]:
        """Columns and rows that may be drawn on."""
        try:
            columns, rows = os.get_terminal_size(self._output)
        except OSError:
            columns, rows = _NO_SIZE
        # Some terminals know nothing of their size.
        return self._drawing.size(columns or _NO_SIZE[0], rows or _NO_SIZE[1])

    def draw(self, lines: Sequence[str]) -> None:
        """Show ``lines``, with the cursor behind the last one."""
        self._write(self._drawing.text(lines))

    def key(self) -> Key:
        """The next key; `REDRAW` after the size changed, `END` when no more keys can come."""
        while not self._keys:
            if self._stale:
                self._stale = False
                return REDRAW
            self._keys.extend(self._read())
        return self._keys.popleft()

    def forget_keys(self) -> None:
        """Drop the keys that nobody has asked for yet."""
        self._keys.clear()
        termios.tcflush(self._input, termios.TCIFLUSH)

    def _read(self) -> list[Key]:
        """Wait for something to happen; the keys that came, if any."""
        patience = ESCAPE_SECONDS if self._keyboard.waiting else None
        ready, _, _ = select.select([self._input, self._woken], [], [], patience)
        if not ready:
            return self._keyboard.settle()
        if self._woken in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._woken, 512)
        if self._input not in ready:
            return []
        try:
            raw = os.read(self._input, 1024)
        except OSError as error:
            if error.errno != errno.EIO:  # what a terminal says that was closed
                raise
            raw = b""
        return self._keyboard.feed(raw) if raw else [END]

    def _write(self, text: str) -> None:
        # One column for what cannot be spelled: an escape would break the lines.
        encoding = sys.stdout.encoding or "utf-8"
        rest = memoryview(text.encode(encoding, "replace"))
        while rest:
            rest = rest[os.write(self._output, rest) :]

    def _take(self) -> None:
        modes = termios.tcgetattr(self._input)
        modes[_LOCAL] &= ~(termios.ICANON | termios.ECHO)
        modes[_CHARACTERS] = list(modes[_CHARACTERS])
        modes[_CHARACTERS][termios.VMIN], modes[_CHARACTERS][termios.VTIME] = 1, 0
        termios.tcsetattr(self._input, termios.TCSADRAIN, modes)
        self._write(self._drawing.enter)

    def _release(self, when: int) -> None:
        try:
            with contextlib.suppress(OSError):  # a terminal that is gone needs no cleaning
                self._write(self._drawing.leave)
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._input, when, self._modes)

    def _outdate(self, number: int, frame: FrameType | None) -> None:
        self._stale = True

    def _suspend(self, number: int, frame: FrameType | None) -> None:
        """Stop as Ctrl-Z asks for, with the terminal as the shell knows it."""
        self._release(termios.TCSADRAIN)
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._suspend)
        self._continue(number, frame)

    def _continue(self, number: int, frame: FrameType | None) -> None:
        self._take()
        self._stale = True
