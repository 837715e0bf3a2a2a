"""Comments that silence findings, read as ruff reads them.

Every statement about ruff below was observed by running ruff 0.17.6 with rules of its own in the
place of pyguide's.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyguide.finding import Finding, Span
from pyguide.outcome import Silenced

if TYPE_CHECKING:
    from tokenize import TokenInfo

    from pyguide.source import Source

# `noqa` in any case; `ruff` and `flake8` in lower case only. All patterns are linear: no two
# neighbouring repetitions can match the same character.
_LINE_NOQA = re.compile(r"#\s*(?i:noqa)")
_FILE_NOQA = re.compile(r"#\s*(ruff|flake8)\s*:\s*(?i:noqa)")
_BRACKETS = re.compile(r"#\s*ruff\s*:\s*(file-ignore|ignore|disable|enable)\s*\[([^\]#]*)\]")
_ANY = re.compile(r"#[^\S\r\n]*(?:(ruff|flake8)[^\S\r\n]*:|(?i:noqa))")
_CODE = re.compile(r"[\s,]*([A-Z]+)([0-9]*)")
_WORD = re.compile(r"[^\W\d_][\w:-]*")
# What stands between `noqa` and the reason; unlike `_CODE` it need not tell valid from invalid.
_BEFORE_REASON = re.compile(r"(?:\s*:(?:[\s,]*[A-Z]+[0-9]+)*)?")
_CARRIAGE_RETURN = re.compile(r"\r\n?")
# The strings that cover their rows: triple quotes, and every f-string.
_COVERS_ROWS = re.compile(r"(?i)[rbu]*(?:[ft]|'''|\"\"\")")

_EVERY = "*"
"""Stands for every code in the place of a code."""

_Waiting = tuple[int, tuple[str, ...], str]
"""Where a comment above something begins, its codes and its reason."""

_NO_NAMES: Mapping[str, str] = MappingProxyType({})


def suppress(
    source: Source, findings: Sequence[Finding], names: Mapping[str, str] = _NO_NAMES
) -> tuple[list[Finding], list[Silenced]]:
    """The findings that stay and those that a comment of ``source`` silences, in their order.

    ``names`` maps rule names to codes: inside brackets (``# ruff: ignore[bare-except]``) a name
    stands for its code.
    """
    return _divide(source, findings, names, noqa=True)


def heeded_in_flake8(
    source: Source, findings: Sequence[Finding], names: Mapping[str, str] = _NO_NAMES
) -> list[Finding]:
    """The findings that stay after the ``# ruff:`` comments of ``source`` alone were obeyed.

    flake8 reads ``# noqa`` and ``# flake8: noqa`` itself, in its own way.
    """
    return _divide(source, findings, names, noqa=False)[0]


def _divide(
    source: Source, findings: Sequence[Finding], names: Mapping[str, str], *, noqa: bool
) -> tuple[list[Finding], list[Silenced]]:
    if not _may_silence(source, findings, noqa=noqa):
        return list(findings), []
    reader = _Reader(source, names, noqa=noqa)
    for token in _tokens(source):
        reader.read(token)
    reader.close()
    kept: list[Finding] = []
    silenced: list[Silenced] = []
    for finding in findings:
        reason = reader.silences(finding)
        if reason is None:
            kept.append(finding)
        else:
            silenced.append(Silenced(finding, reason or None))
    return kept, silenced


def _may_silence(source: Source, findings: Sequence[Finding], *, noqa: bool) -> bool:
    """Whether some comment could matter; errs only towards yes.

    Most comments address other tools or lines without findings, and tokens cost far more than this.
    """
    text = source.text
    if not findings or not ("ruff" in text or (noqa and "noqa" in text.lower())):
        return False
    codes = {_EVERY, *(finding.code for finding in findings)}
    rows = {source.location(finding.span.start)[0] for finding in findings}
    for match in _ANY.finditer(text):
        if match[1] == "ruff" or (match[1] and noqa):
            return True
        if not noqa:
            continue
        row = source.location(match.start())[0]
        if codes.isdisjoint(_noqa_codes(text[match.end() : source.line_span(row).end])):
            continue
        if row in rows or _may_end_joined_rows(source, row):
            return True
    return False


def _may_end_joined_rows(source: Source, row: int) -> bool:
    """Whether a string that began above, or a backslash, may let ``row`` speak for other rows."""
    line = source.line(row)
    quoted = "'''" in line or '"""' in line or "}" in line
    return quoted or (row > 1 and source.line(row - 1).endswith("\\"))


def _noqa_codes(text: str) -> tuple[str, ...]:
    """The codes in ``text``, which follows the word ``noqa``; none where ruff calls it invalid.

    Observed: no colon means every code whatever follows; codes are upper-case letters and digits,
    parted by commas, blanks or nothing; the first word that is no code begins the reason; a code
    that runs into other characters (``F401abc``, ``F401.``) spoils the whole comment.
    """
    rest = text.lstrip()
    if not rest.startswith(":"):
        return (_EVERY,) if not text or text[0] == "#" or text[0].isspace() else ()
    found: list[str] = []
    position = 1
    joined = False
    while match := _CODE.match(rest, position):
        if not match[2]:
            return () if joined else tuple(found)
        found.append(match[1] + match[2])
        position = match.end()
        after = rest[position : position + 1]
        joined = "A" <= after <= "Z"
        if not joined and after not in ("", ",", "#") and not after.isspace():
            return ()
    return tuple(found)


def _noqa(text: str) -> tuple[tuple[str, ...], str]:
    """The codes in ``text``, which follows the word ``noqa``, and the reason after them."""
    before = _BEFORE_REASON.match(text)
    return _noqa_codes(text), _reason(text[before.end() :] if before else text)


def _reason(text: str) -> str:
    """Why something is silenced: what is left of the comment, up to another one behind it."""
    return text.partition("#")[0].strip().lstrip("-\u2013\u2014:,; ").rstrip()


def _bracket_words(text: str) -> tuple[str, ...]:
    """The words of a bracket's inside, which commas part; none where one of them is invalid."""
    words = [word.strip() for word in text.split(",")]
    if not words[-1]:
        words.pop()
    return tuple(words) if all(_WORD.fullmatch(word) for word in words) else ()


def _tokens(source: Source) -> Iterator[TokenInfo]:
    """The tokens of ``source``; where Python's tokenizer gives up, the rest line by line."""
    from tokenize import NEWLINE, NL, TokenError, TokenInfo, generate_tokens

    text = source.text
    # Rows must be those of `Source`, and the tokenizer knows no lone carriage return.
    lines = (_CARRIAGE_RETURN.sub("\n", text) if "\r" in text else text).split("\n")
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

    comment = _ANY.search(line)
    end = comment.start() if comment else len(line)
    code = bool(line[:end].strip())
    if code:
        yield TokenInfo(NAME, line[:end], (row, 0), (row, end), line)
    if comment:
        yield TokenInfo(COMMENT, line[end:], (row, end), (row, len(line)), line)
    yield TokenInfo(NEWLINE if code else NL, "\n", (row, len(line)), (row, len(line)), line)


class _Ranges:
    """Ranges of offsets by code, with reasons; many of them are asked in logarithmic time."""

    def __init__(self) -> None:
        self._by_code: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._reach: dict[str, list[tuple[int, str]]] = {}

    def add(self, codes: Sequence[str], start: int, end: int, reason: str) -> None:
        for code in codes:
            insort(self._by_code[code], (start, end, reason))

    def hold(self, code: str, span: Span) -> str | None:
        """The reason of a range of ``code``, or of every code, that contains ``span`` as a whole.

        Empty where that gives none; None where there is no such range.
        """
        reason = self._hold(code, span)
        return self._hold(_EVERY, span) if reason is None else reason

    def _hold(self, code: str, span: Span) -> str | None:
        ranges = self._by_code.get(code)
        if not ranges:
            return None
        reach = self._reach.get(code)
        if reach is None:
            # For each range the one that reaches furthest of all that begin no later.
            furthest = (0, "")
            reach = self._reach[code] = [
                furthest := max(furthest, (end, reason), key=itemgetter(0))
                for _, end, reason in ranges
            ]
        before = bisect_right(ranges, span.start, key=itemgetter(0))
        if not before or reach[before - 1][0] < span.end:
            return None
        return reach[before - 1][1]


@dataclass(frozen=True, slots=True)
class _Switch:
    """A ``disable`` or ``enable`` on a line of its own."""

    on: bool
    words: tuple[str, ...]
    indent: str
    span: Span
    reason: str


class _Reader:
    """Walks over the tokens once and gathers what their comments silence."""

    def __init__(self, source: Source, names: Mapping[str, str], *, noqa: bool) -> None:
        from token import tok_name

        self._kinds = tok_name
        self._source = source
        self._names = names
        self._noqa = noqa
        self._at_start = _Ranges()  # hold a finding that begins inside
        self._around = _Ranges()  # hold a finding that lies inside as a whole
        self._row = 1  # the row at which the next token begins unless a backslash joins rows
        self._joined = (0, 0)  # first and last of the latest rows that share the last one's noqa
        self._line_row = 1  # the row after the latest line end between tokens
        self._between_statements = True
        self._line_has_code = False
        self._strings: list[int] = []  # rows at which the open f-strings begin
        self._above_statement: list[_Waiting] = []
        self._above_line: list[_Waiting] = []
        self._indents = [""]
        self._undecided: list[_Switch] = []
        self._switches: list[_Switch] = []

    def silences(self, finding: Finding) -> str | None:
        """The reason of a comment that silences the finding, empty without; None if none does."""
        begin = Span(finding.span.start, finding.span.start + 1)
        reason = self._at_start.hold(finding.code, begin)
        return self._around.hold(finding.code, finding.span) if reason is None else reason

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
        elif kind == "STRING" and last > first and _COVERS_ROWS.match(token.string):
            # Observed: a string in single quotes that a backslash continues is not covered.
            self._join(first, last)

    def _line_end(self, row: int, *, logical: bool) -> None:
        self._row = self._line_row = row + 1
        if logical or self._line_has_code:
            self._finish(self._above_line, row)
        self._line_has_code = False
        if logical:
            self._finish(self._above_statement, row)
            self._strings.clear()
            self._between_statements = True

    def close(self) -> None:
        """Settle what is still open at the end of the file."""
        last = len(self._source.starts)
        self._finish(self._above_line, last)
        self._finish(self._above_statement, last)
        self._decide(block_border=False)
        while self._indents:
            self._leave_block(len(self._source.text))

    def _join(self, first: int, last: int) -> None:
        """Let a noqa at the end of row ``last`` cover the rows from ``first`` too."""
        if first <= self._joined[1]:
            first = self._joined[0]
        self._joined = (first, last)

    def _row_end(self, row: int) -> int:
        starts = self._source.starts
        return starts[row] if row < len(starts) else len(self._source.text) + 1

    def _comment(self, token: TokenInfo) -> None:
        row, column = token.start
        start = self._source.starts[row - 1] + column
        indent = self._source.text[self._source.starts[row - 1] : start]
        alone = not indent.strip()
        text = token.string
        exempt = _FILE_NOQA.search(text)
        if exempt and alone and (self._noqa or exempt[1] == "ruff"):
            codes, reason = _noqa(text[exempt.end() :])
            self._around.add(codes, 0, len(self._source.text) + 1, reason)
        # Observed: inside an f-string only the noqa after its end counts.
        inline = _LINE_NOQA.search(text) if self._noqa and not self._strings else None
        if inline:
            first = self._joined[0] if self._joined[1] == row else row
            codes, reason = _noqa(text[inline.end() :])
            self._at_start.add(codes, self._source.starts[first - 1], self._row_end(row), reason)
        for match in _BRACKETS.finditer(text):
            words = _bracket_words(match[2])
            rest = text[match.end() :].partition("#")[0]
            end = match.end() + len(rest)
            span = Span(start + match.start(), start + end)
            # Observed: only the first of several comments in one counts as alone on its line.
            own_line = indent if alone and not match.start() else None
            self._directive(match[1], words, span, own_line, _reason(rest))

    def _directive(
        self, action: str, words: tuple[str, ...], span: Span, indent: str | None, reason: str
    ) -> None:
        """Register a comment with brackets; ``indent`` is None after code or another comment."""
        starts = self._source.starts
        if action == "ignore" and indent is None:
            row = self._source.location(span.start)[0]
            begin, end = starts[self._line_row - 1], self._row_end(row)
            self._at_start.add(self._codes(words), begin, end, reason)
        elif action == "ignore":
            waiting = self._above_statement if self._between_statements else self._above_line
            waiting.append((span.start, self._codes(words), reason))
        elif action == "file-ignore":
            if indent == "":
                self._around.add(self._codes(words), 0, len(self._source.text) + 1, reason)
        elif indent is not None:
            self._undecided.append(_Switch(action == "disable", words, indent, span, reason))

    def _codes(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._names.get(word, word) for word in words)

    def _finish(self, waiting: list[_Waiting], row: int) -> None:
        """Let the comments ``waiting`` above something reach to the end of ``row``."""
        for start, codes, reason in waiting:
            self._at_start.add(codes, start, self._row_end(row), reason)
        waiting.clear()

    def _decide(self, *, block_border: bool) -> None:
        """Keep the switches that stand at their block's indentation, or at a block's border."""
        current = self._indents[-1]
        self._switches += (s for s in self._undecided if block_border or s.indent == current)
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
        enables: dict[tuple[str, tuple[str, ...]], deque[Span]] = defaultdict(deque)
        for switch in inner:
            if not switch.on:
                enables[switch.indent, switch.words].append(switch.span)
        for switch in inner:
            if not switch.on:
                continue
            later = enables[switch.indent, switch.words]
            while later and later[0] < switch.span:
                later.popleft()
            stop = later.popleft().end if later else end
            self._around.add(self._codes(switch.words), switch.span.start, stop, switch.reason)
