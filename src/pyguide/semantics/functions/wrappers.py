"""Functions that take a function and return another one in its place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics import comments
from pyguide.semantics.structure import DEFS, DefNode, last_name, walk_scope
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_METADATA = frozenset({"__name__", "__qualname__", "__doc__", "__wrapped__", "__dict__"})


class Wrapper(NamedTuple):
    """``inner`` takes the place of ``wrapped``, a parameter of the decorator ``outer``."""

    outer: DefNode
    inner: DefNode
    wrapped: str


def wrapper(semantics: Semantics, inner: DefNode) -> Wrapper | None:
    """What ``inner`` wraps, if the function around it is a decorator that returns it bare.

    It passes on whatever arguments it gets, or the file uses the function around it with ``@``.
    None where something else gets ``inner`` to work on, or sets its name.
    """
    outer = semantics.parent(inner)
    if not isinstance(outer, DEFS) or inner.decorator_list or _is_fixture(outer):
        return None
    args = [*outer.args.posonlyargs, *outer.args.args]
    if not args or not _is_only_returned(outer, inner.name) or _is_meant(semantics, inner):
        return None
    for parameter in args[:2]:
        calls = [
            node
            for node in walk(*inner.body)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == parameter.arg
            and _runs_in(semantics, node, inner)
        ]
        bound = semantics.bindings(calls[0].func) if calls else None  # type: ignore[arg-type]
        if bound is None or [one.node for one in bound] != [parameter]:
            continue
        if any(_passes_on(call, inner) for call in calls) or _is_used(semantics, outer, parameter):
            return Wrapper(outer, inner, parameter.arg)
    return None


def _runs_in(semantics: Semantics, call: ast.Call, inner: DefNode) -> bool:
    """Whether ``call`` runs in ``inner`` itself, perhaps in a lambda that it makes."""
    function = semantics.function(call)
    while isinstance(function, ast.Lambda):
        function = semantics.function(function)
    return function is inner


def _is_fixture(outer: DefNode) -> bool:
    """Whether tests get what ``outer`` returns, and other fixtures as its arguments."""
    return any(last_name(decorator).endswith("fixture") for decorator in outer.decorator_list)


def _is_meant(semantics: Semantics, inner: DefNode) -> bool:
    """Whether the comments above ``inner`` speak of `wraps`."""
    source = semantics.source
    lines = range(comments.above(source, inner.lineno), inner.lineno)
    return any("wraps" in source.line(line) for line in lines)


def _is_only_returned(outer: DefNode, name: str) -> bool:
    """Whether all that ``outer`` does with its inner function is to return it."""
    returned = False
    allowed: set[ast.AST] = set()
    for node in walk_scope(list(outer.body)):
        match node:
            case ast.Return(value=ast.Name(id=given) as value) if given == name:
                returned = True
                allowed.add(value)
            case ast.Attribute(value=ast.Name(id=base) as value, attr=attr) if base == name:
                if attr in _METADATA:
                    return False
                allowed.add(value)
    return returned and all(
        node in allowed
        for node in walk(*outer.body)
        if isinstance(node, ast.Name) and node.id == name
    )


def _passes_on(call: ast.Call, inner: DefNode) -> bool:
    """Whether ``call`` hands on all positional and keyword arguments that ``inner`` collects."""
    if inner.args.vararg is None or inner.args.kwarg is None:
        return False
    stars = {last_name(one.value) for one in call.args if isinstance(one, ast.Starred)}
    doubles = {last_name(one.value) for one in call.keywords if one.arg is None}
    return inner.args.vararg.arg in stars and inner.args.kwarg.arg in doubles


def _is_used(semantics: Semantics, outer: DefNode, parameter: ast.arg) -> bool:
    """Whether the file decorates a function by ``outer``, which gets it as ``parameter``."""
    first = [*outer.args.posonlyargs, *outer.args.args][0]
    return parameter is first and any(
        isinstance(decorator, ast.Name)
        and decorator.id == outer.name
        and [one.node for one in semantics.bindings(decorator) or ()] == [outer]
        for node in semantics.structure.nodes(*DEFS)
        for decorator in node.decorator_list
    )
