"""PYG952: arithmetic on the items of an array, one by one."""

from __future__ import annotations

import ast

import libcst as cst

from pyguide import Category, Rule, Semantics
from pyguide.semantics import arrays


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

    def visit_For(self, node: cst.For) -> None:
        loop = self.ast_of(node)
        if isinstance(loop, ast.For):
            self._look(loop, loop.target)

    def visit_ListComp(self, node: cst.ListComp) -> None:
        self._look_in(self.ast_of(node))

    def visit_GeneratorExp(self, node: cst.GeneratorExp) -> None:
        self._look_in(self.ast_of(node))

    def _look_in(self, comprehension: ast.ListComp | ast.GeneratorExp | None) -> None:
        if comprehension is not None:
            self._look(comprehension.generators[0], comprehension)

    def _look(self, loop: ast.For | ast.comprehension, shown: ast.expr) -> None:
        array = arrays.item_loop(self.semantics, loop)
        if array is not None and arrays.computes(self.semantics, loop):
            why = "which operation on the array is meant is yours to say"
            self.report(shown, reason=why, array=self.excerpt(array))
