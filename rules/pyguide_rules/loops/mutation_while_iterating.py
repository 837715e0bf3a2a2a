"""PYG409: a container that changes its size while a loop walks it."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.semantics.loops import resizing
from pyguide.semantics.objects import hashing


class MutationWhileIterating(Rule):
    """`for key in table: del table[key]`."""

    code = "PYG409"
    category = Category.CORRECTNESS
    message = "`{change}` resizes `{container}` while the loop walks it; walk a copy"
    guide = ("Q11",)
    twins = {
        "ruff": ("B909", "PLE4703"),
        "flake8-bugbear": ("B909",),
        "pylint": ("W4701", "E4702", "E4703"),
    }
    suspects = (ast.For,)

    @classmethod
    def suspicious(cls, node: ast.For, context: Semantics) -> bool:
        found = resizing.walked(node)
        return found is not None and resizing.may_resize(context, found)

    def judge(self, loop: ast.For) -> None:
        found = resizing.walked(loop)
        change = None if found is None else resizing.resizes(self.semantics, found)
        if found is None or change is None or hashing.expects_failure(self.semantics, found.loop):
            return
        container = self.excerpt(found.container)
        fix, why = self._copied(found), "`list` may not be the builtin here"
        if fix is not None:
            why = f"the loop would go on over what `{container}` held before"
        self.report(loop, fix, reason=why, change=self._shown_change(change), container=container)

    def _shown_change(self, change: ast.AST) -> str:
        if isinstance(change, ast.Call):
            return f"{self.excerpt(change.func)}()"
        text = self.excerpt(change)
        return f"del {text}" if isinstance(getattr(change, "ctx", None), ast.Del) else f"{text} ="

    def _copied(self, found: resizing.Walked) -> Fix | None:
        """A list of what the container holds when the loop begins."""
        if not self.semantics.builtin("list", found.loop.iter):
            return None
        copy = f"list({self.text(found.source)})"
        return self.replace(found.source, copy, "Walk a copy", Applicability.UNSAFE)
