"""PYG804: a loop over `readlines()`, which holds the whole file before the first round."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.semantics.files import reading


class ReadlinesInFor(Rule):
    """`for line in file.readlines()`."""

    code = "PYG804"
    category = Category.PERFORMANCE
    message = "`{call}` holds the whole file at once; the file itself gives its lines one by one"
    guide = ("Q33", "Q31")
    twins = {"ruff": ("FURB129",), "refurb": ("FURB129",), "sourcery": ("use-file-iterator",)}
    suspects = (ast.Call,)
    callees = frozenset({"readlines"})
    reach = Reach.EXPRESSION

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return _found(node, context) is not None

    def judge(self, call: ast.Call) -> None:
        found = _found(call, self.semantics)
        if found is None:
            return
        fix, why = self._lazily(found)
        self.report(call, fix, reason=why, call=self.excerpt(call, 24))

    def _lazily(self, found: reading.Reading) -> tuple[Fix | None, str | None]:
        """The file in the place of the list of its lines."""
        if reading.may_outlive(self.semantics, found):
            return None, "the generator may run when the file is closed"
        why = reading.why_not_lazily(self.semantics, found)
        edit = self.edit(found.call, self.text(found.file.expr))
        return self.fix("Iterate the file itself", Applicability.unless(why), [edit]), why


def _found(call: ast.Call, semantics: Semantics) -> reading.Reading | None:
    """The loop over the lines, if ``call`` is a bare `file.readlines()` in its header."""
    if call.args or call.keywords or not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr != "readlines":
        return None
    return reading.reading(semantics, call, call.func.value)
