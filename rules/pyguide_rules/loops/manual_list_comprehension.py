"""PYG405: a list that a loop fills by `append` and nothing else."""

from __future__ import annotations

import ast
import re

import libcst as cst

from pyguide import Applicability, Category, Edit, Rule, Semantics, Span
from pyguide.rewriting.blocks import drop, has_own_lines
from pyguide.rewriting.comprehensions import comprehension
from pyguide.rewriting.lines import last_line
from pyguide.semantics.appending import Appending, appending, doubt, obstacle

_TYPE_COMMENT = re.compile(r"#\s*type:(?!\s*ignore)")


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
        return appending(context, node) is not None

    def visit_For(self, node: cst.For) -> None:
        loop = self.ast_of(node)
        found = appending(self.semantics, loop) if isinstance(loop, ast.For) else None
        if found is None:
            return
        copies = found.is_copy and self.semantics.builtin("list", found.loop)
        advice = f"use `list({self.excerpt(found.loop.iter)})`" if copies else "use a comprehension"
        why, fix = obstacle(self.semantics, found) or self._kept_in_place(found), None
        if why is None:
            edits = self._edits(found, copies)
            why = doubt(self.semantics, found) or (self._asks_more(found) if copies else None)
            how = Applicability.UNSAFE if why else Applicability.SAFE
            title = f"Build `{found.name}` at once"
            fix = self.fix(title, how, edits) if edits else None
            why = why if edits else "the comments cannot be told apart"
        self.report(node, fix, reason=why, name=found.name, advice=advice)

    def _kept_in_place(self, found: Appending) -> str | None:
        """Why the statements cannot be rewritten where they stand."""
        if not has_own_lines(self.source, found.start) or not has_own_lines(
            self.source, found.loop
        ):
            return "the statements share their lines with others"
        header = self.source.line(found.loop.iter.end_lineno or found.loop.lineno)
        if _TYPE_COMMENT.search(header):
            return "a type comment speaks of the loop's variable"
        return None

    def _asks_more(self, found: Appending) -> str | None:
        """Why `list()` may do more than to iterate: it asks for the length first."""
        if self.semantics.effects_of.iterates_quietly(found.loop.iter):
            return None
        return f"`list()` also asks {self.semantics.shown(found.loop.iter)} for its length"

    def _edits(self, found: Appending, copies: bool) -> list[Edit]:
        """The list's making, moved to the place of the loop with all that the loop says."""
        start, loop, source = found.start, found.loop, self.source
        assert start.value is not None
        end = self.span(start).end
        head = source.text[self.span(start).start : self.span(start.value).start]
        tail = source.text[end : source.line_span(start.end_lineno or start.lineno).end].strip()
        new = None
        if copies and "#" not in self.text(loop):
            new = f"{head}list({self.text(loop.iter)}){tail and '  ' + tail}"
        new = new or comprehension(source, loop, found.branch, found.call, found.value, head, tail)
        if new is None:
            return []
        last = source.line_span(last_line(source, loop)).end
        whole = Span(self.span(loop).start, last)
        between = source.text[source.line_span(start.lineno).end : whole.start]
        if not between.strip():
            return [Edit(Span(self.span(start).start, last), new)]
        return [drop(source, start.lineno, start.end_lineno or start.lineno), Edit(whole, new)]
