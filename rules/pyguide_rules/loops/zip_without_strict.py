"""PYG404: `zip` that does not say what unequal lengths mean."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import arguments
from pyguide.semantics.loops import lengths

_STRICT = (3, 10)


class ZipWithoutStrict(Rule):
    """`zip(xs, ys)` without `strict`."""

    code = "PYG404"
    category = Category.SUSPICIOUS
    message = "`zip` stops at the shortest of {iterables} and drops the rest silently"
    guide = ("Q76",)
    twins = {"ruff": ("B905",), "flake8-bugbear": ("B905",)}
    exact_twins = ("B905",)
    suspects = (ast.Call,)
    callees = frozenset({"zip"})
    reach = Reach.EXPRESSION
    preview = True

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return _is_open(context, node)

    def judge(self, call: ast.Call) -> None:
        if self.target_version < _STRICT or not _is_open(self.semantics, call):
            return
        shown = [f"`{self.excerpt(one, 20)}`" for one in call.args[:3]]
        iterables = f"{', '.join(shown[:-1])} and {shown[-1]}"
        why = "with `strict=True`, unequal lengths become a ValueError"
        self.report(call, self._strict(call), reason=why, iterables=iterables)

    def _strict(self, call: ast.Call) -> Fix:
        """`strict=True` behind the last argument, on a line of its own where that has one."""
        edit = arguments.append(self.source, call, "strict=True")
        return self.fix("Demand equal lengths", Applicability.UNSAFE, [edit])


def _is_open(semantics: Semantics, call: ast.Call) -> bool:
    """Whether several iterables are zipped and nothing says how their lengths compare."""
    if not isinstance(call.func, ast.Name) or call.func.id != "zip" or len(call.args) < 2:
        return False
    if call.keywords or not semantics.is_builtin(call.func):
        return False
    return not lengths.are_settled(semantics, call.args)
