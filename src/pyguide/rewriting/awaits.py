"""An `await` in front of a call, and the event loop's library to call."""

from __future__ import annotations

import ast

from pyguide.finding import Edit, Import, Span
from pyguide.semantics import Semantics
from pyguide.semantics.concurrency import coroutines
from pyguide.semantics.structure import COMPREHENSIONS


def awaited(semantics: Semantics, call: ast.Call, begin: str, end: int) -> list[Edit] | None:
    """Edits that put `await` before ``call``, and ``begin`` for its text up to the offset ``end``.

    None where no `await` can stand there.
    """
    if coroutines.coroutine_around(semantics, call) is None or semantics.in_fstring(call):
        return None
    inside = (*COMPREHENSIONS, ast.comprehension)
    if any(isinstance(one, inside) for one in _within(semantics, call)):
        return None
    span = semantics.source.span(call)
    if not _binds_tighter(semantics.parent(call), call):
        return [Edit(Span(span.start, end), f"await {begin}")]
    return [Edit(Span(span.start, end), f"(await {begin}"), Edit(Span(span.end, span.end), ")")]


def _binds_tighter(around: ast.AST | None, call: ast.Call) -> bool:
    """Whether what is done with ``call`` would come before an `await` in front of it."""
    match around:
        case ast.Attribute() | ast.Await():
            return True
        case ast.BinOp(op=ast.Pow(), left=operand):
            return operand is call
        case ast.Subscript(value=operand) | ast.Call(func=operand):
            return operand is call
    return False


def library(semantics: Semantics, at: ast.AST, name: str) -> tuple[str, tuple[Import, ...]] | None:
    """How code at ``at`` writes the module ``name``, and the import that takes; None if taken."""
    for node in semantics.source.tree.body:
        for alias in node.names if isinstance(node, ast.Import) else ():
            spelled = alias.asname or alias.name
            if alias.name == name and semantics.meaning(spelled, at) == name:
                return spelled, ()
    if name in semantics.names.bound or semantics.bindings((name, at)) != ():
        return None
    return name, (Import(name),)


def _within(semantics: Semantics, node: ast.AST) -> list[ast.AST]:
    found = []
    for around in semantics.ancestors(node):
        if isinstance(around, ast.stmt):
            break
        found.append(around)
    return found
