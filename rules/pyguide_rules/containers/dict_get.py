"""PYG510: a key that is looked for before its value is taken, with another value instead."""

from __future__ import annotations

import ast
from typing import NamedTuple

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.semantics.control import order

_SIMPLE = (ast.Name, ast.Constant)


class _Choice(NamedTuple):
    """`mapping[key]` where the key is there, else ``default``; ``target`` is what gets it."""

    mapping: ast.expr
    key: ast.expr
    default: ast.expr
    target: ast.expr | None = None


class DictGet(Rule):
    """`d[k] if k in d else 0`."""

    code = "PYG510"
    category = Category.STYLE
    message = "`{test}` and `{item}` look the key up twice; `{mapping}.get` does both"
    guide = ("Q11",)
    twins = {"ruff": ("SIM401",), "flake8-simplify": ("SIM401",), "pylint": ("R1715",)}
    suspects = (ast.If, ast.IfExp)

    @classmethod
    def suspicious(cls, node: ast.If | ast.IfExp, context: Semantics) -> bool:
        return _choice(node) is not None

    def judge(self, node: ast.If | ast.IfExp) -> None:
        choice = _choice(node)
        if choice is None:
            return
        mapping, key = self.excerpt(choice.mapping, 18), self.excerpt(choice.key, 14)
        test, item = f"{key} in {mapping}", f"{mapping}[{key}]"
        fix, reason = self._got(node, choice)
        self.report(node, fix, reason=reason, test=test, item=item, mapping=mapping)

    def _got(self, node: ast.If | ast.IfExp, choice: _Choice) -> tuple[Fix | None, str | None]:
        if self.source.text.startswith("elif", self.span(node).start):
            return None, "an `elif` cannot become a statement"
        for part in (choice.mapping, choice.key):
            if order.runs_code(part):
                return None, f"{self.semantics.shown(part)} runs code, which `get` would do once"
        doubt = self._doubt(choice)
        if doubt is None and self.semantics.implicit.is_loud(node.test):
            doubt = f"looking for {self.semantics.shown(choice.key)} may run code, twice today"
        others = [self.text(choice.key)]
        if not isinstance(choice.default, ast.Constant) or choice.default.value is not None:
            others.append(self.argument(choice.default))
        new = f"{self.operand(choice.mapping)}.get({', '.join(others)})"
        if choice.target is not None:
            new = f"{self.text(choice.target)} = {new}"
        return self.replace(node, new, "Use `get`", Applicability.unless(doubt)), doubt

    def _doubt(self, choice: _Choice) -> str | None:
        """Why `get` may not give the same."""
        kind = self.semantics.type_of(choice.mapping)
        if not kind.within("dict"):
            return kind.why or f"{self.semantics.shown(choice.mapping)} may be no plain dict"
        if not isinstance(choice.mapping, ast.Name) or not isinstance(choice.key, _SIMPLE):
            return f"{self.semantics.shown(choice.key)} is evaluated twice today"
        if not any(self.semantics.pure(one, "no_raise") for one in (choice.mapping, choice.key)):
            return f"{self.semantics.shown(choice.mapping)} would be looked up before the key"
        if not self.semantics.pure(choice.default, "no_raise"):
            return f"{self.semantics.shown(choice.default)} would be evaluated each time"
        return None


def _choice(node: ast.If | ast.IfExp) -> _Choice | None:
    """What ``node`` chooses, if the test looks for a key and one side takes its value."""
    match node.test:
        case ast.Compare(left=key, ops=[ast.In() | ast.NotIn() as asked], comparators=[mapping]):
            pass
        case _:
            return None
    target: ast.expr | None = None
    match node:
        case ast.IfExp(body=found, orelse=default):
            pass
        case ast.If(
            body=[ast.Assign(targets=[ast.Name(id=name) as target], value=found)],
            orelse=[ast.Assign(targets=[ast.Name(id=other)], value=default)],
        ) if name == other:
            if isinstance(key, ast.Name) and key.id == name:
                return None
        case _:
            return None
    if isinstance(asked, ast.NotIn):
        found, default = default, found
    match found:
        case ast.Subscript(value=holder, slice=index):
            same = ast.dump(index) == ast.dump(key) and ast.dump(holder) == ast.dump(mapping)
            # What is called for lack of a value must not be called each time.
            lazy = order.runs_code(default)
            return _Choice(mapping, key, default, target) if same and not lazy else None
    return None
