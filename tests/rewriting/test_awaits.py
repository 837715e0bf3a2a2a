"""An `await` where one can stand, in brackets where they are needed."""

import ast

import pytest

from pyguide.guard import apply
from pyguide.rewriting import awaits
from pyguide.semantics import Semantics
from pyguide.source import Source


def awaited(line: str) -> str | None:
    source = Source(f"async def f(x):\n    {line}\n")
    call = next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "g"
    )
    edits = awaits.awaited(Semantics(source), call, "h.g", source.span(call.func).end)
    return None if edits is None else apply(source.text, edits).splitlines()[1].strip()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("g(1)", "await h.g(1)"),
        ("x = g(1)", "x = await h.g(1)"),
        ("return x, g(1)", "return x, await h.g(1)"),
        ("if not g(1): pass", "if not await h.g(1): pass"),
        ("x + g(1) * 2", "x + await h.g(1) * 2"),
        ("2 ** g(1)", "2 ** await h.g(1)"),
        ("g(1) ** 2", "(await h.g(1)) ** 2"),
        ("g(1).x", "(await h.g(1)).x"),
        ("g(1)[0]", "(await h.g(1))[0]"),
        ("x[g(1)]", "x[await h.g(1)]"),
        ("g(1)(2)", "(await h.g(1))(2)"),
        ("x(g(1), *g(2), k=3)", "x(await h.g(1), *g(2), k=3)"),
        ("x(k=g(1))", "x(k=await h.g(1))"),
        ("[g(1) for y in x]", None),
        ("(lambda: g(1))()", None),
    ],
)
def test_the_await(line: str, expected: str | None) -> None:
    new = awaited(line)
    assert new == expected
    compile(f"async def f(x):\n    {new or 'pass'}\n", "new", "exec")


@pytest.mark.parametrize(
    ("head", "spelled", "imports"),
    [
        ("import asyncio", "asyncio", 0),
        ("import asyncio as aio", "aio", 0),
        ("", "asyncio", 1),
        ("asyncio = 3", None, 0),
        ("def asyncio(): pass", None, 0),
    ],
)
def test_the_name_of_the_library(head: str, spelled: str | None, imports: int) -> None:
    source = Source(f"{head}\nasync def f():\n    g()\n")
    function = source.tree.body[-1]
    assert isinstance(function, ast.AsyncFunctionDef)
    found = awaits.library(Semantics(source), function.body[0], "asyncio")
    assert (found and found[0]) == spelled
    assert len(found[1] if found else ()) == imports
