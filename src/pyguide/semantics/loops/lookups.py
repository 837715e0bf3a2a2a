"""Lookups in a loop: whether each gives what walking the container would give."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.classes import equality
from pyguide.semantics.objects import hashing
from pyguide.semantics.values.library import SCALARS

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.loops.indexing import IndexedLoop

_SHARING = ("list", "tuple", "bytes")


def why_key_may_be_lost(semantics: Semantics, loop: IndexedLoop) -> str | None:
    """Why looking up a key of the mapping may fail or show; None if nothing in the file says so."""
    if semantics.element_type(loop.sequence).within(*SCALARS):
        return None
    for read in loop.reads:
        if semantics.implicit.is_loud(read):
            return f"{semantics.shown(read)} hashes the key, which may have an effect"
    for class_ in semantics.structure.nodes(ast.ClassDef):
        method = semantics.attributes.method(class_, "__hash__")
        if method is None:
            continue
        for name in equality.reads(method).attributes:
            why = hashing.why_no_part(semantics, class_, name)
            if why is not None:
                return f"the key may be a `{class_.name}`, whose hash changes: {why}"
    return None


def asks_identity(semantics: Semantics, loop: IndexedLoop) -> bool:
    """Whether the loop asks which object an item is, where each read makes a new one.

    A range and a text may do so.
    """
    if semantics.type_of(loop.sequence).within(*_SHARING):
        return False
    return any(_is_identified(semantics, read) for read in loop.reads)


def _is_identified(semantics: Semantics, read: ast.expr) -> bool:
    match semantics.parent(read):
        case ast.Compare(ops=ops):
            return any(isinstance(op, ast.Is | ast.IsNot) for op in ops)
        case ast.Call(func=func):
            return semantics.is_builtin(func, "id")
    return False
