"""Iterables that are walked in step: whether the code shows how their lengths compare."""

from __future__ import annotations

import ast
from itertools import islice
from typing import TYPE_CHECKING

from pyguide.semantics.objects.effects import changed_form
from pyguide.semantics.values import library
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_ENDLESS = frozenset({"itertools.count", "itertools.cycle"})

# Alphabets and the like lend as many of their characters as are needed.
_SUPPLIES = (
    "string.ascii_letters", "string.ascii_lowercase", "string.ascii_uppercase", "string.printable",
)  # fmt: skip

_VIEWS = frozenset({"keys", "values", "items"})


def are_settled(semantics: Semantics, iterables: list[ast.expr]) -> bool:
    """Whether the lengths are equal by what the code says, or meant to differ.

    They are meant to differ beside an endless supply or where parts of one sequence are paired.
    They count as equal if each is made item by item from the same iterable, if all are displays of
    so many items or names for such, or if the function compares them somewhere.
    """
    if any(_is_supply(semantics, one) for one in iterables):
        return True
    if any(isinstance(one, ast.Starred) for one in iterables):
        return False
    sizes = {_size(semantics, one) for one in iterables}
    if len(sizes) == 1 and None not in sizes:
        return True
    sources = {ast.unparse(_source(semantics, one)) for one in iterables}
    return len(sources) == 1 or _are_compared(semantics, iterables)


def _is_supply(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether there are as many items as anybody wants."""
    if isinstance(expr, ast.Call):
        full = semantics.qualified(expr.func)
        once = len(expr.args) == 1 and not expr.keywords
        return full in _ENDLESS or (full == "itertools.repeat" and once)
    if isinstance(expr, ast.Name):
        value = semantics.value_of(expr)
        return isinstance(value, ast.Call) and _is_supply(semantics, value)
    return semantics.qualified(expr) in _SUPPLIES


def _size(semantics: Semantics, expr: ast.expr) -> int | None:
    """How many items a display has, or the display that a name stands for."""
    match expr:
        case ast.Name():
            origin = semantics.value_of(expr)
            # An empty list is there to be filled, be it by a function that gets it.
            if isinstance(origin, ast.List | ast.Tuple) and origin.elts:
                return None if _is_resized(semantics, expr) else _size(semantics, origin)
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return None if any(isinstance(one, ast.Starred) for one in parts) else len(parts)
        case ast.Constant(value=str() | bytes() as value):
            return len(value)
    return None


def _is_resized(semantics: Semantics, name: ast.Name) -> bool:
    """Whether a statement anywhere in the file changes the object of ``name`` by this name."""
    owner = semantics.owner(name.id, name)
    if owner is None:
        return True
    mentions = semantics.flow.mentions(name.id, [owner.node], owner)
    around = [semantics.parent(one) for one in mentions if isinstance(one, ast.Name)]
    return any(
        (isinstance(one, ast.Attribute) and one.attr in library.ALL_MUTATORS)
        or (one is not None and isinstance(changed_form(one), ast.Name))
        for one in around
    )


def _source(semantics: Semantics, expr: ast.expr) -> ast.expr:
    """The iterable of which ``expr`` has an item for each item, or is a part."""
    match expr:
        case ast.ListComp(generators=[ast.comprehension(iter=source, ifs=[])]):
            return _source(semantics, source)
        case ast.GeneratorExp(generators=[ast.comprehension(iter=source, ifs=[])]):
            return _source(semantics, source)
        case ast.Subscript(value=source, slice=ast.Slice()):
            return _source(semantics, source)
        case ast.Call(func=ast.Attribute(value=source, attr=attr), args=[]) if attr in _VIEWS:
            return _source(semantics, source)
        case ast.Call(func=ast.Name(id="map") as func, args=[_, source]):
            plain = semantics.is_builtin(func)
            return _source(semantics, source) if plain else expr
        case ast.Call(func=func, args=[source, *_]) if semantics.is_builtin(
            func, "list", "tuple", "sorted", "reversed", "enumerate", "iter", "len"
        ):
            return _source(semantics, source)
        case ast.Call(func=func, args=[ast.Call() as inner]) if semantics.is_builtin(func, "range"):
            counted = semantics.is_builtin(inner.func, "len")
            return _source(semantics, inner) if counted else expr
        case ast.Name():
            value = semantics.value_of(expr)
            if isinstance(value, ast.ListComp) or (
                isinstance(value, ast.Call)
                and semantics.is_builtin(value.func, "list", "sorted", "tuple", "map")
            ):
                return _source(semantics, value)
    return expr


def _are_compared(semantics: Semantics, iterables: list[ast.expr]) -> bool:
    """Whether code of the same function compares two of the lengths: `==`, or `check(…, …)`."""
    function = semantics.function(iterables[0]) or semantics.source.tree
    if len([*islice(semantics.structure.spelling_below("len", [function]), 2)]) < 2:
        return False
    names = set(map(_holder, iterables))
    for node in walk(function):
        match node:
            case ast.Compare(left=left, comparators=others) | ast.Call(args=[left, *others]):
                lengths = {_measured(one) for one in (left, *others)}
                if len(lengths & names) > 1:
                    return True
    return False


def _measured(expr: ast.expr) -> str:
    """X of ``len(X)``, and of ``len(X.keys())``."""
    match expr:
        case ast.Call(func=ast.Name(id="len"), args=[value]):
            return _holder(value)
    return ""


def _holder(expr: ast.expr) -> str:
    """The text of what has as many items as ``expr``, which may be a view of it."""
    match expr:
        case ast.Call(func=ast.Attribute(value=source, attr=attr), args=[]) if attr in _VIEWS:
            return ast.unparse(source)
    return ast.unparse(expr)
