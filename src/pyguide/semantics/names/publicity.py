"""Which variables code outside the file can see."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


def is_public(semantics: Semantics, variable: ast.Name) -> bool:
    """Whether ``variable`` is one of a module or class that others can import or read.

    What is bound under ``if __name__ == "__main__":`` alone, in a program, cannot be imported.
    """
    owner = semantics.owner(variable.id, variable)
    if owner is None or owner.kind not in ("module", "class"):
        return owner is None
    bound = [one.node for one in semantics.names.owned(owner, variable.id)]
    return owner.kind == "class" or not all(_is_guarded(semantics, one) for one in bound)


def adds_attribute(semantics: Semantics, at: ast.AST) -> bool:
    """Whether a new name that is bound at ``at`` is one that others can import or read."""
    kind = semantics.scope(at).kind
    return kind == "class" or (kind == "module" and not _is_guarded(semantics, at))


def _is_guarded(semantics: Semantics, node: ast.AST) -> bool:
    child = node
    for around in semantics.ancestors(node):
        if isinstance(around, ast.If) and ast.unparse(around.test) == "__name__ == '__main__'":
            return any(stmt is child for stmt in around.body)
        child = around
    return False
