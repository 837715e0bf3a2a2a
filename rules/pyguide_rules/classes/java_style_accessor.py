"""PYG605: `get_x()` and `set_x()` around an attribute, where a property would do."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Edit, Fix, Reach, Rule, Semantics, Span
from pyguide.rewriting import lines
from pyguide.semantics.classes import accessors

Offer = tuple[Fix | None, str]


class JavaStyleAccessor(Rule):
    """A method that only returns `self._x`, and one that only sets it."""

    code = "PYG605"
    category = Category.STYLE
    message = "`{methods}` only {does} `{attribute}`, for which Python has properties"
    guide = ("Q22",)
    suspects = (ast.FunctionDef,)
    preview = True
    reach = Reach.HEADER

    @classmethod
    def suspicious(cls, node: ast.FunctionDef, context: Semantics) -> bool:
        if not node.name.startswith("get") or accessors.reads_of(node) is None:
            return False
        return _accessor(node, context) is not None

    def judge(self, getter: ast.FunctionDef) -> None:
        found = _accessor(getter, self.semantics)
        if found is None:
            return
        setter = found.setter
        if setter is not None and not accessors.only_sets(setter, found.attribute):
            setter = None
        methods = found.getter.name if setter is None else f"{found.getter.name}`, `{setter.name}"
        does = "returns" if setter is None else "return and set"
        fix, reason = self._property(found)
        name = found.attribute
        self.report(getter, fix, reason=reason, methods=methods, does=does, attribute=name)

    def _property(self, found: accessors.Accessor) -> Offer:
        """A property, and attribute access in the place of the file's calls."""
        calls = accessors.calls(self.semantics, found)
        why = accessors.why_no_property(self.semantics, found)
        if why is None and calls.other is not None:
            why = f"`{self.excerpt(calls.other)}` is not called in a way that can be rewritten"
        if why is not None or any(map(self.semantics.in_fstring, calls.gets)):
            return None, why or "a call stands in an f-string"
        edits = self._renamed(found.getter, "property", found.name)
        if found.setter is not None:
            edits += self._renamed(found.setter, f"{found.name}.setter", found.name)
        for call in calls.gets:
            edits.append(self._after_dot(call, found.name, self.span(call).end))
        for call in calls.sets:
            value, end = self.span(call.args[0]), self.span(call).end
            if self.text(Span(value.end, end)).strip() != ")" or "\n" in self.text(call):
                return None, f"`{self.excerpt(call)}` is written in an unusual way"
            edits.append(self._after_dot(call, f"{found.name} = ", value.start))
            edits.append(Edit(Span(value.end, end), ""))
        fix = self.fix(f"Make `{found.name}` a property", Applicability.UNSAFE, edits)
        return fix, f"code elsewhere may call `{found.getter.name}`"

    def _after_dot(self, call: ast.Call, text: str, end: int) -> Edit:
        assert isinstance(call.func, ast.Attribute)
        start = self.span(call.func).end - len(call.func.attr)
        return Edit(Span(start, end), text)

    def _renamed(self, method: ast.FunctionDef, decorator: str, name: str) -> list[Edit]:
        above = lines.above(self.source, method, f"@{decorator}")
        return [above, Edit(self.name_of(method), name)]


def _accessor(getter: ast.FunctionDef, semantics: Semantics) -> accessors.Accessor | None:
    """What ``getter`` and its setter come to."""
    owner = semantics.parent(getter)
    if not isinstance(owner, ast.ClassDef):
        return None
    return next(
        (one for one in accessors.accessors(semantics, owner) if one.getter is getter), None
    )
