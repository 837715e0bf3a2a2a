"""What it takes to put statements into a block or out of one, line by line."""

from __future__ import annotations

import ast

from pyguide.finding import Edit
from pyguide.rewriting.lines import indent, remove, shift
from pyguide.source import Source


def has_own_lines(source: Source, stmt: ast.stmt) -> bool:
    """Whether nothing but a comment shares the lines of ``stmt``."""
    span, first = source.span(stmt), source.starts[stmt.lineno - 1]
    after = source.text[span.end : source.line_span(stmt.end_lineno or stmt.lineno).end].lstrip()
    above = source.line(stmt.lineno - 1) if stmt.lineno > 1 else ""
    return (
        not source.text[first : span.start].strip()
        and (not after or after.startswith("#"))
        and not above.endswith("\\")
    )


def drop(source: Source, first: int, last: int) -> Edit:
    """Remove the lines ``first`` to ``last`` and the blank lines that would be left over.

    Blank lines above them go too where a blank line, the end of the block or of the file follows,
    blank lines below them where the block would begin with those.
    """
    below = source.line(last + 1) if last < len(source.starts) else ""
    ends = not below.strip() or len(indent(source, last + 1)) < len(indent(source, first))
    while ends and first > 1 and not source.line(first - 1).strip():
        first -= 1
    if first > 1 and len(indent(source, first - 1)) < len(indent(source, first)):
        while last < len(source.starts) and not source.line(last + 1).strip():
            last += 1
    return remove(source, first, last)


def under_header(source: Source, first: int, last: int, deeper: str) -> list[Edit]:
    """Indent the lines ``first`` to ``last``, the first of which now follows a block's header."""
    edits = []
    blank = first
    while blank < last and not source.line(blank).strip():
        blank += 1
    if blank > first:
        edits.append(remove(source, first, blank - 1))
    return [*edits, *shift(source, range(blank, last + 1), "", deeper)]
