"""PYG415: an iterator that is gone through a second time."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Rule, Semantics, Span
from pyguide.semantics.loops import exhaustion, iterators


class ExhaustedIterator(Rule):
    """`total = sum(rows)`, then `for row in rows:`, where `rows` is an iterator."""

    code = "PYG415"
    category = Category.CORRECTNESS
    message = "`{name}` is an iterator and already used up {when}"
    guide = ("Q51", "Q31")
    suspects = (ast.GeneratorExp, ast.Call)
    callees = iterators.LAST_NAMES
    preview = True

    @classmethod
    def callees_in(cls, context: Semantics) -> frozenset[str]:
        return cls.callees | context.structure.generators

    @classmethod
    def suspicious(cls, node: ast.GeneratorExp | ast.Call, context: Semantics) -> bool:
        return exhaustion.exhaustion(context, context.parent(node)) is not None

    def judge(self, made: ast.GeneratorExp | ast.Call) -> None:
        found = exhaustion.exhaustion(self.semantics, self.semantics.parent(made))
        if found is None:
            return
        name = found.again.id
        fix, why = None, self._obstacle(found)
        if why is None:
            fix, why = self._kept(found), f"every pass over `{name}` would get the items"
        self.report(self._shown_at(found.again), fix, reason=why, name=name, when=self._when(found))

    def _shown_at(self, again: ast.Name) -> ast.AST:
        """The vain pass; its statement where an f-string hides the place before Python 3.12."""
        hidden = self.semantics.in_fstring(again)
        return self.semantics.statement(again) if hidden else again

    def _when(self, found: exhaustion.Exhaustion) -> str:
        """By what, or when, the iterator was used up."""
        if found.before is found.again:
            return "after the first round"
        around = self.semantics.parent(found.before)
        if isinstance(around, ast.Call):
            return f"by {self.semantics.shown(around)}"
        if isinstance(around, ast.For):
            return "by the loop before"
        return "by an earlier pass"

    def _obstacle(self, found: exhaustion.Exhaustion) -> str | None:
        """Why a list cannot take the iterator's place."""
        if found.steps:
            return f"single items are asked of `{found.again.id}` too, which a list does not give"
        if isinstance(self.semantics.statement(found.maker), ast.AnnAssign):
            return f"the annotation says what `{found.again.id}` is"
        if not self.semantics.builtin("list", found.maker):
            return "`list` is not the builtin here"
        return None

    def _kept(self, found: exhaustion.Exhaustion) -> Fix:
        """A list in the place of the iterator."""
        span, name = self.span(found.maker), found.again.id
        start, end = Span(span.start, span.start), Span(span.end, span.end)
        edits: list[Edit]
        match found.maker:
            case ast.GeneratorExp():
                edits = [self.edit(Span(span.start, span.start + 1), "[")]
                edits.append(self.edit(Span(span.end - 1, span.end), "]"))
            case ast.Call(func=ast.Name(id="iter") as func, args=[_]):
                edits = [self.edit(func, "list")]
            case _:
                edits = [self.edit(start, "list("), self.edit(end, ")")]
        return self.fix(f"Keep the items of `{name}` in a list", Applicability.UNSAFE, edits)
