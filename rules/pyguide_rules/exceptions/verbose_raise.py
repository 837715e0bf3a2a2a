"""PYG304: a handler that raises by name what it caught."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Rule, Semantics, Span
from pyguide.rewriting import handlers


class VerboseRaise(Rule):
    """`raise error` where a bare `raise` passes the same exception on."""

    code = "PYG304"
    category = Category.STYLE
    message = "`raise {name}` adds this line to the traceback; a bare `raise` passes it on as it is"
    guide = ("Q39",)
    twins = {"ruff": ("TRY201",), "tryceratops": ("TRY201",)}
    suspects = (ast.Raise,)

    @classmethod
    def suspicious(cls, node: ast.Raise, context: Semantics) -> bool:
        return context.handlers.named_by(node) is not None

    def judge(self, raised: ast.Raise) -> None:
        handler = self.semantics.handlers.named_by(raised)
        if handler is None or not self.semantics.handlers.keeps_name(handler):
            return
        # Of an exception group, `except*` would merge what a bare `raise` passes on.
        in_group = isinstance(self.semantics.parent(handler), ast.TryStar)
        if not in_group and not self.semantics.handlers.sets_traceback(handler):
            self.report(raised, self._bare(raised, handler), name=handler.name)

    def _bare(self, raised: ast.Raise, handler: ast.ExceptHandler) -> Fix:
        """`raise`, and no `as name` where nothing else needs the name."""
        span, end = self.span(raised), self.span(handler).end
        behind = self.source.text[end : end + 1]
        edits = [Edit(Span(span.start + len("raise"), span.end), "")]
        reads = [node for node in ast.walk(raised) if isinstance(node, ast.Name)]
        if behind and self.semantics.handlers.name_serves_only(handler, reads):
            edits.append(Edit(handlers.name_place(self.source, handler), ""))
            # This changes nothing but reserves the handler: no other fix may write the name there.
            edits.append(Edit(Span(end, end + 1), behind))
        return self.fix("Raise again without the name", Applicability.SAFE, edits)
