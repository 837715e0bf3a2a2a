"""PYG413: `map` or `filter` with a lambda."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Reach, Rule, Semantics
from pyguide.semantics.loops import lambdas

_FORMS = {
    "list": "list comprehension",
    "set": "set comprehension",
    "dict": "dict comprehension",
    "generator": "generator expression",
}


class UnnecessaryMapFilterLambda(Rule):
    """`list(map(lambda x: ..., xs))`."""

    code = "PYG413"
    category = Category.COMPLEXITY
    message = "`{name}` with a lambda hides a loop; a {form} shows it"
    guide = ("Q26",)
    twins = {"ruff": ("C417",), "flake8-comprehensions": ("C417",), "pylint": ("W0141",)}
    suspects = (ast.Call,)
    callees = frozenset({"map", "filter"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return lambdas.lambda_call(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        found = lambdas.lambda_call(self.semantics, call)
        if found is None:
            return
        fix, why, form = (
            None,
            lambdas.why_no_comprehension(self.semantics, found),
            _FORMS[found.kind],
        )
        if why is None:
            why = lambdas.why_not_same(self.semantics, found)
            fix = self.fix(f"Write a {form}", Applicability.unless(why), [self._edit(found)])
        self.report(call, fix, reason=why, name=found.name, form=form)

    def _edit(self, found: lambdas.LambdaCall) -> Edit:
        body, item = self.text(found.body), found.parameter
        source = self._bracketed(found.source)
        if found.name == "filter":
            inner = f"{item} for {item} in {source} if {self._bracketed(found.body)}"
        elif found.kind == "dict" and isinstance(found.body, ast.Tuple):
            key, value = (self.text(part) for part in found.body.elts)
            inner = f"{key}: {value} for {item} in {source}"
        else:
            inner = f"{body} for {item} in {source}"
        if found.display is not None:
            opening, closing = "[]" if found.kind == "list" else "{}"
            return self.edit(found.display, f"{opening}{inner}{closing}")
        return self.edit(found.call, inner if self._borrows(found.call) else f"({inner})")

    def _bracketed(self, node: ast.expr) -> str:
        """The text of ``node`` where an `if` or a lambda of its own would end it early."""
        text = self.text(node)
        return f"({text})" if isinstance(node, ast.IfExp | ast.Lambda) else text

    def _borrows(self, call: ast.Call) -> bool:
        """Whether a generator expression may borrow the brackets of the call around it."""
        around = self.semantics.parent(call)
        if not isinstance(around, ast.Call) or around.args != [call] or around.keywords:
            return False
        return self.source.text[self.span(call).end : self.span(around).end].strip() == ")"
