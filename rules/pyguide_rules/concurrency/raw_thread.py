"""PYG905: threads that are made, started and joined by hand."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics.concurrency import joining


class RawThread(Rule):
    """A list of `threading.Thread`, one loop that starts them and one that joins them."""

    code = "PYG905"
    category = Category.COMPLEXITY
    message = "`{name}` are started and joined by hand, and lose what they return and raise"
    guide = ("Q52",)
    suspects = (ast.Call,)
    callees = frozenset({"Thread"})
    reach = Reach.EXPRESSION
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return joining.joined_list(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        name = joining.joined_list(self.semantics, call)
        if name is not None:
            self.report(call, reason="a pool runs no more at once than it has workers", name=name)
