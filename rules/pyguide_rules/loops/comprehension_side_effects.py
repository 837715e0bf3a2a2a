"""PYG406: a comprehension that is run for its effects, its result dropped."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Rule, Semantics
from pyguide.rewriting import blocks, lines, unrolling
from pyguide.semantics.loops import discarding, naming

_KINDS = {
    "comprehension": "comprehension",
    "generator": "generator",
    "map": "`map`",
    "any": "`any`",
    "all": "`all`",
}


class ComprehensionSideEffects(Rule):
    """`[print(x) for x in xs]` as a statement."""

    code = "PYG406"
    category = Category.STYLE
    message = "nobody takes the result of this {kind}; if it is run for its effects, write a loop"
    guide = ("Q10",)
    twins = {"pylint": ("W0106",)}
    suspects = (ast.ListComp, ast.SetComp, ast.DictComp, ast.Call)
    callees = frozenset({"all", "any", "list"})

    @classmethod
    def suspicious(cls, node: ast.expr, context: Semantics) -> bool:
        stmt = context.parent(node)
        if not isinstance(stmt, ast.Expr | ast.Assign):
            return False
        return discarding.discarded(context, stmt) is not None

    def judge(self, made: ast.expr) -> None:
        stmt = self.semantics.parent(made)
        if not isinstance(stmt, ast.Expr | ast.Assign):
            return
        found = discarding.discarded(self.semantics, stmt)
        if found is None:
            return
        why, fix = discarding.obstacle(self.semantics, found), None
        if why is None and not blocks.has_own_lines(self.source, stmt):
            why = "the statement shares its lines with others"
        if why is None:
            why = discarding.doubt(self.semantics, found)
            how = Applicability.unless(why)
            loop = self._loop(found)
            fix = self.replace(stmt, loop, "Write a loop", how) if loop else None
        self.report(stmt, fix, reason=why, kind=_KINDS[found.kind])

    def _loop(self, found: discarding.Discarded) -> str | None:
        """The loop that does the same."""
        if found.made is not None:
            return unrolling.unrolled(self.source, found.stmt, found.made)
        assert found.mapped is not None
        function, items = found.mapped.args
        if isinstance(items, ast.Name | ast.Attribute):
            name = naming.item_name(self.semantics, items, found.stmt)
        else:
            name = self.semantics.fresh_name("item", found.stmt)
        body = lines.indent(self.source, found.stmt.lineno) + lines.step(self.source)
        return (
            f"for {name} in {self.unbroken(items)}:{self.source.newline}"
            f"{body}{self.unbroken(function)}({name})"
        )
