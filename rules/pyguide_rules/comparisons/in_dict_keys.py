"""PYG207: membership asked of the keys, where the dict itself answers."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics, Span
from pyguide.semantics.containers import membership


class InDictKeys(Rule):
    """`key in d.keys()`."""

    code = "PYG207"
    category = Category.STYLE
    message = "`{test}` makes a view to search; `{cure}` asks the dict"
    guide = ("Q8",)
    twins = {"ruff": ("SIM118",), "flake8-simplify": ("SIM118",), "refurb": ("FURB130",)}
    suspects = (ast.Call,)
    callees = frozenset({"keys"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return membership.keys_searched(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        test = membership.keys_searched(self.semantics, call)
        if test is None or not isinstance(call.func, ast.Attribute):
            return
        mapping = call.func.value
        word = "in" if isinstance(test.ops[0], ast.In) else "not in"
        key = self.excerpt(test.left, 16)
        fix, reason = self._without_view(call, mapping)
        shown = f"{key} {word} {self.excerpt(mapping, 16)}"
        self.report(call, fix, reason=reason, test=f"{shown}.keys()", cure=shown)

    def _without_view(self, call: ast.Call, mapping: ast.expr) -> tuple[Fix | None, str | None]:
        kind = self.semantics.type_of(mapping)
        plain = kind.within("dict")
        end = Span(self.span(mapping).end, self.span(call).end)
        between = self.text(end)
        closing = len(between) - len(between.lstrip(" \t)"))
        edit = self.edit(Span(end.start + closing, end.end), "")
        level = Applicability.SAFE if plain else Applicability.UNSAFE
        name = self.semantics.shown(mapping)
        doubt = kind.why or f"{name} may answer `in` in another way than its keys"
        return self.fix("Ask the dict", level, [edit]), None if plain else doubt
