"""Which awaited calls could overlap."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.concurrency import overlapping
from pyguide.source import Source

FETCH = "async def fetch(x):\n    await y\n"


def row(*lines: str, before: str = FETCH) -> list[str]:
    """The targets of the row that begins at the first of ``lines``."""
    text = before + "async def main(s):\n    pass\n" + "".join(f"    {line}\n" for line in lines)
    semantics = Semantics(Source(text))
    main = semantics.source.tree.body[-1]
    assert isinstance(main, ast.AsyncFunctionDef)
    return [one.target.id for one in overlapping.independent(semantics, main.body[1])]


@pytest.mark.parametrize(
    ("lines", "targets"),
    [
        (["a = await fetch(1)", "b = await fetch(2)"], ["a", "b"]),
        (["a = await fetch(1)", "b = await fetch(2)", "c = await fetch(b)"], ["a", "b"]),
        (["a = await fetch(1)", "b = await fetch(a)"], []),
        (["a = await fetch(s)", "b = await fetch(s)"], []),
        (["a = await fetch(1)", "a = await fetch(2)"], []),
        (["a = await fetch(1)", "b = await other(2)"], []),
        (["a = await fetch(1)"], []),
    ],
)
def test_rows(lines, targets):
    assert row(*lines) == targets


@pytest.mark.parametrize(
    "body", ["return x", "global y\n    await y", "await y.execute(x)", "x.z = await y"]
)
def test_functions_that_do_not_wait_or_write(body):
    lines = ("a = await fetch(1)", "b = await fetch(2)")
    assert row(*lines, before=f"async def fetch(x):\n    {body}\n") == []


def test_a_row_begins_where_nothing_of_it_stands_above():
    text = FETCH + "async def main():\n    a = await fetch(1)\n    b = await fetch(2)\n"
    semantics = Semantics(Source(text))
    main = semantics.source.tree.body[-1]
    assert isinstance(main, ast.AsyncFunctionDef)
    assert overlapping.independent(semantics, main.body[0])
    assert not overlapping.independent(semantics, main.body[1])
