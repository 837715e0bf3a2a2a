"""HSE002: a time in UTC that does not know it."""

from __future__ import annotations

import ast

import libcst as cst

from pyguide import Applicability, Category, Fix, Import, Rule

_UTCNOW = "datetime.datetime.utcnow"
_TIMEZONE = "datetime.timezone"


class NaiveUtcnow(Rule):
    """`datetime.utcnow()` where `datetime.now(timezone.utc)` knows its zone."""

    code = "HSE002"
    category = Category.SUSPICIOUS
    message = "`utcnow()` gives a time without a zone, which other code takes for local"
    guide = ()
    twins = {"ruff": ("DTZ003",)}
    suspects = (ast.Call,)
    callees = frozenset({"utcnow"})

    def visit_Call(self, node: cst.Call) -> None:
        call = self.ast_of(node)
        if call is None or self.semantics.qualified(call.func) != _UTCNOW:
            return
        self.report(node, self._aware(call), reason="comparisons with naive times raise TypeError")

    def _aware(self, call: ast.Call) -> Fix | None:
        """The same moment with its zone; None where `timezone` means something else here."""
        if call.args or call.keywords or not isinstance(call.func, ast.Attribute):
            return None
        imports = []
        if self.semantics.meaning("timezone", call) != _TIMEZONE:
            if self.semantics.fresh_name("timezone", call) != "timezone":
                return None
            imports.append(Import("datetime", "timezone"))
        edit = self.edit(call, f"{self.text(call.func.value)}.now(timezone.utc)")
        return self.fix("Give the time its zone", Applicability.UNSAFE, [edit], imports)
