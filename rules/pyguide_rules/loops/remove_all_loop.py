"""PYG417: a loop that removes a value from a list until none is left."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.semantics.containers import membership
from pyguide.semantics.control import order
from pyguide.semantics.loops import naming


class RemoveAllLoop(Rule):
    """`while x in xs: xs.remove(x)`."""

    code = "PYG417"
    category = Category.PERFORMANCE
    message = "each round searches `{list}` twice to remove one `{value}`; filter it once"
    guide = ("Q9",)
    suspects = (ast.While,)
    preview = True

    @classmethod
    def suspicious(cls, node: ast.While, context: Semantics) -> bool:
        removed = membership.removed(node)
        return removed is not None and _may_be_list(context, removed[0])

    def judge(self, loop: ast.While) -> None:
        removed = membership.removed(loop)
        if removed is None or not _may_be_list(self.semantics, removed[0]):
            return
        fix, why = self._filter(loop, *removed)
        shown = self.excerpt(removed[0], 24), self.excerpt(removed[1], 20)
        self.report(loop, fix, reason=why, list=shown[0], value=shown[1])

    def _filter(self, loop: ast.While, owner: ast.expr, value: ast.expr) -> tuple[Fix | None, str]:
        """A list of what is left, in the same list object."""
        if order.runs_code(value) or order.runs_code(owner):
            return None, f"{self.semantics.shown(value)} runs code in each round"
        if not isinstance(owner, ast.Name | ast.Attribute):
            return None, f"{self.semantics.shown(owner)} has no name for its items"
        item = naming.item_name(self.semantics, owner, loop, [self.text(value)])
        name, operand = self.text(owner), self.operand(value)
        sign = "is not" if isinstance(value, ast.Constant) and value.value is None else "!="
        new = f"{name}[:] = [{item} for {item} in {name} if {item} {sign} {operand}]"
        why = f"`in` also finds {self.semantics.shown(value)} itself where it equals nothing"
        if not self.semantics.type_of(owner).within("list"):
            why = f"{self.semantics.shown(owner)} may be another container than a list"
        return self.replace(self.span(loop), new, "Filter the list", Applicability.UNSAFE), why


def _may_be_list(semantics: Semantics, owner: ast.expr) -> bool:
    found = semantics.type_of(owner)
    return not found.known or found.within("list", subclasses=True)
