"""PYG105: a list, dict or set where only what can be hashed will do."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.semantics.objects import mutables

_FROZEN = {"list": "tuple", "set": "frozenset", "bytearray": "bytes"}


class UnhashableMember(Rule):
    """`{[1, 2]}` and `{[1, 2]: 3}`."""

    code = "PYG105"
    category = Category.CORRECTNESS
    message = "the {kind} `{member}` cannot be hashed, so it cannot be {role}"
    guide = ("Q12", "Q4")
    twins = {"pylint": ("E1143",)}
    suspects = (ast.Set, ast.Dict, ast.SetComp, ast.DictComp, ast.Subscript, ast.Call)
    callees = frozenset({"add", "fromkeys", "frozenset", "set"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.expr, context: Semantics) -> bool:
        if isinstance(node, ast.Subscript) and not isinstance(
            node.slice, (*mutables.DISPLAYS, ast.Tuple)
        ):
            return False
        return any(True for _ in context.hashing.unhashable(node))

    def judge(self, node: ast.expr) -> None:
        if self.semantics.hashing.is_refusal_expected(node):
            return
        for member, kind, role in self.semantics.hashing.unhashable(node):
            fix, reason = self._fix(member, kind)
            shown = self.excerpt(member, 24)
            self.report(member, fix, reason=reason, kind=kind, member=shown, role=role)

    def _fix(self, member: ast.expr, kind: str) -> tuple[Fix | None, str]:
        """The immutable counterpart in the place of ``member``."""
        frozen = _FROZEN.get(kind)
        if frozen is None:
            return None, f"a {kind} has no immutable counterpart"
        if isinstance(member, ast.Name):
            return None, f"`{member.id}` is made elsewhere"
        if not isinstance(member, ast.List) and not self.semantics.builtin(frozen, member):
            return None, f"`{frozen}` is not the builtin here"
        title = f"Use a {frozen}"
        fix = self.fix(title, Applicability.UNSAFE, self._frozen(member, frozen))
        return fix, "the code raised a TypeError and now goes on"

    def _frozen(self, member: ast.expr, frozen: str) -> list[Edit]:
        span = self.span(member)
        first, last = Span(span.start, span.start + 1), Span(span.end - 1, span.end)
        match member:
            case ast.List(elts=[*_, end] as elements) if len(elements) == 1:
                comma = Span(self.span(end).end, self.span(end).end)
                behind = self.source.text[comma.end : last.start].lstrip()
                edits = [Edit(first, "(")]
                if not behind.startswith((")", ",")):
                    return [*edits, Edit(comma, ","), Edit(last, ")")]
                return [*edits, Edit(last, ")" if "," in behind else ",)")]
            case ast.List():
                return [Edit(first, "("), Edit(last, ")")]
            case ast.ListComp() | ast.SetComp():
                return [Edit(first, f"{frozen}("), Edit(last, ")")]
            case ast.Call(func=func) if self.semantics.is_builtin(func, *_FROZEN):
                return [self.edit(func, frozen)]
        return [
            Edit(Span(span.start, span.start), f"{frozen}("),
            Edit(Span(span.end, span.end), ")"),
        ]
