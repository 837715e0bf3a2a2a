"""HSE001: an empty container made by a call."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Rule, Semantics

_DISPLAYS = {"dict": "{}", "list": "[]", "tuple": "()"}


class EmptyConstructor(Rule):
    """`list()` where `[]` says the same."""

    code = "HSE001"
    category = Category.STYLE
    message = "`{name}()` looks up a name and calls it; `{display}` is the empty {name} itself"
    guide = ()
    suspects = (ast.Call,)
    callees = frozenset(_DISPLAYS)

    @classmethod
    def suspicious(cls, node: ast.Call, context: Semantics) -> bool:
        return not node.args and not node.keywords

    def judge(self, call: ast.Call) -> None:
        if not self.suspicious(call, self.semantics):
            return
        if not self.semantics.is_builtin(call.func, *_DISPLAYS):
            return
        display = _DISPLAYS[call.func.id]
        fix = self.replace(call, display, f"Write `{display}`", Applicability.SAFE)
        self.report(call, fix, name=call.func.id, display=display)
