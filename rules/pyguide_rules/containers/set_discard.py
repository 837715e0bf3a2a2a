"""PYG509: a member that is looked for before it is removed from a set."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.semantics.containers import membership
from pyguide.semantics.control import order

_SIMPLE = (ast.Name, ast.Constant)
_EMPTY = ast.dump(ast.Tuple([], ast.Load()))


class SetDiscard(Rule):
    """`if x in s: s.remove(x)`."""

    code = "PYG509"
    category = Category.STYLE
    message = "`{set}.remove({member})` behind a test for it: `{set}.discard({member})` needs none"
    guide = ("Q12",)
    twins = {"ruff": ("FURB132",), "refurb": ("FURB132",)}
    suspects = (ast.If,)

    @classmethod
    def suspicious(cls, node: ast.If, context: Semantics) -> bool:
        return membership.removed(node) is not None

    def judge(self, test: ast.If) -> None:
        removed = membership.removed(test)
        if removed is None or not self.semantics.type_of(removed[0]).within("set"):
            return
        owner, member = removed
        fix, reason = self._discard(test, owner, member)
        shown = self.excerpt(owner, 20), self.excerpt(member, 20)
        self.report(test, fix, reason=reason, set=shown[0], member=shown[1])

    def _discard(
        self, test: ast.If, owner: ast.expr, member: ast.expr
    ) -> tuple[Fix | None, str | None]:
        span = self.span(test)
        if self.source.text.startswith("elif", span.start):
            return None, "an `elif` cannot become a statement"
        new = f"{self.operand(owner)}.discard({self.text(member)})"
        if order.runs_code(owner) or order.runs_code(member):
            return None, f"{self.semantics.shown(member)} runs code twice today"
        doubt = None
        if not isinstance(member, _SIMPLE) and ast.dump(member) != _EMPTY:
            doubt = f"{self.semantics.shown(member)} is evaluated twice today"
        elif not isinstance(owner, ast.Name):
            doubt = f"{self.semantics.shown(owner)} is evaluated twice today"
        elif not any(self.semantics.pure(one, "no_raise") for one in (owner, member)):
            doubt = f"{self.semantics.shown(owner)} would be looked up before the member"
        elif self.semantics.implicit.is_loud(test.test):
            doubt = f"looking for {self.semantics.shown(member)} may run code, twice today"
        return self.replace(span, new, "Discard it", Applicability.unless(doubt)), doubt
