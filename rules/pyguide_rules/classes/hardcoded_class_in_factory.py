"""PYG606: a factory that names its class, so that subclasses get objects of the base."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.semantics import structure
from pyguide.semantics.classes import factories


class HardcodedClassInFactory(Rule):
    """`return Pizza(...)` in a class method or static method of `Pizza`."""

    code = "PYG606"
    category = Category.SUSPICIOUS
    message = "`{method}` always makes a `{owner}`, also when it is called on a subclass"
    guide = ("Q19",)
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    reach = Reach.HEADER
    preview = True

    @classmethod
    def suspicious(cls, node: structure.DefNode, context: Semantics) -> bool:
        return bool(node.decorator_list) and factories.factory(context, node) is not None

    def judge(self, method: structure.DefNode) -> None:
        found = factories.factory(self.semantics, method)
        if found is None:
            return
        fix, reason = self._with_cls(found)
        self.report(method, fix, reason=reason, method=method.name, owner=found.owner.name)

    def _with_cls(self, found: factories.Factory) -> tuple[Fix | None, str]:
        owner, method = found.owner.name, found.method
        edits = [self.edit(name, found.parameter or "cls") for name in found.names]
        title = f"Make an object of the class it is called on, not of `{owner}`"
        if found.parameter is None:
            if not self.semantics.builtin("classmethod", method):
                return None, "`classmethod` is not the builtin here"
            if self.semantics.bindings(("cls", method.body[0])) != ():
                return None, "`cls` means something else here"
            opening = self.source.text.index("(", self.span(method).start)
            first = self.source.text[opening + 1 :].lstrip()[:1]
            edits += [
                self.edit(found.decorator, "classmethod"),
                Edit(Span(opening + 1, opening + 1), "cls" if first == ")" else "cls, "),
            ]
        fix = self.fix(title, Applicability.UNSAFE, edits)
        return fix, f"subclasses of `{owner}` get objects of their own class then"
