"""Loop variables that nobody reads."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.conventions.targets import throwaway, unread
from pyguide.source import Source


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f():\n for i in x: pass", ["i"]),
        ("def f():\n for i in x: i", []),
        ("def f():\n for i, j in x: j", ["i"]),
        ("def f():\n for i in x: pass\n i", []),
        ("def f():\n for i in x: pass\n i = 1\n i", ["i"]),
        ("def f():\n for i in x: pass\n eval(x)", []),
        ("def f():\n nonlocal i\n for i in x: pass", []),
        ("def f():\n for _i in x: pass", []),
        ("for i in x: pass", ["i"]),
        ("for i in x: pass\ndef f(): return i", []),
        ("class A:\n for i in x: pass", []),
    ],
)
def test_what_nobody_reads(text, names):
    source = Source(text)
    [loop] = [node for node in ast.walk(source.tree) if isinstance(node, ast.For)]
    assert [name.id for name in unread(Semantics(source), loop)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def f():\n for i in x: pass", "_"),
        ("def f():\n for _ in x: pass\n for i in x: pass", "_"),
        ("_ = 1\ndef f():\n global _\n for i in x: pass", "_i"),
        ("def f():\n for i in x: _(i)", "_i"),
        ("def f(_i):\n for i in x: _(i)", None),
        ("from a import _\ndef f():\n for i in x: pass", "_i"),
    ],
)
def test_what_to_call_it(text, name):
    source = Source(text)
    nodes = [node for node in ast.walk(source.tree) if isinstance(node, ast.Name)]
    [target] = [node for node in nodes if node.id == "i" and isinstance(node.ctx, ast.Store)]
    assert throwaway(Semantics(source), target) == name
