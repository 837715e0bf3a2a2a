"""PYG502: a list that a loop adds to at its front."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.rewriting import deques


class ListFrontInsert(Rule):
    """`rows.insert(0, row)` in a loop."""

    code = "PYG502"
    category = Category.PERFORMANCE
    message = "`{name}.insert(0, …)` moves all of `{name}` each time; a deque has `appendleft`"
    guide = ("Q9",)
    suspects = (ast.Call,)
    callees = frozenset({"insert"})
    reach = Reach.EXPRESSION
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        match node.args:
            case [ast.Constant(value=0), _]:
                return context.queues.repeated(node) is not None
        return False

    def judge(self, call: ast.Call) -> None:
        if getattr(call.func, "attr", "") != "insert":
            return
        name = self.semantics.queues.repeated(call)
        if name is None:
            return
        fix, reason = deques.offer(self.semantics, name, self.fix)
        self.report(call, fix, reason=reason, name=self.excerpt(name))
