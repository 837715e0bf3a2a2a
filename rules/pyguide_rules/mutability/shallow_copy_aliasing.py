"""PYG104: a shallow copy whose nested objects are changed together with the original's."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.rewriting import spelling
from pyguide.semantics.mutability import copies


class ShallowCopyAliasing(Rule):
    """`copy = original.copy()`, then `copy["a"]["b"] = 1`."""

    code = "PYG104"
    category = Category.CORRECTNESS
    message = "changing `{change}` changes `{original}` too: `{name}` shares its nested {kind}"
    guide = ("Q16",)
    suspects = (ast.Call, ast.Slice, ast.Dict, ast.List)
    callees = frozenset({"copy", "dict", "list"})

    @classmethod
    def suspicious(cls, node: ast.expr, context: Semantics) -> bool:
        value = context.parent(node) if isinstance(node, ast.Slice) else node
        if not isinstance(value, ast.expr) or copies.copied(value) is None:
            return False
        stmt = context.parent(value)
        return (
            isinstance(stmt, ast.Assign | ast.AnnAssign) and context.copies.shared(stmt) is not None
        )

    def judge(self, node: ast.expr) -> None:
        value = self.semantics.parent(node) if isinstance(node, ast.Slice) else node
        stmt = self.semantics.parent(value) if value is not None else None
        if not isinstance(stmt, ast.Assign | ast.AnnAssign):
            return
        found = self.semantics.copies.shared(stmt)
        if found is None or stmt.value is None:
            return
        fix, reason = self._fix(stmt.value, found)
        self.report(
            stmt,
            fix,
            reason=reason,
            change=self.excerpt(found.place, 24),
            original=found.original.id,
            name=found.name,
            kind=found.kind,
        )

    def _fix(self, value: ast.expr, found: copies.SharedCopy) -> tuple[Fix | None, str]:
        """A deep copy in the place of the shallow one."""
        spelled = spelling.spelling(self.semantics, "copy", "deepcopy", value)
        if spelled is None:
            return None, "`copy` and `deepcopy` mean something else here"
        edits = [self.edit(value, f"{spelled.text}({found.original.id})")]
        title = "Copy the nested objects too"
        fix = self.fix(title, Applicability.UNSAFE, edits, spelled.imports)
        return fix, f"code may rely on what `{found.name}` and `{found.original.id}` share"
