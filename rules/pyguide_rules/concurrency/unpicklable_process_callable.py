"""PYG907: a function that cannot be pickled is sent to another process."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.rewriting import defs, lines
from pyguide.semantics.concurrency import pickling


class UnpicklableProcessCallable(Rule):
    """`pool.map(lambda x: ..., rows)` for a pool of processes."""

    code = "PYG907"
    category = Category.CORRECTNESS
    message = "{what} cannot be pickled, so `{sender}` cannot {verb}"
    guide = ("Q15", "Q26")
    suspects = (ast.Call,)
    callees = pickling.SENDERS
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return _found(node, context) is not None

    def judge(self, call: ast.Call) -> None:
        found = _found(call, self.semantics)
        if found is None:
            return
        sent, sender, function = found
        what = "a lambda"
        if not isinstance(function, ast.Lambda):
            what = f"`{function.name}`, which stands inside a function,"
        # A forked process is a copy of this one and gets its target without pickle.
        verb = "start it by spawning" if sender == "Process" else "send it to another process"
        fix, reason = self._hoisted(sent, function)
        self.report(sent, fix, reason=reason, what=what, sender=sender, verb=verb)

    def _hoisted(self, sent: ast.expr, function: ast.AST) -> tuple[Fix | None, str]:
        """A function of the module in the place of the lambda."""
        if not isinstance(function, ast.Lambda):
            return None, "moving a function out of another changes what it sees"
        if function is not sent:
            return None, "the lambda stands elsewhere"
        captured = pickling.captured(self.semantics, function)
        if captured is not None:
            return None, f"the lambda needs {captured} of the code around it"
        if function.lineno != function.end_lineno or self.semantics.in_fstring(function):
            return None, "the lambda spans several lines"
        top = [*self.semantics.ancestors(function)][-2]
        first = min(one.lineno for one in (top, *getattr(top, "decorator_list", ())))
        if first > 1 and self.source.line(first - 1).strip():
            return None, "a comment or another statement stands right above the code"
        name = self.semantics.fresh_name("task", top)
        newline, step = self.source.newline, lines.step(self.source)
        body = f"return {self.text(function.body)}"
        head = defs.arguments(self.source, function)
        text = f"def {name}({head}):{newline}{step}{body}{newline * 3}"
        start = self.source.starts[first - 1]
        # This changes nothing but reserves the name: no other fix may write it in the same pass.
        reserved = Edit(Span(0, 1), self.source.text[0])
        edits = [reserved, Edit(Span(start, start), text), self.edit(function, name)]
        fix = self.fix("Define it in the module", Applicability.UNSAFE, edits)
        return fix, "the other process runs it now"


Found = tuple[ast.expr, str, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef]


def _found(call: ast.Call, semantics: Semantics) -> Found | None:
    """What ``call`` sends, who sends it, and the function it is that cannot be pickled."""
    sent = pickling.sent(semantics, call)
    if sent is None or semantics.hashing.is_refusal_expected(call):
        return None
    function = pickling.unpicklable(semantics, sent[0])
    return None if function is None else (*sent, function)
