"""PYG414: an iterator written as a class, where a generator function would do."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics.loops import iterating


class IteratorClass(Rule):
    """`__init__`, `__iter__` that returns `self`, `__next__`, and nothing else."""

    code = "PYG414"
    category = Category.COMPLEXITY
    message = (
        "`{owner}` is an iterator written out by hand; a generator function keeps its own place"
    )
    guide = ("Q51",)
    suspects = (ast.ClassDef,)
    reach = Reach.HEADER
    preview = True

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        if not iterating.has_parts(node):
            return False
        return iterating.is_generator_in_disguise(context, node)

    def judge(self, class_: ast.ClassDef) -> None:
        if iterating.is_generator_in_disguise(self.semantics, class_):
            reason = f"code may ask a `{class_.name}` for its attributes"
            self.report(class_, reason=reason, owner=class_.name)
