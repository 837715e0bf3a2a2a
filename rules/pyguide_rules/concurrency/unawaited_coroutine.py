"""PYG903: a call of a coroutine function that nobody awaits, so that it never runs."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import awaits
from pyguide.semantics.concurrency import coroutines


class UnawaitedCoroutine(Rule):
    """`fetch(url)` where `fetch` is an `async def`."""

    code = "PYG903"
    category = Category.CORRECTNESS
    message = "`{call}` only makes a coroutine, which nothing awaits, so `{function}` never runs"
    guide = ("Q105",)
    suspects = (ast.Call,)
    reach = Reach.EXPRESSION

    @classmethod
    def callees_in(cls, context: Semantics) -> frozenset[str]:
        return context.structure.coroutines

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return coroutines.forgotten(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        function = coroutines.forgotten(self.semantics, call)
        if function is not None:
            fix, reason = self._awaited(call)
            shown = self.excerpt(call, 30)
            self.report(call, fix, reason=reason, call=shown, function=function.name)

    def _awaited(self, call: ast.Call) -> tuple[Fix | None, str]:
        edits = awaits.awaited(self.semantics, call, "", self.span(call).start)
        if edits is None:
            return None, "an `await` cannot stand outside a coroutine"
        fix = self.fix("Await the call", Applicability.UNSAFE, edits)
        return fix, "the coroutine runs now"
