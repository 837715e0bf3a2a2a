"""What a function's own dict holds under a key, judged by all that is ever put into it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide.semantics.values.operators import augment
from pyguide.semantics.values.types import Type, union, unknown

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Scope

_NUMBERS = (bool, int, float, complex)
# Methods of a dict that put nothing into it.
_TAKING = frozenset({"get", "items", "keys", "values", "copy", "pop", "popitem", "clear"})

Deposit = tuple[ast.expr | None, ast.expr | ast.AugAssign | None]
"""A key and what is stored under it; None is any key, and a value that nothing is known of."""


class Holdings:
    """Types of the values in dicts that a local variable holds and nobody else knows."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics
        self._kept: dict[tuple[Scope, str], list[Deposit]] = {}

    def entry(self, mapping: ast.expr, key: ast.expr) -> Type | None:
        """The types that ``mapping[key]`` has where it gives a value; None where unproven."""
        return self._held(mapping, key)

    def is_own(self, place: ast.Subscript) -> bool:
        """Whether an entry is surely there, and only the dict refers to the object it holds."""
        s, name, key = self._s, place.value, place.slice
        if not isinstance(name, ast.Name) or self.entry(name, key) is None:
            return False
        owner = s.owner(name.id, name)
        if owner is None or not self._is_there(name, key):
            return False
        for stored, value in self._deposits(owner, name):
            if _may_equal(stored, key) and not (
                isinstance(value, ast.expr) and s.fresh_object(value) and self._is_alone(value)
            ):
                return False
        mentions = s.flow.mentions(name.id, [owner.node], owner)
        reads = [one for one in mentions if isinstance(one, ast.Name)]
        return all(self._keeps(one, key) for one in reads if isinstance(one.ctx, ast.Load))

    def _is_there(self, name: ast.Name, key: ast.expr) -> bool:
        """Whether each new dict has the key; what could remove it again is no matter of this."""
        starts = [one.value for one in self._s.bindings(name) or () if one.kind == "assign"]
        return isinstance(key, ast.Constant) and all(self._begins_with(key, one) for one in starts)

    def _begins_with(self, key: ast.Constant, start: ast.expr | None) -> bool:
        if isinstance(start, ast.IfExp):
            return all(self._begins_with(key, one) for one in (start.body, start.orelse))
        stored = () if start is None else self._shown(start)
        return any(isinstance(one, ast.Constant) and _may_equal(one, key) for one, _ in stored)

    def _is_alone(self, value: ast.expr) -> bool:
        """Whether a stored value gets no second name by the statement that stores it."""
        match self._s.parent(value):
            case ast.Assign(targets=[_]) | ast.Dict() | ast.DictComp() | ast.keyword():
                return True
        return False

    def _keeps(self, use: ast.Name, key: ast.expr) -> bool:
        """Whether a read of the dict hands out nothing that is stored under ``key``."""
        match around := self._s.parent(use):
            case ast.Subscript(value=held, slice=index) if held is use:
                if isinstance(around.ctx, ast.Store) or not _may_equal(index, key):
                    return True
                return isinstance(around.ctx, ast.Load) and self._s.uses.exposes(around) is None
            case ast.Attribute(attr=attr):
                return attr in ("keys", "update")
            case ast.Call(func=func):
                return self._s.is_builtin(func, "len", "bool", "list", "sorted", "set", "tuple")
            case ast.For(iter=source) | ast.comprehension(iter=source):
                return source is use
            case ast.Compare() | ast.Return() | ast.If() | ast.While() | ast.UnaryOp():
                return True
        return False

    def values(self, mapping: ast.expr) -> Type | None:
        """The types of all values in ``mapping``; None where unproven."""
        return self._held(mapping, None)

    def _held(self, mapping: ast.expr, key: ast.expr | None) -> Type | None:
        s = self._s
        if not isinstance(mapping, ast.Name):
            return None
        if not s.type_of(mapping).within("dict"):
            return s.defaultdicts.values(mapping)
        owner = s.owner(mapping.id, mapping)
        if owner is None or not s.flow.is_local(mapping.id, mapping):
            return None
        found = self._content(owner, mapping, key if isinstance(key, ast.Constant) else None)
        if found.names is None or not (found.names or s.values.is_assuming()):
            return None
        if s.uses.is_judging(mapping):
            # Whether others know the dict is being asked, and may depend on this very answer.
            s.values.forget()
            return None
        return found if s.uses.leak(mapping, mapping) is None else None

    def _content(self, owner: Scope, name: ast.Name, key: ast.Constant | None) -> Type:
        word = f"{name.id}[{'' if key is None else repr(key.value)}]"
        return self._s.values.fixpoint((owner, word), lambda: self._union(owner, name, key))

    def _union(self, owner: Scope, name: ast.Name, key: ast.Constant | None) -> Type:
        parts: list[Type] = []
        for place, value in self._deposits(owner, name):
            if key is not None and not _may_equal(key, place):
                continue
            if value is None:
                return unknown(f"`{name.id}` is filled in an unknown way")
            if isinstance(value, ast.AugAssign):
                before = place if isinstance(place, ast.Constant) else None
                parts.append(self.augmented(value, self._content(owner, name, before)))
            else:
                parts.append(self._s.type_of(value))
        return union(parts)

    def augmented(self, stmt: ast.AugAssign, before: Type) -> Type:
        """What an entry becomes that held ``before`` when ``stmt`` adds something to it."""
        after = self._s.type_of(stmt.value)
        if before.names is None or after.names is None or not (before.exact and after.exact):
            return unknown(f"{self._s.shown(stmt.target)} may become anything")
        made = [augment(stmt.op, left, right) for left in before.names for right in after.names]
        if None in made:
            return unknown(f"{self._s.shown(stmt.target)} may become anything")
        names = frozenset[str]().union(*(one for one in made if one is not None))
        return Type(names, "", (*before.evidence, *after.evidence, ("operator", stmt)))

    # -- what is put into it --------------------------------------------------

    def _deposits(self, owner: Scope, name: ast.Name) -> list[Deposit]:
        kept = self._kept.get((owner, name.id))
        if kept is None:
            kept = self._kept[owner, name.id] = [*self._started(name), *self._added(owner, name)]
        return kept

    def _started(self, name: ast.Name) -> Iterator[Deposit]:
        for binding in self._s.bindings(name) or ():
            if binding.kind == "assign" and binding.value is not None:
                yield from self._shown(binding.value)
            elif binding.kind not in ("annotation", "delete"):
                yield None, None

    def _shown(self, value: ast.expr) -> Iterator[Deposit]:
        """What a new dict holds."""
        match value:
            case ast.Dict(keys=keys, values=values):
                for key, one in zip(keys, values, strict=True):
                    yield key, None if key is None else one
            case ast.DictComp(key=key, value=one):
                yield key, one
            case ast.IfExp(body=body, orelse=orelse):
                yield from self._shown(body)
                yield from self._shown(orelse)
            case ast.Call(func=func, args=[], keywords=words) if self._s.is_builtin(func, "dict"):
                yield from _words(words)
            case ast.Call(func=ast.Attribute(attr="groupdict"), args=[], keywords=[]):
                # Each group of a match is text, or None where it took no part.
                known = self._s.type_of(value).within("dict")
                yield (
                    None,
                    ast.IfExp(value, ast.Constant(""), ast.Constant(None)) if known else None,
                )
            case _:
                yield None, None

    def _added(self, owner: Scope, name: ast.Name) -> Iterator[Deposit]:
        for node in self._s.flow.mentions(name.id, [owner.node], owner):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                yield from self._put(node)

    def _put(self, use: ast.Name) -> Iterator[Deposit]:
        """What one read of the variable stores in the dict."""
        around = self._s.parent(use)
        match around:
            case ast.Subscript(value=held, slice=key, ctx=ast.Store()) if held is use:
                yield key, self.stored(around)
            case ast.Attribute(attr=attr):
                yield from self._called(attr, self._s.parent(around))
            case ast.Call(func=func) if self._s.callee(func) is not None:
                # Whom else it is passed to, `leak` minds.
                yield None, None
            case ast.keyword():
                yield None, None

    def stored(self, place: ast.Subscript) -> ast.expr | ast.AugAssign | None:
        """What is stored at ``place``, or added there; None where the code does not show it."""
        match stmt := self._s.parent(place):
            case ast.Assign(targets=targets, value=value) if place in targets:
                return value
            case ast.AnnAssign(value=value):
                return value
            case ast.AugAssign():
                return stmt
        return None

    def _called(self, attr: str, call: ast.AST | None) -> Iterator[Deposit]:
        match attr, call:
            case "setdefault", ast.Call(args=[ast.expr() as key, value], keywords=[]):
                starred = isinstance(key, ast.Starred) or isinstance(value, ast.Starred)
                yield (None, None) if starred else (key, value)
            case "update", ast.Call(args=[ast.Dict() as more], keywords=words):
                yield from self._shown(more)
                yield from _words(words)
            case "update", ast.Call(args=[], keywords=words):
                yield from _words(words)
            case _ if attr not in _TAKING:
                yield None, None


def _words(words: list[ast.keyword]) -> Iterator[Deposit]:
    for word in words:
        if word.arg is None:
            yield None, None
        else:
            yield ast.Constant(word.arg), word.value


def _may_equal(one: ast.expr | None, other: ast.expr | None) -> bool:
    """Whether two keys may be the same, judged by their looks."""
    if not isinstance(one, ast.Constant) or not isinstance(other, ast.Constant):
        return True
    if isinstance(one.value, _NUMBERS) and isinstance(other.value, _NUMBERS):
        return bool(one.value == other.value)
    return type(one.value) is type(other.value) and bool(one.value == other.value)
