"""PYG702: a decorator whose wrapper forgets the name of what it wraps."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import lines, spelling
from pyguide.semantics import structure
from pyguide.semantics.functions import wrappers


class MissingFunctoolsWraps(Rule):
    """`def wrapper(*args, **kwargs)` in a decorator without `@functools.wraps(func)`."""

    code = "PYG702"
    category = Category.SUSPICIOUS
    message = "`{inner}` of `{outer}` lacks `functools.wraps`, so the name of `{wrapped}` is lost"
    guide = ("Q27",)
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    reach = Reach.HEADER

    @classmethod
    def suspicious(cls, node: structure.DefNode, context: Semantics) -> bool:
        return wrappers.wrapper(context, node) is not None

    def judge(self, inner: structure.DefNode) -> None:
        found = wrappers.wrapper(self.semantics, inner)
        if found is None:
            return
        fix, reason = self._kept(found)
        self.report(
            inner,
            fix,
            reason=reason,
            outer=found.outer.name,
            inner=found.inner.name,
            wrapped=found.wrapped,
        )

    def _kept(self, found: wrappers.Wrapper) -> tuple[Fix | None, str]:
        """`@wraps(func)` above the wrapper."""
        said = spelling.spelling(self.semantics, "functools", "wraps", found.inner)
        if said is None:
            return None, "`wraps` means something else here"
        edit = lines.above(self.source, found.inner, f"@{said.text}({found.wrapped})")
        fix = self.fix("Keep name and docstring", Applicability.UNSAFE, [edit], said.imports)
        return fix, f"`{found.inner.name}` gets another name and signature"
