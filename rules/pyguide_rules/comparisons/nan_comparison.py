"""PYG206: a comparison with nan, which is never equal to anything."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import spelling

_NANS = frozenset({"cmath.nan", "math.nan", "numpy.nan", "numpy.NaN", "numpy.NAN"})
_ORDER = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class NanComparison(Rule):
    """`x == float("nan")`."""

    code = "PYG206"
    category = Category.CORRECTNESS
    message = "`{comparison}` is always {answer}: nan compares unequal to everything, even itself"
    guide = ("Q7",)
    twins = {"ruff": ("PLW0177",), "pylint": ("W0177",)}
    suspects = (ast.Compare,)
    reach = Reach.EXPRESSION
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        if len(node.ops) > 1 or not isinstance(node.ops[0], _ORDER):
            return False
        return _is_nan(node.left, context) != _is_nan(node.comparators[0], context)

    def judge(self, compare: ast.Compare) -> None:
        if not self.suspicious(compare, self.semantics):
            return
        fix, reason = self._asked(compare)
        answer = "true" if isinstance(compare.ops[0], ast.NotEq) else "false"
        self.report(
            compare, fix, reason=reason, comparison=self.excerpt(compare, 40), answer=answer
        )

    def _asked(self, compare: ast.Compare) -> tuple[Fix | None, str]:
        """The question whether the other side is nan."""
        nan, other = compare.left, compare.comparators[0]
        if not _is_nan(nan, self.semantics):
            nan, other = other, nan
        if not isinstance(compare.ops[0], ast.Eq | ast.NotEq):
            return None, "what an order with nan is meant to ask is not to be seen"
        negation = "not " if isinstance(compare.ops[0], ast.NotEq) else ""
        if negation and not self._stands_free(compare):
            return None, "a `not` would need brackets here"
        isnan = self._isnan(nan)
        if isnan is None:
            return None, "`isnan` means something else here"
        edits = [self.edit(compare, f"{negation}{isnan.text}({self.text(other)})")]
        fix = self.fix("Ask for nan", Applicability.UNSAFE, edits, isnan.imports)
        return fix, "today the answer does not depend on the value"

    def _stands_free(self, compare: ast.Compare) -> bool:
        around = self.semantics.parent(compare)
        return not isinstance(around, ast.expr) or isinstance(around, ast.BoolOp | ast.Call)

    def _isnan(self, nan: ast.expr) -> spelling.Spelling | None:
        """How `isnan` of the library that ``nan`` is from is written here."""
        if isinstance(nan, ast.Attribute):
            return spelling.Spelling(f"{self.text(nan.value)}.isnan")
        full = self.semantics.qualified(nan) or "math"
        return spelling.spelling(self.semantics, full.partition(".")[0], "isnan", nan)


def _is_nan(node: ast.expr, semantics: Semantics) -> bool:
    match node:
        case ast.Call(func=func, args=[ast.Constant(value=str(text))], keywords=[]):
            spelled = text.strip().lstrip("+-").lower() == "nan"
            return spelled and semantics.is_builtin(func, "float")
        case ast.Attribute(attr="nan" | "NaN" | "NAN") | ast.Name(id="nan" | "NaN" | "NAN"):
            return semantics.qualified(node) in _NANS
    return False
