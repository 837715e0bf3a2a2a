"""Calls of `map` and `filter` with a lambda."""

from __future__ import annotations

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.lambdas import (
    LambdaCall,
    lambda_call,
    why_no_comprehension,
    why_not_same,
)
from pyguide.source import Source


def found_in(text: str) -> tuple[Semantics, LambdaCall | None]:
    semantics = Semantics(Source(text))
    calls = [n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.Call)]
    return semantics, next(filter(None, (lambda_call(semantics, call) for call in calls)), None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("list(map(lambda x: x, xs))", "list"),
        ("set(filter(lambda x: x, xs))", "set"),
        ("dict(map(lambda x: (x, 1), xs))", "dict"),
        ("dict(map(lambda x: x, xs))", "generator"),
        ("dict(map(lambda x: (*x, 1), xs))", "generator"),
        ("dict(filter(lambda x: (x, 1), xs))", "generator"),
        ("list(map(lambda x: x, xs), 1)", "generator"),
        ("map(lambda x, /: x, xs)", "generator"),
        ("map(lambda x, y: x, xs)", None),
        ("map(lambda x=1: x, xs)", None),
        ("map(lambda x: x, *xs)", None),
        ("map(lambda x: x, xs, ys)", None),
        ("map = print\nmap(lambda x: x, xs)", None),
    ],
)
def test_what_is_made_of_the_items(text, kind):
    _, found = found_in(text)
    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("list(map(lambda x: x.y[0] + 1, xs))", None),
        ("list(map(lambda x: len(x), xs))", None),
        ("list(map(lambda x: x.strip().upper(), ['a', 'b']))", None),
        ("for y in map(lambda x: x, xs): pass", None),
        ("a, b = map(lambda x: x, xs)", None),
        ("''.join(map(lambda x: x, xs))", None),
        ("y = map(lambda x: x, xs)", "a generator is no `map` object"),
        ("y.join(filter(lambda x: x, xs))", "a generator is no `filter` object"),
        (
            "list(map(lambda x: x.strip(), xs))",
            "`x.strip()` may raise StopIteration, which ends `map` quietly",
        ),
        (
            "list(map(lambda x: next(x), xs))",
            "`next()` may raise StopIteration, which ends `map` quietly",
        ),
    ],
)
def test_whether_a_comprehension_does_the_same(text, why):
    semantics, found = found_in(text)
    assert found is not None
    assert why_no_comprehension(semantics, found) is None
    assert why_not_same(semantics, found) == why


@pytest.mark.parametrize(
    "text",
    [
        "map(lambda x: lambda: x, xs)",
        "map(lambda x: (y for y in x), xs)",
        "map(lambda x: (y := x), xs)",
        "map(lambda x: super().run(x), xs)",
        "map(lambda x: x, (y := xs))",
    ],
)
def test_what_no_comprehension_can_do(text):
    semantics, found = found_in(text)
    assert found is not None
    assert why_no_comprehension(semantics, found) is not None


def test_map_keeps_its_iterable_but_cannot_change_it():
    semantics, _ = found_in("def run(f):\n    xs = [1]\n    map(f, xs)\n    map(xs, [2])\n")
    uses = [n for n in ast.walk(semantics.source.tree) if getattr(n, "id", "") == "xs"]
    calls = [n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.Call)]
    kept = [semantics.uses.keeps_nothing(call, use) for call in calls for use in uses[1:]
            if use in call.args]  # fmt: skip
    assert kept == [True, False]
