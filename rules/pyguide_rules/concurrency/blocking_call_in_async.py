"""PYG902: a coroutine that waits for something without letting others run."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import awaits
from pyguide.semantics.concurrency import coroutines

_TO_THREAD = (3, 9)
_TWINS = ("ASYNC210", "ASYNC220", "ASYNC221", "ASYNC222", "ASYNC230", "ASYNC250")


class BlockingCallInAsync(Rule):
    """`requests.get(url)` in an `async def`."""

    code = "PYG902"
    category = Category.SUSPICIOUS
    message = "`{call}` waits for {what} while no other task of the event loop can run"
    guide = ("Q105",)
    twins = {"ruff": _TWINS, "flake8-async": _TWINS}
    suspects = (ast.Call,)
    callees = coroutines.BLOCKING_NAMES
    reach = Reach.EXPRESSION
    options = {"flag-files": False}

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        found = coroutines.blocks(context, node)
        return found is not None and (found != "the disk" or bool(cls.wish(context, "flag-files")))

    def judge(self, call: ast.Call) -> None:
        what = coroutines.blocks(self.semantics, call)
        if what is None or (what == "the disk" and not self.option("flag-files")):
            return
        fix, reason = self._in_thread(call)
        self.report(call, fix, reason=reason, call=self.excerpt(call, 32), what=what)

    def _in_thread(self, call: ast.Call) -> tuple[Fix | None, str]:
        """`await asyncio.to_thread(function, ...)`."""
        name = coroutines.loop_library(self.semantics)
        if name != "asyncio" or self.target_version < _TO_THREAD:
            return None, f"`{name}` has a way of its own to run it in a thread"
        if isinstance(self.semantics.parent(call), ast.withitem):
            return None, "what the block does with it may wait as well"
        found = awaits.library(self.semantics, call, name)
        if found is None:
            return None, f"the name `{name}` is taken"
        end = self.span(call.func).end
        rest = self.source.text[end : self.span(call).end]
        if not rest.startswith("(") or any(isinstance(a, ast.GeneratorExp) for a in call.args):
            return None, "a part of the call needs brackets of its own"
        joint = ("," if rest[1:2].isspace() else ", ") if call.args or call.keywords else ""
        begin = f"{found[0]}.to_thread({self.text(call.func)}{joint}"
        edits = awaits.awaited(self.semantics, call, begin, end + 1)
        if edits is None:
            return None, "an `await` cannot stand here"
        fix = self.fix("Run it in a thread", Applicability.UNSAFE, edits, found[1])
        return fix, "the call runs in another thread, while other tasks run"
