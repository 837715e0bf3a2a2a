"""PYG603: a class that writes `__str__` and leaves `__repr__` to `object`."""

from __future__ import annotations

import ast

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.rewriting import members
from pyguide.semantics import structure
from pyguide.semantics.classes import storing
from pyguide.semantics.values import lineage

_WIDTH = 80


class StrWithoutRepr(Rule):
    """`__str__` without `__repr__`."""

    code = "PYG603"
    category = Category.STYLE
    message = (
        "`{owner}` defines `__str__` but no `__repr__`, so lists and logs show only its address"
    )
    guide = ("Q21", "Q18")
    suspects = (ast.ClassDef,)
    mentions = ("__str__",)
    reach = Reach.HEADER

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        defined = {getattr(stmt, "name", "") for stmt in node.body}
        return "__str__" in defined and "__repr__" not in defined

    def judge(self, class_: ast.ClassDef) -> None:
        if not self._lacks_repr(class_):
            return
        fix, reason = self._of_arguments(class_)
        self.report(class_, fix, reason=reason, owner=class_.name)

    def _lacks_repr(self, class_: ast.ClassDef) -> bool:
        """Whether instances are shown by `object.__repr__`, as far as can be known."""
        known, found = self.semantics.attributes, lineage.lineage(self.semantics, class_)
        if self.semantics.function(class_) is not None or lineage.has_written_methods(class_):
            return False
        text = known.method(class_, "__str__")
        if text is None or isinstance(text.body[-1], ast.Raise):
            return False
        if class_.name.lower().endswith("mixin"):
            return False
        names = ("__repr__", "__getattr__", "__getattribute__")
        classes = (class_, *found.classes)
        shown = any(known.is_bound(one, name) for one in classes for name in names)
        return not shown and lineage.is_plain(self.semantics, class_)

    def _of_arguments(self, class_: ast.ClassDef) -> tuple[Fix | None, str]:
        """A `__repr__` of the arguments that `__init__` keeps."""
        init = self.semantics.attributes.method(class_, "__init__")
        text = self.semantics.attributes.method(class_, "__str__")
        if init is None or text is None:
            return None, f"no `__init__` says what a `{class_.name}` is made of"
        instance, *rest = structure.parameters(init.args)
        kept = storing.stored(self.semantics, init)
        lost = next((one.arg for one in rest if one.arg not in kept), None)
        if not rest:
            return None, "`__init__` takes nothing that could be shown"
        if lost is not None:
            return None, f"`__init__` does not keep `{lost}` as it is"
        returns = " -> str" if text.returns is not None else ""
        shown = [f"{one.arg}={{{instance.arg}.{kept[one.arg]}!r}}" for one in rest]
        lines = [(0, f"def __repr__({instance.arg}){returns}:"), *_returned(instance.arg, shown)]
        edit = members.behind(self.source, init, lines)
        if edit is None:
            return None, "`__init__` shares its lines with other code"
        fix = self.fix("Show how it was made", Applicability.UNSAFE, [edit])
        return fix, f"`repr()` of `{class_.name}` objects changes"


def _returned(instance: str, shown: list[str]) -> list[tuple[int, str]]:
    """The statement that returns ``shown`` behind the name of the class, on lines of its own each.

    It is one line where that is short enough.
    """
    head = f"{{type({instance}).__name__}}("
    whole = f'return f"{head}{", ".join(shown)})"'
    if len(whole) <= _WIDTH:
        return [(1, whole)]
    rows = [f'f"{head}"', *(f'f"{part}, "' for part in shown[:-1]), f'f"{shown[-1]})"']
    return [(1, "return ("), *((2, row) for row in rows), (1, ")")]
