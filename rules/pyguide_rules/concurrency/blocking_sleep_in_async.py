"""PYG901: a coroutine that puts the whole event loop to sleep."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import awaits
from pyguide.semantics.concurrency import coroutines


class BlockingSleepInAsync(Rule):
    """`time.sleep()` in an `async def`."""

    code = "PYG901"
    category = Category.CORRECTNESS
    message = "`{call}` in `{function}` stops all tasks of the event loop, not only this one"
    guide = ("Q105",)
    twins = {
        "ruff": ("ASYNC251",),
        "flake8-async": ("ASYNC251",),
        "fixit": ("UseAsyncSleepInAsyncDef",),
    }
    suspects = (ast.Call,)
    callees = frozenset({"sleep"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return _sleeper(node, context) is not None

    def judge(self, call: ast.Call) -> None:
        function = _sleeper(call, self.semantics)
        if function is not None:
            fix, reason = self._await(call)
            shown = self.excerpt(call, 24)
            self.report(call, fix, reason=reason, call=shown, function=function.name)

    def _await(self, call: ast.Call) -> tuple[Fix | None, str]:
        """`await asyncio.sleep(...)`, or that of the library whose loop the file uses."""
        name = coroutines.loop_library(self.semantics)
        found = awaits.library(self.semantics, call, name)
        if found is None:
            return None, f"the name `{name}` is taken"
        begin, end = f"{found[0]}.sleep", self.span(call.func).end
        edits = awaits.awaited(self.semantics, call, begin, end)
        if edits is None:
            return None, "an `await` cannot stand here"
        fix = self.fix("Let other tasks run", Applicability.UNSAFE, edits, found[1])
        return fix, "other tasks run during the wait, and it can be cancelled"


def _sleeper(call: ast.Call, semantics: Semantics) -> ast.AsyncFunctionDef | None:
    """The coroutine function that ``call`` puts to sleep."""
    function = coroutines.coroutine_around(semantics, call)
    if function is None or len(call.args) != 1:
        return None
    return function if semantics.qualified(call.func) == "time.sleep" else None
