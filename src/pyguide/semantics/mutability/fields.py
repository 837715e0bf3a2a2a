"""Fields that a decorator makes of the annotated names in a class."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.values import hints

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# What an annotation may be made of, and those that declare something else than a field.
_KNOWN = ("builtins.", "typing.", "collections.")
_OTHERS = ("ClassVar", "InitVar", "Annotated")


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
