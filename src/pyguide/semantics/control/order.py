"""In which order the parts of a statement run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.structure import COMPREHENSIONS
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


_RUNS_CODE = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


def runs_code(node: ast.AST) -> bool:
    """Whether evaluating ``node`` calls something, hands control away or binds a name."""
    return any(isinstance(inner, _RUNS_CODE) for inner in walk(node))


class Order:
    """Answers about the order of evaluation."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def why_not_first(self, expr: ast.expr) -> str | None:
        """Why other code may run before ``expr`` in its statement, or ``expr`` not once; else None.

        The statement must evaluate, assign, return, raise, assert or iterate what holds ``expr``.
        """
        shown = self._s.shown(expr)
        child: ast.AST = expr
        for around in self._s.ancestors(expr):
            if isinstance(around, ast.stmt):
                if _evaluates(around, child):
                    return None
                if hasattr(around, "body"):
                    return f"{shown} stands in the header of a compound statement"
                return f"{shown} is not what the statement evaluates first"
            if isinstance(around, (*COMPREHENSIONS, ast.comprehension)):
                if not self._runs_at_once(around, child):
                    return f"{shown} may not run once"
            else:
                earlier = _earlier(around, child)
                if earlier is None:
                    return f"{shown} may not run once"
                for node in (inner for part in earlier for inner in walk(part)):
                    if isinstance(node, _RUNS_CODE):
                        return f"{self._s.shown(node)} runs before {shown}"
            child = around
        return f"{shown} stands in no statement"

    def _runs_at_once(self, around: ast.AST, child: ast.AST) -> bool:
        """Whether ``child`` is on the way to the first iterable, which runs before all else."""
        if isinstance(around, ast.comprehension):
            return around.iter is child
        if isinstance(around, ast.GeneratorExp) and not self._s.dominance.consumed(around):
            return False
        return isinstance(around, COMPREHENSIONS) and around.generators[0] is child


def _evaluates(stmt: ast.stmt, child: ast.AST) -> bool:
    """Whether ``stmt`` evaluates its part ``child`` once and before anything else."""
    match stmt:
        case ast.Assign(value=value) | ast.AnnAssign(value=value) | ast.AugAssign(value=value):
            return value is child
        case ast.Return() | ast.Expr():
            return True
        case ast.For(iter=source) | ast.Assert(test=source) | ast.Raise(exc=source):
            return source is child
    return False


def _earlier(around: ast.AST, child: ast.AST) -> list[ast.expr] | None:
    """The parts of ``around`` that run before ``child``; None where ``child`` may not run."""
    parts: list[ast.expr | None] = []
    match around:
        case ast.Call(func=func, args=args, keywords=words):
            parts = [func, *args, *(word.value for word in words)]
            child = child.value if isinstance(child, ast.keyword) else child
        case ast.keyword() | ast.Starred() | ast.Attribute() | ast.UnaryOp() | ast.Await():
            return []
        case ast.BinOp(left=left, right=right):
            parts = [left, right]
        case ast.Compare(left=left, comparators=[right]):
            parts = [left, right]
        case ast.Subscript(value=value, slice=index):
            parts = [value, index]
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            parts = [*elements]
        case ast.Dict(keys=keys, values=values):
            parts = [part for pair in zip(keys, values, strict=True) for part in pair]
        case ast.BoolOp(values=[first, *_]) | ast.IfExp(test=first):
            parts = [first]
    place = next((number for number, part in enumerate(parts) if part is child), None)
    return None if place is None else [part for part in parts[:place] if part is not None]
