"""PYG205: a length taken only to learn whether there is anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import conditions
from pyguide.semantics.values import library

# What each comparison with a number, the length first, says: whether there are items.
_SAYS: dict[tuple[type[ast.cmpop], int], bool] = {
    (ast.Gt, 0): True, (ast.NotEq, 0): True, (ast.GtE, 1): True,
    (ast.Eq, 0): False, (ast.Lt, 1): False,
}  # fmt: skip
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip


class LenTruthiness(Rule):
    """`len(x) > 0` and its like as a condition."""

    code = "PYG205"
    category = Category.STYLE
    message = "`{comparison}` counts items to learn whether there are any; `{cure}` says so"
    guide = ("Q100",)
    twins = {
        "ruff": ("PLC1802",),
        "pylint": ("C1802",),
        "refurb": ("FURB115",),
    }
    suspects = (ast.Call,)
    callees = frozenset({"len"})
    reach = Reach.EXPRESSION
    options = {"flag-ladders": False}

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        if not (isinstance(node.func, ast.Name) and node.func.id == "len" and len(node.args) == 1):
            return False
        around = context.parent(node)
        if not isinstance(around, ast.Compare):
            return context.is_condition(node)
        if _says(around, node) is None:
            return False
        return context.is_condition(around) or conditions.negated(context, around) is not None

    def judge(self, call: ast.Call) -> None:
        if len(call.args) != 1 or call.keywords:
            return
        (operand,) = call.args
        if isinstance(operand, ast.Starred | ast.GeneratorExp):
            return
        if self.semantics.is_builtin(call.func, "len"):
            self._judge(call, operand)

    def _judge(self, call: ast.Call, operand: ast.expr) -> None:
        around = self.semantics.parent(call)
        says = _says(around, call) if isinstance(around, ast.Compare) else True
        if says is None:
            return
        asked: ast.expr = around if isinstance(around, ast.Compare) else call
        outer = conditions.negated(self.semantics, asked)
        whole, positive = outer or asked, says != (outer is not None)
        if not self.semantics.is_condition(whole) and (positive or outer is None):
            return
        known = self._is_plain(operand)
        if self._is_own_length(operand) or not (known or self._is_likely(call, operand)):
            return
        if not self.option("flag-ladders") and self._is_rung(call):
            return
        fix, reason = self._fix(whole, operand, positive)
        shown = self.excerpt(operand, 20)
        cure = shown if positive else f"not {shown}"
        self.report(asked, fix, reason=reason, comparison=self.excerpt(asked, 26), cure=cure)

    def _is_plain(self, operand: ast.expr) -> bool:
        """Whether the operand provably is a builtin container, true unless it is empty."""
        return self.semantics.type_of(operand).within(*library.SIZED - {"memoryview"})

    def _is_own_length(self, operand: ast.expr) -> bool:
        """Whether a method asks for the length of its own object, perhaps to define its truth."""
        function = self.semantics.function(operand)
        if not isinstance(operand, ast.Name) or function is None:
            return False
        args = [*function.args.posonlyargs, *function.args.args]
        method = isinstance(self.semantics.parent(function), ast.ClassDef)
        return bool(args) and method and args[0].arg == operand.id

    def _is_likely(self, call: ast.Call, operand: ast.expr) -> bool:
        """Whether an operand of unknown type may well be a container that is true unless empty."""
        if isinstance(self.semantics.statement(call), ast.Assert):
            return False
        return self.semantics.overloading.truthless is None

    def _is_rung(self, call: ast.Call) -> bool:
        """Whether a branch next to this one compares the same length with another number."""
        statement, text = self.semantics.statement(call), ast.unparse(call)
        return isinstance(statement, ast.If) and any(
            isinstance(node, ast.Compare)
            and _says(node, node.left) is None
            and ast.unparse(node.left) == text
            for test in _tests_beside(self.semantics, statement)
            for node in ast.walk(test)
        )

    def _fix(
        self, whole: ast.expr, operand: ast.expr, positive: bool
    ) -> tuple[Fix | None, str | None]:
        """The container in the place of its length, and why that is unsafe or missing."""
        found = self.semantics.type_of(operand)
        shown = self.semantics.shown(operand)
        if isinstance(operand, ast.Name) and not found.known:
            annotation = self.semantics.annotations.of_name(operand)
            if annotation is not None and not self.semantics.annotations.is_container(annotation):
                named = self.semantics.shown(annotation)
                return None, f"{shown} is annotated with {named}, which may define its truth"
        how = Applicability.SAFE if self._is_plain(operand) else Applicability.UNSAFE
        edit = conditions.as_truth(self.semantics, whole, operand, negative=not positive)
        reason = found.why or f"{shown} may be None or of a subclass"
        return self.fix("Ask for the truth of the container", how, [edit]), reason


def _says(compare: ast.Compare, length: ast.expr) -> bool | None:
    """Whether a comparison of ``length`` asks for items or for none; None for other questions."""
    if len(compare.ops) != 1:
        return None
    operator: type[ast.cmpop] | None = type(compare.ops[0])
    other = compare.comparators[0]
    if other is length:
        operator, other = _MIRRORED.get(type(compare.ops[0])), compare.left
    if operator is None or not isinstance(other, ast.Constant) or type(other.value) is not int:
        return None
    return _SAYS.get((operator, other.value))


def _tests_beside(semantics: Semantics, statement: ast.If) -> Iterator[ast.expr]:
    """The tests of the `if` and `elif` of which ``statement`` is one, and of `if`s beside it."""
    top = statement
    while isinstance(above := semantics.parent(top), ast.If) and above.orelse == [top]:
        top = above
    block = semantics.block(top)
    place = next(index for index, one in enumerate(block) if one is top)
    for one in block[max(place - 1, 0) : place + 2]:
        while isinstance(one, ast.If):
            yield one.test
            one = one.orelse[0] if len(one.orelse) == 1 else ast.Pass()
