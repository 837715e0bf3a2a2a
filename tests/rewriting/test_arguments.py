"""A new last argument, laid out like the others."""

import ast

import pytest

from pyguide.guard import apply
from pyguide.rewriting import arguments
from pyguide.source import Source


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("f()", "f(k=1)"),
        ("f(a)", "f(a, k=1)"),
        ("f(a,)", "f(a, k=1)"),
        ("f((a))", "f((a), k=1)"),
        ("f(*a, **b)", "f(*a, **b, k=1)"),
        ("f(a)(b)", "f(a)(b, k=1)"),
        ("f(\n    a\n)", "f(\n    a,\n    k=1\n)"),
        ("f(\n    a,\n)", "f(\n    a,\n    k=1,\n)"),
        ("f(\n    a  # )\n)", "f(\n    a,\n    k=1  # )\n)"),
        ("f(\n    a,  # (,\n)", "f(\n    a,\n    k=1,  # (,\n)"),
        ("f(a,  # first\n  b)", "f(a,  # first\n  b,\n  k=1)"),
        ("f((\n    a\n))", "f((\n    a\n), k=1)"),
        ("f(\n    (\n        a\n    ),\n)", "f(\n    (\n        a\n    ),\n    k=1,\n)"),
        ("f(x=')', y='#')", "f(x=')', y='#', k=1)"),
        ("f(\r\n\ta,\r\n)", "f(\r\n\ta,\r\n\tk=1,\r\n)"),
    ],
)
def test_the_argument_comes_last_and_looks_like_the_others(code: str, expected: str) -> None:
    source = Source(code + "\n")
    [statement] = source.tree.body
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    edit = arguments.append(source, statement.value, "k=1")
    assert apply(source.text, [edit]) == expected + "\n"
