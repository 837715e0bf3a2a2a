"""New members of a class, behind one that it has."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyguide.finding import Edit, Span
from pyguide.region import first_line
from pyguide.rewriting.blocks import has_own_lines
from pyguide.rewriting.lines import indent, last_line, step
from pyguide.source import Source


def behind(source: Source, member: ast.stmt, lines: Sequence[tuple[int, str]]) -> Edit | None:
    """The edit that puts ``lines`` behind ``member``, and a blank line between as the class has.

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
    number = last_line(source, member)
    end = source.line_span(number).end
    below = source.line(number + 1) if number < len(source.starts) else ""
    is_tight = below.strip() and len(indent(source, number + 1)) >= len(margin)
    return Edit(Span(end, end), text if is_tight else f"{newline}{text}")


__all__ = ["behind"]
