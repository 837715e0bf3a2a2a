"""PYG403: a loop that numbers its items by hand."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Rule, Semantics, Span
from pyguide.rewriting import lines
from pyguide.semantics.loops import numbering
from pyguide.semantics.names import publicity


class ManualEnumerateCounter(Rule):
    """`i = 0` before a loop that reads `i` and ends with `i += 1`."""

    code = "PYG403"
    category = Category.STYLE
    message = "`{name}` numbers the items by hand; walk `enumerate({source})`"
    guide = ("Q76",)
    twins = {"ruff": ("SIM113",), "flake8-simplify": ("SIM113",)}
    suspects = (ast.AugAssign,)

    @classmethod
    def suspicious(cls, node: ast.AugAssign, context: Semantics) -> bool:
        return numbering.numbered(context, node) is not None

    def judge(self, step: ast.AugAssign) -> None:
        found = numbering.numbered(self.semantics, step)
        if found is None:
            return
        fix, why, name = None, self._obstacle(found), found.name.id
        if why is None:
            why = self._doubt(found)
            fix = self.fix("Use `enumerate`", Applicability.unless(why), self._edits(found))
        source = self.excerpt(found.loop.iter, 30)
        self.report(step, fix, reason=why, name=name, source=source)

    def _obstacle(self, found: numbering.Numbering) -> str | None:
        """Why there is no rewrite at all."""
        for stmt in (found.start, found.step):
            hangs = self.source.line(stmt.lineno - 1).rstrip().endswith("\\")
            if hangs or self.source.line(stmt.lineno).strip() != self.text(stmt):
                return f"`{self.text(stmt)}` shares its line"
        if not self.semantics.builtin("enumerate", found.loop.iter):
            return "`enumerate` is not the builtin here"
        if "type:" in self.source.line(found.loop.iter.end_lineno or 1):
            return "a type comment speaks of the loop's variable"
        return None

    def _doubt(self, found: numbering.Numbering) -> str | None:
        """Why somebody may see the counter."""
        name = found.name.id
        if self.semantics.dynamic(found.loop):
            return "the code looks at its own variables"
        if publicity.is_public(self.semantics, found.name):
            return f"`{name}` is a module variable that others may read"
        if self.semantics.function(found.loop) is None:
            return f"`{name}` outlives the loop"
        if self._is_read_later(found):
            return f"a function made in the loop reads `{name}` when it has counted on"
        if self.semantics.observed_in_handler(name, found.loop) is not None:
            return f"a handler reads `{name}`"
        return None

    def _is_read_later(self, found: numbering.Numbering) -> bool:
        """Whether the counter is read by code that runs some other time than its round."""
        around = self.semantics.function(found.loop)
        return any(
            self.semantics.function(one) is not around or self.semantics.dominance.is_deferred(one)
            for one in self.semantics.structure.spelling_below(found.name.id, [found.loop])
        )

    def _edits(self, found: numbering.Numbering) -> list[Edit]:
        loop, source = found.loop, self.span(found.loop.iter)
        target = self.argument(loop.target)
        first = f", start={found.first}" if found.first else ""
        inner = "(" if self.argument(loop.iter) != self.text(source) else ""
        above = found.step.lineno
        while found.step is not loop.body[0] and not self.source.line(above - 1).strip():
            above -= 1
        return [
            lines.remove(self.source, found.start.lineno, found.start.lineno),
            self.edit(loop.target, f"{found.name.id}, {target}"),
            Edit(Span(source.start, source.start), f"enumerate({inner}"),
            Edit(Span(source.end, source.end), f"{')' if inner else ''}{first})"),
            lines.remove(self.source, above, found.step.lineno),
        ]
