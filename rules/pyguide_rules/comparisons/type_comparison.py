"""PYG203: the class of an object compared instead of asked for."""

from __future__ import annotations

import ast
import re

from pyguide import Applicability, Category, Edit, Fix, Rule, Semantics, Span
from pyguide.rewriting import singletons
from pyguide.semantics.values import classes

# Methods whose contract is about the exact class, or which build an object of that class.
_EXACT = frozenset({
    "__eq__", "__ne__", "__hash__", "__lt__", "__le__", "__gt__", "__ge__", "__copy__",
    "__deepcopy__", "__replace__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__",
    "__getnewargs__", "__getnewargs_ex__", "__instancecheck__", "__subclasscheck__",
})  # fmt: skip
# A mock claims the class it stands for, a numpy dtype equals classes, an attribute called `type`
# may hold anything, and what the module `types` names has no subclasses.
_PECULIAR = r"(?:.*[._])?dtype|.*Mock|.+\.type"
_PECULIAR_HOME = r"types\.|unittest\.mock\."
_TEST_FILE = r"(?:.*/)?(?:(?:tests?|testing)/.*|test_[^/]*|[^/]*_test\.py|conftest\.py)"


class TypeComparison(Rule):
    """`type(x) == T` where `isinstance(x, T)` or the identity of classes is meant."""

    code = "PYG203"
    category = Category.SUSPICIOUS
    message = "`{comparison}` {harm}"
    guide = ("Q107",)
    twins = {
        "ruff": ("E721",),
        "flake8": ("E721",),
        "pylint": ("C0123",),
        "autopep8": ("E721",),
    }
    suspects = (ast.Compare,)
    options = {"flag-identity": False}

    @classmethod
    def suspicious(cls, node: ast.Compare, context: Semantics) -> bool:
        if not any(map(_calls_type, (node.left, *node.comparators))):
            return False
        equality = any(not isinstance(one, ast.Is | ast.IsNot) for one in node.ops)
        return equality or cls.wish(context, "flag-identity")

    def judge(self, compare: ast.Compare) -> None:
        if any(getattr(a, "name", None) in _EXACT for a in self.semantics.ancestors(compare)):
            return
        for index, operator in enumerate(compare.ops):
            if isinstance(operator, ast.Is | ast.IsNot) and not self.option("flag-identity"):
                continue
            question = self.semantics.classes.question(compare, index)
            if question is not None and self._flags(question):
                self._tell(question, self.operator_of(compare, index))
                return

    def _flags(self, question: classes.ClassQuestion) -> bool:
        exact = self.semantics.classes.asked(question.classes[0]) and not question.is_for_none
        if question.kind == "identity" and exact:
            return False
        return all(map(self._may_be_class, question.classes))

    def _may_be_class(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Name | ast.Attribute):
            return self.semantics.classes.asked(node) is not None
        home = re.match(_PECULIAR_HOME, self.semantics.qualified(node) or "")
        return home is None and not re.fullmatch(_PECULIAR, ast.unparse(node))

    def _tell(self, question: classes.ClassQuestion, operator: Span) -> None:
        compare, subject = question.compare, question.subject
        fix, (repair, reason) = self._same(question, operator), self._instance(question)
        harm = "compares classes by value; a class is one object, ask with `is`"
        if question.is_for_none and not singletons.is_written_out(subject):
            asks = "is not None" if question.negative else "is None"
            text, asked = f"{self.operand(subject)} {asks}", self.excerpt(subject, 20)
            fix = self.replace(question.whole, text, "Compare with None", Applicability.SAFE)
            asked = f"({asked})" if self.operand(subject) != self.text(subject) else asked
            repair, harm = None, f"is a long way to ask `{asked} {asks}`"
        elif repair is not None or fix is None:
            first, last = map(self.span, (question.classes[0], question.classes[-1]))
            named = self.excerpt(Span(first.start, last.end), 12)
            named = f"({named})" if first != last else named
            harm = f"ignores subclasses; ask `isinstance({self.excerpt(subject, 12)}, {named})`"
        peculiar = self.semantics.classes.peculiar_equality
        unproven = f"the file does not show that `{self.excerpt(question.classes[0])}` is a class"
        if len(compare.ops) > 1:
            fix, repair, reason = None, None, "the comparison is one link of a chain"
        elif fix is not None and peculiar is not None:
            fix, reason = None, reason if repair else f"`{peculiar}` says how its classes compare"
        if fix is None or fix.applicability is Applicability.UNSAFE:
            fix, repair, reason = repair or fix, None, reason if repair or not fix else unproven
        comparison = self.excerpt(compare)
        self.report(compare, fix, repair=repair, reason=reason, comparison=comparison, harm=harm)

    def _same(self, question: classes.ClassQuestion, operator: Span) -> Fix | None:
        """`is` in the place of `==`: safe where there surely is a class on both sides."""
        one, known = question.classes[0], self.semantics.classes
        if question.kind != "equality":
            return None
        if not (known.is_class(one) or known.name(one) or ast.unparse(one).endswith(".__class__")):
            return None
        how = Applicability.SAFE if known.is_class(one) else Applicability.UNSAFE
        word = "is not" if question.negative else "is"
        text = self.source.text
        glued = not (text[operator.start - 1].isspace() or text[operator.end].isspace())
        edits = [self.edit(operator, f" {word} " if glued else word)]
        if question.whole is not question.compare:
            head = Span(self.span(question.whole).start, self.span(question.compare).start)
            edits.append(Edit(head, ""))
        return self.fix(f"Compare with `{word}`", how, edits)

    def _instance(self, question: classes.ClassQuestion) -> tuple[Fix | None, str]:
        """`isinstance` in the place of the comparison, and why it is unsafe or missing."""
        names = [self.semantics.classes.name(one) for one in question.classes]
        for one, name in zip(question.classes, names, strict=True):
            if name is None:
                return None, self._nameless(one)
        if self._is_tested(question.compare):
            return None, f"a test may mean exactly `{names[0]}`"
        apart = self.semantics.classes.subclass_asked_of(question.subject, question.classes)
        if apart is not None:
            return None, f"`{apart}` is asked for apart from its base class"
        if not self.semantics.builtin("isinstance", question.compare):
            return None, "`isinstance` is not the builtin here"
        listed = ", ".join(map(str, names))
        if len(names) > 1:
            as_written = listed == ", ".join(map(ast.unparse, question.classes))
            inner = self.text(question.compare.comparators[0])[1:-1] if as_written else listed
            listed = f"({inner})"
        call = f"isinstance({self.text(question.subject)}, {listed})"
        text = f"not {call}" if question.negative else call
        fix = self.replace(question.whole, text, "Ask `isinstance`", Applicability.UNSAFE)
        return fix, f"`isinstance` also accepts subclasses of `{names[0]}`"

    def _is_tested(self, compare: ast.Compare) -> bool:
        path = "" if self.source.path is None else self.source.path.as_posix()
        asserted = isinstance(self.semantics.statement(compare), ast.Assert)
        return asserted or re.fullmatch(_TEST_FILE, path) is not None

    def _nameless(self, node: ast.expr) -> str:
        if self.semantics.is_builtin(node, "object"):
            return "every object is an instance of `object`"
        if self.semantics.classes.asked(node) is not None:
            return f"`{self.excerpt(node)}` may mean exactly that class"
        return f"`{self.excerpt(node)}` is not known to be a class"


def _calls_type(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type"
