"""PYG608: a class at the end of a long line of classes."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics.values import lineage


class DeepInheritance(Rule):
    """A class with four or more classes above it."""

    code = "PYG608"
    category = Category.COMPLEXITY
    message = "`{owner}` is the last of {count} classes in line: {line}"
    guide = ("Q20", "Q17")
    twins = {"pylint": ("R0901",)}
    suspects = (ast.ClassDef,)
    reach = Reach.HEADER
    preview = True
    options = {"max-inheritance-depth": 4, "allow-exceptions": True}

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        most: int = cls.wish(context, "max-inheritance-depth")
        if not lineage.may_be_deep(context, node, most):
            return False
        return len(lineage.longest_line(context, node)) > most

    def judge(self, class_: ast.ClassDef) -> None:
        line = lineage.longest_line(self.semantics, class_)
        if len(line) <= self.option("max-inheritance-depth"):
            return
        if self.option("allow-exceptions") and lineage.is_exception(self.semantics, class_):
            return
        shown = f"`{line[1]}`, … `{line[-1]}`"
        reason = f"which parts of `{line[1]}` could be held instead is a question of design"
        self.report(class_, reason=reason, owner=class_.name, count=len(line), line=shown)
