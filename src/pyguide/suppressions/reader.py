"""Where in a file the comments stand that silence findings, and how far each reaches."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.finding import Span
from pyguide.suppressions.comment import Suppression
from pyguide.suppressions.grammar import ATTEMPT, suppressions
from pyguide.suppressions.shortening import shortened

if TYPE_CHECKING:
    from tokenize import TokenInfo

    from pyguide.source import Source

_CARRIAGE_RETURN = re.compile(r"\r\n?")
# The strings that cover their rows: triple quotes, and every f-string.
_COVERS_ROWS = re.compile(r"(?i)[rbu]*(?:[ft]|'''|\"\"\")")

_NOT_ALONE = "it must stand on a line of its own"
_INDENTED = "it must not be indented"
_STRANGE_INDENT = "it must be indented like the code around it"
_IN_STRING = "it must stand behind the end of the f-string"
_UNMATCHED = "no `disable` with the same words stands above it at the same indentation"


class Comments(NamedTuple):
    """All comments of a file that address a linter, and the rows that share one noqa.

    ``joined`` holds first and last of the 1-based rows that one string or several backslashes
    join: a noqa at the end of the last speaks for all. ``unmarkable`` are the rows whose end lies
    in a string that does not join rows, so that they can bear no comment.
    """

    suppressions: tuple[Suppression, ...]
    joined: tuple[tuple[int, int], ...]
    unmarkable: frozenset[int]


def read(source: Source) -> Comments:
    """The comments of ``source``; works for code that Python refuses, too."""
    return _read(source, _lines(source))


def read_suppressions(source: Source) -> tuple[Suppression, ...]:
    """The comments of ``source`` that address a linter, as `read` gives them, but sooner."""
    return _read(source, shortened(source, _lines(source))).suppressions


def _read(source: Source, lines: list[str]) -> Comments:
    reader = _Reader(source)
    for token in _tokens(lines):
        reader.read(token)
    return reader.close()


def _lines(source: Source) -> list[str]:
    """The rows of `Source` without line ends; the tokenizer knows no lone carriage return."""
    text = source.text
    return (_CARRIAGE_RETURN.sub("\n", text) if "\r" in text else text).split("\n")


def _tokens(lines: list[str]) -> Iterator[TokenInfo]:
    """The tokens of a file; where Python's tokenizer gives up, the rest line by line."""
    from tokenize import NEWLINE, NL, TokenError, TokenInfo, generate_tokens

    feed = (line + "\n" if row < len(lines) else line for row, line in enumerate(lines, 1))
    row = 1
    try:
        for token in generate_tokens(lambda: next(feed, "")):
            if token.type in (NEWLINE, NL):
                row = token.start[0] + 1
            yield token
    except (TokenError, SyntaxError, ValueError):
        yield TokenInfo(NEWLINE, "", (row - 1, 0), (row - 1, 0), "")
        for rest in range(row, len(lines) + 1):
            yield from _line_tokens(rest, lines[rest - 1])


def _line_tokens(row: int, line: str) -> Iterator[TokenInfo]:
    """Tokens for one line alone: its code as one name, the comment that addresses a linter."""
    from tokenize import COMMENT, NAME, NEWLINE, NL, TokenInfo

    comment = ATTEMPT.search(line)
    end = comment.start() if comment else len(line)
    code = bool(line[:end].strip())
    if code:
        yield TokenInfo(NAME, line[:end], (row, 0), (row, end), line)
    if comment:
        yield TokenInfo(COMMENT, line[end:], (row, end), (row, len(line)), line)
    yield TokenInfo(NEWLINE if code else NL, "\n", (row, len(line)), (row, len(line)), line)


class _Switch(NamedTuple):
    """A ``disable`` or ``enable`` on a line of its own, by its place among all suppressions."""

    place: int
    on: bool
    words: tuple[str, ...]
    indent: str


class _Reader:
    """Walks over the tokens once and gathers what their comments reach."""

    def __init__(self, source: Source) -> None:
        from token import tok_name

        self._kinds = tok_name
        self._source = source
        self._found: list[Suppression] = []
        self._row = 1  # the row at which the next token begins unless a backslash joins rows
        self._joined: list[tuple[int, int]] = []
        self._unmarkable: set[int] = set()
        self._line_row = 1  # the row after the latest line end between tokens
        self._between_statements = True
        self._line_has_code = False
        self._strings: list[int] = []  # rows at which the open f-strings begin
        self._above_statement: list[int] = []
        self._above_line: list[int] = []
        self._indents = [""]
        self._undecided: list[_Switch] = []
        self._switches: list[_Switch] = []

    def read(self, token: TokenInfo) -> None:
        first, last = token.start[0], token.end[0]
        if first > self._row:
            self._join(self._row, first)
        self._row = last
        kind = self._kinds[token.type]
        match kind:
            case "COMMENT":
                self._comment(token)
            case "NL" | "NEWLINE":
                self._line_end(first, logical=kind == "NEWLINE")
            case "INDENT":
                self._decide(block_border=True)
                self._indents.append(token.string)
            case "DEDENT":
                self._decide(block_border=True)
                self._leave_block(self._row_end(first - 1))
            case _:
                self._line_has_code = True
                self._between_statements = False
                if self._undecided:
                    self._decide(block_border=False)
                if "STRING" in kind:
                    self._string(kind, token)

    def _string(self, kind: str, token: TokenInfo) -> None:
        first, last = token.start[0], token.end[0]
        if kind.endswith("_START"):
            self._strings.append(first)
        elif kind.endswith("_END") and self._strings:
            first = self._strings.pop()
            if last > first and not self._strings:
                self._join(first, last)
        elif kind == "STRING" and last > first:
            # Observed: a string in single quotes that a backslash continues is not covered.
            if _COVERS_ROWS.match(token.string):
                self._join(first, last)
            else:
                self._unmarkable |= set(range(first, last))

    def _line_end(self, row: int, *, logical: bool) -> None:
        self._row = self._line_row = row + 1
        if logical or self._line_has_code:
            self._finish(self._above_line, row)
        self._line_has_code = False
        if logical:
            self._finish(self._above_statement, row)
            self._strings.clear()
            self._between_statements = True

    def close(self) -> Comments:
        """Settle what is still open at the end of the file."""
        last = len(self._source.starts)
        self._finish(self._above_line, last)
        self._finish(self._above_statement, last)
        self._decide(block_border=False)
        while self._indents:
            self._leave_block(len(self._source.text))
        return Comments(tuple(self._found), tuple(self._joined), frozenset(self._unmarkable))

    def _join(self, first: int, last: int) -> None:
        """Let a noqa at the end of row ``last`` cover the rows from ``first`` too."""
        if self._joined and first <= self._joined[-1][1]:
            first = self._joined.pop()[0]
        self._joined.append((first, last))

    def _row_end(self, row: int) -> int:
        starts = self._source.starts
        return starts[row] if row < len(starts) else len(self._source.text) + 1

    def _comment(self, token: TokenInfo) -> None:
        row, column = token.start
        start = self._source.starts[row - 1] + column
        before = self._source.text[self._source.starts[row - 1] : start]
        for suppression in suppressions(token.string, start):
            index = len(self._found)
            self._found.append(suppression)
            # Observed: of several forms with brackets in one comment, the first alone counts as
            # standing alone; a noqa for the file does so wherever it stands in its comment.
            alone = not before.strip() and (
                suppression.span.start == start or not suppression.has_brackets
            )
            if not suppression.fault:
                self._place(index, row, before if alone else None)

    def _place(self, index: int, row: int, indent: str | None) -> None:
        """Find out how far a comment reaches; ``indent`` is None where it does not stand alone."""
        suppression, starts = self._found[index], self._source.starts
        match suppression.action:
            case "noqa" if suppression.tool == "pyguide":
                pass
            case "noqa" if suppression.tool:
                self._reach_file(index, _NOT_ALONE if indent is None else "")
            case "noqa" if self._strings:
                self._fail(index, _IN_STRING)
            case "noqa":
                shared = bool(self._joined) and self._joined[-1][1] == row
                first = self._joined[-1][0] if shared else row
                self._reach(index, starts[first - 1], self._row_end(row))
            case _ if not suppression.has_brackets:
                pass
            case "ignore" if indent is None:
                self._reach(index, starts[self._line_row - 1], self._row_end(row))
            case "ignore":
                waiting = self._above_statement if self._between_statements else self._above_line
                waiting.append(index)
            case "file-ignore":
                self._reach_file(index, _NOT_ALONE if indent is None else _INDENTED * bool(indent))
            case _ if indent is None:
                self._fail(index, _NOT_ALONE)
            case action:
                words = tuple(word.text for word in suppression.words)
                self._undecided.append(_Switch(index, action == "disable", words, indent))

    def _reach(self, index: int, start: int, end: int, *, within: bool = False) -> None:
        reach = Span(start, end)
        self._found[index] = self._found[index]._replace(reach=reach, within=within)

    def _reach_file(self, index: int, fault: str) -> None:
        if fault:
            self._fail(index, fault)
        else:
            self._reach(index, 0, len(self._source.text) + 1, within=True)

    def _fail(self, index: int, fault: str) -> None:
        self._found[index] = self._found[index]._replace(fault=fault)

    def _finish(self, waiting: list[int], row: int) -> None:
        """Let the comments ``waiting`` above something reach to the end of ``row``."""
        for index in waiting:
            self._reach(index, self._found[index].span.start, self._row_end(row))
        waiting.clear()

    def _decide(self, *, block_border: bool) -> None:
        """Keep the switches that stand at their block's indentation, or at a block's border."""
        current = self._indents[-1]
        for switch in self._undecided:
            if block_border or switch.indent == current:
                self._switches.append(switch)
            else:
                self._fail(switch.place, _STRANGE_INDENT)
        self._undecided.clear()

    def _leave_block(self, end: int) -> None:
        """Pair the switches of the innermost block; one that stays open reaches to ``end``.

        Observed: ``enable`` must repeat the words of its ``disable`` in the same order and stand
        at the same indentation. One difference is wanted: a ``disable`` that stands outside its
        block, right above the next line of the outer one, may leak to the end of the file in ruff;
        here it ends with the outer block, as ruff's documentation says.
        """
        current = len(self._indents.pop())
        inner = [switch for switch in self._switches if len(switch.indent) >= current]
        self._switches = [switch for switch in self._switches if len(switch.indent) < current]
        enables: dict[tuple[str, tuple[str, ...]], deque[int]] = defaultdict(deque)
        for switch in inner:
            if not switch.on:
                enables[switch.indent, switch.words].append(switch.place)
        closing: set[int] = set()
        for switch in inner:
            if not switch.on:
                continue
            start, stop = self._found[switch.place].span.start, end
            later = enables[switch.indent, switch.words]
            while later and later[0] < switch.place:
                later.popleft()
            if later:
                enable = self._found[later[0]]
                closing.add(later.popleft())
                self._found[switch.place] = self._found[switch.place]._replace(closing=enable)
                stop = enable.span.end
            self._reach(switch.place, start, stop, within=True)
        for switch in inner:
            if not switch.on and switch.place not in closing:
                self._fail(switch.place, _UNMATCHED)
