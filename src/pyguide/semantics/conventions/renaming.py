"""Whether a local variable can get another name, and where it is written."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_PLAIN = frozenset({"assign", "augment", "annotation", "delete", "for", "walrus", "with"})


def local_variable(semantics: Semantics, name: ast.Name) -> list[ast.Name] | str | None:
    """All mentions of the local variable of which ``name`` is the first binding.

    None where ``name`` is no local variable of a function, or not its first binding; a clause that
    says why where it is, and not all that it is written in can be changed together.
    """
    owner = semantics.owner(name.id, name)
    if owner is None or owner.kind != "function" or semantics.names.is_foreign(owner, name.id):
        return None
    bindings = semantics.names.owned(owner, name.id)
    if any(one.kind in ("parameter", "import", "def", "class") for one in bindings):
        return None
    if min((one.node for one in bindings), key=_place) is not name:
        return None
    if semantics.dynamic(name) or semantics.names.are_shown:
        return f"code here may look at `{name.id}` by its name"
    if any(one.kind not in _PLAIN for one in bindings):
        return f"`{name.id}` is also bound by other than an assignment"
    body: list[ast.stmt] = owner.node.body  # type: ignore[attr-defined]
    mentions = list(semantics.flow.mentions(name.id, body, owner))
    names = [one for one in mentions if isinstance(one, ast.Name)]
    if any(semantics.in_fstring(one) for one in mentions):
        return f"`{name.id}` is written in an f-string"
    if any(map(semantics.introspection.annotation, names)):
        return f"`{name.id}` is written in an annotation"
    spellings = semantics.structure.nodes(ast.Global, ast.Nonlocal)
    if any(name.id in one.names for one in spellings):
        return f"`{name.id}` is declared by another function"
    return names


def _place(node: ast.AST) -> tuple[int, int]:
    return node.lineno, node.col_offset  # type: ignore[attr-defined]


__all__ = ["local_variable"]
