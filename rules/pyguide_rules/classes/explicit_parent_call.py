"""PYG607: a class named by hand where `super()` follows the MRO."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.semantics.classes import parents


class ExplicitParentCall(Rule):
    """`Base.method(self)` and `super(Owner, self)`."""

    code = "PYG607"
    category = Category.STYLE
    message = "`{call}` names a class, which `super()` finds by itself{along}"
    guide = ("Q20",)
    twins = {"ruff": ("UP008",), "pylint": ("R1725", "W0233")}
    suspects = (ast.Call,)
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return bool(node.args) and parents.parent_call(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        found = parents.parent_call(self.semantics, call)
        if found is None:
            return
        shown = call if found.kind == "super" else call.func
        fix, reason = self._bare(found)
        along = "" if found.kind == "super" else " along the MRO"
        self.report(call, fix, reason=reason, call=self.excerpt(shown, 40), along=along)

    def _bare(self, found: parents.ParentCall) -> tuple[Fix | None, str]:
        why = parents.why_not_bare(self.semantics, found)
        if why is not None:
            return None, why
        call = found.call
        opening = self.source.text.index("(", self.span(call.func).end)
        title = "Let `super()` find the class"
        if found.kind == "super":
            inside = Span(opening + 1, self.span(call).end - 1)
            doubt = parents.doubt(self.semantics, found)
            return self.replace(inside, "", title, Applicability.unless(doubt)), doubt or ""
        assert isinstance(call.func, ast.Attribute)
        edits = [self.edit(call.func.value, "super()")]
        if found.method.name != "__new__":
            edits.append(Edit(self._first_argument(call, opening), ""))
        fix = self.fix(title, Applicability.UNSAFE, edits)
        return fix, f"where `{found.owner.name}` is one of several bases, another class may be next"

    def _first_argument(self, call: ast.Call, opening: int) -> Span:
        """Where the first argument stands, up to the next one."""
        if len(call.args) == 1 and not call.keywords:
            return Span(opening + 1, self.span(call).end - 1)
        text, start = self.source.text, self.span(call.args[0]).start
        end = text.index(",", self.span(call.args[0]).end) + 1
        return Span(start, end + len(text[end:]) - len(text[end:].lstrip()))
