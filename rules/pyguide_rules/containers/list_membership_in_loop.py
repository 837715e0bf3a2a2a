"""PYG504: a list that a loop searches in every round."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Reach, Rule, Semantics, Span
from pyguide.rewriting import lines
from pyguide.semantics.containers import membership


class ListMembershipInLoop(Rule):
    """`item in names` in a loop, where `names` is a list."""

    code = "PYG504"
    category = Category.PERFORMANCE
    message = "each round searches the list `{name}` item by item; look it up in a set"
    guide = ("Q8", "Q12")
    suspects = (ast.In, ast.NotIn)
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        return membership.search(context, node) is not None

    def judge(self, test: ast.Compare) -> None:
        found = membership.search(self.semantics, test)
        if found is None:
            return
        name = found.variable.id
        fix, why = None, self._obstacle(found)
        if why is None:
            why = found.doubt
            how = Applicability.unless(why)
            if found.only is not None:
                fix = self.fix(f"Make `{name}` a set", how, self._made(found.only))
            else:
                edits = self._copied(found)
                fix = self.fix(f"Make a set of `{name}` before the loop", how, edits)
        self.report(test, fix, reason=why, name=name)

    def _obstacle(self, found: membership.Search) -> str | None:
        """Why there is no rewrite at all."""
        if not self.semantics.builtin("set", found.loop):
            return "`set` is not the builtin here"
        if found.only is not None:
            return None
        stmt = self.semantics.statement(found.loop)
        if self.semantics.function(stmt) is not self.semantics.function(found.loop):
            return "a lambda has no line for a set"
        start = self.span(stmt).start
        line = self.source.text[self.source.starts[stmt.lineno - 1] : start]
        if line.strip() or self.source.text.startswith("elif", start):
            return "there is no line above for a set"
        if isinstance(stmt, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return "there is no line above for a set"
        return None

    def _made(self, value: ast.expr) -> list[Edit]:
        """The list made a set where it is made."""
        span = self.span(value)
        match value:
            case ast.List() | ast.ListComp():
                ends = (Span(span.start, span.start + 1), Span(span.end - 1, span.end))
                return [self.edit(end, new) for end, new in zip(ends, "{}", strict=True)]
            case ast.Call(func=func, args=[given], keywords=[]):
                copies = self.semantics.is_builtin(func, "list", "sorted")
                if copies and not isinstance(given, ast.Starred):
                    return [self.edit(func, "set")]
        ends = (Span(span.start, span.start), Span(span.end, span.end))
        return [self.edit(end, new) for end, new in zip(ends, ("set(", ")"), strict=True)]

    def _copied(self, found: membership.Search) -> list[Edit]:
        """A set made of the list before the loop, and the tests that ask it."""
        stmt = self.semantics.statement(found.loop)
        new = self._set_name(found.variable.id, stmt)
        tests = [variable for test in found.tests if (variable := membership.searched(test))]
        made = lines.above(self.source, stmt, f"{new} = set({found.variable.id})")
        return [made, *(self.edit(one, new) for one in tests)]

    def _set_name(self, name: str, stmt: ast.stmt) -> str:
        """`names_set` or the like, in the style of the list's own name."""
        lower = name.lower() if name.isupper() else name
        camel = "_" not in lower and lower != lower.lower()
        stem = lower.removesuffix("List" if camel else "_list")
        return self.semantics.fresh_name(f"{stem}{'Set' if camel else '_set'}", stmt)
