"""PYG707: a nested function that adds to a variable of the outer one without `nonlocal`."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import bodies
from pyguide.semantics import structure
from pyguide.semantics.functions import unbound


class MissingNonlocal(Rule):
    """`count += 1` in a function inside the one that has `count`."""

    code = "PYG707"
    category = Category.CORRECTNESS
    message = (
        "`{name}` is a local of `{inner}` and has no value yet; the one of `{outer}` is another"
    )
    guide = ("Q28",)
    twins = {"ruff": ("F823",), "pyflakes": ("F823",), "pylint": ("E0601",)}
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    reach = Reach.HEADER

    @classmethod
    def suspicious(cls, node: structure.DefNode, context: Semantics) -> bool:
        return any(True for _ in unbound.unbound(context, node))

    def judge(self, function: structure.DefNode) -> None:
        for found in unbound.unbound(self.semantics, function):
            fix, reason = self._declared(found)
            hidden = self.semantics.in_fstring(found.read)
            shown = self.semantics.statement(found.read) if hidden else found.read
            self.report(
                shown,
                fix,
                reason=reason,
                name=found.name,
                inner=found.function.name,
                outer=found.outer.name,
            )

    def _declared(self, found: unbound.Unbound) -> tuple[Fix | None, str]:
        """`nonlocal name` at the top of the function."""
        place = int(ast.get_docstring(found.function, clean=False) is not None)
        line = (0, f"nonlocal {found.name}")
        edit = bodies.insert(self.source, found.function, place, [line])
        if edit is None:
            return None, f"the body of `{found.function.name}` shares its line with other code"
        fix = self.fix("Declare it nonlocal", Applicability.UNSAFE, [edit])
        return fix, "today the line raises UnboundLocalError"
