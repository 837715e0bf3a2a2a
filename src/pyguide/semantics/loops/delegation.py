"""Loops of a generator that hand on the items of another iterable."""

from __future__ import annotations

import ast
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.structure import walk_scope


class Delegation(NamedTuple):
    """`for target in iterable: yield target`."""

    loop: ast.For
    target: ast.Name


def delegation(loop: ast.For) -> Delegation | None:
    """The parts of ``loop`` if it does nothing but yield each item."""
    match loop:
        case ast.For(
            target=ast.Name(id=name) as target,
            body=[ast.Expr(value=ast.Yield(value=ast.Name(id=item)))],
            orelse=[],
        ) if name == item:
            return Delegation(loop, target)
    return None


def is_whole(semantics: Semantics, found: Delegation) -> bool:
    """Whether all that the loop leaves behind are the items.

    It is not where somebody else reads its variable, where what callers send matters to the
    function, and where the function is asynchronous, which cannot delegate.
    """
    function = semantics.function(found.loop)
    if not isinstance(function, ast.FunctionDef):
        return False
    if not semantics.is_local(found.target.id, found.loop):
        return False
    if semantics.rounds.needed_afterwards(found.target, found.loop) is not None:
        return False
    return all(
        isinstance(semantics.parent(node), ast.Expr)
        for node in walk_scope(list(function.body))
        if isinstance(node, ast.Yield)
    )
