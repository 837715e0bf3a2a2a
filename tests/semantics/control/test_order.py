"""Whether code runs when an expression is evaluated."""

import ast

import pytest

from pyguide.semantics.control.order import runs_code


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a", False),
        ("a.b[c] + -1", False),
        ("(a, 'b', {c: d})", False),
        ("a()", True),
        ("a[b()]", True),
        ("(a := 1)", True),
        ("await a", True),
    ],
)
def test_what_runs_code(text, runs):
    assert runs_code(ast.parse(text, mode="eval").body) is runs
