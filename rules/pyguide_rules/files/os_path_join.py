"""PYG803: a path that is put together as text."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.rewriting import spelling
from pyguide.semantics.files import pathnames


class OsPathJoin(Rule):
    """`os.path.join(folder, "name")`."""

    code = "PYG803"
    category = Category.PEDANTIC
    message = "`{call}` builds a path as text; a `pathlib.Path` joins with `/`"
    guide = ("Q33",)
    twins = {"ruff": ("PTH118",), "flake8-use-pathlib": ("PTH118",), "refurb": ("FURB147",)}
    suspects = (ast.Call,)
    callees = frozenset({"join"})
    reach = Reach.EXPRESSION
    preview = True
    options = {"flag-all": False}

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        if not pathnames.joined(context, node):
            return False
        return bool(cls.wish(context, "flag-all")) or pathnames.taker(context, node) is not None

    def judge(self, call: ast.Call) -> None:
        wanted = self.suspicious(call, self.semantics)
        if wanted and not pathnames.is_walking(self.semantics, call):
            fix, reason = self._path(call)
            self.report(call, fix, reason=reason, call=self.excerpt(call, 32))

    def _path(self, call: ast.Call) -> tuple[Fix | None, str]:
        """The same path as an object, where that goes straight to something that takes one."""
        taker, obstacle = pathnames.taker(self.semantics, call), pathnames.why_text(call)
        if taker is None or obstacle is not None:
            return None, obstacle or "code further on may need a text"
        title, why = "Use a path object", "a path object drops `.` parts and doubled separators"
        first, last = self.span(call.args[0]), self.span(call).end
        if taker == "pathlib.Path":
            opening, closing = Span(self.span(call).start, first.start), Span(last - 1, last)
            if self.text(opening).rstrip().endswith("((") or "," in self.text(closing):
                return None, "the arguments are in brackets of their own"
            edits = [Edit(opening, ""), Edit(closing, "")]
            return self.fix(title, Applicability.UNSAFE, edits), why
        path = spelling.spelling(self.semantics, "pathlib", "Path", call)
        if path is None:
            return None, "the name `Path` is taken"
        start = self.text(call.args[0])
        if not self.semantics.resources.is_path(call.args[0]):
            start = f"{path.text}({start})"
        parts = [start, *(self.operand(arg) for arg in call.args[1:])]
        edit = self.edit(call, " / ".join(parts))
        return self.fix(title, Applicability.UNSAFE, [edit], path.imports), why
