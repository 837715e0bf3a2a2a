"""PYG013: a parameter or a result that is annotated `Any`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pyguide import Category, Reach, Rule, Semantics
from pyguide.semantics import structure

DefNode = ast.FunctionDef | ast.AsyncFunctionDef


class AnyAnnotation(Rule):
    """`def f(x: Any) -> Any`."""

    code = "PYG013"
    category = Category.PEDANTIC
    message = "{annotated} `Any`, so {use} is not checked"
    guide = ("Q103",)
    twins = {"ruff": ("ANN401",), "flake8-annotations": ("ANN401",)}
    suspects = (ast.FunctionDef, ast.AsyncFunctionDef)
    reach = Reach.HEADER
    preview = True
    options = {"max-any-per-file": 0}

    @classmethod
    def suspicious(cls, node: DefNode, context: Semantics) -> bool:
        return any(True for _ in _places(node, context))

    def judge(self, function: DefNode) -> None:
        places = list(_places(function, self.semantics))
        if not places or self._are_few():
            return
        for place in places:
            if isinstance(place, ast.arg):
                annotated, use = f"`{place.arg}` is annotated", f"its use in `{function.name}`"
            else:
                annotated, use = f"`{function.name}` returns", "the use of its result"
            why = "only you know which type is meant"
            self.report(place, reason=why, annotated=annotated, use=use)

    def _are_few(self) -> bool:
        """Whether the file has no more of them than the user allows."""
        allowed: int = self.option("max-any-per-file")
        if not allowed:
            return False
        functions = self.semantics.structure.nodes(*self.suspects)
        return sum(len(list(_places(one, self.semantics))) for one in functions) <= allowed


def _places(function: DefNode, semantics: Semantics) -> Iterator[ast.arg | ast.expr]:
    """The parameters and the result annotation of ``function`` that let anything pass.

    What only passes arguments on has to take all: `*args`, `**kwargs`, special methods, decorators.
    """
    args, returns = function.args, function.returns
    found: list[ast.arg | ast.expr] = [
        one
        for one in (*args.posonlyargs, *args.args, *args.kwonlyargs)
        if one.annotation is not None and _is_any(one.annotation, semantics)
    ]
    if returns is not None and _is_any(returns, semantics) and not _wraps(function):
        found.append(returns)
    if found and not _is_given(function, semantics):
        yield from found


def _is_any(annotation: ast.expr, semantics: Semantics) -> bool:
    if structure.last_name(annotation) != "Any":
        return False
    return semantics.qualified(annotation) in ("typing.Any", "typing_extensions.Any")


def _is_given(function: DefNode, semantics: Semantics) -> bool:
    """Whether somebody else decided on the signature: Python, or a base class."""
    if function.name.startswith("__") and function.name.endswith("__"):
        return function.name != "__init__"
    return any(
        structure.last_name(one) in ("override", "overrides") for one in function.decorator_list
    )


def _wraps(function: DefNode) -> bool:
    """Whether ``function`` passes all its arguments on, or gives back a function of its own."""
    if function.args.vararg is not None and function.args.kwarg is not None:
        return True
    names = {one.name for one in function.body if isinstance(one, structure.DEFS)}
    return any(
        isinstance(one, ast.Return) and isinstance(one.value, ast.Name) and one.value.id in names
        for one in function.body
    )
