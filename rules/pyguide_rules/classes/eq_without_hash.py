"""PYG601: a class that defines `__eq__` and leaves `__hash__` to Python, which sets it to None."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import members
from pyguide.semantics import structure
from pyguide.semantics.classes import equality
from pyguide.semantics.objects import hashing
from pyguide.semantics.values import lineage


class EqWithoutHash(Rule):
    """`__eq__` without `__hash__`."""

    code = "PYG601"
    category = Category.SUSPICIOUS
    message = "`{owner}` defines `__eq__` but not `__hash__`, so its instances cannot be hashed"
    guide = ("Q21", "Q7")
    twins = {"ruff": ("PLW1641",), "pylint": ("W1641",)}
    suspects = (ast.ClassDef,)
    mentions = ("__eq__",)
    reach = Reach.HEADER

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        defines = any(getattr(stmt, "name", "") == "__eq__" for stmt in node.body)
        return defines and hashing.loses_hash(context, node)

    def judge(self, class_: ast.ClassDef) -> None:
        if not hashing.loses_hash(self.semantics, class_):
            return
        eq = self.semantics.attributes.method(class_, "__eq__")
        if eq is None or equality.says_nothing(eq):
            return
        fix, why = self._by_attributes(class_, eq)
        title, stated = "Say that instances cannot be hashed", [(0, "__hash__ = None")]
        seen = hashing.is_noticed(self.semantics, class_)
        if lineage.is_plain(self.semantics, class_) and not seen:
            safe = self._member(eq, title, Applicability.SAFE, stated)
            self.report(class_, safe, repair=fix, reason=why, owner=class_.name)
        else:
            fix = fix or self._member(eq, title, Applicability.UNSAFE, stated)
            why = f"what `{class_.name}` is built on, or what lists its names, may see `__hash__`"
            self.report(class_, fix, reason=why, owner=class_.name)

    def _by_attributes(self, class_: ast.ClassDef, eq: structure.DefNode) -> tuple[Fix | None, str]:
        """A `__hash__` of what `eq` compares, where that can be seen and stays as it is."""
        names = equality.compared(eq)
        if names is None:
            return None, "`__eq__` does not only compare attributes"
        for name in names:
            why = hashing.why_no_part(self.semantics, class_, name)
            if why is not None:
                return None, why
        one = equality.names(eq)[0]
        parts = ", ".join(f"{one}.{name}" for name in names)
        line = f"return hash({parts})" if len(names) == 1 else f"return hash(({parts}))"
        returns = " -> int" if eq.returns is not None else ""
        lines = [(0, f"def __hash__({one}){returns}:"), (1, line)]
        fix = self._member(eq, "Hash what is compared", Applicability.UNSAFE, lines)
        return fix, f"instances can be hashed then, and `{names[0]}` must be, too"

    def _member(
        self, eq: structure.DefNode, title: str, how: Applicability, lines: list[tuple[int, str]]
    ) -> Fix | None:
        edit = members.behind(self.source, eq, lines)
        return self.fix(title, how, [edit]) if edit is not None else None
