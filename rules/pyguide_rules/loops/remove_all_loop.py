"""PYG417: a loop that removes a value from a list until none is left."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.semantics import naming, order


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
        return _removal(node, context) is not None

    def judge(self, loop: ast.While) -> None:
        removed = _removal(loop, self.semantics)
        if removed is None:
            return
        assert isinstance(removed.func, ast.Attribute)
        fix, why = self._filter(loop, removed.func.value, removed.args[0])
        shown = self.excerpt(removed.func.value, 24), self.excerpt(removed.args[0], 20)
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


def _removal(loop: ast.While, semantics: Semantics) -> ast.Call | None:
    """`xs.remove(x)`, if that is all that ``loop`` does as long as `x` is in `xs`."""
    match loop:
        case ast.While(
            test=ast.Compare(left=asked, ops=[ast.In()], comparators=[holder]),
            body=[
                ast.Expr(
                    value=ast.Call(
                        func=ast.Attribute(value=owner, attr="remove"),
                        args=[value],
                        keywords=[],
                    ) as removed
                )
            ],
            orelse=[],
        ):
            if ast.dump(asked) != ast.dump(value) or ast.dump(holder) != ast.dump(owner):
                return None
            found = semantics.type_of(owner)
            other = found.known and not found.within("list", subclasses=True)
            return None if other else removed
    return None
