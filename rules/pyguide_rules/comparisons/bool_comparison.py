"""PYG204: equality asked of True or False, which numbers answer too."""

from __future__ import annotations

import ast

import libcst as cst

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import conditions, singletons
from pyguide.semantics.values import library

_SINGLETONS = ("True", "False")


class BoolComparison(Rule):
    """`== True`, `== False` and their opposites."""

    code = "PYG204"
    category = Category.STYLE
    message = "`{comparison}` {harm}"
    guide = ("Q100",)
    twins = {
        "ruff": ("E712",),
        "flake8": ("E712",),
        "pylint": ("C0121",),
        "refurb": ("FURB149",),
        "autopep8": ("E712",),
        "fixit": ("CompareSingletonPrimitivesByIs",),
    }
    exact_twins = ("E712",)
    suspects = (ast.Eq, ast.NotEq)
    preview = True
    reach = Reach.EXPRESSION
    options = {"style": "identity"}

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        operands = [node.left, *node.comparators]
        return any(
            isinstance(operator, ast.Eq | ast.NotEq)
            and any(map(_is_bool, operands[index : index + 2]))
            for index, operator in enumerate(node.ops)
        )

    def visit_Comparison(self, node: cst.Comparison) -> None:
        for link in singletons.links(self.region, self.semantics, node, _SINGLETONS):
            if not isinstance(link.operand, ast.Constant) and not self._is_asserted(link.compare):
                self._judge(link)

    def _is_asserted(self, compare: ast.Compare) -> bool:
        """Whether a test checks what the comparison itself gives."""
        match self.semantics.parent(compare):
            case ast.Call(func=ast.Attribute(attr=name)):
                return name.startswith("assert")
        return False

    def _judge(self, link: singletons.Link) -> None:
        found = self.semantics.type_of(link.operand)
        asked = self.excerpt(link.given, 20)
        numbers = "0 and 0.0" if link.singleton == "False" else "1 and 1.0"
        harm = f"also takes {numbers}; ask for the truth of `{asked}`, or `is {link.singleton}`"
        if found.within("bool"):
            same = (link.singleton == "True") != link.differs
            harm = f"compares a bool; `{asked if same else f'not {asked}'}` says the same"
        fix, reason = self._fix(link)
        comparison = self.excerpt(link.whole if found.within("bool") else link.compare, 26)
        self.report(link.compare, fix, reason=reason, comparison=comparison, harm=harm)

    def _fix(self, link: singletons.Link) -> tuple[Fix | None, str | None]:
        """Truth for what is a bool, identity for the rest; and why that is unsafe or missing."""
        found, shown = self.semantics.type_of(link.operand), self.semantics.shown(link.operand)
        if singletons.defended(self.source, self.span(link.compare)):
            return None, "a comment there speaks about the comparison"
        foreign = self.semantics.overloading.why_not_python(link.operand)
        if foreign is not None:
            return None, foreign
        if found.known and found.exact and "bool" not in (found.names or ()):
            return None, f"{shown} is never True or False itself"
        if found.within("bool") and link.is_alone:
            return self._truth(link, Applicability.SAFE), None
        if (
            found.known
            and found.exact
            and not (found.names or set()) & (library.NUMBERS - {"bool"})
        ):
            return self._identity(link, Applicability.SAFE), None
        truth = self.option("style") == "truthiness" and link.is_alone
        fix = (self._truth if truth else self._identity)(link, Applicability.UNSAFE)
        return fix, found.why or f"{shown} may be a number"

    def _truth(self, link: singletons.Link, how: Applicability) -> Fix:
        negative = (link.singleton == "True") == link.differs
        edit = conditions.as_truth(self.semantics, link.whole, link.operand, negative=negative)
        return self.fix("Ask for the truth of the value", how, [edit])

    def _identity(self, link: singletons.Link, how: Applicability) -> Fix:
        word = "is not" if link.differs and link.is_alone else "is"
        edit = singletons.identity(self.source, link)
        return self.fix(f"Ask `{word} {link.singleton}`", how, [edit])


def _is_bool(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)
