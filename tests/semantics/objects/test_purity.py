"""Purity: expressions that give the same and do nothing else, whenever they are evaluated."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source

MODULE = """
import above
LEVEL = 1
def f(given, maybe):
    own = given()
    if maybe:
        late = 1
    def g(): return late
    return ({expr})
import below
"""


def prove(expr: str) -> tuple[Semantics, ast.expr]:
    """The proofs about a module, and the expression in it that a function returns last."""
    source = Source(MODULE.format(expr=expr))
    found = [node for node in ast.walk(source.tree) if isinstance(node, ast.Return)]
    last = max(found, key=lambda node: node.lineno).value
    assert last is not None
    return Semantics(source), last


@pytest.mark.parametrize("expr", ["1", "float", "given", "own", "above", "lambda x, *, y: x"])
def test_steady(expr: str) -> None:
    semantics, found = prove(expr)
    assert semantics.purity.survives_calls(found)


@pytest.mark.parametrize(
    "expr",
    ["late", "below", "unbound", "LEVEL", "given.x", "lambda x=own: x", "lambda *, x=own: x", "[]"],
)
def test_not_steady(expr: str) -> None:
    semantics, found = prove(expr)
    assert not semantics.purity.survives_calls(found)


@pytest.mark.parametrize(
    ("expr", "pure"),
    [("lambda x, *, y: x", True), ("lambda x=given(): x", False),
     ("lambda *, x=given(): x", False)],
)  # fmt: skip
def test_defaults_are_evaluated_with_the_lambda(expr: str, pure: bool) -> None:
    semantics, found = prove(expr)
    assert semantics.pure(found, "no_effect") is pure


@pytest.mark.parametrize(
    ("expr", "mixed"),
    [
        ("'a', b'b'", True),
        ("str(given), b'b'", True),
        ("1, b'b'", True),
        ("'a', 1", False),
        ("given, b'b'", False),
    ],
)
def test_bytes_next_to_others(expr: str, mixed: bool) -> None:
    semantics, found = prove(expr)
    assert isinstance(found, ast.Tuple)
    assert semantics.purity.mixes_bytes(found.elts) is mixed
