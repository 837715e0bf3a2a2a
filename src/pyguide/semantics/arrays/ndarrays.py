"""numpy: which values surely are arrays, loops over their items, changes through their slices."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_FLAT = frozenset({"arange", "fromiter", "geomspace", "linspace", "logspace"})
_SHAPED = frozenset({"empty", "full", "ones", "zeros"})
_MAKERS = _FLAT | _SHAPED | {"array", "asarray", "eye", "identity"}
_ARITHMETIC = (
    ast.Attribute, ast.BoolOp, ast.Compare, ast.Constant, ast.IfExp, ast.Name, ast.UnaryOp,
)  # fmt: skip
_OF_MATH = frozenset({
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "ceil", "copysign", "cos",
    "cosh", "degrees", "exp", "exp2", "expm1", "fabs", "floor", "fmod", "hypot", "isfinite",
    "isinf", "isnan", "log", "log10", "log1p", "log2", "pow", "radians", "sin", "sinh", "sqrt",
    "tan", "tanh", "trunc",
})  # fmt: skip
"""What `math` has for a number and numpy for an array."""
_IN_PLACE = frozenset({"fill", "itemset", "partition", "put", "resize", "sort"})


def maker(semantics: Semantics, expr: ast.expr) -> ast.Call | None:
    """The call of numpy that surely made the array ``expr``; None where that is not to be seen."""
    value = semantics.value_of(expr) if isinstance(expr, ast.Name) else expr
    if not isinstance(value, ast.Call):
        return None
    home, _, name = (semantics.qualified(value.func) or "").rpartition(".")
    objects = any(
        word.arg == "dtype" and "object" in ast.unparse(word.value) for word in value.keywords
    )
    return value if home == "numpy" and name in _MAKERS and not objects else None


def is_flat(semantics: Semantics, call: ast.Call) -> bool:
    """Whether the array that ``call`` makes surely has one dimension."""
    name = (semantics.qualified(call.func) or "").rpartition(".")[2]
    first = call.args[0] if call.args else None
    if name in _FLAT:
        # The ends may be arrays, which give another dimension.
        return all(isinstance(one, ast.Constant | ast.UnaryOp | ast.Call) for one in call.args[:2])
    if name in _SHAPED:
        return isinstance(first, ast.Constant | ast.BinOp) or (
            isinstance(first, ast.Call) and semantics.is_builtin(first.func, "len")
        )
    numbers = ast.Constant | ast.UnaryOp | ast.BinOp
    display = isinstance(first, ast.List | ast.Tuple)
    return (
        name in ("array", "asarray")
        and display
        and all(
            isinstance(one, numbers)
            for one in first.elts  # type: ignore[union-attr]
        )
    )


def item_loop(semantics: Semantics, loop: ast.For | ast.comprehension) -> ast.expr | None:
    """The flat array whose items ``loop`` takes one by one, itself or by their indexes; or None."""
    if not isinstance(loop.target, ast.Name):
        return None
    source = loop.iter
    match source:
        case ast.Call(func=func, args=[ast.Call(func=inner, args=[found], keywords=[])]):
            if not semantics.is_builtin(func, "range") or not semantics.is_builtin(inner, "len"):
                return None
            source = found
    if not isinstance(source, ast.Name):
        return None
    made = maker(semantics, source)
    return source if made is not None and is_flat(semantics, made) else None


def computes(semantics: Semantics, loop: ast.For | ast.comprehension) -> bool:
    """Whether all that ``loop`` does with the items is arithmetic that numpy has for arrays."""
    if isinstance(loop, ast.comprehension):
        around = semantics.parent(loop)
        alone = isinstance(around, ast.ListComp | ast.GeneratorExp) and len(around.generators) == 1
        return alone and _is_computed(semantics, around.elt, loop)  # type: ignore[union-attr]
    values = [_stored(stmt) for stmt in loop.body]
    sums = {
        node.id
        for stmt in loop.body
        if isinstance(stmt, ast.AugAssign)
        for node in walk(stmt.target)
        if isinstance(node, ast.Name)
    }
    if loop.orelse or any(_reads(value, sums) for value in values if value is not None):
        return False
    return all(value is not None and _is_computed(semantics, value, loop) for value in values)


def _reads(value: ast.expr, names: set[str]) -> bool:
    return any(isinstance(node, ast.Name) and node.id in names for node in walk(value))


def _stored(stmt: ast.stmt) -> ast.expr | None:
    """What ``stmt`` adds to a sum, a list or an item; None for other statements."""
    match stmt:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append"), args=[value])):
            return value
        case ast.Assign(targets=[ast.Subscript()], value=value):
            return value
        case ast.AugAssign(op=ast.Add() | ast.Sub() | ast.Mult(), value=value):
            return value
    return None


def _is_computed(semantics: Semantics, value: ast.expr, loop: ast.For | ast.comprehension) -> bool:
    """Whether ``value`` is computed from the loop's variable by operators and known functions."""
    if not isinstance(loop.target, ast.Name):
        return False
    works = False
    for node in walk(value):
        match node:
            case ast.Call(func=func):
                if not _is_elementwise(semantics.qualified(func) or ""):
                    return False
                works = True
            case ast.Subscript(slice=index):
                # Another item than that of this round may be the result of an earlier one.
                if not isinstance(index, ast.Name) or index.id != loop.target.id:
                    return False
            case ast.BinOp():
                works = True
            case _ if not isinstance(node, _ARITHMETIC):
                return False
    return works and _reads(value, {loop.target.id})


def _is_elementwise(function: str) -> bool:
    """Whether numpy has the function of this full name for whole arrays."""
    home, _, name = function.rpartition(".")
    return home == "numpy" or (home == "math" and name in _OF_MATH) or function == "builtins.abs"


class SharedSlice(NamedTuple):
    """`part = whole[a:b]` and the first statement that changes ``whole`` through ``part``."""

    part: str
    whole: ast.Name
    change: ast.stmt


def shared_slice(semantics: Semantics, stmt: ast.Assign) -> SharedSlice | None:
    """The change through the slice that ``stmt`` names, if the array is read after it."""
    match stmt:
        case ast.Assign(
            targets=[ast.Name(id=part)], value=ast.Subscript(value=ast.Name() as whole, slice=index)
        ) if _is_basic(index) and part != whole.id:
            pass
        case _:
            return None
    told = "view" in semantics.source.line(stmt.lineno).lower()
    if told or maker(semantics, whole) is None:
        return None
    block = semantics.block(stmt)
    for later in block[block.index(stmt) + 1 :]:
        if semantics.bound_in(whole.id, [later]) is not None or _rebinds(later, part):
            return None
        if any(_changes(node, part) for node in walk(later)):
            read = _read_behind(semantics, whole, later)
            return SharedSlice(part, whole, later) if read else None
    return None


def _is_basic(index: ast.expr) -> bool:
    """Whether indexing by ``index`` gives a view: slices and numbers, at least one slice."""
    parts: Sequence[ast.expr] = index.elts if isinstance(index, ast.Tuple) else [index]
    plain = ast.Slice | ast.Constant | ast.UnaryOp
    return any(isinstance(one, ast.Slice) for one in parts) and all(
        isinstance(one, plain) for one in parts
    )


def _rebinds(stmt: ast.stmt, name: str) -> bool:
    """Whether ``stmt`` gives ``name`` another value; `+=` changes an array in place."""
    return any(
        isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
        for node in walk(stmt)
    ) and not isinstance(stmt, ast.AugAssign)


def _changes(node: ast.AST, name: str) -> bool:
    match node:
        case ast.AugAssign(target=ast.Name(id=target)):
            return target == name
        case ast.Subscript(value=ast.Name(id=target), ctx=ast.Store() | ast.Del()):
            return target == name
        case ast.Call(func=ast.Attribute(value=ast.Name(id=target), attr=attr)):
            return target == name and attr in _IN_PLACE
    return False


def _read_behind(semantics: Semantics, name: ast.Name, stmt: ast.stmt) -> bool:
    if semantics.function(stmt) is not None:
        return semantics.used_after(name.id, stmt) is not None
    return any(line > (stmt.end_lineno or stmt.lineno) for line in _lines_read(semantics, name))


def _lines_read(semantics: Semantics, name: ast.Name) -> Iterator[int]:
    for node in semantics.structure.spelling(name.id):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.lineno


__all__ = ["SharedSlice", "computes", "is_flat", "item_loop", "maker", "shared_slice"]
