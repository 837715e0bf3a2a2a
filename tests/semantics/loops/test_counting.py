"""Dicts that count."""

from __future__ import annotations

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.counting import count, tally, why_not_get
from pyguide.source import Source


def first(text: str, kind: type[ast.AST]) -> tuple[Semantics, ast.AST]:
    semantics = Semantics(Source(text))
    return semantics, next(n for n in ast.walk(semantics.source.tree) if isinstance(n, kind))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("if k in d: d[k] += 1\nelse: d[k] = 1", ("1", "+", True)),
        ("if k not in d: d[k] = 2\nelse: d[k] = d[k] + 2", ("2", "+", False)),
        ("if k not in d: d[k] = 0\nd[k] += n", ("n", "+", False)),
        ("if k not in d: d[k] = 0\nd[k] -= 1", ("1", "-", False)),
        ("if k not in d: d[k] = 1\nd[k] += 1", None),
        ("if k not in d: d[k] = []\nd[k] += x", None),
        ("if k in d: d[k] *= 2\nelse: d[k] = 2", None),
        ("if k in d: d[k] -= 1\nelse: d[k] = 1", None),
        ("if k in d: d[k] = e[k] + 1\nelse: d[k] = 1", None),
        ("if k not in d: d[k] = False\nd[k] += 1", None),
    ],
)
def test_what_is_a_count(text, found):
    semantics, node = first(text, ast.If)
    assert isinstance(node, ast.If)
    counted = count(semantics, node)
    shown = counted and (ast.unparse(counted.amount), counted.sign, counted.is_one_more)
    assert shown == found


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("1", None),
        ("len(words)", None),
        ("f(words)", "`f()` may be no number"),
        ("words", "`words` may be no number"),
    ],
)
def test_whether_get_does_the_same(amount, why):
    text = f"""
def run(k, words):
    d = {{}}
    if k not in d:
        d[k] = 0
    d[k] += {amount}
"""
    semantics, node = first(text, ast.If)
    assert isinstance(node, ast.If)
    counted = count(semantics, node)
    assert counted is not None
    assert why_not_get(semantics, counted) == why


@pytest.mark.parametrize(
    ("text", "is_tally"),
    [
        ("c = {}\nfor w in x: c[w] = c.get(w, 0) + 1", True),
        ("c: D = dict()\nfor w in x:\n  if w: c[w] = c.get(w, 0) + 1", True),
        ("c = {1: 2}\nfor w in x: c[w] = c.get(w, 0) + 1", False),
        ("c = {}\nfor w in x: c[w] = c.get(v, 0) + 1", False),
        ("c = {}\nfor w in x: c[w] = d.get(w, 0) + 1", False),
        ("c = {}\nfor w in x: c[w] = c.get(w, 1) + 1", False),
        ("c = {}\nfor w in x: c[w] = c.get(w, 0) + True", False),
        ("c = {}\nwhile x: c[w] = c.get(w, 0) + 1", False),
        ("c = {}\nfor w in x: c[w] = c.get(w, 0) + 1\nelse: pass", False),
        ("c = {}\nprint(c)\nfor w in x: c[w] = c.get(w, 0) + 1", False),
    ],
)
def test_what_is_a_tally(text, is_tally):
    semantics, _ = first(text, ast.Module)
    stmts = [n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.Assign)]
    assert any(tally(semantics, stmt) is not None for stmt in stmts) is is_tally
