"""PYG709: a method of lists called on the tuple of `*args`."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.semantics.values import origins

_METHODS = frozenset({"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"})
_LOOSER = (ast.IfExp, ast.BoolOp, ast.Compare, ast.Lambda, ast.NamedExpr)


class ArgsTupleMutation(Rule):
    """`args.append(x)` in `def f(*args)`."""

    code = "PYG709"
    category = Category.CORRECTNESS
    message = "`*{name}` collects a tuple, which has no `{method}`: AttributeError"
    guide = ("Q25",)
    twins = {"pylint": ("E1101",)}
    suspects = (ast.Call,)
    callees = _METHODS
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return isinstance(node.func, ast.Attribute) and origins.is_star(context, node.func.value)

    def judge(self, call: ast.Call) -> None:
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _METHODS:
            return
        if not origins.is_star(self.semantics, call.func.value):
            return
        if self.semantics.hashing.is_refusal_expected(call):
            return
        name, method = self.text(call.func.value), call.func.attr
        why = f"a new tuple is bound to `{name}` where the call fails today"
        fix = self._longer(call, name, method)
        if fix is None:
            why = f"only a list has `{method}`"
        self.report(call, fix, reason=why, name=name, method=method)

    def _longer(self, call: ast.Call, name: str, method: str) -> Fix | None:
        """A longer tuple in the place of `append` and `extend`, where nobody wants their result."""
        stmt = self.semantics.parent(call)
        if not isinstance(stmt, ast.Expr) or len(call.args) != 1:
            return None
        more = call.args[0]
        if method not in ("append", "extend") or isinstance(
            more, ast.Starred | ast.GeneratorExp | ast.Yield
        ):
            return None
        text = self.text(more)
        if method == "extend":
            text = f"*({text})" if isinstance(more, _LOOSER) else f"*{text}"
        new = f"{name} = (*{name}, {text})"
        return self.replace(stmt, new, "Bind a longer tuple", Applicability.UNSAFE)
