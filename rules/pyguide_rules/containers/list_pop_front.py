"""PYG503: a list used as a queue, taken from at its front in a loop."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.rewriting import deques


class ListPopFront(Rule):
    """`queue.pop(0)` in a loop."""

    code = "PYG503"
    category = Category.PERFORMANCE
    message = "`{name}.pop(0)` moves all of `{name}` each time; a deque has `popleft`"
    guide = ("Q9",)
    suspects = (ast.Call,)
    callees = frozenset({"pop"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        match node.args:
            case [ast.Constant(value=0)]:
                return context.queues.repeated(node) is not None
        return False

    def judge(self, call: ast.Call) -> None:
        if getattr(call.func, "attr", "") != "pop":
            return
        name = self.semantics.queues.repeated(call)
        if name is None:
            return
        fix, reason = deques.offer(self.semantics, name, self.fix)
        self.report(call, fix, reason=reason, name=self.excerpt(name))
