"""PYG602: a `__hash__` that does not follow from what `__eq__` compares."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics.classes import equality


class HashEqMismatch(Rule):
    """`__hash__` reads an attribute that `__eq__` does not compare, or none at all."""

    code = "PYG602"
    category = Category.CORRECTNESS
    message = "`__hash__` of `{owner}` {flaw}"
    guide = ("Q21", "Q12")
    suspects = (ast.ClassDef,)
    mentions = ("__hash__",)
    reach = Reach.HEADER

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        if not {"__eq__", "__hash__"} <= {getattr(stmt, "name", "") for stmt in node.body}:
            return False
        alone = equality.hashed_alone(context, node)
        return bool(alone) or equality.hashes_nothing(context, node)

    def judge(self, class_: ast.ClassDef) -> None:
        if self.semantics.function(class_) is not None:
            return
        hash_ = self.semantics.attributes.method(class_, "__hash__")
        if hash_ is None:
            return
        alone = equality.hashed_alone(self.semantics, class_)
        if alone:
            flaw = f"reads `{alone[0]}`, which `__eq__` does not compare"
            reason = f"`__eq__` may have to compare `{alone[0]}`, or `__hash__` to leave it out"
        elif equality.hashes_nothing(self.semantics, class_):
            flaw = "is the same for all, so each lookup compares one by one"
            reason = "what `__eq__` compares may change"
        else:
            return
        self.report(hash_, reason=reason, owner=class_.name, flaw=flaw)
