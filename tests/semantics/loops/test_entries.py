"""Entries of a mapping that are made where they are missing, and what may see the difference."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.entries import Entry, Stored, entry, why_not_across, why_not_plain
from pyguide.source import Source


def entry_of(text: str) -> tuple[Semantics, Entry | None]:
    semantics = Semantics(Source(textwrap.dedent(text)))
    node = next(n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.If))
    return semantics, entry(semantics, node)


@pytest.mark.parametrize(
    "text",
    [
        "if k not in d: d[k] = 0\nd[k] += 1",
        "if not k in d.keys(): d[k] = 0\nd[k] += 1",
        "if k in d: d[k].add(v)\nelse: d[k] = {v}",
        "if k not in a.b[c]: a.b[c][k] = []\na.b[c][k].append(v)",
        "if k not in d: d[k] = {}\nd[k][x].setdefault(y, []).append(z)",
        "if (a, b) not in d: d[a, b] = {}\nd[(a, b)][x] = y",
    ],
)
def test_an_entry_is_found(text):
    assert entry_of(text)[1] is not None


@pytest.mark.parametrize(
    "text",
    [
        "if k not in d: d[k] = 0",
        "if k not in d: e[k] = 0\nd[k] += 1",
        "if k not in d: d[j] = 0\nd[k] += 1",
        "if k not in d: d[k] = 0\nd[j] += 1",
        "if k in d: d[k] = 0\nd[k] += 1",
        "if k not in d: d[k] = 0; f()\nd[k] += 1",
        "if k in d: d[k] += 1; f()\nelse: d[k] = 1",
        "if f() not in d: d[f()] = 0\nd[f()] += 1",
        "if k not in f(): f()[k] = 0\nf()[k] += 1",
        "if k not in d: d[k] = 0\nprint(d[k])",
    ],
)
def test_no_entry_is_found(text):
    assert entry_of(text)[1] is None


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("v", None),
        ("(v, 1)", None),
        ("f(v)", None),
        ("len(d)", "`len()` looks at `d`"),
        ("(v := 1)", "`(v := 1)` does more than give a value"),
    ],
)
def test_whether_a_value_may_be_evaluated_earlier(value, why):
    semantics, found = entry_of(f"""
        def run(k, v):
            d = {{}}
            if k not in d:
                d[k] = {{}}
            d[k][0] = {value}
        """)
    assert found is not None
    assert isinstance(found.use, ast.Assign)
    assert why_not_plain(semantics, found) is None
    assert why_not_across(semantics, found, found.use.value) == why


def test_a_handler_sees_what_failed():
    semantics, found = entry_of("""
        def run(k, v):
            d = {}
            try:
                if k not in d:
                    d[k] = {}
                d[k][0] = f(v)
            except ValueError:
                print(d)
        """)
    assert found is not None
    assert isinstance(found.use, ast.Assign)
    why = why_not_across(semantics, found, found.use.value)
    assert why == "`f()` may fail, and a handler sees `d`"


@pytest.mark.parametrize(
    ("body", "holds"),
    [
        ("d = {}", True),
        ("d = {'a': 1, 'b': 2.5}", True),
        ("d = {x: 0 for x in xs}", True),
        ("d = dict()\n    d[1] = len(xs)\n    d[2] -= 1", True),
        ("d = {}\n    d[1] = d.get(1, 0) + 2", True),
        ("d = {}\n    d[1] = d[2] * 2 - len(xs)", True),
        ("d = {}\n    d[1] = d.get(1, xs) + 2", False),
        ("d = {}\n    print(d.get(1), len(d))", True),
        ("d = dict(xs)", False),
        ("d = {'a': None}", False),
        ("d = {**xs}", False),
        ("d = {}\n    d[1] = xs", False),
        ("d = {}\n    d[1] += xs", False),
        ("d = {}\n    d.update(xs)", False),
        ("d = {}\n    d[1], y = xs", False),
        ("d = {}\n    for d[1] in xs: pass", False),
        ("d = {}\n    f(d)", False),
        ("d = e = {}", False),
    ],
)
def test_whether_a_dict_holds_numbers_only(body, holds):
    semantics = Semantics(Source(f"def run(xs):\n    {body}\n    d[0] += 1\n"))
    names = [n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.Name) and n.id == "d"]
    read = next(n for n in reversed(names) if isinstance(n.ctx, ast.Load))
    assert (Stored(semantics, read).why_not_numbers is None) is holds
