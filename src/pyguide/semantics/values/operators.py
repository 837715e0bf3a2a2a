"""What operators give on values of plain builtin types."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from pyguide.semantics.values.library import NUMBERS

_SETS = frozenset({"set", "frozenset"})
_JOINED = frozenset({"str", "bytes", "list", "tuple"})
_RANK = ("bool", "int", "float", "complex")


def operate(op: ast.operator, left: str, right: str) -> frozenset[str] | None:
    """The types of ``left op right`` for two builtin types; None if not known to work."""
    if left in NUMBERS and right in NUMBERS:
        return _arithmetic(op, left, right)
    match op:
        case ast.Add() if left == right and left in _JOINED:
            return frozenset({left})
        case ast.Mult() if left in _JOINED and right in ("int", "bool"):
            return frozenset({left})
        case ast.Mult() if right in _JOINED and left in ("int", "bool"):
            return frozenset({right})
        case ast.Mod() if left in ("str", "bytes"):
            return frozenset({left})
        case ast.BitOr() if left == right == "dict":
            return frozenset({"dict"})
        case ast.BitOr() | ast.BitAnd() | ast.BitXor() | ast.Sub():
            if left in _SETS and right in _SETS:
                return frozenset({left})
    return None


def _arithmetic(op: ast.operator, left: str, right: str) -> frozenset[str] | None:
    top = max(left, right, key=_RANK.index)
    whole = "int" if top == "bool" else top
    match op:
        case ast.Add() | ast.Sub() | ast.Mult():
            return frozenset({whole})
        case ast.FloorDiv() | ast.Mod() if top != "complex":
            return frozenset({whole})
        case ast.Div():
            return frozenset({"float" if whole == "int" else whole})
        case ast.Pow():
            # A negative exponent makes a float, a negative base with a fraction a complex.
            wider = {"int": {"int", "float"}, "float": {"float", "complex"}}
            return frozenset(wider.get(whole, {whole}))
        case ast.LShift() | ast.RShift() if whole == "int":
            return frozenset({"int"})
        case ast.BitAnd() | ast.BitOr() | ast.BitXor() if whole == "int":
            return frozenset({top})
    return None


def augment(op: ast.operator, left: str, right: str | None) -> frozenset[str] | None:
    """The types of ``name op= value``; ``right`` is None when the value's type is unknown."""
    if left == "list" and isinstance(op, ast.Add) and right is not None:
        # A list extends itself by whatever can be iterated, but a right side that knows how to be
        # added to a list is asked before: an array makes it an array.
        return frozenset({"list"})
    if left == "dict" and isinstance(op, ast.BitOr):
        return frozenset({"dict"})
    return None if right is None else operate(op, left, right)


def mixes_bytes(names: Iterable[str]) -> bool:
    """Whether bytes are among the types, and text or whole numbers, which are never equal to them.

    `python -b` warns where two of these are compared, and a set compares by far fewer of them.
    """
    found = set(names)
    return "bytes" in found and not found.isdisjoint(("str", "int", "bool"))
