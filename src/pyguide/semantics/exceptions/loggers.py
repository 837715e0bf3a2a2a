"""The logger that a module keeps for its own messages."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_MAKERS = frozenset(["logging.getLogger", "structlog.get_logger", "structlog.getLogger"])


def logger(semantics: Semantics, at: ast.AST) -> str | None:
    """The name by which code at ``at`` reaches the module's logger; None if there is none.

    That is a module-level name, bound once to what ``logging.getLogger(...)`` or structlog's twin
    gives; it has the methods ``debug`` to ``critical`` and ``exception``.
    """
    module = semantics.scopes.of_node(semantics.source.tree)
    for name, bindings in semantics.scopes.table(module).bound.items():
        value = bindings[0].value
        if not isinstance(value, ast.Call) or semantics.qualified(value.func) not in _MAKERS:
            continue
        if len(bindings) > 1 or semantics.names.is_foreign(module, name):
            continue
        # At module level the name must have been bound before; a function runs later.
        ready = semantics.function(at) is not None or value.lineno < getattr(at, "lineno", 0)
        if ready and semantics.owner(name, at) is module:
            return name
    return None


def is_logger(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` is a logger, or the module logging, by its making or by its usual name.

    The usual names count in files that import logging; that is no proof.
    """
    if semantics.qualified(expr) == "logging":
        return True
    match expr:
        case ast.Call(func=func):
            return semantics.qualified(func) in _MAKERS
        case ast.Name(id=name):
            value = semantics.value_of(expr)
            if isinstance(value, ast.Call):
                return semantics.qualified(value.func) in _MAKERS
        case ast.Attribute(attr=name):
            pass
        case _:
            return False
    usual = name.strip("_").lower() in ("log", "logger")
    return usual and "logging" in semantics.names.bound
