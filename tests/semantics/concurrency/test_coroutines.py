"""What runs in an event loop, what it waits for, and what nobody awaits."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.concurrency import coroutines
from pyguide.source import Source


def call_of(code: str, name: str) -> tuple[Semantics, ast.Call]:
    source = Source(code)
    found = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name
    ]
    return Semantics(source), found[-1]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("async def f(): use()", "f"),
        ("async def f(): [use() for x in y]", "f"),
        ("async def f():\n    async def g(): use()", "g"),
        ("async def f():\n    def g(): use()", None),
        ("async def f(): return lambda: use()", None),
        ("async def f(): return (use() for x in y)", None),
        ("async def f(x=use()): pass", None),
        ("def f(): use()\nasync def g(): pass", None),
        ("use()", None),
    ],
)
def test_the_coroutine_whose_code_it_is(code: str, name: str | None) -> None:
    found = coroutines.coroutine_around(*call_of(code, "use"))
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("imports", "library"),
    [
        ("", "asyncio"), ("import trio", "trio"), ("import asyncio, trio", "asyncio"),
        ("from anyio.abc import TaskGroup", "anyio"), ("import trio_typing", "asyncio"),
    ],
)  # fmt: skip
def test_the_library_of_the_loop(imports: str, library: str) -> None:
    assert coroutines.loop_library(Semantics(Source(imports))) == library


@pytest.mark.parametrize(
    ("code", "name", "what"),
    [
        ("import requests\nrequests.get(u)", "requests.get", "the network"),
        ("from subprocess import run\nrun(u)", "run", "another process"),
        ("input()", "input", "the terminal"),
        ("import pathlib\npathlib.Path(u).read_text()", "pathlib.Path(u).read_text", "the disk"),
        ("u.read_text()", "u.read_text", None),
        ("cache.get(u)", "cache.get", None),
        ("import subprocess\nsubprocess.Popen(u)", "subprocess.Popen", None),
    ],
)
def test_what_a_call_in_a_coroutine_waits_for(code: str, name: str, what: str | None) -> None:
    *imports, last = code.split("\n")
    inside = "\n".join([*imports, "async def f():", f"    {last}"])
    assert coroutines.blocks(*call_of(inside, name)) == what
    assert coroutines.blocks(*call_of(code, name)) is None


RUN = "async def fetch(): pass\nasync def run(x):\n    {0}\n"


@pytest.mark.parametrize(
    ("statement", "is_forgotten"),
    [
        ("fetch()", True),
        ("await fetch()", False),
        ("return fetch()", False),
        ("x(fetch())", False),
        ("a = fetch()\n    a.b", True),
        ("a = fetch()\n    a.close()", False),
        ("a = fetch()\n    x(a)", False),
        ("a = fetch()\n    x(a.b, a)", False),
        ("a = fetch()", False),
        ("a = fetch() if x else None\n    a.b", False),
        ("a = fetch()\n    lambda: a.b", False),
    ],
)
def test_what_nobody_awaits(statement: str, is_forgotten: bool) -> None:
    semantics, call = call_of(RUN.format(statement), "fetch")
    assert (coroutines.forgotten(semantics, call) is not None) is is_forgotten
