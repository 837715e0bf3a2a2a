"""The code frame: the lines around a span, numbered, with carets under the span itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyguide.finding import Span
from pyguide.report.terminal import Style, Terminal, cells, clipped, spelled
from pyguide.source import Source

CONTEXT = 2
MOST_LINES = 6
_NARROWEST = 20
_SOMETHING = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Window:
    """The part of long lines that is shown: from code point ``left`` on, ``room`` columns."""

    left: int
    room: int

    @classmethod
    def around(cls, source: Source, span: Span, room: int) -> Window:
        """The window that shows ``span``, which lies in one line, with code on both its sides.

        Costs the size of the window, not of the line: a file may be one line of megabytes.
        """
        room = max(room, _NARROWEST)
        begin = source.line_span(source.location(span.start)[0]).start
        if span.end - begin <= 4 * room and cells(spelled(source.text[begin : span.end])) < room:
            return cls(0, room)
        size = cells(spelled(source.text[span.start : min(span.end, span.start + room)]))
        margin = max((room - size) // 2, room // 4)
        left = span.start
        while left > begin and margin > 0:
            left -= 1
            margin -= cells(spelled(source.text[left]))
        # The ellipsis takes a column: to save one character by it is no gain.
        return cls(0 if left - begin < 2 else left - begin, room)

    def show(self, source: Source, line: int) -> str:
        """What the window shows of ``line``; ``…`` stands for what was cut off."""
        span = source.line_span(line)
        return self.cut(source.text, span.start, span.end)

    def cut(self, text: str, start: int, end: int) -> str:
        """What the window shows of the line that is ``text[start:end]``."""
        left = min(start + self.left, end)
        # Tabs make four columns of one character, marks make none: four times is enough.
        shown = spelled(text[left : min(end, left + 4 * self.room)])
        return clipped(("…" if left > start else "") + shown, self.room)

    def column(self, source: Source, offset: int) -> int:
        """The column, from 0, at which the window shows the character at ``offset``."""
        begin = source.line_span(source.location(offset)[0]).start
        left = begin + self.left
        # The ellipsis takes a column of its own, before the first character shown.
        if offset < left:
            return 0
        before = cells(spelled(source.text[left : min(offset, left + 4 * self.room)]))
        return min(before + (1 if self.left else 0), self.room)


class Frame:
    """Draws one span of a text, at most ``MOST_LINES`` lines of it; ``digits`` is for the numbers.

    A report may hold a hundred thousand of these: what every line needs is computed once.
    """

    def __init__(self, source: Source, span: Span, terminal: Terminal) -> None:
        self._source = source
        self._terminal = terminal
        self._start = span.start
        self._end = visible_end(source, span)
        self._first = source.location(self._start)[0]
        self._last = source.location(self._end)[0]
        # Blank lines at the rim show nothing and are left out.
        self._from = max(self._first - CONTEXT, 1)
        while self._from < self._first and self._blank(self._from):
            self._from += 1
        self._until = min(self._last + CONTEXT, len(source.starts))
        while self._until > self._last and self._blank(self._until):
            self._until -= 1
        self.digits = len(str(self._until))
        self._margin = 0 if self._first == self._last else 2
        end = min(self._end, source.line_span(self._first).end)
        room = terminal.width - self.digits - 3 - self._margin
        self._window = Window.around(source, Span(self._start, end), room)

    def _blank(self, number: int) -> bool:
        span = self._source.line_span(number)
        return _SOMETHING.search(self._source.text, span.start, span.end) is None

    def draw(self) -> list[str]:
        """The lines of the frame, an empty one of its gutter first."""
        first, last = self._first, self._last
        out = [self.gutter()]
        out += self._context(self._from, first - 1)
        out += self._one_line() if first == last else self._many_lines()
        out += self._context(last + 1, self._until)
        return out

    def gutter(self, number: int | None = None, text: str = "") -> str:
        """One line of the frame: the number, a bar, the text."""
        label = "" if number is None else str(number)
        return f"{self._terminal.paint(f'{label:>{self.digits}} |', Style.GUTTER)} {text}".rstrip()

    def _context(self, first: int, last: int) -> list[str]:
        return [
            self.gutter(number, " " * self._margin + self._window.show(self._source, number))
            for number in range(first, last + 1)
        ]

    def _one_line(self) -> list[str]:
        window = self._window
        start = window.column(self._source, self._start)
        end = window.column(self._source, self._end)
        carets = self._caret("^" * max(end - start, 1))
        return [
            self.gutter(self._first, window.show(self._source, self._first)),
            self.gutter(None, " " * start + carets),
        ]

    def _many_lines(self) -> list[str]:
        """The span's lines behind a bar that begins under its first character."""
        first, last, window = self._first, self._last, self._window
        column = window.column(self._source, self._start)
        begin = self._source.line_span(first).start
        at_margin = not window.left and not self._source.text[begin : self._start].strip()
        head = self._caret("/") if at_margin else " "
        out = [self.gutter(first, f"{head} {window.show(self._source, first)}")]
        if not at_margin:
            out.append(self.gutter(None, " " + self._caret("_" * (column + 1) + "^")))
        bar = self._caret("|")
        for number in self._shown(first + 1, last):
            if number is None:
                hidden = last - first + 1 - (MOST_LINES - 1)
                text = self._terminal.paint(f"… {hidden} more lines", Style.FAINT)
            else:
                text = window.show(self._source, number)
            out.append(self.gutter(number, f"{bar} {text}".rstrip()))
        end = max(window.column(self._source, self._end), 1)
        out.append(self.gutter(None, self._caret("|" + "_" * end + "^")))
        return out

    def _shown(self, first: int, last: int) -> list[int | None]:
        """The numbers of a span's lines after its first; None stands for those left out."""
        numbers: list[int | None] = list(range(first, min(last, first + MOST_LINES) + 1))
        if last - first + 2 <= MOST_LINES:
            return numbers
        # With the first line, the two last ones and the line that counts the rest: MOST_LINES.
        return [*numbers[: MOST_LINES - 4], None, last - 1, last]

    def _caret(self, text: str) -> str:
        return self._terminal.paint(text, Style.CARET)


def visible_end(source: Source, span: Span) -> int:
    """The end of the span without the line end that it may include."""
    line, column = source.location(span.end)
    if column == 1 and span.end > span.start:
        line -= 1
    return max(min(span.end, source.line_span(line).end), span.start)
