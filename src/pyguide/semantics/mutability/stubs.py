"""Functions whose body says nothing, because others supply it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from pyguide.semantics.structure import DefNode, last_name

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_ABSTRACT = re.compile(r"overload|abstract(?:method|property|classmethod|staticmethod)")


def is_stub(semantics: Semantics, function: DefNode) -> bool:
    """Whether ``function`` only declares what others implement.

    That is an overload, an abstract method, a body of ``...`` or of ``raise NotImplementedError``,
    a method of a protocol that does nothing, and everything in a ``.pyi`` file.
    """
    path = semantics.source.path
    if path is not None and path.suffix == ".pyi":
        return True
    if any(_ABSTRACT.fullmatch(last_name(one)) for one in function.decorator_list):
        return True
    body = [stmt for stmt in function.body if not _is_string(stmt)]
    match body:
        case [ast.Expr(value=ast.Constant(value=value))] if value is ...:
            return True
        case [ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError")))]:
            return True
        case [ast.Raise(exc=ast.Name(id="NotImplementedError"))]:
            return True
        case [] | [ast.Pass()]:
            return _is_in_protocol(semantics, function)
    return False


def _is_in_protocol(semantics: Semantics, function: DefNode) -> bool:
    class_ = semantics.parent(function)
    bases = class_.bases if isinstance(class_, ast.ClassDef) else []
    named = (base.value if isinstance(base, ast.Subscript) else base for base in bases)
    return any(last_name(base) == "Protocol" for base in named)


def _is_string(stmt: ast.stmt) -> bool:
    return (
        isinstance(stmt, ast.Expr)
        and isinstance(stmt.value, ast.Constant)
        and isinstance(stmt.value.value, str)
    )
