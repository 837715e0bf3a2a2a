"""Where new statements go at the top of a function's body."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from pyguide.finding import Edit, Span
from pyguide.region import first_line
from pyguide.rewriting.lines import indent, step
from pyguide.source import Source
from pyguide.tree import walk

Def = ast.FunctionDef | ast.AsyncFunctionDef

_TYPE_COMMENT = re.compile(r"#\s*type:(?!\s*ignore)")


def opening(function: Def, parameter: str) -> int:
    """Before which statement of the body ``parameter`` is given its value.

    In front stay the docstring, what declares names, and ``if other is None: other = ...`` for
    other parameters that do not need this one.
    """
    body, place = function.body, 0
    match body[0]:
        case ast.Expr(value=ast.Constant(value=str())):
            place = 1
    while place < len(body) and isinstance(body[place], ast.Global | ast.Nonlocal):
        place += 1
    while place < len(body) and _gives_another(body[place], parameter):
        place += 1
    return min(place, len(body) - 1)


def _gives_another(stmt: ast.stmt, parameter: str) -> bool:
    """Whether a statement is ``if name is None: name = ...`` and does not mention ``parameter``."""
    match stmt:
        case ast.If(
            test=ast.Compare(
                left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)]
            ),
            body=[ast.Assign(targets=[ast.Name(id=target)], value=value)],
            orelse=[],
        ):
            names = {node.id for node in walk(value) if isinstance(node, ast.Name)}
            return name == target and parameter not in {name, *names}
    return False


def has_type_comment(source: Source, function: Def) -> bool:
    """Whether a comment in or right below the header gives types."""
    start, end = source.span(function).start, source.span(function.body[0]).start
    return _TYPE_COMMENT.search(source.text, start, end) is not None


def insert(
    source: Source, function: Def, place: int, lines: Sequence[tuple[int, str]]
) -> Edit | None:
    """The edit that puts ``lines`` in front of ``function.body[place]``.

    Each line comes with its level of indentation, counted from the body. Comments right above that
    statement stay with it; a body on the header's own line moves to a line of its own. None where
    the statement shares its line, joined lines included, with what stands before.
    """
    stmt, margin = function.body[place], indent(source, first_line(function))
    number, start = first_line(stmt), source.span(stmt).start
    if source.starts[number - 1] + len(indent(source, number)) < start and number == stmt.lineno:
        head = source.text[:start].rstrip(" \t\f")
        if place or not head.endswith(":"):
            return None
        level = step(source)
        body = [(depth + 1, line) for depth, line in (*lines, (0, ""))]
        text = "".join(f"{source.newline}{margin}{level * depth}{line}" for depth, line in body)
        return Edit(Span(len(head), start), text)
    if source.line(number - 1).endswith("\\"):
        return None
    above = function.body[place - 1].end_lineno if place else function.lineno
    first = _below(source, above or 0, number)
    level = step(source, first_line(function), number)
    inner = indent(source, number).rpartition("\f")[2]
    text = "".join(f"{inner}{level * depth}{line}{source.newline}" for depth, line in lines)
    return Edit(Span(source.starts[first - 1], source.starts[first - 1]), text)


def _below(source: Source, above: int, number: int) -> int:
    """The 1-based line with which the comments begin that stand right above line ``number``.

    Blank lines between them and what stands on the line ``above`` stay above the new statements.
    """
    line = number
    while line - 1 > above and source.line(line - 1).strip(" \t\f")[:1] in ("", "#"):
        line -= 1
    while line < number and not source.line(line).strip(" \t\f"):
        line += 1
    return line
