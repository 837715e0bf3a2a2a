"""PYG009: a loop variable that nothing reads."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.semantics.conventions import targets

Offer = tuple[Fix | None, str | None]


class UnusedLoopVariable(Rule):
    """`for i in range(3): beep()`."""

    code = "PYG009"
    category = Category.STYLE
    message = "{names} never read in this loop or after it"
    guide = ("Q6",)
    twins = {"ruff": ("B007",), "flake8-bugbear": ("B007",), "pylint": ("W0612",)}
    suspects = (ast.For, ast.AsyncFor)
    reach = Reach.HEADER
    preview = True

    @classmethod
    def suspicious(cls, node: ast.For | ast.AsyncFor, context: Semantics) -> bool:
        return bool(targets.unread(context, node))

    def judge(self, loop: ast.For | ast.AsyncFor) -> None:
        unread = targets.unread(self.semantics, loop)
        if not unread:
            return
        shown = [f"`{name.id}`" for name in unread[:3]]
        names = f"{', '.join(shown)} {'is' if len(unread) == 1 else 'are'}"
        fix, reason = self._renamed(loop, unread)
        self.report(loop.target, fix, reason=reason, names=names)

    def _renamed(self, loop: ast.For | ast.AsyncFor, unread: list[ast.Name]) -> Offer:
        """An underscore in the place of each name, or before it where the underscore has a use."""
        edits = []
        for name in unread:
            if not targets.stays_local(self.semantics, name):
                return None, f"`{name.id}` is read before any loop has bound it"
            new = targets.throwaway(self.semantics, name)
            if new is None:
                return None, f"both `_` and `_{name.id}` have another use"
            edits.append(self.edit(name, new))
        outside = self.semantics.function(loop) is None
        doubt = f"other files may read `{unread[0].id}`" if outside else None
        return self.fix("Mark what is not read", Applicability.unless(doubt), edits), doubt
