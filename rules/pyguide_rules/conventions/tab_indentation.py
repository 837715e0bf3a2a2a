"""PYG002: lines that are indented with tabs."""

from __future__ import annotations

import ast
import re

from pyguide import Applicability, Category, Reach, Rule, Semantics, Span
from pyguide.rewriting import indentation


class TabIndentation(Rule):
    """A tab before the first character of a line."""

    code = "PYG002"
    category = Category.STYLE
    message = "{count} with a tab; Python code is indented with four spaces"
    guide = ("Q100",)
    twins = {"ruff": ("W191",), "pycodestyle": ("W191", "E101"), "pylint": ("W0311",)}
    optional = True
    suspects = (ast.Module,)
    reach = Reach.MODULE

    @classmethod
    def suspicious(cls, node: ast.Module, context: Semantics) -> bool:
        text = context.source.text
        return "\t" in text and re.search(r"(?:\A|[\r\n])[ \f]*\t", text) is not None

    def judge(self, module: ast.Module) -> None:
        lines = indentation.tabbed_lines(self.source)
        if not lines:
            return
        begin = self.source.starts[lines[0] - 1]
        first = Span(begin, begin + len(self.source.line(lines[0])))
        count = "1 line begins" if len(lines) == 1 else f"{len(lines)} lines begin"
        edits = indentation.spaced(self.source)
        if edits is None:
            why = "with spaces the lines would mean something else"
            self.report(first, reason=why, count=count)
        else:
            fix = self.fix("Indent with four spaces", Applicability.SAFE, edits)
            self.report(first, fix, count=count)
