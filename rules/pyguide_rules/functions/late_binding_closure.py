"""PYG701: functions made in a loop that all see the last value of its variable."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.rewriting import signatures
from pyguide.semantics.functions import closures

_KINDS = {ast.Lambda: "lambda", ast.GeneratorExp: "generator"}


class LateBindingClosure(Rule):
    """`handlers.append(lambda: show(i))` in a loop over `i`."""

    code = "PYG701"
    category = Category.CORRECTNESS
    message = "the {kind} reads `{name}` when it is called, and by then the loop has changed it"
    guide = ("Q26", "Q28")
    twins = {"ruff": ("B023",), "flake8-bugbear": ("B023",), "pylint": ("W0640",)}
    suspects = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.GeneratorExp)

    @classmethod
    def suspicious(cls, node: closures.Closure, context: Semantics) -> bool:
        return closures.late_closure(context, node) is not None

    def judge(self, closure: closures.Closure) -> None:
        found = closures.late_closure(self.semantics, closure)
        if found is None:
            return
        fix, reason = self._bound(found)
        kind = _KINDS.get(type(closure), "function")
        self.report(closure, fix, reason=reason, kind=kind, name=found.names[0])

    def _bound(self, found: closures.LateClosure) -> tuple[Fix | None, str]:
        """Parameters that hold the values of the round."""
        closure = found.closure
        if isinstance(closure, ast.GeneratorExp):
            return None, "a generator expression has no parameters"
        edit = signatures.with_defaults(self.source, closure, found.names)
        if edit is None:
            return None, f"the parameters have no simple place for `{found.names[0]}`"
        fix = self.fix("Keep the value of this round", Applicability.UNSAFE, [edit])
        return fix, "the results change, and callers see one more parameter"
