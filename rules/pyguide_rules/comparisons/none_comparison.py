"""PYG201: equality asked where the question is whether something is None."""

from __future__ import annotations

import ast

import libcst as cst

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import singletons


class NoneComparison(Rule):
    """`== None` and `!= None`."""

    code = "PYG201"
    category = Category.SUSPICIOUS
    message = "`{comparison}` lets {operand} decide what equals None; ask `{cure}`"
    guide = ("Q5", "Q2", "Q7", "Q100")
    twins = {
        "ruff": ("E711",),
        "flake8": ("E711",),
        "pylint": ("C0121",),
        "autopep8": ("E711",),
        "fixit": ("CompareSingletonPrimitivesByIs",),
    }
    exact_twins = ("E711",)
    suspects = (ast.Eq, ast.NotEq)
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        operands = [node.left, *node.comparators]
        return any(
            isinstance(operator, ast.Eq | ast.NotEq)
            and any(map(_is_none, operands[index : index + 2]))
            for index, operator in enumerate(node.ops)
        )

    def visit_Comparison(self, node: cst.Comparison) -> None:
        for link in singletons.links(self.region, self.semantics, node, ("None",)):
            self._judge(link)

    def _judge(self, link: singletons.Link) -> None:
        if singletons.insisted(self.source, self.span(link.compare)):
            return
        fix, reason = self._fix(link)
        operand = self.excerpt(link.given, 20)
        self.report(
            link.compare,
            fix,
            reason=reason,
            alone=isinstance(link.operand, ast.Constant | ast.Tuple),
            comparison=self.excerpt(link.compare, 26),
            operand=f"`{operand}`",
            cure="is not None" if link.negative else "is None",
        )

    def _fix(self, link: singletons.Link) -> tuple[Fix | None, str | None]:
        """Identity for equality, and why it is unsafe or missing."""
        if singletons.defended(self.source, self.span(link.compare)):
            return None, "a comment there speaks about the comparison"
        if not _is_none(link.operand) and singletons.is_written_out(link.operand):
            return None, f"{self.semantics.shown(link.operand)} is written out and never None"
        foreign = self.semantics.overloading.why_not_python(link.operand)
        if foreign is not None:
            return None, foreign
        found = self.semantics.type_of(link.operand)
        how = Applicability.SAFE if found.known and found.exact else Applicability.UNSAFE
        word = "is not" if link.differs and link.is_alone else "is"
        fix = self.fix(f"Ask `{word} None`", how, [singletons.identity(self.source, link)])
        return fix, found.why or f"{self.semantics.shown(link.operand)} may be of a subclass"


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
