"""Wrappers: functions that take the place of the one they call."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.functions.wrappers import wrapper
from pyguide.source import Source


def wrapped(text: str) -> str | None:
    source = Source(text)
    inner = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef)][-1]
    found = wrapper(Semantics(source), inner)
    return found and found.wrapped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def d(f):\n def w(*a, **k): return f(*a, **k)\n return w", "f"),
        ("def d(self, f):\n def w(*a, **k): return f(1, *a, **k)\n return w", "f"),
        ("def d(f):\n def w(*a, **k): return run(lambda: f(*a, **k))\n return w", "f"),
        ("def d(f):\n def w(x): return f(x)\n return w", None),
        ("def d(f):\n def w(*a, **k): return g(*a, **k)\n return w", None),
        ("def d(f):\n def w(*a, **k): return f(*a)\n return w", None),
        ("def d(f):\n def w(*a, **k): return f(*a, **k)\n return w()", None),
        ("def d(f):\n def w(*a, **k): return f(*a, **k)\n w.__doc__ = ''\n return w", None),
        ("def d(f):\n f = g\n def w(*a, **k): return f(*a, **k)\n return w", None),
    ],
)
def test_what_is_wrapped(text, expected):
    assert wrapped(text) == expected
