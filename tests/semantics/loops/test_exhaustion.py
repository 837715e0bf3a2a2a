"""Iterators: what makes one, and which pass comes too late."""

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.exhaustion import Exhaustion, exhaustion, makes_iterator
from pyguide.source import Source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(x for x in a)", True),
        ("(x async for x in a)", False),
        ("map(str, a)", True),
        ("chain(a)", True),
        ("itertools.chain.from_iterable(a)", True),
        ("itertools.count()", False),
        ("range(3)", False),
        ("own()", True),
        ("plain()", False),
        ("a.filter(b)", False),
        ("zip", False),
    ],
)
def test_what_makes_an_iterator(text: str, expected: bool) -> None:
    source = Source(
        "import itertools\nfrom itertools import chain\n"
        "def own():\n    yield 1\ndef plain():\n    def inner():\n        yield 1\n"
        f"async def f(a, b):\n    x = {text}\n"
    )
    function = source.tree.body[-1]
    assert isinstance(function, ast.AsyncFunctionDef)
    statement = function.body[0]
    assert isinstance(statement, ast.Assign)
    assert makes_iterator(Semantics(source), statement.value) is expected


def found(body: str) -> Exhaustion | None:
    """What is found for the first statement of a function with that body."""
    source = Source("def f(a, b):\n" + textwrap.indent(body, "    "))
    function = source.tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    return exhaustion(Semantics(source), function.body[0])


def test_both_passes_are_named() -> None:
    one = found("x = iter(a)\nb(sum(x))\nprint(1)\nreturn list(x)\n")
    assert one is not None
    assert (one.before.lineno, one.again.lineno, one.steps) == (3, 5, False)


def test_a_pass_that_a_loop_repeats_is_its_own_second() -> None:
    one = found("x = iter(a)\nfor y in b:\n    print(list(x))\n")
    assert one is not None
    assert one.before is one.again


def test_single_steps_are_noted() -> None:
    one = found("x = iter(a)\nnext(x)\nreturn list(x), list(x)\n")
    assert one is not None
    assert one.steps


@pytest.mark.parametrize(
    "body",
    [
        "x = iter(a)\nreturn list(x) if b else set(x)\n",
        "x = iter(a)\nif b:\n    return list(x)\nreturn set(x)\n",
        "x = iter(a)\nfor y in x:\n    break\nreturn list(x)\n",
        "x = iter(a)\nlist(x)\nx = iter(a)\nlist(x)\n",
        "x = iter(a)\nfor y in b:\n    return list(x)\n",
        "x, y = iter(a), 1\nlist(x)\nlist(x)\n",
        "x = iter(a)\nfor y in x:\n    list(x)\n",
    ],
)
def test_one_pass_on_each_path_is_enough(body: str) -> None:
    assert found(body) is None


@pytest.mark.parametrize(
    "body",
    [
        "x = iter(a)\nif b:\n    list(x)\nreturn set(x)\n",
        "x = iter(a)\nfor y in x:\n    for z in y:\n        break\nreturn list(x)\n",
        "x = iter(a)\nfor y in x:\n    if y:\n        return y\nreturn list(x)\n",
        "x = iter(a)\nlist(x)\nif b:\n    return set(x)\n",
    ],
)
def test_a_second_pass_on_some_path_is_found(body: str) -> None:
    assert found(body) is not None
