"""What tests say about a value, and what a trusted annotation says."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.values.library import BUILTIN_RESULTS, FINAL, SCALARS
from pyguide.semantics.values.types import Type, known, union, unknown

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.control.dominance import Guard

_CLASSES = frozenset(
    {"list", "dict", "set", "frozenset", "tuple", "str", "bytes", "bytearray", "int", "float",
     "complex", "bool", "range", "slice", "memoryview"}
)  # fmt: skip
# What lets an object answer for another one when it is asked for its class.
_CLAIMS = ("__class__", "__getattribute__")
_GENERIC = {
    "typing.List": "list", "typing.Dict": "dict", "typing.Set": "set", "typing.Tuple": "tuple",
    "typing.FrozenSet": "frozenset", "typing.Text": "str",
}  # fmt: skip


class Narrowing:
    """Reads tests such as `isinstance(x, list)` or `x is not None`."""

    def __init__(self, semantics: Semantics) -> None:
        self._s = semantics

    def apply(self, before: Type, guard: Guard, name: str) -> Type:
        """What remains of ``before`` for ``name`` when ``guard`` holds."""
        test, holds = guard.test, guard.holds
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = type(guard)(test.operand, not holds, guard.asserted)
            return self.apply(before, inner, name)
        if isinstance(test, ast.BoolOp):
            if isinstance(test.op, ast.And) is holds:
                for value in test.values:
                    before = self.apply(before, type(guard)(value, holds, guard.asserted), name)
            return before
        if guard.asserted and before.known and before.exact:
            return before
        if holds:
            before = self._positive(before, test, name, guard.asserted)
        elif _compares_none(test, name, ast.Is):
            return _not_none(before)
        return before

    def _positive(self, before: Type, test: ast.expr, name: str, asserted: bool) -> Type:
        if (isinstance(test, ast.Name) and test.id == name) or _compares_none(
            test, name, ast.IsNot
        ):
            return _not_none(before)
        if before.known and before.exact:
            return before
        if _compares_none(test, name, ast.Is):
            return before if asserted else known("NoneType", "test", test)
        match test:
            case ast.Call(func=func, args=[ast.Name(id=tested), classes], keywords=[]):
                if tested == name and self._s.is_builtin(func, "isinstance"):
                    return self._instance(before, test, classes, asserted)
            case ast.Compare(
                left=ast.Call(func=func, args=[ast.Name(id=tested)], keywords=[]),
                ops=[ast.Is()],
                comparators=[ast.Name(id=kind) as right],
            ):
                builtins = self._s.is_builtin(func, "type") and self._s.is_builtin(right)
                if tested == name and kind in _CLASSES and builtins:
                    found = known(kind, "test", test)
                    return found.inexact() if asserted else found
        return before

    def _instance(self, before: Type, test: ast.expr, classes: ast.expr, asserted: bool) -> Type:
        names = self._classes(classes)
        if names is None:
            return before
        found = known(names, "test", test)
        # The class of an instance may be a subclass, except where Python forbids to make one, and
        # an object may claim a class that it has not.
        final = names <= FINAL and not any(one in self._s.names.bound for one in _CLAIMS)
        return found if final and not asserted else found.inexact()

    def _classes(self, node: ast.expr) -> frozenset[str] | None:
        match node:
            case ast.Name(id=name):
                return frozenset({name}) if self._s.is_builtin(node, *_CLASSES) else None
            case ast.Tuple(elts=parts):
                found = [self._classes(part) for part in parts]
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                found = [self._classes(left), self._classes(right)]
            case _:
                return None
        names: frozenset[str] = frozenset()
        for one in found:
            if one is None:
                return None
            names |= one
        return names or None

    # -- trust --------------------------------------------------

    def annotated(self, node: ast.expr, name: str) -> Type:
        """The types that an annotation promises; only for those who trust annotations."""
        match node:
            case ast.Constant(value=None):
                return known("NoneType", "annotation", node)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return union([self.annotated(left, name), self.annotated(right, name)])
            case ast.Subscript(value=value):
                full = self._s.qualified(value)
                if full == "typing.Optional":
                    inner = self.annotated(node.slice, name)
                    return union([inner, known("NoneType", "annotation", node)])
                if full not in ("typing.Union", "typing.Annotated", "typing.Literal"):
                    return self.annotated(value, name)
            case ast.Name() | ast.Attribute():
                full = self._s.qualified(node) or ""
                plain = _GENERIC.get(full, full.removeprefix("builtins."))
                if (plain in BUILTIN_RESULTS and plain in _CLASSES) or plain in SCALARS:
                    return known(plain, "annotation", node)
        return unknown(f"`{name}` is annotated with a type that is not a builtin")


def _not_none(before: Type) -> Type:
    rest = before.without("NoneType")
    return rest if rest.names != frozenset() else before


def _compares_none(test: ast.expr, name: str, op: type[ast.cmpop]) -> bool:
    match test:
        case ast.Compare(left=ast.Name(id=left), ops=[one], comparators=[ast.Constant(value=None)]):
            return left == name and isinstance(one, op)
    return False
