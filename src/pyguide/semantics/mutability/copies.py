"""Shallow copies whose nested objects are changed, so that the original changes too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.objects.effects import changed_form
from pyguide.semantics.objects.mutables import DISPLAYS, made
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


class SharedCopy(NamedTuple):
    """A shallow copy of ``original`` in the variable ``name``.

    ``change`` changes the object, of the mutable type ``kind``, that both hold under ``place``.
    """

    name: str
    original: ast.Name
    place: ast.Subscript
    change: ast.AST
    kind: str


class Copies:
    """Answers about copies that know their original."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def shared(self, stmt: ast.Assign | ast.AnnAssign) -> SharedCopy | None:
        """The copy that ``stmt`` makes, if its nested objects are changed while both are in use."""
        targets = stmt.targets if isinstance(stmt, ast.Assign) else [stmt.target]
        original = copied(stmt.value)
        if original is None or len(targets) != 1 or not isinstance(targets[0], ast.Name):
            return None
        if not any(map(_nests, self._s.structure.assigned.get(original.id, ()))):
            return None
        if not self._is_shallow(stmt.value):
            return None
        name, display = targets[0].id, self._display(original)
        if display is None or name == original.id or not self._is_used_again(original, stmt):
            return None
        for place, change in self._changes(name, stmt):
            kind = self._nested(display, place.slice)
            if kind is not None and not self._is_replaced(name, stmt, place):
                return SharedCopy(name, original, place, change, kind)
        return None

    def _is_shallow(self, expr: ast.expr | None) -> bool:
        match expr:
            case ast.Call(func=ast.Attribute(value=ast.Name(), attr="copy"), args=[]):
                return True
            case ast.Call(func=func):
                known = self._s.qualified(func)
                return known in ("copy.copy", "builtins.dict", "builtins.list")
        return True

    def _display(self, name: ast.Name) -> ast.List | ast.Dict | None:
        """The list or dict that is written out where ``name`` is bound, for all that is seen."""
        found = self._s.bindings(name) or ()
        if not any(isinstance(one.value, ast.List | ast.Dict) for one in found):
            return None
        value = self._s.value_of(name)
        if value is None:
            value = found[0].value if len(found) == 1 else None
        return value if isinstance(value, ast.List | ast.Dict) else None

    def _is_used_again(self, original: ast.Name, stmt: ast.stmt) -> bool:
        """Whether anybody can see a change of the original after ``stmt``."""
        owner = self._s.owner(original.id, original)
        if owner is None or owner.node is not (self._s.function(stmt) or self._s.source.tree):
            return True
        return self._s.used_after(original.id, stmt) is not None

    def _changes(self, name: str, stmt: ast.stmt) -> Iterator[tuple[ast.Subscript, ast.AST]]:
        """Items of the copy that code behind ``stmt`` changes in place, each with the change."""
        around = self._s.function(stmt) or self._s.source.tree
        for node in walk(around):
            place = _first_item(changed_form(node))
            if place is None or not isinstance(place.value, ast.Name) or place.value.id != name:
                continue
            definition = self._s.dominance.definition(place.value)
            if definition is not None and self._s.statement(definition.node) is stmt:
                yield place, node

    def _nested(self, display: ast.List | ast.Dict, key: ast.expr) -> str | None:
        """The mutable type of what the display holds under ``key``, of all it holds if unknown."""
        chosen: list[ast.expr | None]
        match display, key:
            case ast.List(elts=parts), ast.Constant(value=int(index)):
                plain = not any(isinstance(part, ast.Starred) for part in parts)
                chosen = [*parts[index : index + 1]] if plain else []
            case ast.Dict(keys=keys, values=values), ast.Constant(value=wanted):
                chosen = [
                    value
                    for known, value in zip(keys, values, strict=True)
                    if isinstance(known, ast.Constant) and known.value == wanted
                ]
            case ast.List(elts=parts), _ if not isinstance(key, ast.Slice | ast.UnaryOp):
                chosen = [*parts]
            case ast.Dict(values=values), _:
                chosen = [*values]
            case _:
                return None
        kinds = [made(self._s, one) if one is not None else None for one in chosen]
        return kinds[-1] if kinds and None not in kinds else None

    def _is_replaced(self, name: str, stmt: ast.stmt, place: ast.Subscript) -> bool:
        """Whether the copy may have got an object of its own before the change."""
        around = self._s.function(stmt) or self._s.source.tree
        for node in walk(around):
            match node:
                case ast.Subscript(value=ast.Name(id=base), ctx=ast.Store(), slice=key):
                    other = isinstance(key, ast.Constant) and isinstance(place.slice, ast.Constant)
                    other = other and ast.dump(key) != ast.dump(place.slice)
                    if isinstance(self._s.parent(node), ast.AugAssign):
                        other = True
                case ast.Call(func=ast.Attribute(value=ast.Name(id=base), attr="update" | "clear")):
                    other = False
                case _:
                    continue
            if base == name and not other and stmt.lineno < node.lineno <= place.lineno:
                return True
        return False


def copied(expr: ast.expr | None) -> ast.Name | None:
    """The name of which ``expr`` has the form of a shallow copy."""
    match expr:
        case ast.Call(func=ast.Attribute(value=ast.Name() as name, attr="copy"), args=[]):
            return None if expr.keywords else name
        case ast.Call(
            func=ast.Attribute(attr="copy") | ast.Name(id="copy" | "dict" | "list"),
            args=[ast.Name() as name],
        ):
            return None if expr.keywords else name
        case ast.Subscript(value=ast.Name() as name, slice=ast.Slice(None, None, None)):
            return name
        case ast.Dict(keys=[None], values=[ast.Name() as name]):
            return name
        case ast.List(elts=[ast.Starred(value=ast.Name() as name)]):
            return name
    return None


def _nests(value: ast.expr) -> bool:
    """Whether a display holds something that can be changed."""
    match value:
        case ast.List(elts=held) | ast.Tuple(elts=held) | ast.Dict(values=held):
            return any(isinstance(one, (*DISPLAYS, ast.Call)) for one in held)
    return False


def _first_item(target: ast.expr | None) -> ast.Subscript | None:
    """The subscript nearest to the name at the root of ``target``."""
    found = None
    while isinstance(target, ast.Subscript):
        found, target = target, target.value
    return found


__all__ = ["Copies", "SharedCopy", "copied"]
