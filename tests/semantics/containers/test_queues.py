"""Queues: which lists a loop uses at their front, and whether a deque could replace them."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.containers.queues import Queue
from pyguide.source import Source


def asked(text: str) -> tuple[Semantics, ast.Call]:
    """The semantics of ``text`` and its first `pop(0)` or `insert(0, …)`."""
    source = Source(textwrap.dedent(text))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node).startswith(("x.pop(0", "x.insert(0")):
            return Semantics(source), node
    raise AssertionError("nothing is done at the front")


def queue(body: str) -> Queue | str:
    """What the list ``x`` of a function with this body is."""
    semantics, call = asked("def f(rows):\n" + textwrap.indent(textwrap.dedent(body), "    "))
    name = semantics.queues.repeated(call)
    assert name is not None
    return semantics.queues.queue(name)


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("x = []\nwhile x: x.pop(0)", True),
        ("x = []\nfor y in z: x.insert(0, y)", True),
        ("x = []\nfor y in z:\n    for w in (1, 2): x.insert(0, y)", True),
        ("x = []\nx.pop(0)", False),
        ("x = []\nfor y in (1, 2): x.pop(0)", False),
        ("x = []\nfor y in range(8): x.pop(0)", False),
        ("x = []\nfor y in range(9): x.pop(0)", True),
        ("for y in z:\n    x = []\n    x.pop(0)", False),
        ("x = []\nwhile x:\n    x.pop(0)\n    break", False),
        ("x = []\nwhile x:\n    x.pop(0)\n    x.sort()", False),
        ("x = []\nwhile x:\n    x.pop(0)\n    x[y] = 1", False),
        ("x = {}\nwhile x: x.pop(0)", False),
        ("while x: x.pop(0)", False),
    ],
)
def test_a_loop_repeats_what_it_does_to_one_list(text: str, repeated: bool) -> None:
    semantics, call = asked(text)
    assert (semantics.queues.repeated(call) is not None) is repeated


def test_a_queue_knows_what_is_spelled_otherwise() -> None:
    found = queue("""
        x: list[int] = [1]
        while x:
            x.insert(0, x.pop(0))
        x = list(rows)
        while x:
            x.pop(0)
        return x
        """)
    assert isinstance(found, Queue)
    assert len(found.starts) == 2
    assert (len(found.pops), len(found.inserts), len(found.returns)) == (2, 1, 1)
    assert [name.id for name in found.annotations] == ["list"]
    assert found.doubt is None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("x = [1]\nwhile x: x.pop(0)\nrows(x)", "`x` is passed to `rows()`"),
        ("x = [1]\nwhile x: x.pop(0)\nreturn x[1:]", "`x[1:]` needs a list"),
        ("x = [1]\nwhile x: x.pop(0)\nreturn lambda: x", "`x` is a variable that others can see"),
        ("x = y = [1]\nwhile x: x.pop(0)", "`x` is also bound to what may be another list or no list"),
        ("x: 'list' = [1]\nwhile x: x.pop(0)", "the annotation of `x` says that it is a list"),
        ("x = [1]\nwhile x: x.pop(0)\nx.remove(1)", "`x.remove()` needs a list"),
    ],
)  # fmt: skip
def test_what_needs_a_list_says_why(body: str, why: str) -> None:
    assert queue(body) == why


@pytest.mark.parametrize(
    ("body", "filled"),
    [
        ("while x: x.pop(0)", True),
        ("while len(x): x.pop(0)", True),
        ("while rows and x: x.pop(0)", True),
        ("while rows or x: x.pop(0)", False),
        ("while rows: x.pop(0)", False),
        ("while x:\n    x.pop()\n    x.pop(0)", False),
        ("while x:\n    if rows: x.clear()\n    x.pop(0)", False),
        ("while x:\n    for y in rows: x.pop(0)", False),
        ("while x:\n    for y in range(len(x)): x.pop(0)", True),
        ("while x:\n    for y in range(len(x)): x.pop(0); x.pop()", False),
        ("while x:\n    [x.pop(0) for y in rows]", False),
        ("while x:\n    try: x.pop(0)\n    except E: pass", True),
        ("while x:\n    try: pass\n    except E: x.pop(0)", False),
        ("while rows:\n    if x: x.pop(0)\n    else: pass", True),
        ("while rows:\n    if x: pass\n    else: x.pop(0)", False),
        ("while x:\n    x = list(rows)\n    break\nwhile rows: x.pop(0)", False),
    ],
)
def test_a_queue_is_filled_where_a_test_says_so(body: str, filled: bool) -> None:
    found = queue(f"x = [1]\n{body}")
    assert isinstance(found, Queue)
    assert (found.doubt is None) is filled


def test_a_compiled_function_keeps_its_list() -> None:
    semantics, call = asked("""
        import numba
        @numba.jit(nopython=True)
        def f():
            x = [1]
            while x:
                x.pop(0)
        """)
    name = semantics.queues.repeated(call)
    assert name is not None
    assert semantics.queues.queue(name) == "numba compiles the function, and knows no deque"
