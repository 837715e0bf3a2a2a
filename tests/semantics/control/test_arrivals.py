"""Arrivals: what a name may hold when a statement begins."""

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.control.arrivals import arrivals
from pyguide.source import Source


def arriving(text: str) -> tuple[list[int], bool]:
    """The lines of the bindings of `x` that arrive at `here`, and whether one surely does."""
    source = Source(textwrap.dedent(text))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Expr) and ast.unparse(node) == "here":
            found = arrivals(Semantics(source), "x", node)
            return sorted(one.node.lineno for one in found.bindings), found.sure  # type: ignore[attr-defined]
    raise AssertionError("no `here` in the text")


@pytest.mark.parametrize(
    ("text", "lines", "sure"),
    [
        ("x = 1\nhere", [1], True),
        ("x = 1\nx = 2\nhere", [2], True),
        ("x = 1\nx += 2\nhere", [1, 2], True),
        ("x = 1\nx = x + 2\nhere", [1, 2], True),
        ("here\nx = 1", [], False),
        ("if a:\n    x = 1\nhere", [2], False),
        ("if a:\n    x = 1\nelse:\n    x = 2\nhere", [2, 4], True),
        ("x = 0\nif a:\n    x = 1\nhere", [1, 3], True),
        ("x = 0\nif a:\n    x = 1\nelse:\n    here", [1], True),
        ("x = 0\nfor a in b:\n    here\n    x = 1", [1, 4], True),
        ("x = 0\nfor x in b:\n    here", [2], True),
        ("for x in b:\n    pass\nhere", [1], False),
        ("while a:\n    x = 1\nhere", [2], False),
        ("with a as x:\n    here", [1], True),
        ("try:\n    x = 1\nexcept A:\n    x = 2\nhere", [2, 4], True),
        ("x = 1\ntry:\n    g()\nexcept A as x:\n    pass\nhere", [1, 4], False),
        ("x = 1\ntry:\n    g()\nexcept A as x:\n    here", [4], True),
        ("try:\n    x = 1\nexcept A:\n    pass\nhere", [2], False),
        ("try:\n    x = 1\nexcept A:\n    here", [2], False),
        ("try:\n    pass\nfinally:\n    x = 1\nhere", [4], True),
        ("try:\n    pass\nexcept A as x:\n    here", [3], True),
        ("x = 1\ndel x\nhere", [1, 2], False),
        ("import x\nhere", [1], True),
        ("(x := 1)\nhere", [1], False),
    ],
)
@pytest.mark.parametrize("around", ["", "def f():\n"])
def test_bindings_that_arrive(text: str, lines: list[int], sure: bool, around: str) -> None:
    shift = around.count("\n")
    whole = around + textwrap.indent(text, "    ") if around else text
    assert arriving(whole) == ([line + shift for line in lines], sure)


def test_a_parameter_surely_arrives_and_a_branch_that_leaves_brings_nothing() -> None:
    assert arriving("def f(x):\n    here") == ([1], True)
    assert arriving("def f(a):\n    if a:\n        return\n    else:\n        x = 1\n    here") == (
        [5],
        True,
    )


def test_any_binding_of_an_outer_variable_may_arrive() -> None:
    text = "x = 1\ndef f():\n    global x\n    x = 2\n    here"
    assert arriving(text) == ([1, 4], False)
