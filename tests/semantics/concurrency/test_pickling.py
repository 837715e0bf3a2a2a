"""What is sent to another process, and what cannot be."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.concurrency import pickling
from pyguide.source import Source

HEAD = """import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
def top(): pass
"""


def first_sent(code: str) -> tuple[Semantics, tuple[ast.expr, str] | None]:
    source = Source(HEAD + code)
    semantics = Semantics(source)
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    found = [one for one in (pickling.sent(semantics, call) for call in calls) if one is not None]
    return semantics, found[0] if found else None


@pytest.mark.parametrize(
    ("code", "sender"),
    [
        ("ProcessPoolExecutor().submit(top)", "ProcessPoolExecutor"),
        ("with ProcessPoolExecutor() as p: p.map(top, x)", "ProcessPoolExecutor"),
        ("p = multiprocessing.Pool()\np.starmap(top, x)", "Pool"),
        ("multiprocessing.Process(target=top)", "Process"),
        ("multiprocessing.Process()", None),
        ("multiprocessing.set_start_method('fork')\nmultiprocessing.Process(target=top)", None),
        ("ThreadPoolExecutor().submit(top)", None),
        ("p.map(top, x)", None),
        ("ProcessPoolExecutor().shutdown(top)", None),
    ],
)
def test_who_sends_a_function(code: str, sender: str | None) -> None:
    _, found = first_sent(code)
    assert (found and found[1]) == sender


@pytest.mark.parametrize(
    ("function", "fails"),
    [("lambda: 1", True), ("top", False), ("inner", True), ("len", False), ("x.y", False)],
)
def test_what_cannot_be_pickled(function: str, fails: bool) -> None:
    code = f"def f(x):\n    def inner(): pass\n    ProcessPoolExecutor().submit({function})\n"
    semantics, found = first_sent(code)
    assert found is not None
    assert (pickling.unpicklable(semantics, found[0]) is not None) is fails


@pytest.mark.parametrize(
    ("function", "captured"),
    [
        ("lambda: 1", None),
        ("lambda a: a + len(top.__name__)", None),
        ("lambda a: [b for b in a]", None),
        ("lambda: x", "`x`"),
        ("lambda a=1: a", "a default value"),
        ("lambda: [x for a in 'b']", "`x`"),
    ],
)
def test_what_a_lambda_needs(function: str, captured: str | None) -> None:
    semantics, found = first_sent(f"def f(x):\n    ProcessPoolExecutor().submit({function})\n")
    assert found is not None and isinstance(found[0], ast.Lambda)
    assert pickling.captured(semantics, found[0]) == captured
