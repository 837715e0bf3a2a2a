"""Dominance: the binding that a read must see, and the tests that must hold there."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def here(body: str) -> tuple[Semantics, ast.Name]:
    """The proofs of a function with ``body``, and the `x` that is given to `here` in it."""
    source = Source(f"def f(p, xs, x):\n{textwrap.indent(body, '    ')}")
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id="here"), args=[ast.Name(id="x") as read]):
                return Semantics(source), read
    raise AssertionError("no here(x) in the text")


def seen(body: str) -> str | None:
    """What kind of binding `here(x)` must see."""
    semantics, read = here(body)
    found = semantics.dominance.definition(read)
    return None if found is None else found.kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("for x in xs:\n    here(x)", "for"),
        ("for x in xs:\n    p()\nelse:\n    here(x)", None),
        ("for x in xs:\n    x = 1\nelse:\n    here(x)", None),
        ("for x in xs:\n    p()\nelse:\n    x = 1\n    here(x)", "assign"),
        ("async def g():\n    async for x in xs:\n        p()\n    else:\n        here(x)", None),
        ("while p:\n    x = 1\nelse:\n    here(x)", None),
        ("for y in xs:\n    p()\nelse:\n    here(x)", "parameter"),
    ],
)
def test_a_target_is_bound_in_the_rounds_of_its_loop_alone(body: str, kind: str | None) -> None:
    assert seen(body) == kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("with p() as x:\n    p()\nhere(x)", "with"),
        ("with p() as x:\n    here(x)", "with"),
        ("with p(), p() as x:\n    here(x)", "with"),
        ("with p(), p() as x:\n    p()\nhere(x)", None),
        ("with open(p) as y, p() as x:\n    p()\nhere(x)", "with"),
        ("with p() as (x, y):\n    p()\nhere(x)", None),
        ("with open(p) as (x, y):\n    p()\nhere(x)", "with"),
        ("with p() as x:\n    x = 1\nhere(x)", None),
    ],
)
def test_a_manager_may_swallow_what_comes_before_the_target(body: str, kind: str | None) -> None:
    assert seen(body) == kind


@pytest.mark.parametrize(
    ("body", "tests"),
    [
        ("[here(x) for x in xs if x]", ["x"]),
        ("[here(x) for x in xs if x for y in x]", ["x"]),
        ("[here(x) for x in xs if x for x in x]", []),
        ("[here(x) for y in xs if y for x in y if x]", ["x"]),
    ],
)
def test_a_test_in_a_comprehension_holds_until_its_name_is_bound_anew(
    body: str, tests: list[str]
) -> None:
    semantics, read = here(body)
    found = semantics.dominance.guards(read)
    assert sorted(ast.unparse(one.test) for one in found) == sorted(tests)
