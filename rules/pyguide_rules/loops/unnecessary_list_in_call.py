"""PYG408: a list that is made only for a builtin to go through."""

from __future__ import annotations

import ast
import re

from pyguide import Applicability, Category, Edit, Reach, Rule, Semantics, Span
from pyguide.rewriting import lines
from pyguide.semantics.loops import laziness

_COMMA = r"(?:\s|#[^\r\n]*+)*+,"


class UnnecessaryListInCall(Rule):
    """`sum([f(x) for x in xs])`."""

    code = "PYG408"
    category = Category.STYLE
    message = "`{function}` takes the items one by one; the list around them is not needed"
    guide = ("Q10", "Q31")
    twins = {
        "ruff": ("C419",),
        "flake8-comprehensions": ("C419",),
        "pylint": ("R1728", "R1729"),
        "fixit": ("NoRedundantListComprehension",),
    }
    exact_twins = ("C419",)
    suspects = (ast.ListComp,)
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.ListComp, context: Semantics) -> bool:
        return laziness.consumption(context, node) is not None

    def judge(self, made: ast.ListComp) -> None:
        found = laziness.consumption(self.semantics, made)
        if found is None:
            return
        why, fix = laziness.obstacle(found), None
        if why is None:
            why = laziness.doubt(self.semantics, found)
            fix = self.fix("Pass a generator", Applicability.unless(why), self._edits(found))
        self.report(made, fix, reason=why, alone=bool(found.others), function=found.function)

    def _edits(self, found: laziness.Consumption) -> list[Edit]:
        """Take the brackets away, or make them round where the call has more arguments."""
        made, text = self.span(found.made), self.source.text
        opening, closing = Span(made.start, made.start + 1), Span(made.end - 1, made.end)
        inside = text[made.start + 1 : made.end - 1]
        head = len(inside) - len(inside.lstrip(" \t"))
        tail = len(inside) - len(inside.rstrip(" \t"))
        hangs = inside[head] in "\r\n#"
        if not hangs:
            opening = Span(made.start, made.start + 1 + head)
        if inside[-1 - tail] not in "\r\n":
            closing = Span(made.end - 1 - tail, made.end)
        first, last = found.made.lineno, found.made.end_lineno or found.made.lineno
        opens, closes = (self.source.line(line).strip() for line in (first, last))
        comma = re.compile(_COMMA).match(text, made.end)
        if found.others or (comma and "#" in comma[0]):
            return [Edit(opening, "("), Edit(closing, ")")]
        if comma is not None:
            closing = Span(closing.start, comma.end())
        elif closes.startswith("]") and "#" in closes:
            closing = Span(closing.start, text.index("#", made.end))
        until = self.source.location(closing.end)[0]
        ending = self.text(Span(self.source.starts[last - 1], self.source.line_span(until).end))
        alone = "".join(ending.split()) in ("]", "],")
        end = lines.remove(self.source, last, until) if alone else Edit(closing, "")
        if opens == "[" and closes.startswith("]"):
            inner, outer = lines.indent(self.source, first + 1), lines.indent(self.source, first)
            moved = lines.shift(self.source, range(first + 1, last), inner, outer)
            return [lines.remove(self.source, first, first), *moved, end]
        column = made.start - self.source.starts[first - 1] + 1
        below = () if hangs else range(first + 1, last + 1)
        aligned = lines.shift(self.source, below, " " * column, " " * (column - 1))
        return [Edit(opening, ""), *(one for one in aligned if not end.span.covers(one.span)), end]
