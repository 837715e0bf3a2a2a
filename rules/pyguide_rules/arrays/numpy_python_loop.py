"""PYG952: arithmetic on the items of an array, one by one."""

from __future__ import annotations

import ast

from pyguide import Category, Rule, Semantics
from pyguide.semantics.arrays import ndarrays as arrays


class NumpyPythonLoop(Rule):
    """`[x * 2 for x in np.arange(10)]`."""

    code = "PYG952"
    category = Category.PERFORMANCE
    message = "this loop computes with each item of `{array}` in Python; numpy takes it as a whole"
    guide = ("Q65",)
    suspects = (ast.For, ast.comprehension)
    mentions = ("numpy",)
    preview = True

    @classmethod
    def suspicious(cls, node: ast.For | ast.comprehension, context: Semantics) -> bool:
        if not isinstance(node.target, ast.Name) or not isinstance(node.iter, ast.Name | ast.Call):
            return False
        return arrays.item_loop(context, node) is not None and arrays.computes(context, node)

    def judge(self, loop: ast.For | ast.comprehension) -> None:
        shown = loop.target if isinstance(loop, ast.For) else self.semantics.parent(loop)
        if shown is None or isinstance(shown, ast.SetComp | ast.DictComp):
            return
        array = arrays.item_loop(self.semantics, loop)
        if array is not None and arrays.computes(self.semantics, loop):
            why = "which operation on the array is meant is yours to say"
            self.report(shown, reason=why, array=self.excerpt(array))
