"""PYG904: awaits one after the other that could overlap."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics, Span
from pyguide.rewriting import awaits, blocks, lines
from pyguide.semantics.concurrency import coroutines, overlapping


class SequentialAwaits(Rule):
    """`a = await fetch(1)` and `b = await fetch(2)` below it."""

    code = "PYG904"
    category = Category.PERFORMANCE
    message = (
        "{count} waits in a row, from `{call}` on, need nothing of each other and could overlap"
    )
    guide = ("Q105",)
    suspects = (ast.Await,)
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Await, context: Semantics) -> bool:
        stmt = context.parent(node)
        return isinstance(stmt, ast.Assign) and bool(overlapping.independent(context, stmt))

    def judge(self, wait: ast.Await) -> None:
        stmt = self.semantics.parent(wait)
        if not isinstance(stmt, ast.Assign):
            return
        found = overlapping.independent(self.semantics, stmt)
        if found:
            fix, reason = self._gathered(found)
            call = self.excerpt(found[0].call, 30)
            self.report(stmt, fix, reason=reason, count=len(found), call=call)

    def _gathered(self, found: list[overlapping.Wait]) -> tuple[Fix | None, str]:
        """`a, b = await asyncio.gather(fetch(1), fetch(2))`."""
        first, last = found[0].stmt, found[-1].stmt
        name = coroutines.loop_library(self.semantics)
        if name != "asyncio":
            return None, f"`{name}` has a way of its own to wait for several"
        library = awaits.library(self.semantics, first, name)
        if library is None:
            return None, f"the name `{name}` is taken"
        if not all(blocks.has_own_lines(self.source, one.stmt) for one in found):
            return None, "the statements share their lines with other code"
        if any(one.stmt.lineno != one.stmt.end_lineno for one in found):
            return None, "a call spans several lines"
        targets = ", ".join(one.target.id for one in found)
        begin, calls = f"{targets} = await {library[0]}.gather(", [one.call for one in found]
        text = lines.call(self.source, first.lineno, begin, map(self.text, calls))
        whole = Span(self.span(first).start, self.span(last).end)
        edits = [self.edit(whole, text)]
        fix = self.fix("Wait for all at once", Applicability.UNSAFE, edits, library[1])
        return fix, "the calls run in turns with each other, and after an error the rest goes on"
