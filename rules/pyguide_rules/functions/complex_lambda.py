"""PYG704: a lambda that says more than a lambda should."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics import structure


class ComplexLambda(Rule):
    """A lambda with a condition in a condition, or with very many parts."""

    code = "PYG704"
    category = Category.COMPLEXITY
    message = "the lambda {flaw}; a `def` has room for names"
    guide = ("Q26",)
    suspects = (ast.Lambda,)
    reach = Reach.EXPRESSION
    preview = True
    options = {"max-lambda-parts": 30}

    @classmethod
    def suspicious(cls, node: ast.Lambda, context: Semantics) -> bool:
        return _flaw(node, cls.wish(context, "max-lambda-parts")) is not None

    def judge(self, found: ast.Lambda) -> None:
        flaw = _flaw(found, self.option("max-lambda-parts"))
        if flaw is not None:
            reason = "the parts need names that only the author knows"
            self.report(found, reason=reason, flaw=flaw)


def _flaw(function: ast.Lambda, most: int) -> str | None:
    """What makes the lambda hard to read; one that only puts off a call is not."""
    if isinstance(function.body, ast.Call) and not structure.parameters(function.args):
        return None
    parts = 0
    for node in ast.walk(function.body):
        parts += isinstance(node, ast.expr)
        match node:
            case ast.IfExp():
                inside = (node.test, node.body, node.orelse)
                if any(isinstance(one, ast.IfExp) for part in inside for one in ast.walk(part)):
                    return "has a condition inside a condition"
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                if len(node.generators) > 1:
                    return "has a loop inside a loop"
    return f"has {parts} parts" if parts > most else None
