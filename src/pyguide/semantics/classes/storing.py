"""What `__init__` keeps: which parameters become attributes of the instance as they are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide.semantics.structure import DefNode, parameters
from pyguide.semantics.values import lineage
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


def stored(semantics: Semantics, init: DefNode) -> dict[str, str]:
    """Parameters of ``init`` and the attributes that are given their very objects, in order.

    Only statements that always run count, and parameters that nothing rebinds.
    """
    instance, *names = [arg.arg for arg in parameters(init.args)] or [""]
    found: dict[str, str] = {}
    for stmt in init.body:
        match stmt:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=base), attr=attr)]):
                value: ast.expr | None = stmt.value
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id=base), attr=attr)):
                value = stmt.value
            case _:
                continue
        if base == instance and isinstance(value, ast.Name) and value.id in names:
            bound = semantics.bindings(value)
            if bound is not None and len(bound) == 1:
                found.setdefault(value.id, attr)
    return found


def assigned(semantics: Semantics, class_: ast.ClassDef, attr: str) -> list[ast.stmt]:
    """The statements in the methods of ``class_`` that give ``self.attr`` a value."""
    return [
        semantics.statement(node)
        for node in _stores(semantics)
        if node.attr == attr and any(around is class_ for around in semantics.ancestors(node))
    ]


def is_given_nowhere(semantics: Semantics, class_: ast.ClassDef, attr: str) -> bool:
    """Whether nothing in the file gives instances of ``class_`` such an attribute.

    All that the class is built on must then be in the file, and none of it may set attributes by
    name or supply missing ones.
    """
    found = lineage.lineage(semantics, class_)
    classes = (class_, *found.classes)
    if found.foreign or any(one.decorator_list or one.keywords for one in classes):
        return False
    if any(node.attr == attr for node in _stores(semantics)):
        return False
    names = (attr, "__getattr__", "__getattribute__", "__slots__")
    bound = (semantics.attributes.is_bound(one, name) for one in classes for name in names)
    return not any(bound) and not any(
        getattr(node, "attr", "") == "__dict__" or getattr(node, "id", "") in ("setattr", "vars")
        for one in classes
        for node in walk(one)
    )


def _stores(semantics: Semantics) -> Iterator[ast.Attribute]:
    for node in semantics.structure.nodes(ast.Attribute):
        if isinstance(node.ctx, ast.Store):
            yield node
