"""Lookups in a loop: whether each gives what walking the container would give."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.classes import equality
from pyguide.semantics.objects import hashing
from pyguide.semantics.values.library import SCALARS
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.loops.indexing import IndexedLoop

_SHARING = ("list", "tuple", "bytes")


def why_key_may_be_lost(semantics: Semantics, loop: IndexedLoop) -> str | None:
    """Why looking up a key of the mapping may fail or show; None if nothing in the file says so."""
    if semantics.element_type(loop.sequence).within(*SCALARS):
        return None
    for read in loop.reads:
        why = why_noticed(semantics, read)
        if why is not None:
            return why
    for class_ in semantics.structure.nodes(ast.ClassDef):
        for name in _told_apart_by(semantics, class_):
            why = hashing.why_no_part(semantics, class_, name)
            if why is not None:
                return f"a key may be a `{class_.name}`, of which {why}"
    return None


def why_noticed(semantics: Semantics, lookup: ast.expr) -> str | None:
    """Why code of this file may notice how often ``lookup`` is done; None if it does not."""
    if any(map(semantics.implicit.is_loud, walk(lookup))):
        return f"{semantics.shown(lookup)} hashes the key, which may have an effect"
    return None


def _told_apart_by(semantics: Semantics, class_: ast.ClassDef) -> list[str]:
    """The attributes by which a dict may tell objects of ``class_`` apart."""
    hashed = semantics.attributes.method(class_, "__hash__")
    if hashed is None and not _is_hashed_by_fields(class_):
        return []
    methods = [semantics.attributes.method(class_, "__eq__"), hashed]
    found = [equality.reads(method) for method in methods if method is not None]
    names = {name for one in found for name in one.attributes}
    made = any(semantics.attributes.is_bound(class_, name) for name in names)
    if hashed is None or made or any(one.whole for one in found):
        return sorted(names | _attributes(semantics, class_))
    return sorted(names)


def _attributes(semantics: Semantics, class_: ast.ClassDef) -> set[str]:
    """All that the class binds, and all that its methods store in whatever object."""
    nodes = (node for node in walk(class_) if isinstance(node, ast.Attribute))
    stored = {node.attr for node in nodes if isinstance(node.ctx, ast.Store)}
    return stored.union(semantics.scopes.table(semantics.scopes.of_node(class_)).bound)


def _is_hashed_by_fields(class_: ast.ClassDef) -> bool:
    """Whether a decorator such as `dataclass` gives the class a hash though it may change."""
    words = (word for one in class_.decorator_list for word in getattr(one, "keywords", ()))
    return any(word.arg in ("hash", "unsafe_hash") for word in words)


def asks_identity(semantics: Semantics, loop: IndexedLoop) -> bool:
    """Whether the loop asks which object an item is, where each read makes a new one.

    A range and a text may do so.
    """
    if semantics.type_of(loop.sequence).within(*_SHARING):
        return False
    return any(_is_identified(semantics, read) for read in loop.reads)


def _is_identified(semantics: Semantics, read: ast.expr) -> bool:
    match semantics.parent(read):
        case ast.Compare(left=left, ops=ops, comparators=others):
            asked = any(isinstance(op, ast.Is | ast.IsNot) for op in ops)
            return asked and not any(isinstance(one, ast.Constant) for one in (left, *others))
        case ast.Call(func=func):
            return semantics.is_builtin(func, "id")
    return False
