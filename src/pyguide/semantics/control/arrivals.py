"""What a name may hold when a statement begins: every binding that can arrive there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.names.scopes import Binding, Scope
from pyguide.semantics.structure import LOOPS, blocks


class Arrivals(NamedTuple):
    """The ``bindings`` of a name that may be in force, and those which they go on from.

    ``sure`` says that the name must be bound.
    """

    bindings: tuple[Binding, ...]
    sure: bool


def arrivals(semantics: Semantics, name: str, stmt: ast.stmt) -> Arrivals:
    """What ``name`` may be bound to when ``stmt`` begins, the nearest first."""
    owner = semantics.owner(name, stmt)
    if owner is None:
        return Arrivals((), False)
    walk = _Walk(semantics, name, owner)
    if semantics.scope(stmt) is not owner or semantics.names.is_foreign(owner, name):
        return Arrivals(walk.all, False)
    found: dict[Binding, None] = {}
    sure = False
    for binding, definite in walk.back(stmt):
        found[binding] = None
        sure = sure or definite
    return Arrivals(tuple(found), sure and not any(_unbinds(semantics, one, stmt) for one in found))


def _unbinds(semantics: Semantics, binding: Binding, stmt: ast.stmt) -> bool:
    """Whether the name is unbound after ``binding``: by `del`, or at the end of its handler."""
    handled = isinstance(binding.node, ast.ExceptHandler)
    return binding.kind == "delete" or (
        handled and all(around is not binding.node for around in semantics.ancestors(stmt))
    )


class _Walk:
    """One walk back from one statement for one name, as far as what it held then matters."""

    def __init__(self, semantics: Semantics, name: str, owner: Scope) -> None:
        self._s = semantics
        self._owner = owner
        owned = semantics.names.owned(owner, name)
        self.all = tuple(one for one in owned if one.kind != "annotation")

    def _inside(self, *nodes: ast.AST) -> list[Binding]:
        return [
            one
            for one in self.all
            if any(one.node is n or n in self._s.ancestors(one.node) for n in nodes)
        ]

    def back(self, stmt: ast.stmt) -> Iterator[tuple[Binding, bool]]:
        """Bindings that may arrive at ``stmt``, flagged where one of them must have happened."""
        child: ast.AST = stmt
        around = self._s.parent(child)
        while around is not None and child is not self._owner.node:
            block = next((b for b in blocks(around) if any(one is child for one in b)), [])
            for before in reversed(block[: _place(block, child)]):
                inside, definite = self._inside(before), self._surely_binds(before)
                yield from ((one, definite) for one in inside)
                if definite and not any(map(self._continues, inside)):
                    return
            if around is self._owner.node:
                yield from ((one, True) for one in self.all if one.kind == "parameter")
                return
            definite = self._is_given(around, child)
            yield from ((one, definite) for one in self._around(around, child))
            if definite:
                return
            child, around = around, self._s.parent(around)

    def _continues(self, binding: Binding) -> bool:
        """Whether a binding makes its value from what the name held before."""
        if binding.kind == "augment":
            return True
        origin = binding.value or binding.source
        return origin is not None and self._s.read_in(binding.name, [origin]) is not None

    def _around(self, around: ast.AST, child: ast.AST) -> list[Binding]:
        """Bindings of the compound ``around`` that may come before its part ``child``."""
        if isinstance(around, LOOPS):
            return self._inside(around)
        if isinstance(around, ast.If):
            return self._inside(around.test)
        return [one for one in self._inside(around) if one not in self._inside(child)]

    def _is_given(self, around: ast.AST, child: ast.AST) -> bool:
        """Whether entering ``child`` in ``around`` binds the name: a target, an `as`."""
        match around:
            case ast.For(target=target, body=body) | ast.AsyncFor(target=target, body=body):
                return bool(self._inside(target)) and any(child is one for one in body)
            case ast.With(items=items) | ast.AsyncWith(items=items):
                return bool(self._inside(*(i.optional_vars for i in items if i.optional_vars)))
            case ast.ExceptHandler(name=str()):
                return any(one.node is around for one in self.all)
        return False

    def _surely_binds(self, stmt: ast.stmt) -> bool:
        """Whether the name is bound anew whenever ``stmt`` has run to its end."""
        match stmt:
            case ast.If(body=body, orelse=orelse):
                return bool(orelse) and self._all_bind(body, orelse)
            case ast.With() | ast.AsyncWith():
                return any(self._s.flow.surely_enters(stmt, one.node) for one in self.all)
            case ast.Try() | ast.TryStar():
                if self._all_bind(stmt.finalbody):
                    return True
                handled = self._all_bind(*(handler.body for handler in stmt.handlers))
                return handled and (self._all_bind(stmt.body) or self._all_bind(stmt.orelse))
            case _ if isinstance(stmt, (*LOOPS, ast.Match)):
                return False
        return any(
            one.kind not in ("walrus", "delete", "match") and self._s.statement(one.node) is stmt
            for one in self._inside(stmt)
        )

    def _all_bind(self, *parts: Sequence[ast.stmt]) -> bool:
        return all(
            any(map(self._surely_binds, part)) or self._s.always_leaves(part) for part in parts
        )


def _place(block: Sequence[ast.stmt], child: ast.AST) -> int:
    return next((number for number, one in enumerate(block) if one is child), 0)
