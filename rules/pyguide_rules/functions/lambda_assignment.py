"""PYG703: a lambda that is given a name with `=`."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.rewriting import defs


class LambdaAssignment(Rule):
    """`square = lambda x: x * x`."""

    code = "PYG703"
    category = Category.STYLE
    message = "`{name}` is a function with a name, but tracebacks call it `<lambda>`"
    guide = ("Q26",)
    twins = {"ruff": ("E731",), "pycodestyle": ("E731",), "pylint": ("C3001",)}
    suspects = (ast.Assign, ast.AnnAssign)

    @classmethod
    def suspicious(cls, node: ast.Assign | ast.AnnAssign, context: Semantics) -> bool:
        return isinstance(node.value, ast.Lambda) and _named(node, context) is not None

    def judge(self, stmt: ast.Assign | ast.AnnAssign) -> None:
        name = _named(stmt, self.semantics)
        if name is None:
            return
        fix, reason = self._defined(stmt, name)
        self.report(stmt, fix, reason=reason, name=name)

    def _defined(self, stmt: ast.Assign | ast.AnnAssign, name: str) -> tuple[Fix | None, str]:
        """`def name(...)` with the lambda's expression."""
        if isinstance(stmt, ast.AnnAssign) or not isinstance(stmt.value, ast.Lambda):
            return None, f"a `def` would have to take the annotation of `{name}` apart"
        edit = defs.named(self.source, stmt, name, stmt.value)
        if edit is None:
            return None, "the statement shares its lines, or has a comment inside"
        fix = self.fix("Write it as a `def`", Applicability.UNSAFE, [edit])
        return fix, f"`{name}.__name__` changes from `<lambda>`"


def _named(stmt: ast.Assign | ast.AnnAssign, semantics: Semantics) -> str | None:
    """The name that ``stmt`` gives a lambda, if the name means nothing but that function."""
    match stmt:
        case ast.Assign(targets=[ast.Name(id=name) as target], value=ast.Lambda()):
            pass
        case ast.AnnAssign(target=ast.Name(id=name) as target, value=ast.Lambda()):
            pass
        case _:
            return None
    owner = semantics.owner(name, target)
    if owner is None or owner.kind == "class":
        return None
    return name if len(semantics.names.owned(owner, name)) == 1 else None
