"""PYG405: a list that a loop fills by `append` and nothing else."""

from __future__ import annotations

import ast
import re

from pyguide import Applicability, Category, Edit, Rule, Semantics, Span
from pyguide.rewriting import blocks, comprehensions, lines
from pyguide.semantics.loops import appending

_TYPE_COMMENT = r"#\s*type:(?!\s*ignore)"


class ManualListComprehension(Rule):
    """`xs = []` and `for y in ys: xs.append(f(y))`."""

    code = "PYG405"
    category = Category.STYLE
    message = "`{name}` is filled by `append` in a loop; {advice}"
    guide = ("Q10",)
    twins = {"ruff": ("PERF401", "PERF402"), "perflint": ("W8401", "W8402"), "refurb": ("FURB138",)}
    suspects = (ast.For,)

    @classmethod
    def suspicious(cls, node: ast.For, context: Semantics) -> bool:
        return appending.appending(context, node) is not None

    def judge(self, loop: ast.For) -> None:
        found = appending.appending(self.semantics, loop)
        if found is None:
            return
        copies = found.is_copy and self.semantics.builtin("list", found.loop)
        advice = f"use `list({self.excerpt(found.loop.iter)})`" if copies else "use a comprehension"
        why, fix = appending.obstacle(self.semantics, found) or self._kept_in_place(found), None
        if why is None:
            edits = self._edits(found, copies)
            why = appending.doubt(self.semantics, found) or (
                self._asks_more(found) if copies else None
            )
            title = f"Build `{found.name}` at once"
            fix = self.fix(title, Applicability.unless(why), edits) if edits else None
            why = why if edits else "the comments cannot be told apart"
        self.report(loop, fix, reason=why, name=found.name, advice=advice)

    def _kept_in_place(self, found: appending.Appending) -> str | None:
        """Why the statements cannot be rewritten where they stand."""
        if not blocks.has_own_lines(self.source, found.start) or not blocks.has_own_lines(
            self.source, found.loop
        ):
            return "the statements share their lines with others"
        header = self.source.line(found.loop.iter.end_lineno or found.loop.lineno)
        if re.search(_TYPE_COMMENT, header):
            return "a type comment speaks of the loop's variable"
        return None

    def _asks_more(self, found: appending.Appending) -> str | None:
        """Why `list()` may do more than to iterate: it asks for the length first."""
        if self.semantics.effects_of.iterates_quietly(found.loop.iter):
            return None
        return f"`list()` also asks {self.semantics.shown(found.loop.iter)} for its length"

    def _edits(self, found: appending.Appending, copies: bool) -> list[Edit]:
        """The list's making, moved to the place of the loop with all that the loop says."""
        start, loop, source = found.start, found.loop, self.source
        assert start.value is not None
        end = self.span(start).end
        head = source.text[self.span(start).start : self.enclosed(start.value).start]
        tail = source.text[end : source.line_span(start.end_lineno or start.lineno).end].strip()
        new = None
        if copies and "#" not in self.text(loop):
            new = f"{head}list({self.argument(loop.iter)}){tail and '  ' + tail}"
        new = new or comprehensions.comprehension(
            source, loop, found.branch, found.call, found.value, head, tail
        )
        if new is None:
            return []
        last = source.line_span(lines.last_line(source, loop)).end
        whole = Span(self.span(loop).start, last)
        between = source.text[source.line_span(start.lineno).end : whole.start]
        if not between.strip():
            return [Edit(Span(self.span(start).start, last), new)]
        return [
            blocks.drop(source, start.lineno, start.end_lineno or start.lineno),
            Edit(whole, new),
        ]
