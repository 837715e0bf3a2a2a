"""Take one statement out of a block; the comment behind it stays."""

from __future__ import annotations

import ast
import re

from pyguide.finding import Edit, Span
from pyguide.source import Source

_REST = re.compile(r"[ \t\f;]*")
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_BLANK_LINES = re.compile(r"(?:[ \t\f]*(?:\r\n|\n|\r))*")

# A comment that tells a tool about the line it ends means nothing on a line of its own.
_DIRECTIVE = re.compile(r"#\s*(?:type|noqa|pylint|pyright|mypy|pragma|fmt|isort|ruff|pyguide)\b")


def removal(source: Source, stmt: ast.stmt) -> Edit | None:
    """The edit that removes ``stmt``, the first of several in its block, and its line if empty.

    Blank lines below go too where the block would begin with them. None where a comment for some
    tool would be left without the line it speaks of.
    """
    span, text = source.span(stmt), source.text
    rest = _REST.match(text, span.end)
    assert rest is not None
    line_end = _LINE_END.match(text, rest.end())
    if _DIRECTIVE.match(text, rest.end()):
        return None
    if line_end is None:
        return Edit(Span(span.start, rest.end()), "")
    end = line_end.end()
    blank = _BLANK_LINES.match(text, end)
    if blank is not None and not source.line(stmt.lineno - 1).lstrip().startswith("#"):
        end = blank.end()
    return Edit(Span(source.starts[stmt.lineno - 1], end), "")


__all__ = ["removal"]
