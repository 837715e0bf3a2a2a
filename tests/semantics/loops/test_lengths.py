"""Whether the code shows how the lengths of iterables compare."""

from __future__ import annotations

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.lengths import are_settled
from pyguide.source import Source


@pytest.mark.parametrize(
    ("arguments", "before", "expected"),
    [
        ("xs, ys", "pass", False),
        ("xs, xs[1:]", "pass", True),
        ("xs, [x for x in xs]", "pass", True),
        ("xs, [x for x in xs if x]", "pass", False),
        ("xs.keys(), xs.values()", "pass", True),
        ("xs.keys(), ys.keys()", "pass", False),
        ("xs, zs", "zs = sorted(xs)", True),
        ("xs, zs", "zs = [0]", False),
        ("[1, 2], 'ab'", "pass", True),
        ("zs, [1]", "zs = [0]", True),
        ("zs, [1]", "zs = [0]; zs.append(g())", False),
        ("zs, [1]", "zs = [0]; zs += g", False),
        ("zs, [1]", "zs = [0]; del zs[0]", False),
        ("zs, []", "zs = []; g(zs)", False),
        ("zs, [1]", "zs = [0] if g else []", False),
        ("[1, 2], [*xs]", "pass", False),
        ("xs, ys", "assert len(ys) == len(xs)", True),
        ("xs, ys", "g(len(ys), len(xs))", True),
        ("xs, ys", "assert len(zs) == len(xs) == len(ys)", True),
        ("xs, ys", "assert len(zs) == len(xs)", False),
        ("xs.items(), ys.items()", "assert len(xs.keys()) == len(ys)", True),
        ("xs[1:], ys", "assert len(xs) == len(ys)", False),
        ("xs, ys", "assert len(xs)", False),
        ("xs, itertools.count()", "import itertools", True),
        ("xs, itertools.repeat(1, 2)", "import itertools", False),
        ("xs, *ys", "pass", False),
    ],
)
def test_lengths_of_arguments(arguments: str, before: str, expected: bool) -> None:
    source = Source(f"def f(xs, ys, g):\n    {before}\n    return zip({arguments})\n")
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    call = next(one for one in calls if ast.unparse(one.func) == "zip")
    assert are_settled(Semantics(source), call.args) is expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [("", True), ("def g():\n    a.append(0)\n", False), ("a[0] = 5\n", False)],
)
def test_lengths_of_variables_of_a_module(after: str, expected: bool) -> None:
    source = Source(f"a = [1, 2]\nb = ['x', 'y']\nzip(a, b)\n{after}")
    call = next(node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    assert are_settled(Semantics(source), call.args) is expected
