"""pandas: which values are frames, and what a loop over the rows of one does with them."""

from __future__ import annotations

import ast
import keyword
import re
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.structure import COMPREHENSIONS, last_name
from pyguide.semantics.values import hints
from pyguide.tree import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyguide.semantics import Semantics

_MAKERS = r"pandas\.(?:DataFrame|read_\w+|concat|merge|pivot_table|json_normalize)"
_KEEPERS = frozenset({
    "assign", "copy", "drop", "drop_duplicates", "dropna", "fillna", "head", "merge",
    "rename", "reset_index", "set_index", "sort_index", "sort_values", "tail", "to_frame",
})  # fmt: skip
"""Methods that give a frame for a frame."""
_CUSTOMARY = r"df\d*|\w+_df|df_[a-z]+"
_ATTRIBUTES = frozenset({"Index", "count", "index"})
"""Attributes of named tuples that a column of the same name would hide or lose to."""


def uses_pandas(semantics: Semantics) -> bool:
    """Whether the file imports pandas or a part of it."""
    return "pandas" in semantics.structure.imported


def is_frame(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` is a data frame: made as one, annotated so, or named as they all are."""
    match expr:
        case ast.Call(func=func):
            if re.fullmatch(_MAKERS, semantics.qualified(func) or ""):
                return True
            chained = isinstance(func, ast.Attribute) and func.attr in _KEEPERS
            return chained and is_frame(semantics, func.value)  # type: ignore[attr-defined]
        case ast.Name():
            annotation = semantics.annotations.of_name(expr)
            if annotation is not None:
                return last_name(hints.read(annotation)) == "DataFrame"
            value = semantics.value_of(expr)
            if isinstance(value, ast.Dict | ast.List | ast.DictComp | ast.ListComp):
                return False
            if value is not None and value is not expr and is_frame(semantics, value):
                return True
            customary = re.fullmatch(_CUSTOMARY, expr.id) is not None
            return customary and uses_pandas(semantics) and not _is_made_here(semantics, value)
    return False


def _is_made_here(semantics: Semantics, value: ast.expr | None) -> bool:
    """Whether ``value`` is of a builtin type."""
    return value is not None and semantics.type_of(value).known


class Rows(NamedTuple):
    """A loop over `frame.iterrows()`; ``label`` and ``row`` are its two variables."""

    loop: ast.For
    call: ast.Call
    label: ast.Name
    row: ast.Name


def row_loop(semantics: Semantics, call: ast.Call) -> ast.AST | None:
    """The loop or comprehension that takes the rows of ``call``, itself or counted; else None."""
    child: ast.AST = call
    for around in semantics.ancestors(call):
        match around:
            case ast.For(iter=source) | ast.comprehension(iter=source) if source is child:
                return around
            case ast.Call(func=ast.Name(id="enumerate" | "zip" | "tqdm" | "list" | "islice")):
                child = around
            case ast.Call(func=ast.Attribute(attr="tqdm" | "track" | "islice")):
                child = around
            case ast.Call(func=func) if func is not child and isinstance(child, COMPREHENSIONS):
                return None
            case _:
                return None
    return None


def as_tuples(semantics: Semantics, call: ast.Call) -> Rows | str:
    """The loop over ``call`` if named tuples can take the place of its rows, else why not."""
    loop = semantics.parent(call)
    if not isinstance(loop, ast.For) or loop.iter is not call:
        return "the rows are not taken by a plain loop"
    match loop.target:
        case ast.Tuple(elts=[ast.Name() as label, ast.Name() as row]) if label.id != row.id:
            pass
        case _:
            return "the row has no name of its own"
    for name in (label, row):
        if semantics.function(loop) is not None and semantics.used_after(name.id, loop) is not None:
            return f"`{name.id}` is read after the loop"
        if semantics.bound_in(name.id, loop.body) is not None:
            return f"the loop binds `{name.id}` anew"
    for read in mentions(semantics, row, loop.body):
        if column(semantics, read) is None:
            return f"the loop does more with `{row.id}` than read its columns by name"
    return Rows(loop, call, label, row)


def mentions(semantics: Semantics, name: ast.Name, body: Sequence[ast.AST]) -> list[ast.Name]:
    """The reads of a variable below ``body``."""
    owner = semantics.owner(name.id, name)
    found = semantics.flow.mentions(name.id, body, owner)
    return [one for one in found if isinstance(one, ast.Name)]


def column(semantics: Semantics, read: ast.Name) -> tuple[ast.Subscript, str] | None:
    """`row["name"]` around ``read`` and the name, if an attribute of a named tuple can have it."""
    around = semantics.parent(read)
    match around:
        case ast.Subscript(value=value, slice=ast.Constant(value=str(name)), ctx=ast.Load()):
            plain = name.isidentifier() and not keyword.iskeyword(name) and name[0] != "_"
            free = name not in _ATTRIBUTES and not semantics.in_fstring(around)
            return (around, name) if value is read and plain and free else None
    return None


class Chain(NamedTuple):
    """An assignment to a part of a part of ``frame``; ``rows`` and ``column`` as `.loc` wants them.

    ``accessor`` is `loc` or `iloc`. Both parts are None where it cannot be told which is which.
    """

    frame: ast.expr
    accessor: str
    rows: ast.expr | None
    column: ast.expr | None


def chain(semantics: Semantics, target: ast.expr) -> Chain | None:
    """The chain that the assignment to ``target`` goes along, if it begins at a frame."""
    match target:
        case ast.Subscript(value=ast.Subscript(value=frame, slice=first), slice=second):
            pass
        case ast.Subscript(
            value=ast.Attribute(
                value=ast.Subscript(value=frame, slice=first), attr="loc" | "iloc" as accessor
            ),
            slice=second,
        ):
            return _checked(semantics, Chain(frame, accessor, second, first))
        case _:
            return None
    match frame:
        case ast.Attribute(value=owner, attr="loc"):
            if isinstance(first, ast.Tuple):
                return None
            return _checked(semantics, Chain(owner, "loc", first, second))
    if _is_label(first) and not isinstance(second, ast.Slice):
        found = Chain(frame, "loc", second, first)
    elif _is_label(second) and not isinstance(first, ast.Slice):
        found = Chain(frame, "loc", first, second)
    else:
        found = Chain(frame, "loc", None, None)
    return _checked(semantics, found)


def _checked(semantics: Semantics, found: Chain) -> Chain | None:
    return found if is_frame(semantics, found.frame) else None


def _is_label(node: ast.expr) -> bool:
    """Whether ``node`` surely names a column: a string does."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def has_walrus(node: ast.AST) -> bool:
    """Whether evaluating ``node`` binds a name, which forbids to move it."""
    return any(isinstance(one, ast.NamedExpr) for one in walk(node))


__all__ = [
    "Chain",
    "Rows",
    "as_tuples",
    "chain",
    "column",
    "has_walrus",
    "is_frame",
    "mentions",
    "row_loop",
    "uses_pandas",
]
