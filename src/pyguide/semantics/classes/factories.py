"""Methods that make objects of their own class, and by which name they call it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.structure import DefNode, last_name, walk_scope
from pyguide.semantics.values import lineage
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_KINDS = ("classmethod", "staticmethod")


class Factory(NamedTuple):
    """A class or static method that calls its own class by name.

    ``parameter`` is what a class method calls its class, None for a static method. ``names`` are
    the places that call the class by its own name, ``decorator`` is what makes the method one.
    """

    owner: ast.ClassDef
    method: DefNode
    decorator: ast.expr
    parameter: str | None
    names: tuple[ast.Name, ...]


def factory(semantics: Semantics, method: DefNode) -> Factory | None:
    """What ``method`` makes if it always gives a new object of its class, named by hand."""
    if len(method.decorator_list) != 1:
        return None
    (decorator,) = method.decorator_list
    owner = semantics.parent(method) if last_name(decorator) in _KINDS else None
    if not isinstance(owner, ast.ClassDef) or semantics.function(owner) is not None:
        return None
    made = _made(method, owner.name)
    if not made or not semantics.is_builtin(decorator, *_KINDS) or not _is_open(semantics, owner):
        return None
    named = [one for one in made if semantics.function(one) is method]
    if len(named) != len(made) or not all(_means(semantics, one, owner) for one in named):
        return None
    parameter = None
    if semantics.is_builtin(decorator, "classmethod"):
        args = [*method.args.posonlyargs, *method.args.args]
        if not args or _is_chosen(method, args[0].arg):
            return None
        parameter = args[0].arg
    return Factory(owner, method, decorator, parameter, tuple(named))


def _made(method: DefNode, owner: str) -> list[ast.Name]:
    """The names in calls of the class, if each `return` gives what such a call makes."""
    results: set[str] = set()
    calls = [
        node.func
        for node in walk(*method.body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == owner
    ]
    if not calls:
        return []
    making = {*calls}
    for node in walk_scope(list(method.body)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)):
                if func in making:
                    results.add(name)
            case ast.Yield() | ast.YieldFrom():
                return []
    returns = [node for node in walk_scope(list(method.body)) if isinstance(node, ast.Return)]
    for one in returns:
        match one.value:
            case ast.Call(func=func) if func in making:
                continue
            case ast.Name(id=name) if name in results:
                continue
        return []
    return calls if returns else []


def _means(semantics: Semantics, name: ast.Name, owner: ast.ClassDef) -> bool:
    return lineage.class_named(semantics, name) is owner


def _is_chosen(method: DefNode, parameter: str) -> bool:
    """Whether the method asks which class it has been called on."""
    return any(
        isinstance(node, ast.Name) and node.id == parameter
        for stmt in method.body
        for node in walk(stmt)
    )


def _is_open(semantics: Semantics, owner: ast.ClassDef) -> bool:
    """Whether the class may have subclasses: it is not final, and no enumeration."""
    final = any(
        semantics.qualified(one) in ("typing.final", "typing_extensions.final")
        for one in owner.decorator_list
    )
    return not final and not lineage.has_written_methods(owner)
