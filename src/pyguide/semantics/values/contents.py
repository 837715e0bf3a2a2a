"""What a function's own list holds, judged by all that is ever put into it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.values.types import Type, union, unknown

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Scope

# Methods of a list that put nothing into it.
_TAKING = frozenset({"pop", "remove", "clear", "sort", "reverse", "copy", "count", "index"})


class Deposit(NamedTuple):
    """What is put into a list: ``value`` itself, or, if ``many``, all that iterating it yields.

    A ``value`` of None may be anything.
    """

    value: ast.expr | None
    many: bool = False


_ANYTHING = Deposit(None)


class Contents:
    """Types of the items in lists that a local variable holds and that are never given away.

    Unlike an entry of a dict, items are also read long after they are asked for, by a generator or
    a `reversed`; so it does not count when others come to know the list, only whether they do.
    """

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def of(self, name: ast.Name) -> Type | None:
        """The types of the items in the list that ``name`` holds; None where unproven."""
        s = self._s
        if not s.type_of(name).within("list") or not s.flow.is_local(name.id, name):
            return None
        owner = s.owner(name.id, name)
        if owner is None:
            return None
        found = s.values.fixpoint((owner, f"{name.id}[*]"), lambda: self._union(owner, name))
        if found.names is None or not (found.names or s.values.is_assuming()):
            return None
        if s.uses.is_judging(name):
            # Whether others know the list is being asked, and may depend on this very answer.
            s.values.forget()
            return None
        return found if s.uses.leak(name, None) is None else None

    def _union(self, owner: Scope, name: ast.Name) -> Type:
        parts: list[Type] = []
        for value, many in (*self._started(name), *self._added(owner, name)):
            if value is None:
                return unknown(f"`{name.id}` is filled in an unknown way")
            parts.append(self._s.elements.of(value) if many else self._s.type_of(value))
        return union(parts)

    def _started(self, name: ast.Name) -> Iterator[Deposit]:
        """What the list begins with; that it is new each time, `leak` minds."""
        for binding in self._s.bindings(name) or ():
            if binding.kind == "assign":
                empty = isinstance(binding.value, ast.Call) and not binding.value.args
                builtin = empty and self._s.is_builtin(binding.value.func, "list")  # type: ignore[union-attr]
                if not builtin:
                    yield Deposit(binding.value, many=True)
            elif binding.kind == "augment":
                stmt = self._s.parent(binding.node)
                grows = isinstance(stmt, ast.AugAssign) and isinstance(stmt.op, ast.Add)
                yield Deposit(stmt.value, many=True) if grows else _ANYTHING  # type: ignore[union-attr]
            elif binding.kind not in ("annotation", "delete"):
                yield _ANYTHING

    def _added(self, owner: Scope, name: ast.Name) -> Iterator[Deposit]:
        for node in self._s.flow.mentions(name.id, [owner.node], owner):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield from self._put(node)

    def _put(self, use: ast.Name) -> Iterator[Deposit]:
        """What one read of the variable puts into the list."""
        match around := self._s.parent(use):
            case ast.Subscript(value=held, slice=index, ctx=ast.Store()) if held is use:
                yield self._stored(around, isinstance(index, ast.Slice))
            case ast.Attribute(attr=attr):
                yield from self._called(attr, self._s.parent(around))
            case ast.Call(func=func) if self._s.callee(func) is not None:
                # A function of the file may fill it and still keep no hold of it.
                yield _ANYTHING
            case ast.keyword():
                yield _ANYTHING

    def _stored(self, place: ast.Subscript, many: bool) -> Deposit:
        match self._s.parent(place):
            case ast.Assign(targets=targets, value=value) if place in targets:
                return Deposit(value, many)
        return _ANYTHING

    def _called(self, attr: str, call: ast.AST | None) -> Iterator[Deposit]:
        match attr, call:
            case "append", ast.Call(args=[value], keywords=[]):
                yield _ANYTHING if isinstance(value, ast.Starred) else Deposit(value)
            case "extend", ast.Call(args=[value], keywords=[]):
                yield _ANYTHING if isinstance(value, ast.Starred) else Deposit(value, many=True)
            case "insert", ast.Call(args=[at, value], keywords=[]):
                starred = isinstance(at, ast.Starred) or isinstance(value, ast.Starred)
                yield _ANYTHING if starred else Deposit(value)
            case _ if attr not in _TAKING:
                yield _ANYTHING
