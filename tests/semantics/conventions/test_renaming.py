"""Local variables that can be renamed as a whole."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.conventions.renaming import local_variable
from pyguide.source import Source


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("def f():\n x = 1", 1),
        ("def f():\n x = 1\n x += 2\n return lambda: x", 3),
        ("def f():\n for x in x: x", 3),
        ("x = 1", None),
        ("class A:\n x = 1", None),
        ("def f(x):\n x = 1", None),
        ("def f():\n global x\n x = 1", None),
        ("def f():\n import x\n x = 1", None),
        ("def f():\n x = 1\n def g():\n  nonlocal x\n  x = 2", None),
    ],
)
def test_mentions(text, number):
    source = Source(text)
    nodes = [node for node in ast.walk(source.tree) if isinstance(node, ast.Name)]
    first = min((n for n in nodes if isinstance(n.ctx, ast.Store)), key=lambda n: n.lineno)
    found = local_variable(Semantics(source), first)
    assert (len(found) if found is not None else None) == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def f():\n x = 1\n locals()", "code here may look at `x` by its name"),
        ("def f():\n x = 1\n f'{x}'", "`x` is written in an f-string"),
        ("def f():\n x = 1\n del x", None),
        (
            "def f():\n x = 1\n try: pass\n except E as x: pass",
            "`x` is also bound by other than an assignment",
        ),
        ("def f():\n x = 1\ndef g():\n global x", "`x` is declared by another function"),
    ],
)
def test_why_not(text, why):
    source = Source(text)
    nodes = [node for node in ast.walk(source.tree) if isinstance(node, ast.Name)]
    first = next(n for n in nodes if isinstance(n.ctx, ast.Store))
    found = local_variable(Semantics(source), first)
    assert (found if isinstance(found, str) else None) == why
