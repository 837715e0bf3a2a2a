"""PYG106: an assignment to an item of a tuple."""

from __future__ import annotations

import ast

from pyguide import Category, Reach, Rule, Semantics


class TupleItemAssignment(Rule):
    """`point = 1, 2` and then `point[0] = 3`."""

    code = "PYG106"
    category = Category.CORRECTNESS
    message = "`{tuple}` is a tuple, so `{target}` cannot be {done}: TypeError"
    guide = ("Q3",)
    twins = {"pylint": ("E1137", "E1138")}
    suspects = (ast.Subscript,)
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Subscript, context: Semantics) -> bool:
        return _is_tuple(node, context)

    def judge(self, target: ast.Subscript) -> None:
        if not _is_tuple(target, self.semantics):
            return
        if self.semantics.hashing.is_refusal_expected(target):
            return
        done = "deleted" if isinstance(target.ctx, ast.Del) else "assigned"
        name, shown = self.excerpt(target.value), self.excerpt(target, 30)
        why = f"a list in place of the tuple would have to be made where `{name}` is"
        self.report(target, reason=why, tuple=name, target=shown, done=done)


def _is_tuple(target: ast.Subscript, semantics: Semantics) -> bool:
    """Whether ``target`` stores into or deletes from what surely is a tuple."""
    if isinstance(target.ctx, ast.Load) or not isinstance(target.value, ast.Name):
        return False
    name = target.value.id
    shown = name in semantics.structure.tuples or name not in semantics.structure.assigned
    # What nothing is assigned to may be the parameter of a star.
    return shown and semantics.type_of(target.value).within("tuple")
