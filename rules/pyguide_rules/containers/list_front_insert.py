"""PYG502: a list that a loop adds to at its front."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Reach, Rule, Semantics
from pyguide.rewriting import deques, spelling


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
        queue = self.semantics.queues.queue(name)
        fix, reason = None, queue if isinstance(queue, str) else queue.doubt
        if not isinstance(queue, str):
            spelled = spelling.spelling(self.semantics, "collections", "deque", queue.starts[0])
            if spelled is None:
                reason = "`deque` may mean something else here"
            else:
                how = Applicability.unless(reason)
                edits = deques.for_list(self.source, self.semantics, queue, spelled.text)
                fix = self.fix(f"Make `{name.id}` a deque", how, edits, spelled.imports)
        self.report(call, fix, reason=reason, name=self.excerpt(name))
