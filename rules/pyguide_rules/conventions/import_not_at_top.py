"""PYG003: an import below code of its module."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.rewriting import blocks, lines
from pyguide.semantics.conventions import imports

ImportNode = ast.Import | ast.ImportFrom
Offer = tuple[Fix | None, str]


class ImportNotAtTop(Rule):
    """`import os` below the first function."""

    code = "PYG003"
    category = Category.STYLE
    message = "`{module}` is imported {place}, where readers do not look for imports"
    guide = ("Q100",)
    twins = {"ruff": ("E402", "PLC0415"), "pycodestyle": ("E402",), "pylint": ("C0413", "C0415")}
    suspects = (ast.Import, ast.ImportFrom)
    preview = True
    options = {"inside-functions": False}

    @classmethod
    def suspicious(cls, node: ImportNode, context: Semantics) -> bool:
        if context.parent(node) is not context.source.tree:
            return bool(cls.wish(context, "inside-functions")) and bool(context.function(node))
        return node.col_offset == 0 and imports.code_before(context.source.tree, node) is not None

    def judge(self, statement: ImportNode) -> None:
        tree = self.source.tree
        module = statement.module if isinstance(statement, ast.ImportFrom) else None
        dots = "." * statement.level if isinstance(statement, ast.ImportFrom) else ""
        shown = f"{dots}{module or '' if dots or module else statement.names[0].name}"
        if self.semantics.parent(statement) is not tree:
            inside = self.semantics.function(statement)
            if self.option("inside-functions") and inside is not None:
                place = f"in `{getattr(inside, 'name', 'lambda')}`"
                why = f"`{shown}` may be imported late on purpose"
                self.report(statement, reason=why, module=shown, place=place)
            return
        code = imports.code_before(tree, statement)
        if code is None or statement.col_offset or self._has_reason(statement):
            return
        place = f"below the code of line {code.lineno}"
        fix, reason = self._moved(statement, code, shown)
        self.report(statement, fix, reason=reason, module=shown, place=place)

    def _has_reason(self, statement: ImportNode) -> bool:
        """Whether a comment behind or right above the import may say why it stands here."""
        end = self.span(statement).end
        behind = self.source.text[end : self.source.line_span(statement.end_lineno or 1).end]
        above = self.source.line(statement.lineno - 1) if statement.lineno > 1 else ""
        return "#" in behind or above.startswith("#")

    def _moved(self, statement: ImportNode, code: ast.stmt, shown: str) -> Offer:
        """The import behind the last one above the code."""
        leading = [one for one in self.source.tree.body if one.lineno < code.lineno]
        last = next((one for one in reversed(leading) if isinstance(one, ImportNode)), None)
        if last is None or not blocks.has_own_lines(self.source, last):
            return None, "there is no block of imports to join"
        if not blocks.has_own_lines(self.source, statement):
            return None, "the import shares its line"
        gone = blocks.drop(self.source, statement.lineno, statement.end_lineno or statement.lineno)
        edits = [lines.below(self.source, last, self.text(statement)), gone]
        fix = self.fix("Import it at the top", Applicability.UNSAFE, edits)
        return fix, f"`{shown}` would be imported before the code above it runs"
