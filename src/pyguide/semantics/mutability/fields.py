"""Fields that a decorator makes of the annotated names in a class."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.objects import mutables
from pyguide.semantics.values import hints
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# What an annotation may be made of, and those that declare something else than a field.
_KNOWN = ("builtins.", "typing.", "collections.")
_OTHERS = ("ClassVar", "InitVar", "Annotated")
# Decorators of methods that do not touch the class.
_BINDING = ("classmethod", "property", "staticmethod")


def is_field(semantics: Semantics, class_: ast.ClassDef, stmt: ast.AnnAssign) -> bool:
    """Whether ``class_`` surely has the field that ``stmt`` declares, with just this default."""
    if not stmt.simple or not isinstance(stmt.target, ast.Name):
        return False
    kind = hints.read(stmt.annotation)
    kind = kind.value if isinstance(kind, ast.Subscript) else kind
    full = semantics.qualified(kind) or ""
    named = semantics.structure.spelling_below(stmt.target.id, [class_])
    alone = not any(
        semantics.structure.scope_node(one) is class_ for one in named if one is not stmt.target
    )
    return alone and full.startswith(_KNOWN) and not full.endswith(_OTHERS)


def stay(semantics: Semantics, class_: ast.ClassDef) -> bool:
    """Whether the fields of ``class_`` are those that its body annotates when it has run.

    Code in the body, and objects that are told their name, may take an annotation away.
    """
    return all(_leaves_fields(semantics, stmt) for stmt in class_.body)


def _leaves_fields(semantics: Semantics, stmt: ast.stmt) -> bool:
    match stmt:
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
        case (
            ast.FunctionDef(decorator_list=decorators)
            | ast.AsyncFunctionDef(decorator_list=decorators)
        ):
            return all(semantics.is_builtin(one, *_BINDING) for one in decorators)
        case ast.Assign(targets=targets, value=value):
            return all(isinstance(one, ast.Name) for one in targets) and _is_told(semantics, value)
        case ast.AnnAssign(target=ast.Name(), annotation=annotation, value=value):
            calls = any(isinstance(node, ast.Call | ast.NamedExpr) for node in walk(annotation))
            return not calls and (value is None or _is_told(semantics, value))
    return False


def _is_told(semantics: Semantics, value: ast.expr) -> bool:
    """Whether nothing happens to the class when ``value`` is told by what name it is kept."""
    match value:
        case ast.Call(func=func, args=[], keywords=words):
            if semantics.qualified(func) == "dataclasses.field":
                others = (one.value for one in words if one.arg != "default_factory")
                return all(semantics.type_of(one).known for one in others)
    return mutables.made(semantics, value) is not None or semantics.type_of(value).known
