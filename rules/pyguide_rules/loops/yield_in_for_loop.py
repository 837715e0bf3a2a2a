"""PYG410: a loop that hands on what it gets, one by one."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Rule, Semantics
from pyguide.semantics.loops import delegation


class YieldInForLoop(Rule):
    """`for item in items: yield item`."""

    code = "PYG410"
    category = Category.COMPLEXITY
    message = "the loop only hands on the items of `{source}`; `yield from` says so"
    guide = ("Q31",)
    twins = {"ruff": ("UP028",), "flake8-simplify": ("SIM104",), "pylint": ("R1737",)}
    suspects = (ast.For,)

    @classmethod
    def suspicious(cls, node: ast.For, context: Semantics) -> bool:
        return delegation.delegation(node) is not None

    def judge(self, loop: ast.For) -> None:
        found = delegation.delegation(loop)
        if found is None or not delegation.is_whole(self.semantics, found):
            return
        shown = self.excerpt(found.loop.iter)
        line = f"yield from {self._operand(found)}"
        fix = self.replace(found.loop, line, "Use `yield from`", Applicability.UNSAFE)
        why = f"`send()` and `throw()` would go on to `{shown}`"
        self.report(loop, fix, reason=why, source=shown)

    def _operand(self, found: delegation.Delegation) -> str:
        """The iterable as it is written, in brackets if it cannot stand without."""
        text = self.text(found.loop.iter)
        try:
            parsed = ast.parse(f"yield from {text}")
        except SyntaxError:
            return f"({text})"
        return text if len(parsed.body) == 1 else f"({text})"
