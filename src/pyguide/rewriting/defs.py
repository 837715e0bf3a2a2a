"""Write a lambda as the `def` that it stands for."""

from __future__ import annotations

import ast

from pyguide.finding import Edit, Span
from pyguide.rewriting.blocks import has_own_lines
from pyguide.rewriting.lines import indent, reindented, step
from pyguide.semantics.structure import parameters
from pyguide.source import Source


def named(source: Source, stmt: ast.Assign, name: str, function: ast.Lambda) -> Edit | None:
    """The edit that puts ``def name(...)`` in the place of ``stmt``, which gives a lambda a name.

    None where the statement shares its lines, or where a comment stands inside.
    """
    span, place = source.span(stmt), source.span(function)
    if not has_own_lines(source, stmt) or "#" in source.text_of(span):
        return None
    given = [*parameters(function.args), *function.args.defaults, *function.args.kw_defaults]
    ends = [source.span(one).end for one in given if one is not None]
    start = place.start + len("lambda")
    colon = source.text.index(":", max(ends, default=start))
    arguments = " ".join(source.text[start:colon].split()) if ends else ""
    if function.args.posonlyargs and not arguments:
        return None
    margin = indent(source, stmt.lineno)
    first = place.end - len(source.text[colon + 1 : place.end].lstrip())
    inner = margin + step(source)
    body = reindented(source, Span(first, place.end), inner, "return ").rstrip()
    if not _holds_together(body):
        body = f"({reindented(source, Span(first, place.end), inner, 'return (').rstrip()})"
    header = f"def {name}({arguments}):{source.newline}"
    return Edit(span, f"{header}{inner}return {body}")


def _holds_together(body: str) -> bool:
    """Whether no line end of ``body`` would end the statement."""
    try:
        return len(ast.parse(body).body) == 1
    except SyntaxError:
        return False


__all__ = ["named"]
