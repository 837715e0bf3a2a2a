"""Functions whose results `functools` keeps, and for how many arguments."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.structure import DefNode, last_name, parameters
from pyguide.semantics.values import lineage
from pyguide.semantics.values.hints import read
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_CACHES = ("functools.cache", "functools.lru_cache")
_ALTERNATIVES = frozenset({"Optional", "Union"})
_FEW = frozenset({"None", "bool", "Literal"})


class Cached(NamedTuple):
    """A function with a cache: its decorator, and whether nothing ever leaves the cache."""

    function: DefNode
    decorator: ast.expr
    unbounded: bool


def cached(semantics: Semantics, function: DefNode) -> Cached | None:
    """The cache of `functools.cache` or `lru_cache` that ``function`` is given, if it is."""
    for decorator in function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if last_name(called) not in ("cache", "lru_cache") and not isinstance(called, ast.Name):
            continue
        full = semantics.qualified(called)
        if full in _CACHES:
            endless = full == "functools.cache" or _is_endless(decorator)
            return Cached(function, decorator, endless)
    return None


def _is_endless(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Call(args=[ast.Constant(value=None), *_]):
            return True
        case ast.Call(keywords=words):
            return any(
                one.arg == "maxsize"
                and isinstance(one.value, ast.Constant)
                and one.value.value is None
                for one in words
            )
    return False


def may_grow(semantics: Semantics, found: Cached) -> bool:
    """Whether callers decide how many results the cache of a function holds.

    Not where it takes no arguments, or only such as have few values; nor where the function is made
    anew by another one, so that its cache goes with it, or calls itself, so that it needs them.
    """
    function = found.function
    taken = parameters(function.args)
    if "classmethod" in map(last_name, function.decorator_list):
        taken = taken[1:]
    if semantics.function(function) is not None or all(_has_few_values(one) for one in taken):
        return False
    return not any(
        isinstance(node, ast.Call) and last_name(node.func) == function.name
        for node in walk(*function.body)
    )


def _has_few_values(parameter: ast.arg) -> bool:
    if parameter.annotation is None:
        return False
    kind = read(parameter.annotation)
    parts = [kind]
    while parts:
        match parts.pop():
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                parts += [left, right]
            case ast.Constant(value=None):
                pass
            case ast.Subscript(value=value, slice=inner) if last_name(value) in _ALTERNATIVES:
                parts += inner.elts if isinstance(inner, ast.Tuple) else [inner]
            case ast.Subscript(value=value) | value:
                if last_name(value) not in _FEW:
                    return False
    return True


def owner(semantics: Semantics, found: Cached) -> ast.ClassDef | None:
    """The class whose instances a cached method keeps; None for other functions.

    The members of enumerations live as long as the program, and so may be kept.
    """
    class_, function = semantics.parent(found.function), found.function
    if not isinstance(class_, ast.ClassDef) or lineage.metaclass(semantics, class_) is not None:
        return None
    decorators = {last_name(one) for one in function.decorator_list}
    unbound = {"staticmethod", "classmethod"} & decorators
    first = [*function.args.posonlyargs, *function.args.args][:1]
    if unbound or not first or function.name in ("__new__", "__init_subclass__"):
        return None
    bases = {last_name(base) for base in lineage.bases(class_)}
    kept = {"type", "EnumMeta", "EnumType", "ABCMeta"} & bases
    return None if kept or lineage.is_enumeration(semantics, class_) else class_


__all__ = ["Cached", "cached", "may_grow", "owner"]
