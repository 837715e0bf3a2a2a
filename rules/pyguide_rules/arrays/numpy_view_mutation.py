"""PYG953: a change through a slice of an array that is used afterwards."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Rule, Semantics, Span
from pyguide.semantics.arrays import ndarrays as arrays


class NumpyViewMutation(Rule):
    """`head = data[:3]` and then `head += 1`."""

    code = "PYG953"
    category = Category.SUSPICIOUS
    message = "`{part}` is a view of `{whole}`: line {line} changes both"
    guide = ("Q65",)
    suspects = (ast.Assign,)
    mentions = ("numpy",)
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Assign, context: Semantics) -> bool:
        value = node.value
        if value.__class__ is not ast.Subscript:
            return False
        return arrays.shared_slice(context, node) is not None

    def judge(self, statement: ast.Assign) -> None:
        if not isinstance(statement.value, ast.Subscript):
            return
        found = arrays.shared_slice(self.semantics, statement)
        if found is None:
            return
        whole, line = found.whole.id, found.change.lineno
        end = self.span(statement.value).end
        copied = [Edit(Span(end, end), ".copy()")]
        fix = self.fix("Work on a copy", Applicability.UNSAFE, copied)
        reason = f"today `{whole}` changes too, which may be meant"
        self.report(statement, fix, reason=reason, part=found.part, whole=whole, line=line)
