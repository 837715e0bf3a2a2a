"""PYG506: the None of a method that works in place, used as if it were the container."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.rewriting import blocks, lines
from pyguide.semantics.objects import fates

_COLLECTIONS = (ast.Tuple, ast.List, ast.Set, ast.ListComp, ast.SetComp, ast.GeneratorExp)
Offer = tuple[Fix | None, str]


class NoneReturningMethodResult(Rule):
    """`y = x.sort()` and the like: the method changes `x`, and `y` is None."""

    code = "PYG506"
    category = Category.CORRECTNESS
    message = "`{call}` works in place and returns None, so {harm}"
    guide = ("Q9", "Q15")
    twins = {"pylint": ("E1111",)}
    suspects = (ast.Call,)
    callees = frozenset(
        {"sort", "reverse", "append", "extend", "insert", "remove", "clear", "add", "discard",
         "update", "shuffle"}
    )  # fmt: skip
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return not isinstance(context.parent(node), ast.Expr) and _use(node, context) is not None

    def judge(self, call: ast.Call) -> None:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        use = _use(call, self.semantics) if name in self.callees else None
        if use is None:
            return
        fix, reason = self._repair(call, use, name)
        shown = f"{self.excerpt(call.func, 30)}()"
        self.report(call, fix, reason=reason, call=shown, harm=self._harm(use))

    def _harm(self, use: fates.Fate) -> str:
        match use.node:
            case ast.Return():
                return "the function returns None"
            case ast.If() | ast.While() | ast.IfExp() | ast.Assert():
                return "the test is never true"
            case ast.Call(func=func) if use.kind == "passed":
                return f"`{self.excerpt(func, 18)}` gets None"
        match use.kind:
            case "bound":
                return f"`{use.name[:24]}` is None"
            case "attribute" | "method":
                return f"`.{use.name[:18]}` fails"
            case "iterated":
                return "iterating it fails"
        return "None is what is used"

    # -- repairs ----------------------------------------------------------------------------------

    def _repair(self, call: ast.Call, use: fates.Fate, name: str) -> Offer:
        changed = call.args[0] if name == "shuffle" else getattr(call.func, "value", None)
        if not isinstance(changed, ast.expr):
            return None, "the code that was meant is not to be seen"
        same = isinstance(changed, ast.Name) and use.kind == "bound" and use.name == changed.id
        head = Span(self.span(use.node).start, self.span(call).start)
        if same and self.text(head).rstrip().endswith("=") and isinstance(use.node, ast.Assign):
            fix = self._unsafe(f"Change `{use.name}` in place", [Edit(head, "")])
            return fix, f"today `{use.name}` is None from here on"
        if use.kind in ("attribute", "method"):
            return None, f"it cannot be known on what `.{use.name}` was meant to work"
        ordered = self._ordered(call, changed, name)
        if ordered is not None:
            done = "sorted" if name == "sort" else "reversed"
            fix = self._unsafe(f"Use a {done} copy", [self.edit(call, ordered)])
            named = isinstance(changed, ast.Name)
            kept = f"`{self.excerpt(changed)}` itself would no longer be changed"
            return fix, kept if named else "today the value is None"
        edits = self._two_statements(call, use, changed)
        if edits is not None:
            return self._unsafe("Use what was changed", edits), "today the value is None"
        return None, f"`{self.excerpt(changed)}` itself may be meant, or a copy"

    def _unsafe(self, title: str, edits: list[Edit]) -> Fix:
        return self.fix(title, Applicability.UNSAFE, edits)

    def _ordered(self, call: ast.Call, changed: ast.expr, name: str) -> str | None:
        """The expression that gives a sorted or reversed copy."""
        given = [*call.args, *(word.value for word in call.keywords)]
        if name == "reverse" and not given:
            return f"{self.operand(changed)}[::-1]"
        if name != "sort" or call.args or not self.semantics.builtin("sorted", call):
            return None
        match changed:
            case ast.Call(func=func, args=[ast.expr() as rows], keywords=[]):
                if self.semantics.is_builtin(func, "list") and not isinstance(rows, ast.Starred):
                    changed = rows
        if not given:
            return f"sorted({self.text(changed)})"
        words = Span(self.span(call.keywords[0]).start, self.span(call.keywords[-1]).end)
        return f"sorted({self.text(changed)}, {self.text(words)})"

    def _two_statements(
        self, call: ast.Call, use: fates.Fate, changed: ast.expr
    ) -> list[Edit] | None:
        """`x.add(y)` and then `return x`; or `y = dict(x)` and then `y.update(z)`."""
        stmt = use.node
        if not isinstance(stmt, ast.Return | ast.Assign) or not blocks.has_own_lines(
            self.source, stmt
        ):
            return None
        outer, inner, held = self.span(stmt), self.span(call), self.span(changed)
        if outer.end != inner.end:
            return None
        below = self.source.newline + lines.indent(self.source, stmt.lineno)
        match stmt:
            case ast.Return() if isinstance(changed, ast.Name):
                ends = Edit(Span(outer.end, outer.end), f"{below}return {changed.id}")
                return [Edit(Span(outer.start, inner.start), ""), ends]
            case ast.Assign() if use.kind == "bound" and self.semantics.fresh_object(changed):
                words = Span(held.end, inner.end)
                if self.semantics.read_in(use.name, [call]) or self.span(call.func).end < held.end:
                    return None
                return [Edit(words, f"{below}{use.name}{self.text(words)}")]
        return None


def _within(call: ast.Call, semantics: Semantics) -> Iterator[ast.AST]:
    """The expressions around ``call``, the nearest first."""
    return takewhile(lambda node: not isinstance(node, ast.stmt), semantics.ancestors(call))


def _use(call: ast.Call, semantics: Semantics) -> fates.Fate | None:
    """What is done with the None that ``call`` returns; None where it may be meant."""
    use = semantics.fates.of(call)
    if use.maybe or use.kind == "dropped":
        return None
    if any(isinstance(around, ast.Lambda) for around in _within(call, semantics)):
        return None
    match use.node:
        case ast.UnaryOp():
            return None
        case ast.Compare(left=left, comparators=others):
            if any(isinstance(one, ast.Constant) and one.value is None for one in (left, *others)):
                return None
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if use.kind == "passed":
            if name.startswith("assert"):
                return None
        case ast.Assign() if use.name == "_":
            return None
    if use.kind == "stored" and isinstance(use.node, (*_COLLECTIONS, ast.comprehension)):
        return None
    return use if semantics.calls.works_in_place(call) else None
