"""PYG709: a method of lists called on the tuple of `*args`."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics

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
        return _is_of_collected(node, context)

    def judge(self, call: ast.Call) -> None:
        if not _is_of_collected(call, self.semantics):
            return
        if self.semantics.hashing.is_refusal_expected(call):
            return
        assert isinstance(call.func, ast.Attribute)
        name, method = self.text(call.func.value), call.func.attr
        why = f"a new tuple is bound to `{name}` where the call fails today"
        fix = self._longer(call, name, method)
        if fix is None:
            why = f"only a list has `{method}`"
        self.report(call, fix, reason=why, name=name, method=method)

    def _longer(self, call: ast.Call, name: str, method: str) -> Fix | None:
        """A longer tuple in the place of `append` and `extend`, where nobody wants their result."""
        if not isinstance(self.semantics.parent(call), ast.Expr) or len(call.args) != 1:
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
        return self.replace(call, new, "Bind a longer tuple", Applicability.UNSAFE)


def _is_of_collected(call: ast.Call, semantics: Semantics) -> bool:
    """Whether ``call`` is that of a list's method on the tuple that a star collects."""
    func = call.func
    if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Name):
        return False
    function = semantics.function(call)
    star = None if function is None else function.args.vararg
    if star is None or star.arg != func.value.id or func.attr not in _METHODS:
        return False
    return semantics.type_of(func.value).within("tuple")
