"""Edits of whole lines: remove them, or move them to the left or to the right."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from pyguide import region
from pyguide.finding import Edit, Span
from pyguide.source import Source

_WIDTH = 88


def indent(source: Source, line: int) -> str:
    """The whitespace with which a 1-based line begins."""
    return region.margin(source, line)


def step(source: Source, outer: int | None = None, inner: int = 1) -> str:
    """One level of indentation, as between the 1-based lines ``outer`` and ``inner``.

    Without ``outer`` it is what the first indented block of the file uses, or four spaces.
    """
    if outer is None:
        outer, inner = source.first_block or (1, 1)
    # After a form feed, Python counts the columns of a line anew.
    within, around = (indent(source, line).rpartition("\f")[2] for line in (inner, outer))
    return within.removeprefix(around) or "    "


def remove(source: Source, first: int, last: int) -> Edit:
    """The edit that removes the 1-based lines ``first`` to ``last`` with their line ends."""
    starts = source.starts
    end = starts[last] if last < len(starts) else len(source.text)
    return Edit(Span(starts[first - 1], end), "")


def above(source: Source, stmt: ast.stmt, text: str) -> Edit:
    """The edit that puts a line ``text`` right above ``stmt``, which must begin its own line."""
    start = source.starts[stmt.lineno - 1]
    line = f"{indent(source, stmt.lineno)}{text}{source.newline}"
    return Edit(Span(start, start), line)


def below(source: Source, stmt: ast.stmt, text: str) -> Edit:
    """The edit that puts a line ``text`` below ``stmt`` and the comments that end its last block.

    No other statement may share the last line of ``stmt``.
    """
    end = source.line_span(last_line(source, stmt)).end
    return Edit(Span(end, end), f"{source.newline}{indent(source, stmt.lineno)}{text}")


def last_line(source: Source, stmt: ast.stmt | ast.ExceptHandler) -> int:
    """The 1-based line on which ``stmt`` ends, or the comments that end its last block."""
    margin, last = indent(source, stmt.lineno), region.end_line(source, stmt)
    for number in range(last + 1, len(source.starts) + 1):
        found = source.line(number).strip(" \t\f")
        if found and not (found.startswith("#") and len(indent(source, number)) > len(margin)):
            break
        last = number if found else last
    return last


def call(source: Source, number: int, begin: str, arguments: Iterable[str]) -> str:
    """A call that is to stand on line ``number``: ``begin`` goes up to its opening bracket.

    The arguments have a line each where the call would be too long for one.
    """
    parts, margin = list(arguments), indent(source, number)
    text = f"{begin}{', '.join(parts)})"
    if len(margin) + len(text) <= _WIDTH:
        return text
    deeper = f"{source.newline}{margin}{step(source)}"
    return f"{begin}{''.join(f'{deeper}{part},' for part in parts)}{source.newline}{margin})"


def shift(source: Source, lines: Iterable[int], old: str, new: str) -> list[Edit]:
    """Edits that put the indentation ``new`` in the place of ``old`` on 1-based ``lines``.

    Lines that begin inside a string, blank lines and lines that do not begin with ``old`` stay.
    """
    kept = source.lines_in_strings
    return [
        Edit.between(source.starts[line - 1], old, new)
        for line in lines
        if line not in kept and source.line(line).startswith(old) and source.line(line).strip()
    ]


def hang(source: Source, stmt: ast.stmt, by: int) -> list[Edit]:
    """Edits that move the lines that are aligned with a bracket of the first by ``by`` columns."""
    first, last = stmt.lineno, stmt.end_lineno or stmt.lineno
    if first == last or by == 0:
        return []
    old = indent(source, first + 1)
    margin = indent(source, first)
    aligned = source.line(first)[len(old) - 1 : len(old)] in ("(", "[", "{")
    if not aligned or old.strip(" ") or len(old) + by <= len(margin):
        return []
    return shift(source, range(first + 1, last + 1), old, " " * (len(old) + by))


def unescaped(source: Source, stmt: ast.stmt, start: int) -> list[Edit]:
    """Edits that take away the backslashes which continue lines of ``stmt`` behind ``start``."""
    first, last = source.location(start)[0], stmt.end_lineno or stmt.lineno
    kept = source.lines_in_strings if first < last else frozenset()
    found: list[Edit] = []
    for number in range(first, last):
        text, end = source.line(number), source.line_span(number).end
        if text.endswith("\\") and number + 1 not in kept:
            bare = text[:-1].rstrip(" \t")
            found.append(Edit(Span(end - len(text) + len(bare), end), ""))
    return found


def reindented(source: Source, span: Span, margin: str, before: str = "") -> str:
    """The text of ``span`` as it looks behind ``margin`` and ``before``; its lines move along."""
    first = source.location(span.start)[0]
    last, old = source.location(span.end)[0], indent(source, first)
    column = span.start - source.starts[first - 1]
    by = len(margin) + len(before) - column
    lines = [source.text[span.start : min(source.line_span(first).end, span.end)]]
    for number in range(first + 1, last + 1):
        line, white = source.line(number), indent(source, number)
        line = line[: span.end - source.starts[number - 1]]
        if number not in source.lines_in_strings and line.strip():
            bracket = source.line(first)[column:][len(white) - 1 - column : len(white) - column]
            aligned = len(white) > column and bracket in ("(", "[", "{")
            if aligned and not white.strip(" "):
                line = " " * (len(white) + by) + line[len(white) :]
            elif white.startswith(old):
                line = margin + line[len(old) :]
        lines.append(line)
    return source.newline.join(lines)
