"""Loops that only append to a new list, and what a comprehension in their place would change."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.appending import Appending, appending, doubt, obstacle
from pyguide.source import Source


def found(code: str) -> tuple[Semantics, Appending | None]:
    source = Source(textwrap.dedent(code))
    loops = [node for node in ast.walk(source.tree) if isinstance(node, ast.For)]
    semantics = Semantics(source)
    return semantics, appending(semantics, loops[-1])


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("a = []\nfor x in xs: a.append(x)", True),
        ("a = list()\nfor x in xs:\n  if x: a.append(-x)", True),
        ("a: list = []\nb = a_b = 1\nfor x, *y in xs: a.append(y)", True),
        ("a = b = []\nfor x in xs: a.append(x)", False),
        ("a = []\nxs(a)\nfor x in xs: a.append(x)", False),
        ("a = []\nfor x in a: a.append(x)", False),
        ("a = []\nfor a in xs: a.append(1)", False),
        ("a = []\nfor x in xs: a.append(len(a))", False),
        ("a = []\nfor x in xs: a.append(*x)", False),
        ("a = []\nfor x in xs: a.append(x, key=1)", False),
        ("a = []\nfor x in xs: a.append((y := x))", False),
        ("a = []\nfor x in xs: a.append(x)\nelse: pass", False),
        ("a = []\nfor x in xs: a.append(x)\nprint(x)", False),
        ("a = []\nfor x.y in xs: a.append(x)", False),
        ("a = [0]\nfor x in xs: a.append(x)", False),
        ("for x in xs: xs.append(x)", False),
        ("a = []\nfor x in xs: a.append(vars())", False),
    ],
)
def test_a_loop_that_only_fills_a_list(body: str, is_found: bool) -> None:
    code = "def f(xs):\n" + textwrap.indent(body, "    ")
    assert (found(code)[1] is not None) is is_found


def test_a_copy_appends_the_variable_itself() -> None:
    copies = []
    for value in ("x", "(x)", "-x", "y"):
        seen = found(f"def f(xs, y):\n    a = []\n    for x in xs: a.append({value})")[1]
        assert seen is not None
        copies.append(seen.is_copy)
    assert copies == [True, True, False, False]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("def f(xs):\n  a = []\n  for x in xs: a.append(x)", None),
        ("a = []\nfor x in xs: a.append(x)", "others can see"),
        ("def f(xs):\n  global a\n  a = []\n  for x in xs: a.append(x)", "others can see"),
        ("def f(xs, n):\n  if n: m = 1\n  a = []\n  for x in xs: a.append(m)", "may be unbound"),
        ("def f(xs):\n  a = []\n  for x in xs: a.append(x for y in xs)", "runs later"),
        (
            "def f(xs):\n  try:\n    a = []\n    for x in xs: a.append(x)\n  finally: print(a)",
            "is caught",
        ),
    ],
)
def test_what_makes_a_comprehension_doubtful(code: str, why: str | None) -> None:
    semantics, seen = found(code)
    assert seen is not None
    given = doubt(semantics, seen)
    assert (given is None) if why is None else (given is not None and why in given)


@pytest.mark.parametrize(
    ("code", "is_possible"),
    [
        ("class C:\n  a = []\n  for x in 'ab': a.append(x)", False),
        ("def f(xs):\n  a = []\n  for x in super().y: a.append(x)", True),
        ("def f(xs):\n  a = []\n  for x in xs: a.append(super().y)", False),
        ("def f(xs):\n  a = []\n  for x in xs: a.append(__class__)", False),
    ],
)
def test_where_no_comprehension_is_possible(code: str, is_possible: bool) -> None:
    semantics, seen = found(code)
    assert seen is not None
    assert (obstacle(semantics, seen) is None) is is_possible
