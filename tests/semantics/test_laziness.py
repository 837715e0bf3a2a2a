"""Lists that a builtin only goes through, and what items made one by one would change."""

from __future__ import annotations

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.laziness import Consumption, consumption, doubt, obstacle
from pyguide.source import Source


def found(call: str, before: str = "") -> tuple[Semantics, Consumption | None]:
    source = Source(f"def f(xs, y, g):\n    {before or 'pass'}\n    return {call}\n")
    lists = [node for node in ast.walk(source.tree) if isinstance(node, ast.ListComp)]
    semantics = Semantics(source)
    return semantics, consumption(semantics, lists[0])


@pytest.mark.parametrize(
    ("call", "is_found"),
    [
        ("sum([x for x in xs])", True),
        ("sum([x for x in xs], y)", True),
        ("max([x for x in xs], key=g, default=y)", True),
        ("any([x.islower() for x in xs])", True),
        ("any([x.run() for x in xs])", False),
        ("sum([x.run() for x in xs])", True),
        ("max([x for x in xs], y)", False),
        ("sum(y, [x for x in xs])", False),
        ("sum([x for x in xs], *y)", False),
        ("sum([x for x in xs], **y)", False),
        ("g([x for x in xs])", False),
        ("sorted([x for x in xs])", False),
    ],
)
def test_a_list_that_only_a_builtin_sees(call: str, is_found: bool) -> None:
    assert (found(call)[1] is not None) is is_found


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("sum([x.n for x in xs])", None),
        ("sum([x.n for x in xs], y.n)", None),
        ("sum([x.n for x in xs], nobody)", "may be unbound"),
        ("sum([len(x) for x in xs])", None),
        ("sum([g(x) for x in xs])", "is unknown code"),
        ("sum([len(x) for x in g()])", None),
        ("sum([x for x in (z for z in xs)])", "may change its items"),
        ("sum([len(x) for x in (z for z in xs)])", None),
        ("max([int(x) for x in g(y)])", None),
        ("sum([x for x in g()])", "is unknown code"),
        ("sum([len(x) for x in g()], y)", "is unknown code"),
        ("max([str(x) for x in g()])", "is unknown code"),
        ("max([complex(x) for x in g()])", "is unknown code"),
        ("sum([len(x) for z in xs for x in g(z)])", "is unknown code"),
        ("sum([len(x) for x in xs if g(x)])", "is unknown code"),
        ("sum([next(y) for x in xs])", "is unknown code"),
        ("sum([x.n for x in '1 2'.split(g)])", None),
        ("sum([x for x in xs], g())", "before the items"),
        ("max([x for x in xs], key=len)", None),
        ("max([x for x in xs], key=g)", "before the items"),
        ("sum([y.pop() for x in xs])", "is unknown code"),
        ("any([x is y for x in (y, g)])", None),
        ("any([x is y for x in xs])", "an iterator that others use"),
        ("any([x > y for x in (y, g)])", "may have an effect or fail"),
        ("any([True for a, b in (y, g)])", "unpacking"),
    ],
)
def test_what_makes_a_generator_doubtful(call: str, why: str | None) -> None:
    semantics, seen = found(call)
    assert seen is not None
    given = doubt(semantics, seen)
    assert (given is None) if why is None else (given is not None and why in given)


@pytest.mark.parametrize("call", ["sum([y := x for x in xs])", "sum([super().x for x in xs])"])
def test_where_no_generator_is_possible(call: str) -> None:
    seen = found(call)[1]
    assert seen is not None
    assert obstacle(seen) is not None
