"""Comprehensions whose list nobody takes, and what a loop in their place would change."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.discarding import Discarded, discarded, doubt, obstacle
from pyguide.source import Source


def found(line: str, before: str = "pass") -> tuple[Semantics, Discarded | None]:
    body = textwrap.indent(f"{before}\n{line}", "    ")
    source = Source(f"def f(xs, y, g):\n{body}\n")
    function = source.tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    stmt = function.body[-1]
    assert isinstance(stmt, ast.Expr | ast.Assign)
    semantics = Semantics(source)
    return semantics, discarded(semantics, stmt)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[g(x) for x in xs]", "comprehension"),
        ("{g(x) for x in xs}", "comprehension"),
        ("_ = [g(x) for x in xs]", "comprehension"),
        ("[x for x in xs if g(x)]", "comprehension"),
        ("list(map(g, xs))", "map"),
        ("list(g(x) for x in xs)", "generator"),
        ("any(g(x) for x in xs)", "any"),
        ("[x for x in xs]", None),
        ("a = [g(x) for x in xs]", None),
        ("sum(g(x) for x in xs)", None),
        ("list(map(g, xs, xs))", None),
        ("g(g(x) for x in xs)", None),
    ],
)
def test_what_is_run_for_its_effects(line: str, kind: str | None) -> None:
    seen = found(line)[1]
    assert (seen and seen.kind) == kind


@pytest.mark.parametrize(
    ("line", "before", "why"),
    [
        ("[g(x) for x in xs]", "pass", None),
        ("[g(x) for x in xs]", "[x for x in xs]", None),
        ("[g(y) for y in xs]", "pass", "another variable"),
        ("[g(x) for x in xs]", "print(x)", "another variable"),
        ("[g(x) for x in xs]", "global x", "outer scope"),
        ("[g(lambda: x) for x in xs]", "pass", "runs later"),
        ("[g(x, z) for x in xs]", "if y: z = 1", "unbound"),
        ("[g(y) for y in y]", "pass", "another variable"),
        ("[g(y) for y in f(lambda: y)]", "pass", "another variable"),
        ("[Thing(x) for x in xs]", "pass", "one by one"),
        ("[g(vars()) for x in xs]", "pass", "own variables"),
        ("{g(x) for x in xs}", "pass", "hashed"),
    ],
)
def test_what_makes_a_loop_doubtful(line: str, before: str, why: str | None) -> None:
    semantics, seen = found(line, before)
    assert seen is not None
    given = doubt(semantics, seen)
    assert (given is None) if why is None else (given is not None and why in given)


@pytest.mark.parametrize(
    ("line", "is_possible"),
    [
        ("[g(x) for x in xs]", True),
        ("list(map(g, xs))", True),
        ("list(map(lambda x: g(x), xs))", False),
        ("all(g(x) for x in xs)", False),
        ("{x: g(x) for x in xs}", False),
        ("[z := g(x) for x in xs]", False),
        ("[g(x) for x in x]", False),
        ("[g(y) for y in y]", True),
    ],
)
def test_where_a_loop_can_be_written(line: str, is_possible: bool) -> None:
    semantics, seen = found(line)
    assert seen is not None
    assert (obstacle(semantics, seen) is None) is is_possible
