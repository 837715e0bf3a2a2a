"""PYG101: a default that every call shares and may change."""

from __future__ import annotations

import ast
import re

from pyguide import Applicability, Category, Fix, Rule, Semantics
from pyguide.rewriting import bodies, widening
from pyguide.semantics import structure
from pyguide.semantics.mutability import defaults, stubs
from pyguide.semantics.objects import mutables

_CACHE = r"_*(?:\w+_)?(?:cache|memo)(?:_\w+)?"


class MutableDefaultArgument(Rule):
    """A list, dict or set as default."""

    code = "PYG101"
    category = Category.CORRECTNESS
    message = "`{parameter}` defaults to {what} that all calls of {function} share"
    guide = ("Q4", "Q107")
    twins = {
        "ruff": ("B006",),
        "flake8-bugbear": ("B006",),
        "pylint": ("W0102",),
    }
    exact_twins = ("B006",)
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    options = {"extend-mutable-calls": (), "extend-immutable-calls": (), "allow-caches": True}

    @classmethod
    def suspicious(cls, node: structure.FunctionNode, context: Semantics) -> bool:
        if not node.args.defaults and not node.args.kw_defaults:
            return False
        return any(
            isinstance(
                context.defaults.constant(default) or default, (*mutables.DISPLAYS, ast.Call)
            )
            for _, default in defaults.defaults(node)
        )

    def judge(self, node: structure.FunctionNode) -> None:
        if isinstance(node, ast.Lambda):
            function = "this lambda"
        elif stubs.is_stub(self.semantics, node):
            return
        else:
            function = f"`{node.name}`"
        for arg, default in defaults.defaults(node):
            what = self._shared(default, arg, node)
            if what is None or self._is_meant(arg, node):
                continue
            fix, reason = self._fix(node, arg, default)
            name = arg.arg
            alone = isinstance(node, ast.Lambda) or self._is_known_here_only(default)
            self.report(
                default,
                fix,
                reason=reason,
                alone=alone,
                parameter=name,
                what=what,
                function=function,
            )

    def _is_known_here_only(self, default: ast.expr) -> bool:
        """Whether ruff would not take a default for one that can be changed."""
        if isinstance(default, ast.Call):
            return self.semantics.qualified(default.func) not in mutables.MAKERS
        return not isinstance(default, tuple(mutables.DISPLAYS))

    def _shared(
        self, default: ast.expr, arg: ast.arg, function: structure.FunctionNode
    ) -> str | None:
        """What a default is, where it is one object that can be changed."""
        kind = self._kind(default)
        if kind is not None:
            return f"one {kind}"
        value = self.semantics.defaults.constant(default)
        if value is None or not self.semantics.defaults.is_let_out(arg.arg, function):
            return None
        kind = self._kind(value)
        return f"`{self.excerpt(default)}`, a {kind} of the module," if kind is not None else None

    def _kind(self, value: ast.expr) -> str | None:
        if isinstance(value, ast.Call):
            full, written = self.semantics.qualified(value.func) or "", ast.unparse(value.func)
            if {full, written} & set(self.option("extend-immutable-calls")):
                return None
            known = full in mutables.MAKERS or {full, written} & set(
                self.option("extend-mutable-calls")
            )
            return written.rpartition(".")[2] if known else None
        return mutables.DISPLAYS.get(type(value))

    def _is_meant(self, arg: ast.arg, function: structure.FunctionNode) -> bool:
        """Whether the parameter promises not to change the object, or is a cache on purpose."""
        if arg.annotation is not None and self.semantics.annotations.is_immutable(arg.annotation):
            return True
        if not self.option("allow-caches"):
            return False
        named = re.fullmatch(_CACHE, arg.arg) is not None
        return arg.arg.startswith("_") or (
            named and self.semantics.defaults.is_filled(arg.arg, function)
        )

    def _fix(
        self, function: structure.FunctionNode, arg: ast.arg, default: ast.expr
    ) -> tuple[Fix | None, str]:
        """None as default and a new object in the body; and why that is unsafe or missing."""
        name = arg.arg
        if isinstance(function, ast.Lambda):
            return None, "a lambda has no body in which to make a new object"
        reason = self._obstacle(function, name, default)
        if reason is not None:
            return None, reason
        widened = widening.allow_none(self.semantics, arg.annotation, self.target_version)
        if widened is None:
            return None, f"it is not clear how the annotation of `{name}` would allow None"
        edits = [self.edit(self.enclosed(default), "None"), *widened.edits]
        if self.semantics.read_in(name, function.body) or self.semantics.dynamic(function.body[0]):
            lines = [(0, f"if {name} is None:"), (1, f"{name} = {self.text(default)}")]
            guard = bodies.insert(self.source, function, bodies.opening(function, name), lines)
            if guard is None:
                return None, "the body has no line of its own for a new statement"
            edits.append(guard)
        title = f"Make `{name}` a new object in each call"
        fix = self.fix(title, Applicability.UNSAFE, edits, widened.imports)
        return fix, f"a caller may rely on what `{name}` keeps between calls, or pass None"

    def _obstacle(self, function: structure.DefNode, name: str, default: ast.expr) -> str | None:
        if isinstance(default, ast.Name):
            return f"a copy of `{default.id}`, or the object itself, may be meant"
        if name.startswith("_") and self.semantics.defaults.is_filled(name, function):
            return f"`{name}` seems to be kept between calls on purpose"
        if self.semantics.defaults.tests_none(name, function):
            return f"the body compares `{name}` with None"
        if bodies.has_type_comment(self.source, function):
            return "a type comment gives the types of the parameters"
        if self.semantics.defaults.are_looked_at:
            return "the file looks at the defaults of functions"
        if len(self.text(default).splitlines()) > 1:
            return "the default is written on several lines"
        return self.semantics.defaults.differs_inside(default, function)
