"""What an attribute of an instance holds, for those who trust that only this file stores it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide.semantics.structure import DEFS
from pyguide.semantics.values import lineage
from pyguide.semantics.values.operators import augment
from pyguide.semantics.values.types import Type, union, unknown

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


def attribute_type(semantics: Semantics, expr: ast.Attribute) -> Type | None:
    """The types of all that the file stores in ``self.x``; None where ``expr`` is nothing such.

    What the class, its bases and its subclasses of this file store counts, and what any other code
    stores in an attribute of this name of whatever object but its own. That nobody else stores
    anything there is trusted.
    """
    class_ = _class_of_instance(semantics, expr.value)
    if class_ is None:
        return None
    family = lineage.family(semantics, class_)
    if any(_hides_stores(semantics, one, expr.attr) for one in family):
        return unknown(f"{semantics.shown(expr)} is an attribute")
    return semantics.values.fixpoint(
        (class_, f".{expr.attr}"), lambda: _stored(semantics, family, expr)
    )


def _class_of_instance(semantics: Semantics, expr: ast.expr) -> ast.ClassDef | None:
    """The class in one of whose methods ``expr`` names the instance, and always does."""
    if not isinstance(expr, ast.Name):
        return None
    found = semantics.bindings(expr)
    if found is None or len(found) != 1 or found[0].kind != "parameter":
        return None
    method = semantics.function(found[0].node)
    if not isinstance(method, DEFS):
        return None
    class_ = semantics.parent(method)
    if not isinstance(class_, ast.ClassDef):
        return None
    return class_ if (method, expr.id) in semantics.attributes.methods(class_) else None


def _hides_stores(semantics: Semantics, class_: ast.ClassDef, name: str) -> bool:
    """Whether instances may get the attribute in another way than by a statement that says so."""
    if semantics.attributes.are_managed(class_) or semantics.attributes.sets_by_name(class_, name):
        return True
    bound = semantics.scopes.table(semantics.scopes.of_node(class_)).bound.get(name, ())
    return any(one.kind not in ("assign", "annotation") or not one.value for one in bound)


def _stored(semantics: Semantics, family: list[ast.ClassDef], expr: ast.Attribute) -> Type:
    doubt = unknown(f"{semantics.shown(expr)} is an attribute that gets values of unknown type")
    parts = []
    added: list[ast.AugAssign] = []
    for class_ in family:
        bound = semantics.scopes.table(semantics.scopes.of_node(class_)).bound.get(expr.attr, ())
        parts += [semantics.type_of(one.value) for one in bound if one.value is not None]
    for node in _stores(semantics, family, expr.attr):
        match semantics.parent(node):
            case ast.Assign(value=value, targets=targets) if node in targets:
                parts.append(semantics.type_of(value))
            case ast.AnnAssign(value=value):
                parts += [] if value is None else [semantics.type_of(value)]
            case ast.AugAssign() as statement:
                added.append(statement)
            case _:
                return doubt
    if not parts:
        return unknown(f"{semantics.shown(expr)} is an attribute")
    whole = union(parts)
    if whole.names is None or not whole.exact:
        return doubt
    return whole if all(_stays(semantics, whole, one) for one in added) else doubt


def _stores(semantics: Semantics, family: list[ast.ClassDef], name: str) -> Iterator[ast.Attribute]:
    """Where the file stores such an attribute, but for methods of classes that are not akin."""
    for node in semantics.attributes.mentions(name):
        if isinstance(node.ctx, ast.Store):
            class_ = _class_of_instance(semantics, node.value)
            if class_ is None or class_ in family:
                yield node


def _stays(semantics: Semantics, whole: Type, statement: ast.AugAssign) -> bool:
    """Whether ``self.x += value`` leaves the attribute with one of the types in ``whole``."""
    right = semantics.type_of(statement.value)
    rights = [*right.names] if right.names and right.exact else [None]
    found = [augment(statement.op, left, one) for left in whole.names or () for one in rights]
    return all(one is not None and one <= (whole.names or frozenset()) for one in found)
