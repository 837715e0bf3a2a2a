"""PYG418: a loop that drops what it has seen before."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Rule, Semantics, Span
from pyguide.semantics.loops import deduplication


class ManualDedupe(Rule):
    """`if x not in seen: seen.add(x); unique.append(x)`."""

    code = "PYG418"
    category = Category.COMPLEXITY
    message = "the loop keeps the first of equal items; `list(dict.fromkeys({source}))` does so"
    guide = ("Q12",)
    suspects = (ast.NotIn,)
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        return deduplication.deduplication(context, context.parent(node)) is not None

    def judge(self, absent: ast.Compare) -> None:
        test = self.semantics.parent(absent)
        found = deduplication.deduplication(self.semantics, test)
        if found is None or test is None:
            return
        fix, why = None, self._obstacle(found)
        if why is None:
            why = deduplication.doubt(self.semantics, found)
            source = self.argument(found.loop.iter)
            span = Span(self.span(found.first).start, self.span(found.loop).end)
            new = f"{found.kept.id} = list(dict.fromkeys({source}))"
            fix = self.replace(span, new, "Use `dict.fromkeys`", Applicability.unless(why))
        self.report(test, fix, reason=why, source=self.excerpt(found.loop.iter, 24))

    def _obstacle(self, found: deduplication.Deduplication) -> str | None:
        """Why there is no rewrite at all."""
        for name in ("list", "dict"):
            if not self.semantics.builtin(name, found.loop):
                return f"`{name}` is not the builtin here"
        seen = found.seen.id
        if seen != found.kept.id and self.semantics.used_after(seen, found.loop) is not None:
            return f"`{seen}` is needed afterwards"
        return None
