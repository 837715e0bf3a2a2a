"""Loops that a comprehension can stand for: the same values, in the same order."""

from __future__ import annotations

import ast
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.control.arrivals import arrivals
from pyguide.tree import is_bare, walk

# What a comprehension forbids, or runs in a scope or at a time of its own.
_FOREIGN = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await, ast.Lambda, ast.GeneratorExp)
_BRACKETED = (ast.IfExp, ast.Starred)


class Clauses(NamedTuple):
    """`for target in source if test`, as written; ``test`` may be empty."""

    target: str
    source: str
    test: str

    def __str__(self) -> str:
        head = f"for {self.target} in {self.source}"
        return f"{head} if {self.test}" if self.test else head


def clauses(semantics: Semantics, loop: ast.stmt, stmt: ast.stmt) -> Clauses | None:
    """The clauses of a ``loop`` that does no more than run ``stmt``, or do so under one test.

    None where the expressions would mean something else in a list comprehension there, where what
    the loop leaves in its variables can be read later, or where comments would be lost.
    """
    if not isinstance(loop, ast.For) or loop.orelse:
        return None
    body: list[ast.stmt] = loop.body
    test: ast.expr | None = None
    match body:
        case [ast.If(test=test, body=body, orelse=[])]:
            pass
    if len(body) != 1 or body[0] is not stmt or not _is_plain_target(semantics, loop):
        return None
    if semantics.scope(loop).kind == "class":
        return None
    for node in walk(loop):
        if isinstance(node, _FOREIGN):
            return None
        if isinstance(node, ast.Name) and not means_the_same(semantics, node, loop):
            return None
    text = semantics.source.text_of
    if "#" in text(loop):
        return None
    wanted = _operand(test, text(test)) if test is not None else ""
    found = Clauses(text(loop.target), _operand(loop.iter, text(loop.iter)), wanted)
    return None if any(mark in str(found) for mark in "\r\n") else found


def means_the_same(semantics: Semantics, name: ast.Name, loop: ast.For) -> bool:
    """Whether a read from within a comprehension would give the same and fail in the same way."""
    if name.id in ("super", "__class__"):
        return False
    owner = semantics.owner(name.id, name)
    if owner is None or owner is not semantics.scope(loop) or owner.kind == "module":
        return True
    if not isinstance(name.ctx, ast.Load) or semantics.bound_in(name.id, [loop.target]):
        return True
    # A variable that is not bound yet is another error in the scope of a comprehension.
    return arrivals(semantics, name.id, loop).sure


def is_in_generator(semantics: Semantics, name: str, loop: ast.For) -> bool:
    """Whether a generator that reads or binds ``name`` may be iterated while ``loop`` runs."""
    function, owner = semantics.function(loop), semantics.owner(name, loop)
    return any(
        semantics.dominance.is_deferred(one) and semantics.uses.may_precede(one, loop.iter, name)
        for one in semantics.flow.mentions(name, [function or loop], owner)
    )


def _is_plain_target(semantics: Semantics, loop: ast.For) -> bool:
    """Whether the loop binds names alone, and nobody reads them when it is over."""
    for node in walk(loop.target):
        if isinstance(node, ast.Name):
            if not semantics.is_local(node.id, loop) or semantics.used_after(node.id, loop):
                return False
            if semantics.rounds.needed_afterwards(node, loop) is not None:
                return False
            if is_in_generator(semantics, node.id, loop):
                return False
        elif not isinstance(node, ast.Tuple | ast.List | ast.Starred | ast.expr_context):
            return False
    return True


def _operand(node: ast.expr, text: str) -> str:
    bare = isinstance(node, ast.Tuple) and is_bare(text)
    return f"({text})" if bare or isinstance(node, _BRACKETED) else text
