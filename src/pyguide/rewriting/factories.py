"""Write a callable that makes the object of an expression anew each time."""

from __future__ import annotations

import ast

from pyguide.semantics import Semantics
from pyguide.tree import walk

_ONCE = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)


def factory(semantics: Semantics, value: ast.expr) -> str | None:
    """The text of what makes ``value`` when it is called: a type where that will do, else a lambda.

    None where a lambda at that place would not see what ``value`` sees, such as the names of a
    class body.
    """
    source = semantics.source
    match value:
        case ast.List(elts=[]) if semantics.builtin("list", value):
            return "list"
        case ast.Dict(keys=[]) if semantics.builtin("dict", value):
            return "dict"
        case ast.Call(func=func, args=[], keywords=[]):
            return source.text_of(source.span(func))
    for node in walk(value):
        owner = semantics.owner(node.id, node) if isinstance(node, ast.Name) else None
        if isinstance(node, _ONCE) or (owner is not None and owner.kind == "class"):
            return None
    return f"lambda: {source.text_of(source.span(value))}"
