"""Expressions that make one object that can be changed later."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

DISPLAYS: dict[type[ast.expr], str] = {
    ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict",
    ast.Set: "set", ast.SetComp: "set",
}  # fmt: skip
MAKERS = frozenset({
    "builtins.bytearray", "builtins.dict", "builtins.list", "builtins.set", "collections.Counter",
    "collections.OrderedDict", "collections.defaultdict", "collections.deque",
})  # fmt: skip


def made(semantics: Semantics, value: ast.expr) -> str | None:
    """The short name of the mutable type of which ``value`` makes an object, where it does so.

    Displays and comprehensions do, and calls of builtin and library containers.
    """
    if isinstance(value, ast.Call):
        full = semantics.qualified(value.func)
        return full.rpartition(".")[2] if full in MAKERS else None
    return DISPLAYS.get(type(value))
