"""Move an assignment from a class body into `__init__`."""

from __future__ import annotations

import ast

from pyguide.finding import Edit, Span
from pyguide.region import first_line
from pyguide.rewriting.blocks import drop, has_own_lines
from pyguide.rewriting.bodies import insert, opening
from pyguide.rewriting.lines import below, indent, remove, step
from pyguide.semantics import Semantics
from pyguide.semantics.objects.mutables import made
from pyguide.semantics.structure import DEFS, DefNode
from pyguide.source import Source


def take_out(source: Source, class_: ast.ClassDef, stmt: ast.stmt) -> Edit:
    """The edit that takes ``stmt``, its lines and the blank lines left over out of the class."""
    first, last = stmt.lineno, stmt.end_lineno or stmt.lineno
    if class_.body[0] is not stmt:
        return drop(source, first, last)
    while last < len(source.starts) and not source.line(last + 1).strip():
        last += 1
    return remove(source, first, last)


def assign_first(semantics: Semantics, init: DefNode, line: str) -> Edit | None:
    """The edit that gives the instance what ``line`` assigns, behind others of its kind.

    ``line`` begins with the attribute's name. None where there is no line for it.
    """
    source = semantics.source
    instance = [*init.args.posonlyargs, *init.args.args][0].arg
    place, text = opening(init, instance), f"{instance}.{line}"
    if ast.get_docstring(init, clean=False) is not None:
        place = max(place, 1)
    while place < len(init.body) and _makes_attribute(semantics, init.body[place], instance):
        place += 1
    last = init.body[-1]
    if place < len(init.body) and not isinstance(init.body[place], ast.Pass):
        return insert(source, init, place, [(0, text)])
    if isinstance(last, ast.Pass):
        span = source.span(last)
        head = source.text[: span.start].rstrip(" \t\f")
        if not head.endswith(":"):
            return Edit(span, text)
        margin = indent(source, init.lineno) + step(source)
        return Edit(Span(len(head), span.end), f"{source.newline}{margin}{text}")
    return below(source, last, text) if has_own_lines(source, last) else None


def write(source: Source, class_: ast.ClassDef, line: str) -> Edit | None:
    """The edit that writes an `__init__` that runs ``self.line``, in front of the first method.

    None where there is no method, or no line of its own for it.
    """
    first = next((stmt for stmt in class_.body if isinstance(stmt, DEFS)), None)
    if first is None:
        return None
    number = first_line(first)
    margin, newline = indent(source, number), source.newline
    if source.text[source.starts[number - 1] + len(margin) :][:1] not in ("@", "d", "a"):
        return None
    while source.line(number - 1).lstrip().startswith("#"):
        number -= 1
    if source.line(number - 1).endswith("\\"):
        return None
    level = step(source, class_.lineno, number)
    returns = " -> None" if first.returns is not None else ""
    head = f"{margin}def __init__(self){returns}:{newline}"
    at = source.starts[number - 1]
    return Edit(Span(at, at), f"{head}{margin}{level}self.{line}{newline}{newline}")


def _makes_attribute(semantics: Semantics, stmt: ast.stmt, instance: str) -> bool:
    match stmt:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=base))], value=value):
            return base == instance and made(semantics, value) is not None
    return False
