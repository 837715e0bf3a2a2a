"""New members of a class, behind one that it has."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyguide.finding import Edit, Span
from pyguide.region import first_line
from pyguide.rewriting.blocks import has_own_lines
from pyguide.rewriting.lines import indent, last_line, step
from pyguide.semantics.structure import DEFS
from pyguide.source import Source


def behind(source: Source, member: ast.stmt, lines: Sequence[tuple[int, str]]) -> Edit | None:
    """The edit that puts ``lines`` and a blank line in front of them behind ``member``.

    Each line comes with its level of indentation, counted from the member. None where other code
    shares the last line of ``member``.
    """
    body = getattr(member, "body", None)
    final = body[-1] if body else member
    inner = final if final.lineno != member.lineno else member
    if not has_own_lines(source, inner) or source.line(first_line(member) - 1).endswith("\\"):
        return None
    margin, newline = indent(source, first_line(member)), source.newline
    level = step(source, member.lineno, inner.lineno) if inner is not member else step(source)
    text = "".join(f"{newline}{margin}{level * depth}{line}" for depth, line in lines)
    end = source.line_span(last_line(source, member)).end
    return Edit(Span(end, end), f"{newline}{text}")


def last_method(class_: ast.ClassDef, *names: str) -> ast.stmt | None:
    """The method of the class body that is the first found of ``names``, else the last of all."""
    methods = [stmt for stmt in class_.body if isinstance(stmt, DEFS)]
    named = {stmt.name: stmt for stmt in methods}
    found = next((named[name] for name in names if name in named), None)
    return found or (methods[-1] if methods else None)


__all__ = ["behind", "last_method"]
