"""Lists that a builtin only goes through, and what items made one by one would change."""

from __future__ import annotations

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.laziness import Consumption, consumption, doubt, obstacle
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
        ("sum([x.n for x in xs])", "where `sum` fails"),
        ("sum([x.n for x in xs], y.n)", "where `sum` fails"),
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
        ("sum([str(x.n).count('a') for x in xs])", "is unknown code"),
        ("max([x.n.lower() for x in xs])", "is unknown code"),
        ("sum([sorted(x) for x in xs], [])", "is unknown code"),
        ("sum([x.n for x in '1 2'.split(g)])", "where `sum` fails"),
        ("sum([x for x in xs], g())", "before the items"),
        ("max([x for x in xs], key=len)", "where `max` fails"),
        ("max([x for x in xs], key=g)", "before the items"),
        ("sum([y.pop() for x in xs])", "is unknown code"),
        ("any([x is y for x in (y, g)])", None),
        ("any([x is y for x in xs])", "an iterator that others use"),
        ("any([x > y for x in (y, g)])", "may have an effect or fail"),
        ("any([True for a, b in (y, g)])", "unpacking"),
        ("any([x is y for x in (y, g) if x])", "the truth of `x`"),
        ("any([x is y for x in (y, g) if x is not g])", None),
        ("all([x is y for n, x in enumerate((y, g))])", None),
        ("all([x is y for n, x in enumerate(xs)])", "an iterator that others use"),
        ("all([x is z for x, z in zip((y, g), [g, y])])", None),
        ("all([x is z for x, z in zip((y, g), xs)])", "an iterator that others use"),
    ],
)
def test_what_makes_a_generator_doubtful(call: str, why: str | None) -> None:
    semantics, seen = found(call)
    assert seen is not None
    given = doubt(semantics, seen)
    assert (given is None) if why is None else (given is not None and why in given)


# Using these can never fail, so it does not matter that making one may.
USABLE = [
    ("sum([1 for x in xs])", True),
    ("sum([x is None for x in xs])", True),
    ("sum([not x.n for x in xs])", True),
    ("sum([isinstance(x, str) for x in xs])", True),
    ("sum([hex(x).count('a') for x in xs])", True),
    ("sum([x == y for x in xs])", False),
    ("sum([len(x) for x in xs], 1)", True),
    ("sum([len(x) for x in xs], start=-1)", True),
    ("sum([len(x) for x in xs], y)", False),
    ("sum([len(x) for x in xs], '')", False),
    ("sum([len(x) for x in xs], 0.5)", True),
    ("sum([int(x) for x in xs], 1)", True),
    # `0.5 + 10**400` fails.
    ("sum([int(x) for x in xs], 0.5)", False),
    ("sum([len(x) if x.n else 0.5 for x in xs])", True),
    ("sum([int(x) if x.n else 0.5 for x in xs])", False),
    ("sum([2 ** 2000 if x.n else 0.5 for x in xs])", False),
    ("sum([float(x) for x in xs])", True),
    ("sum([float(x) for x in xs], 0.5)", True),
    ("sum([complex(x) for x in xs])", True),
    ("sum([hex(x) for x in xs])", False),
    ("sum([len(x) for x in xs], 1, start=1)", False),
    ("sum([[x.n] for x in xs], [])", True),
    ("sum([[x.n] for x in xs], [y])", True),
    ("sum([[x.n] for x in xs], [y.n])", False),
    ("sum([[x.n] for x in xs], y)", False),
    ("sum([[x.n] for x in xs])", False),
    ("sum([sorted([x, y]) for x in xs], [])", True),
    ("sum([(x.n,) for x in xs], [])", False),
    ("sum([(x.n,) for x in xs], ())", True),
    ("max([len(x) for x in xs], default=0)", True),
    ("max([len(x) for x in xs], default=-1)", True),
    ("max([len(x) for x in xs], default=float('-inf'))", True),
    ("max([len(x) for x in xs], default=y)", True),
    ("max([len(x) for x in xs], default=y.n)", False),
    ("max([len(x) for x in xs], start=0)", False),
    ("max([len(x) for x in xs], key=None)", True),
    ("max([int(x) if x.n else 0.5 for x in xs])", True),
    ("max([int(x) if x.n else hex(x) for x in xs])", False),
    ("max([complex(x) for x in xs])", False),
    ("max([hex(x) for x in xs])", True),
    ("max([str(x) for x in xs])", False),
    ("max([f'{x}-' for x in xs])", True),
    ("max([f'{x}' for x in xs])", False),
    ("max([hex(x).encode() for x in xs])", True),
    ("max([None for x in xs])", False),
    ("max([hex(x) for x in xs], key=len)", True),
    ("max([[x.n, y] for x in xs], key=len)", True),
    ("max([(x.n, y) for x in xs], key=len)", True),
    ("max([(x.n, y) for x in xs])", False),
    ("max([int(x) for x in xs], key=len)", False),
    ("max([int(x) for x in xs], key=abs)", True),
    ("max([int(x) for x in xs], key=lambda x: -x)", False),
]


@pytest.mark.parametrize(("call", "is_safe"), USABLE)
def test_what_can_always_be_used(call: str, is_safe: bool) -> None:
    semantics, seen = found(call)
    assert seen is not None
    given = doubt(semantics, seen)
    assert (given is None) if is_safe else ("fail" in (given or ""))


# Using these may fail, but nobody can tell whether the items behind have been made.
UNNOTICED = [
    ("sum([x for x in [y, g]])", True),
    ("sum([x for x in [y, g]], y.n)", True),
    ("max([x for x in [y, g]], key=len)", True),
    ("max([(x, y) for x in [y, g] if x is not None])", True),
    ("max([x for x in [y, g] if x])", False),
    ("max([x.n for x in [y, g]])", False),
    ("max([x for x in xs], key=len)", False),
    ("max([x for x in iter(xs)], key=len)", False),
    ("max([x for x in open('x')], key=int)", False),
    ("max([x for n, x in enumerate([y, g])])", True),
    ("max([x for n, x in enumerate([y, g], y)])", True),
    ("max([x for x in reversed([y, g])])", True),
    ("max([x for n, x in zip([y, g], [g, y])])", True),
    ("max([x for n, x in zip([y, g], [g, y], strict=True)])", False),
    ("max([x for n, x in zip([y, g])])", False),
    ("max([x for n, x in zip([y, g], (z for z in xs))])", False),
    ("max([x for n, x in {1: y}.items()])", True),
    ("max([x for n, x in [y, g]])", False),
    ("max([x for (n, x), z in zip([y, g], [g, y])])", False),
    ("max([x for z in [y, g] for x in [z, y]])", True),
    ("max([x for z in [y, g] for x in z])", False),
]


@pytest.mark.parametrize(("call", "is_safe"), UNNOTICED)
def test_what_nobody_can_see_made(call: str, is_safe: bool) -> None:
    semantics, seen = found(call)
    assert seen is not None
    given = doubt(semantics, seen)
    assert (given is None) if is_safe else ("where `max` fails" in (given or ""))


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("def f(xs):\n    n = 1\n    return max([len(x) for x in xs], default=n)", None),
        (
            "def f(xs):\n    n = 1\n    def g():\n        nonlocal n\n        n = 2\n"
            "    return max([len(x) for x in xs], default=n)",
            "may be bound anew",
        ),
        (
            "def f(xs):\n    global n\n    n = 1\n    return max([len(x) for x in xs], default=n)",
            "may be bound anew",
        ),
        (
            "def f(xs):\n    if xs:\n        n = 1\n    return max([len(x) for x in xs], default=n)",
            "may fail",
        ),
        ("n = 1\nm = max([len(x) for x in xs()], default=n)", None),
        ("n = 1\ndef f(xs):\n    return max([len(x) for x in xs], default=n)", "may be bound anew"),
        ("f = lambda xs, n: max([len(x) for x in xs], default=n)", None),
        (
            "def f(xs, ns):\n    for n in ns:\n        print(max([len(x) for x in xs], default=n))",
            None,
        ),
        (
            "def f(xs, ns):\n    return {n: max([len(x) for x in xs], default=n) for n in ns}",
            None,
        ),
        (
            "class A:\n    n = 1\n    m = max([len(x) for x in xs()], default=n)",
            None,
        ),
        (
            "def f(n):\n    return lambda xs: max([len(x) for x in xs], default=n)",
            "may be bound anew",
        ),
    ],
)
def test_a_further_argument_is_the_same_before_the_items(code: str, why: str | None) -> None:
    source = Source(code + "\n")
    made = next(node for node in ast.walk(source.tree) if isinstance(node, ast.ListComp))
    semantics = Semantics(source)
    seen = consumption(semantics, made)
    assert seen is not None
    given = doubt(semantics, seen)
    assert (given is None) if why is None else (given is not None and why in given)


@pytest.mark.parametrize("call", ["sum([y := x for x in xs])", "sum([super().x for x in xs])"])
def test_where_no_generator_is_possible(call: str) -> None:
    seen = found(call)[1]
    assert seen is not None
    assert obstacle(seen) is not None
