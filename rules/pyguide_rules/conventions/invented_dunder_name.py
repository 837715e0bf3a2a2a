"""PYG008: a function named as if the language called it."""

from __future__ import annotations

import ast
import fnmatch

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics.conventions import dunders

DefNode = ast.FunctionDef | ast.AsyncFunctionDef


class InventedDunderName(Rule):
    """`def __render__(self)`."""

    code = "PYG008"
    category = Category.STYLE
    message = "`{name}` {meaning}; such names are reserved for the language"
    guide = ("Q6",)
    twins = {"ruff": ("PLW3201", "N807"), "pylint": ("W3201",), "pep8-naming": ("N807",)}
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    reach = Reach.HEADER
    options = {"allow": []}

    @classmethod
    def suspicious(cls, node: DefNode, context: Semantics) -> bool:
        return node.name[:2] == "__" and _is_invented(node.name, cls.wish(context, "allow"))

    def judge(self, function: DefNode) -> None:
        name = function.name
        if not name.startswith("__") or not _is_invented(name, self.option("allow")):
            return
        old = name in dunders.OLD
        meaning = "means nothing since Python 3" if old else "means nothing to Python"
        why = f"others may call `{name}`, and what it should be called is yours to say"
        self.report(self.name_of(function), reason=why, name=name, meaning=meaning)


def _is_invented(name: str, allowed: list[str]) -> bool:
    """Whether nobody is known to call a function of this name."""
    if len(name) < 5 or not name.endswith("__") or name in dunders.KNOWN:
        return False
    return not any(fnmatch.fnmatchcase(name, pattern) for pattern in allowed)
