"""PYG005: a class that is not named in CapWords."""

from __future__ import annotations

import ast
import fnmatch

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics.conventions import casing


class InvalidClassName(Rule):
    """`class user_record`."""

    code = "PYG005"
    category = Category.STYLE
    message = "class `{name}` is not named in CapWords: `{better}`"
    guide = ("Q6",)
    twins = {"ruff": ("N801",), "pep8-naming": ("N801",), "pylint": ("C0103",)}
    suspects = (ast.ClassDef,)
    reach = Reach.HEADER
    preview = True
    options = {"ignore-names": []}

    @classmethod
    def suspicious(cls, node: ast.ClassDef, context: Semantics) -> bool:
        return not casing.is_cap_words(node.name)

    def judge(self, class_: ast.ClassDef) -> None:
        name, better = class_.name, casing.cap_words(class_.name)
        ignored = any(fnmatch.fnmatchcase(name, one) for one in self.option("ignore-names"))
        if ignored or casing.is_cap_words(name) or not casing.is_cap_words(better):
            return
        why = f"other files may use `{name}`"
        self.report(self.name_of(class_), reason=why, name=name, better=better)
