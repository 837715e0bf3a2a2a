"""PYG509: a member that is looked for before it is removed from a set."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.semantics import order

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
        return _removal(node, context) is not None

    def judge(self, test: ast.If) -> None:
        removed = _removal(test, self.semantics)
        if removed is None:
            return
        fix, reason = self._discard(test, removed)
        assert isinstance(removed.func, ast.Attribute)
        shown = self.excerpt(removed.func.value, 20), self.excerpt(removed.args[0], 20)
        self.report(test, fix, reason=reason, set=shown[0], member=shown[1])

    def _discard(self, test: ast.If, removed: ast.Call) -> tuple[Fix | None, str | None]:
        span = self.span(test)
        if self.source.text.startswith("elif", span.start):
            return None, "an `elif` cannot become a statement"
        assert isinstance(removed.func, ast.Attribute)
        owner, member = removed.func.value, removed.args[0]
        new = f"{self.text(owner)}.discard({self.text(member)})"
        if order.runs_code(owner) or order.runs_code(member):
            return None, f"{self.semantics.shown(member)} runs code twice today"
        doubt = None
        if not isinstance(member, _SIMPLE) and ast.dump(member) != _EMPTY:
            doubt = f"{self.semantics.shown(member)} is evaluated twice today"
        elif not isinstance(owner, ast.Name):
            doubt = f"{self.semantics.shown(owner)} is evaluated twice today"
        level = Applicability.UNSAFE if doubt else Applicability.SAFE
        return self.replace(span, new, "Discard it", level), doubt


def _removal(test: ast.If, semantics: Semantics) -> ast.Call | None:
    """`s.remove(x)`, if that is all that ``test`` does, and only for an `x` in the set `s`."""
    match test:
        case ast.If(
            test=ast.Compare(left=asked, ops=[ast.In()], comparators=[holder]),
            body=[
                ast.Expr(
                    value=ast.Call(
                        func=ast.Attribute(value=owner, attr="remove"),
                        args=[member],
                        keywords=[],
                    ) as removed
                )
            ],
            orelse=[],
        ):
            same = ast.dump(asked) == ast.dump(member) and ast.dump(holder) == ast.dump(owner)
            return removed if same and semantics.type_of(owner).within("set") else None
    return None
