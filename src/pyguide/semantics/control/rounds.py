"""One round of a loop: in which order its parts run, what outlasts it, who sees its variable."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyguide.semantics.control.flow import EXITS
from pyguide.semantics.structure import COMPREHENSIONS, LOOPS, TRIES, Comprehension
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_BRANCHES: dict[type[ast.AST], tuple[str, ...]] = {
    ast.If: ("body", "orelse"), ast.IfExp: ("body", "orelse"), ast.Match: ("cases",),
}  # fmt: skip
_STEPS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Assign: ("value", "targets"), ast.AnnAssign: ("value", "target"),
    ast.AugAssign: ("value", "target"), ast.With: ("items", "body"),
    ast.If: ("test", "body", "orelse"), ast.Try: ("body", "handlers", "orelse", "finalbody"),
}  # fmt: skip
"""Fields in the order in which they run; of other fields the order is not known."""


class Rounds:
    """Answers about what happens within one round of a loop and what is left of it."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    # -- order --------------------------------------------------

    def may_follow(self, later: ast.AST, earlier: ast.AST, loop: ast.AST) -> bool:
        """Whether ``later`` can run after ``earlier`` within one round of ``loop``."""
        mine, other = self._path(later, loop), self._path(earlier, loop)
        shared = 0
        while shared < min(len(mine), len(other)) and mine[shared] is other[shared]:
            shared += 1
        if shared in (0, len(mine), len(other)):
            return True
        if any(isinstance(node, (*LOOPS, *COMPREHENSIONS)) for node in mine[1:shared]):
            return True
        holder, one, two = mine[shared - 1], mine[shared], other[shared]
        if _exclude(holder, one, two) or not _starts_later(holder, one, two):
            return False
        return not self._ends_round(other[shared:])

    def _path(self, node: ast.AST, top: ast.AST) -> list[ast.AST]:
        """From ``top`` down to ``node``."""
        found = [node]
        for holder in self._s.ancestors(node):
            found.append(holder)
            if holder is top:
                break
        return found[::-1]

    def _ends_round(self, path: Sequence[ast.AST]) -> bool:
        """Whether the round is always over once the last node of ``path`` has run.

        The end must be reached inside the first node of ``path``.
        """
        if any(isinstance(node, (*LOOPS, *TRIES)) for node in path[:-1]):
            return False
        for node in path[1:]:
            if isinstance(node, ast.stmt):
                block = self._s.block(node)
                rest = block[_index(block, node) + 1 :]
                if rest and self._s.always_leaves(rest, EXITS):
                    return True
        return False

    # -- what runs after the round --------------------------------------------------

    def outlasts(self, node: ast.AST, loop: ast.For | Comprehension) -> bool:
        """Whether ``node``, written in ``loop``, may run when its round is over."""
        if self._s.function(node) is not self._s.function(loop):
            return True
        for around in self._s.ancestors(node):
            if around is loop:
                return False
            if isinstance(around, ast.GeneratorExp) and not self._s.dominance.consumed(around):
                # Only the first iterable is asked for at once.
                at_once = any(node is one for one in walk(around.generators[0].iter))
                if not at_once:
                    return True
        return True

    def runs_alone(self, generator: ast.GeneratorExp) -> bool:
        """Whether no other code of the statement can run between two items of ``generator``."""
        call = self._s.parent(generator)
        alone = isinstance(call, ast.Call) and call.args == [generator] and not call.keywords
        return alone and self._s.dominance.consumed(generator)

    def needed_afterwards(self, target: ast.Name, loop: ast.For) -> ast.AST | None:
        """What in this file may read or delete what ``loop`` last bound ``target`` to.

        What stands in the body does not count, nor reads that surely see another binding. A read
        before the loop counts where loops alone bind the name: without them, it would mean a
        variable of the module.
        """
        owner = self._s.owner(target.id, target)
        if owner is None or self._s.names.dynamic_node(owner.node):
            return loop
        local = owner.node is self._s.function(loop)
        unread = local and self._s.used_after(target.id, loop) is None
        if all(one.kind == "for" for one in self._s.names.owned(owner, target.id)):
            unread = False
        for node in self._s.flow.mentions(target.id, [owner.node], owner):
            if not isinstance(node, ast.Name) or self._in_block(node, loop, loop.body):
                continue
            if isinstance(node.ctx, ast.Load):
                seen = self._s.dominance.definition(node)
                other = seen is not None and seen.node is not target
                if not other and (not unread or self._in_block(node, loop, loop.orelse)):
                    return node
            elif isinstance(node.ctx, ast.Del) or isinstance(self._s.parent(node), ast.AugAssign):
                return node
        return None

    def _in_block(self, node: ast.AST, loop: ast.For, block: Sequence[ast.stmt]) -> bool:
        path = self._path(node, loop)
        return path[0] is loop and any(path[1] is stmt for stmt in block)


def _field(holder: ast.AST, child: ast.AST) -> str:
    for name in holder._fields:
        value = getattr(holder, name)
        if value is child or (isinstance(value, list) and any(one is child for one in value)):
            return name
    return ""


def _exclude(holder: ast.AST, one: ast.AST, two: ast.AST) -> bool:
    """Whether ``one`` and ``two`` stand in branches of ``holder`` of which only one is taken."""
    branches = _BRANCHES.get(type(holder), ())
    first, second = _field(holder, one), _field(holder, two)
    if first not in branches or second not in branches:
        return False
    return first != second or first == "cases"


def _starts_later(holder: ast.AST, one: ast.AST, two: ast.AST) -> bool:
    """Whether ``one`` may run after ``two``, two parts of ``holder``, which runs once."""
    first, second = _field(holder, one), _field(holder, two)
    if first == second:
        block = getattr(holder, first)
        return not isinstance(one, ast.stmt) or _index(block, one) > _index(block, two)
    steps = _STEPS.get(type(holder), ())
    if first not in steps or second not in steps:
        return True
    return steps.index(first) > steps.index(second)


def _index(block: Sequence[ast.AST], child: ast.AST) -> int:
    return next(number for number, one in enumerate(block) if one is child)
