"""Variables of outer functions that an inner one reads before it binds them."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.functions.unbound import unbound
from pyguide.source import Source


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("x += 1", ["x"]),
        ("x = x + y; y = 1", ["x", "y"]),
        ("print(x); x = 1", ["x"]),
        ("x = 1; x += 1", []),
        ("if y: x = 1\n  print(x)", []),
        ("[x for x in y]; x = 1", []),
        ("nonlocal x; x += 1", []),
        ("z += 1", []),
        ("x.append(1)", []),
        ("for _ in y:\n   x += 1", ["x"]),
        ("for _ in y:\n   if y: x += 1\n   else: x = 0", []),
    ],
)
def test_names_that_have_no_value_yet(body, names):
    source = Source(f"def outer(x, y):\n def inner():\n  {body}\n")
    outer = source.tree.body[0]
    assert isinstance(outer, ast.FunctionDef)
    inner = outer.body[0]
    assert isinstance(inner, ast.FunctionDef)
    assert [found.name for found in unbound(Semantics(source), inner)] == names
    assert list(unbound(Semantics(source), outer)) == []
