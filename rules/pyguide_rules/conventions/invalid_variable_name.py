"""PYG007: a variable or a parameter in mixedCase."""

from __future__ import annotations

import ast
import fnmatch

from pyguide import Applicability, Category, Fix, Reach, Rule, Semantics
from pyguide.semantics import structure
from pyguide.semantics.conventions import casing, renaming

_SHORTEST = 4
Offer = tuple[Fix | None, str | None]


class InvalidVariableName(Rule):
    """`userName = "Ines"`."""

    code = "PYG007"
    category = Category.STYLE
    message = "{kind} `{name}` is not in snake_case: `{better}`"
    guide = ("Q6",)
    twins = {"ruff": ("N803", "N806"), "pep8-naming": ("N803", "N806"), "pylint": ("C0103",)}
    suspects = (ast.Name, ast.arg)
    reach = Reach.EXPRESSION
    preview = True
    options = {"ignore-names": []}

    @classmethod
    def suspicious(cls, node: ast.Name | ast.arg, context: Semantics) -> bool:
        name = node.id if isinstance(node, ast.Name) else node.arg
        if name.islower() or (isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)):
            return False
        return _is_mixed(name)

    def judge(self, node: ast.Name | ast.arg) -> None:
        name = node.id if isinstance(node, ast.Name) else node.arg
        if not _is_mixed(name) or self._is_ignored(name):
            return
        if isinstance(node, ast.arg):
            self._judge_parameter(node)
        elif isinstance(node.ctx, ast.Store):
            self._judge_variable(node)

    def _judge_variable(self, name: ast.Name) -> None:
        found = renaming.local_variable(self.semantics, name)
        if found is not None:
            better = casing.snake_case(name.id)
            fix, reason = self._renamed(name, better, found)
            self.report(name, fix, reason=reason, kind="variable", name=name.id, better=better)

    def _judge_parameter(self, arg: ast.arg) -> None:
        name, around = arg.arg, list(self.semantics.ancestors(arg))[:2]
        function = next((one for one in around if isinstance(one, structure.DEFS)), None)
        if function is None or self._is_prescribed(function):
            return
        why, better = f"callers may pass `{name}` by name", casing.snake_case(name)
        self.report(self.name_of(arg), reason=why, kind="parameter", name=name, better=better)

    def _is_ignored(self, name: str) -> bool:
        return any(fnmatch.fnmatchcase(name, one) for one in self.option("ignore-names"))

    def _is_prescribed(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Whether a base class may have decided on the names of the parameters."""
        home = self.semantics.parent(function)
        if isinstance(home, ast.ClassDef):
            return any(structure.last_name(base) != "object" for base in home.bases)
        return False

    def _renamed(self, name: ast.Name, better: str, found: list[ast.Name] | str) -> Offer:
        if isinstance(found, str):
            return None, found
        if self.semantics.fresh_name(better, name) != better:
            return None, f"`{better}` means something else here"
        root = self.semantics.function(name)
        known = self.semantics.names.used_in(root) if root is not None else frozenset()
        if any(one != name.id and casing.snake_case(one) == better for one in known):
            return None, f"another name here would become `{better}` too"
        edits = [self.edit(one, better) for one in found]
        return self.fix(f"Call it `{better}`", Applicability.SAFE, edits), None


def _is_mixed(name: str) -> bool:
    """Whether ``name`` is in mixedCase and no symbol of a formula such as `dXs`."""
    return len(name) >= _SHORTEST and casing.is_mixed_case(name)
