"""What a function's own defaultdict holds, judged by its factory and all that is put into it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from pyguide.semantics.values.types import Type, known, union, unknown

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Scope

# Builtin types that make a plain value when they are called without arguments.
_FACTORIES = frozenset(
    {"bool", "bytearray", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "set",
     "str", "tuple"}
)  # fmt: skip
# Methods that put nothing into the mapping, and give no way to do so.
_TAKING = frozenset({"clear", "copy", "get", "items", "keys", "pop", "popitem", "values"})
# Builtins that look at the keys and keep no hold of the mapping.
_LOOKING = ("bool", "frozenset", "len", "list", "max", "min", "set", "sorted", "tuple")

Deposit = ast.expr | ast.AugAssign | None
"""What one use stores: a value, something added to an entry, or something unknown."""


class Defaultdicts:
    """Types of the values in defaultdicts that a local variable holds and nobody else gets.

    The variable must be bound by `defaultdict(TYPE)` alone, with a builtin type. It may be
    subscripted, searched, iterated, returned, and asked by those methods that store nothing unseen;
    any other use, wherever it stands, leaves the content unknown.
    """

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def values(self, mapping: ast.expr) -> Type | None:
        """The types of all values in ``mapping``; None where unproven."""
        if not isinstance(mapping, ast.Name) or mapping.id not in self._names:
            return None
        if not self._s.is_local(mapping.id, mapping):
            return None
        owner = self._s.owner(mapping.id, mapping)
        assert owner is not None
        found = self._content(owner, mapping)
        return found if found.names is not None else None

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names that the file binds to new defaultdicts somewhere."""
        if "defaultdict" not in self._s.source.text:
            return frozenset()
        found = set()
        for stmt in self._s.structure.nodes(ast.Assign, ast.AnnAssign):
            match stmt:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=value)
                ) if self._factory(value) is not None:
                    found.add(name)
        return frozenset(found)

    def _factory(self, value: ast.expr | None) -> ast.Name | None:
        """The builtin type by which a new defaultdict makes its entries."""
        match value:
            case ast.Call(args=[ast.Name() as made], keywords=[]) if (
                self._s.qualified(value.func) == "collections.defaultdict"
            ):
                return made if self._s.is_builtin(made, *_FACTORIES) else None
        return None

    def _content(self, owner: Scope, name: ast.Name) -> Type:
        key = (owner, f"{name.id}[]")
        return self._s.values.fixpoint(key, lambda: self._union(owner, name))

    def _union(self, owner: Scope, name: ast.Name) -> Type:
        doubt = unknown(f"`{name.id}` is filled in an unknown way")
        parts: list[Type] = []
        for binding in self._s.bindings(name) or ():
            if binding.kind in ("annotation", "delete"):
                continue
            made = self._factory(binding.value) if binding.kind == "assign" else None
            # A second target would be a second name of the same object.
            alone = len(getattr(self._s.parent(binding.node), "targets", [None])) == 1
            if made is None or not alone:
                return doubt
            parts.append(known(made.id, "library", made))
        for deposit in self._deposits(owner, name):
            if deposit is None:
                return doubt
            if isinstance(deposit, ast.AugAssign):
                parts.append(self._s.holdings.augmented(deposit, self._content(owner, name)))
            else:
                parts.append(self._s.type_of(deposit))
        return union(parts)

    # -- uses --------------------------------------------------

    def _deposits(self, owner: Scope, name: ast.Name) -> Iterator[Deposit]:
        for use in self._s.flow.mentions(name.id, [owner.node], owner):
            if isinstance(use, ast.Name) and isinstance(use.ctx, ast.Load):
                yield from self._put(use)

    def _put(self, use: ast.Name) -> Iterator[Deposit]:
        """What one read of the variable stores; something unknown if it gives the mapping away."""
        around = self._s.parent(use)
        match around:
            case ast.Subscript(value=held) if held is use:
                if isinstance(around.ctx, ast.Store):
                    yield self._s.holdings.stored(around)
            case ast.Attribute(attr=attr):
                yield from self._called(around, attr)
            case ast.Call(func=func, args=[given]) if given is use:
                if not self._s.is_builtin(func, *_LOOKING):
                    yield None
            case ast.For(iter=source) | ast.comprehension(iter=source) if source is use:
                return
            case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[held]) if held is use:
                return
            case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
                return
            case ast.Return() | ast.Expr() | ast.If() | ast.While() | ast.UnaryOp(op=ast.Not()):
                return
            case _:
                yield None

    def _called(self, method: ast.Attribute, attr: str) -> Iterator[Deposit]:
        call = self._s.parent(method)
        if not isinstance(call, ast.Call) or call.func is not method:
            yield None
            return
        match attr, call:
            case "setdefault", ast.Call(args=[key, value], keywords=[]):
                starred = isinstance(key, ast.Starred) or isinstance(value, ast.Starred)
                yield None if starred else value
            case _ if attr not in _TAKING:
                yield None
