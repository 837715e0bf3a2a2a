"""Write a lambda as the `def` that it stands for."""

from __future__ import annotations

import ast
import re

from pyguide.finding import Edit, Span
from pyguide.rewriting.blocks import has_own_lines
from pyguide.rewriting.lines import indent, reindented, step
from pyguide.semantics.structure import parameters
from pyguide.source import Source

_BLANKS = " \t\f\r\n\\"
_KEPT = re.compile(r"[\"'\\]")


def named(source: Source, stmt: ast.Assign, name: str, function: ast.Lambda) -> Edit | None:
    """The edit that puts ``def name(...)`` in the place of ``stmt``, which gives a lambda a name.

    None where the statement shares its lines, or where a comment stands inside.
    """
    span, place = source.span(stmt), source.span(function)
    if not has_own_lines(source, stmt) or "#" in source.text_of(span):
        return None
    margin, colon = indent(source, stmt.lineno), _colon(source, function)
    first = place.end - len(source.text[colon + 1 : place.end].lstrip(_BLANKS))
    inner = margin + step(source)
    body = reindented(source, Span(first, place.end), inner, "return ").rstrip()
    if not _holds_together(body):
        body = f"({reindented(source, Span(first, place.end), inner, 'return (').rstrip()})"
    header = f"def {name}({arguments(source, function)}):{source.newline}"
    return Edit(span, f"{header}{inner}return {body}")


def arguments(source: Source, function: ast.Lambda) -> str:
    """The parameters of a lambda as the brackets of a `def` may hold them."""
    start = source.span(function).start + len("lambda")
    text = source.text[start : _colon(source, function)].strip(_BLANKS)
    return text if _KEPT.search(text) else " ".join(text.split())


def _colon(source: Source, function: ast.Lambda) -> int:
    """The offset of the colon before the body of a lambda."""
    start = source.span(function).start + len("lambda")
    given = [*parameters(function.args), *function.args.defaults, *function.args.kw_defaults]
    ends = [source.span(one).end for one in given if one is not None]
    return source.text.index(":", max(ends, default=start))


def _holds_together(body: str) -> bool:
    """Whether no line end of ``body`` would end the statement."""
    try:
        return len(ast.parse(body).body) == 1
    except SyntaxError:
        return False


__all__ = ["arguments", "named"]
