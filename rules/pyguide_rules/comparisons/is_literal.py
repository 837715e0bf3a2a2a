"""PYG202: identity asked of a value that is written out."""

from __future__ import annotations

import ast

import libcst as cst

from pyguide import Applicability, Category, Rule, Semantics, Span

_EQUALS = ("number", "string", "bytes", "tuple")
_SINGLETONS = ("None", "True", "False", "Ellipsis", "NotImplemented", "__debug__")


class IsLiteral(Rule):
    """`is` beside a number, a string or a display."""

    code = "PYG202"
    category = Category.CORRECTNESS
    message = "`{comparison}` {harm}; compare with `{equality}`"
    guide = ("Q5", "Q7", "Q107")
    twins = {
        "ruff": ("F632",),
        "flake8": ("F632",),
        "pylint": ("R0123",),
        "fixit": ("ComparePrimitivesByEqual",),
    }
    exact_twins = ("F632",)
    suspects = (ast.Is, ast.IsNot)

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        operands = [node.left, *node.comparators]
        return any(
            isinstance(operator, ast.Is | ast.IsNot)
            and any(map(_spells_a_value, operands[index : index + 2]))
            for index, operator in enumerate(node.ops)
        )

    def visit_Comparison(self, node: cst.Comparison) -> None:
        left = node.left
        for link in node.comparisons:
            if isinstance(link.operator, cst.Is | cst.IsNot):
                self._judge(left, link.operator, link.comparator)
            left = link.comparator

    def _judge(
        self, left: cst.BaseExpression, operator: cst.Is | cst.IsNot, right: cst.BaseExpression
    ) -> None:
        """One link of a comparison, which has a finding and a fix of its own."""
        kinds = _kind(left), _kind(right)
        kind = kinds[1] or kinds[0]
        if kind is None or "singleton" in kinds:
            return
        positive = isinstance(operator, cst.Is)
        whole = Span(self.region.outer_span(left).start, self.region.outer_span(right).end)
        if kind in _EQUALS:
            harm = f"asks for one object, which equal {kind.removesuffix('s')}s need not be"
            one, other = (self.excerpt(self.region.outer_span(node), 20) for node in (left, right))
            reason = f"`{one}` may be equal to `{other}` without being that object"
        else:
            harm = f"is always {not positive}, since a display makes a new {kind}"
            reason = f"the comparison was always {not positive} and now depends on the value"
        equality = "==" if positive else "!="
        self.report(
            whole,
            self.replace(operator, equality, f"Compare with `{equality}`", Applicability.UNSAFE),
            reason=reason,
            alone=not (_is_plain(left) or _is_plain(right)),
            comparison=self.excerpt(whole, 26),
            harm=harm,
            equality=equality,
        )


def _spells_a_value(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=value):
            return value is not None and value is not ... and not isinstance(value, bool)
        case ast.UnaryOp(operand=inner) | ast.BinOp(right=inner):
            return isinstance(inner, ast.Constant)
        case ast.JoinedStr() | ast.Tuple() | ast.List() | ast.Dict() | ast.Set():
            return True
    return isinstance(node, ast.ListComp | ast.DictComp | ast.SetComp)


def _is_plain(node: cst.BaseExpression) -> bool:
    """Whether ruff, too, sees a value spelled there."""
    match node:
        case cst.Integer() | cst.Float() | cst.Imaginary() | cst.SimpleString():
            return True
        case cst.List() | cst.Dict() | cst.Set():
            return True
    return isinstance(node, cst.ListComp | cst.DictComp | cst.SetComp)


def _kind(node: cst.BaseExpression) -> str | None:
    """What a literal or display spells; None for every other expression."""
    match node:
        case cst.Integer() | cst.Float() | cst.Imaginary():
            return "number"
        case cst.UnaryOperation(operator=cst.Minus() | cst.Plus() | cst.BitInvert()):
            return "number" if _kind(node.expression) == "number" else None
        case cst.BinaryOperation(operator=cst.Add() | cst.Subtract(), right=cst.Imaginary()):
            return "number" if _kind(node.left) == "number" else None
        case cst.SimpleString(prefix=prefix):
            return "bytes" if "b" in prefix else "string"
        case cst.ConcatenatedString(left=left):
            return _kind(left)
        case cst.FormattedString():
            return "string"
        case cst.Tuple():
            return "tuple"
        case cst.List() | cst.ListComp():
            return "list"
        case cst.Dict() | cst.DictComp():
            return "dict"
        case cst.Set() | cst.SetComp():
            return "set"
        case cst.Ellipsis():
            return "singleton"
        case cst.Name(value=name) if name in _SINGLETONS:
            return "singleton"
    return None
