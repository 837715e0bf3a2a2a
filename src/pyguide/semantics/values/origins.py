"""Which library a value was made by."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


def origin(semantics: Semantics, expr: ast.expr) -> str | None:
    """The library whose call or attribute began the value of ``expr``: ``numpy``, else None.

    Methods and operators are followed to their first operand, names to what they surely hold.
    """
    for _ in range(20):
        found = semantics.qualified(expr)
        if found is not None:
            return found.partition(".")[0]
        match expr:
            case ast.Name():
                held = semantics.value_of(expr)
                if held is None:
                    return None
                expr = held
            case ast.Call(func=inner) | ast.Attribute(value=inner) | ast.Subscript(value=inner):
                expr = inner
            case ast.BinOp(left=inner) | ast.UnaryOp(operand=inner):
                expr = inner
            case _:
                return None
    return None


def is_star(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` names the tuple that the star of the function around it collects."""
    function = semantics.function(expr)
    star = None if function is None else function.args.vararg
    if star is None or not isinstance(expr, ast.Name) or star.arg != expr.id:
        return False
    return semantics.type_of(expr).within("tuple")
