"""PYG308: a context manager that swallows whatever its block raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from pyguide import Applicability, Category, Rule, Semantics

_EXITS = ("__exit__", "__aexit__")
# Names of classes that swallow on purpose.
_SWALLOWS = r"(?i)suppress|ignor|swallow|silen|catch|expect|raises|tolera|quiet|trap"


class ExitReturnsTrue(Rule):
    """`__exit__` that returns a true constant whatever has happened."""

    code = "PYG308"
    category = Category.CORRECTNESS
    message = "`return {value}` in `{method}` swallows every exception of the `with` block"
    guide = ("Q101",)
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    preview = True
    mentions = ("__exit__", "__aexit__")

    @classmethod
    def suspicious(cls, node: ast.FunctionDef, context: Semantics) -> bool:
        return node.name in _EXITS and any(
            isinstance(one, ast.Return) and _true(one) is not None
            for one in context.exits(node.body)
        )

    def judge(self, method: ast.FunctionDef) -> None:
        class_ = self.semantics.parent(method)
        if method.name not in _EXITS or not isinstance(class_, ast.ClassDef):
            return
        if re.search(_SWALLOWS, class_.name) or self._looks_at_exception(method):
            return
        # A path that raises or falls off the end lets exceptions through.
        if not self.semantics.always_leaves(method.body, (ast.Return,)):
            return
        returns = list(self.semantics.exits(method.body))
        values = [value for one in returns if (value := _true(one)) is not None]
        for value in values if len(values) == len(returns) else []:
            self.report(
                self.semantics.statement(value),
                self.replace(value, "False", "Let exceptions through", Applicability.UNSAFE),
                reason="exceptions that are swallowed today would get out",
                value=self.excerpt(value, 12),
                method=method.name,
            )

    def _looks_at_exception(self, method: ast.FunctionDef) -> bool:
        """Whether ``method`` does more with the exception than to hand it to another `__exit__`."""
        arguments = method.args
        named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs][1:]
        starred = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
        names = {one.arg for one in (*named, *starred)}
        return any(one.id in names for stmt in method.body for one in _names_read(stmt))


def _names_read(node: ast.AST) -> Iterator[ast.Name]:
    """The names below ``node``, but for the arguments of another `__exit__`."""
    match node:
        case ast.Name(ctx=ast.Load()):
            yield node
        case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in _EXITS:
            yield from _names_read(value)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _names_read(child)


def _true(one: ast.stmt) -> ast.Constant | None:
    """The true constant that ``one`` returns."""
    match one:
        case ast.Return(value=ast.Constant(value=value) as constant) if value:
            return constant
    return None
