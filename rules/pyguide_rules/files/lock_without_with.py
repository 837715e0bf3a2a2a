"""PYG809: a lock that is taken and given back by hand."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import blocks, lines, withs
from pyguide.semantics.concurrency import locking

Offer = tuple[Fix | None, str | None]


class LockWithoutWith(Rule):
    """`lock.acquire()` and `lock.release()`."""

    code = "PYG809"
    category = Category.SUSPICIOUS
    message = "`{lock}` is {fault}"
    guide = ("Q101",)
    twins = {"pylint": ("R1732",)}
    suspects = (ast.Call,)
    callees = frozenset({"acquire"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return locking.held(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        if not isinstance(call.func, ast.Attribute):
            return
        found = locking.held(self.semantics, call) if call.func.attr == "acquire" else None
        if found is None:
            return
        fault = "released by hand in `finally`; `with` does that in one line"
        if found.guard is None:
            fault = "never released when an exception comes before its `release()`"
        fix, reason = self._with(found)
        self.report(call, fix, reason=reason, lock=self.excerpt(found.lock), fault=fault)

    def _with(self, found: locking.Held) -> Offer:
        keyword = "async with" if found.waits else "with"
        header = f"{keyword} {self.text(found.lock)}:"
        step = lines.step(self.source)
        ends = [found.acquire, found.release, found.guard or found.body[0], found.body[-1]]
        if not all(blocks.has_own_lines(self.source, stmt) for stmt in ends):
            return None, "statements share a line"
        if found.guard is None:
            edits = withs.for_locked_block(self.source, found.acquire, header, found.release, step)
            why = f"an exception before the release of `{self.text(found.lock)}` would release it"
            return self.fix("Hold the lock in a `with` statement", Applicability.UNSAFE, edits), why
        if found.acquire in found.guard.body and found.acquire is not found.guard.body[0]:
            return None, "the `try` does more than hold the lock"
        guarded = withs.for_locked_try(self.source, found.acquire, header, found.guard, step)
        if guarded is None:
            return None, "the clauses of the `try` share lines"
        why_not = self._doubt(found, found.guard)
        safety = Applicability.unless(why_not)
        return self.fix("Replace `try` and `finally` by `with`", safety, guarded), why_not

    def _doubt(self, found: locking.Held, guard: ast.Try) -> str | None:
        """Why the `with` may do something else than the `try`."""
        lock = self.text(found.lock)
        if found.acquire in guard.body:
            return f"`{lock}` is released today even when taking it has failed"
        if isinstance(found.release.value, ast.Await):
            return f"`{lock}.release()` gives nothing that can be awaited"
        return locking.why_no_plain_lock(self.semantics, found)
