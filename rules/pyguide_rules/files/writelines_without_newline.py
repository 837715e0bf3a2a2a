"""PYG808: `writelines` of texts that end no line."""

from __future__ import annotations

import ast
import re

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.semantics.files import lineless


class WritelinesWithoutNewline(Rule):
    """`file.writelines(["one", "two"])`."""

    code = "PYG808"
    category = Category.CORRECTNESS
    message = "`writelines` adds no line ends, so `{piece}` and what follows share a line"
    guide = ("Q33",)
    suspects = (ast.Call,)
    callees = frozenset({"writelines"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return bool(lineless.lineless(context, node))

    def judge(self, call: ast.Call) -> None:
        if not _is_writelines(call.func):
            return
        pieces = lineless.lineless(self.semantics, call)
        if pieces:
            fix, reason = self._ended(call.args[0], pieces)
            self.report(call, fix, reason=reason, piece=self.excerpt(pieces[0], 24))

    def _ended(self, written: ast.expr, pieces: list[ast.expr]) -> tuple[Fix | None, str]:
        """Every literal with a line end of its own."""
        if isinstance(written, ast.Name):
            target = self.semantics.fates.untouched(written)
            if target is None or len(self.semantics.fates.uses(target)) > 1:
                return None, f"`{written.id}` is used in other places too"
        edits = []
        for piece in pieces:
            if not re.fullmatch(r"f?(\"[^\"]*\"|'[^']*')", self.text(piece), re.IGNORECASE):
                return None, f"`{self.excerpt(piece, 24)}` is not written in plain quotes"
            end = self.span(piece).end - 1
            edits.append(Edit(Span(end, end), "\\n"))
        return self.fix("End each line", Applicability.UNSAFE, edits), "the file gets line ends"


def _is_writelines(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and func.attr == "writelines"
