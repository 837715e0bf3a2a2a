"""PYG006: a function that is not named in snake_case."""

from __future__ import annotations

import ast
import fnmatch

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics import structure
from pyguide.semantics.conventions import casing

DefNode = ast.FunctionDef | ast.AsyncFunctionDef

# What frameworks call by these names.
_GIVEN = (
    "setUp*", "tearDown*", "asyncSetUp", "asyncTearDown", "run[TM]est*", "visit_*", "depart_*",
    "generic_visit*", "leave_*", "do_[A-Z]*", "*Event", "eventFilter", "pytest_*",
)  # fmt: skip

# Marks of a function whose name another definition decides.
_ELSEWHERE = ("overload", "override", "overrides")


class InvalidFunctionName(Rule):
    """`def getName(self)`."""

    code = "PYG006"
    category = Category.STYLE
    message = "function `{name}` is not in snake_case: `{better}`"
    guide = ("Q6",)
    twins = {"ruff": ("N802",), "pep8-naming": ("N802",), "pylint": ("C0103",)}
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    reach = Reach.HEADER
    preview = True
    options = {"ignore-names": []}

    @classmethod
    def suspicious(cls, node: DefNode, context: Semantics) -> bool:
        return not casing.is_snake_case(node.name)

    def judge(self, function: DefNode) -> None:
        name = function.name
        patterns = (*_GIVEN, *self.option("ignore-names"))
        if casing.is_snake_case(name) or any(fnmatch.fnmatchcase(name, one) for one in patterns):
            return
        if any(structure.last_name(one) in _ELSEWHERE for one in function.decorator_list):
            return
        why = f"other files may call `{name}`"
        self.report(self.name_of(function), reason=why, name=name, better=casing.snake_case(name))
