"""PYG303: a handler that does nothing with every error it catches."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.rewriting import blocks, lines
from pyguide.semantics import comments


class SwallowedException(Rule):
    """A handler whose body is `pass`, `...` or `continue`."""

    code = "PYG303"
    category = Category.SUSPICIOUS
    message = "`{clause}` drops every error without a trace; log it, or name what you expect"
    guide = ("Q39", "Q107")
    twins = {"ruff": ("S110", "S112"), "bandit": ("B110", "B112")}
    suspects = (ast.ExceptHandler,)
    options = {"comment-is-enough": True}

    @classmethod
    def suspicious(cls, node: ast.ExceptHandler, context: Semantics) -> bool:
        return context.handlers.does_nothing(node) and context.handlers.broad(node)

    def judge(self, handler: ast.ExceptHandler) -> None:
        if not self.suspicious(handler, self.semantics):
            return
        last = lines.last_line(self.source, handler)
        explained = comments.explain_handler(self.source, handler, last)
        if explained and self.option("comment-is-enough"):
            return
        # An exception cannot get out of a finalizer either.
        in_finalizer = getattr(self.semantics.function(handler), "name", "") == "__del__"
        if in_finalizer or self.semantics.handlers.expects_failure(handler):
            return
        name = self.semantics.logger(handler)
        self.report(
            handler,
            self._logged(handler, name) if name else None,
            reason=f"`{name}` would report what is silent today" if name else "there is no logger",
            clause=f"except {self.excerpt(handler.type, 22)}" if handler.type else "except:",
        )

    def _logged(self, handler: ast.ExceptHandler, name: str) -> Fix:
        where = getattr(self.semantics.function(handler), "name", "")
        what = f"Ignored an exception in {where}()" if where else "Ignored an exception"
        call, first = f'{name}.exception("{what}")', handler.body[0]
        if not isinstance(first, ast.Continue):
            edit = self.edit(first, call)
        elif blocks.has_own_lines(self.source, first):
            edit = lines.above(self.source, first, call)
        else:
            edit = self.edit(first, f"{call}; continue")
        return self.fix(f"Log it with `{name}`", Applicability.UNSAFE, [edit])
