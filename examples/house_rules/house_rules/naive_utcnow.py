"""HSE002: a time in UTC that does not know it."""

from __future__ import annotations

import ast

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

    def judge(self, call: ast.Call) -> None:
        if self.semantics.qualified(call.func) == _UTCNOW:
            why = "comparisons with naive times raise TypeError"
            self.report(call, self._aware(call), reason=why)

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
