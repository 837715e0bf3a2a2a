"""Loops that change the size of the very container they walk."""

from __future__ import annotations

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.resizing import may_resize, resizes, walked
from pyguide.source import Source


def change_in(text: str) -> str | None:
    """The change that the first loop makes, as it is spelled."""
    semantics = Semantics(Source(text))
    loop = next(n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.For))
    found = walked(loop)
    if found is None or not may_resize(semantics, found):
        return None
    change = resizes(semantics, found)
    return change and ast.unparse(change)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("for k in d: del d[k]", "d[k]"),
        ("for k in d.items(): d.pop(k)", "d.pop(k)"),
        ("for k in a.b: a.b.remove(k)", "a.b.remove(k)"),
        ("for i, k in enumerate(d): d.insert(0, i)", "d.insert(0, i)"),
        ("d = {}\nfor k in d: d[k + 1] = 0", "d[k + 1]"),
        ("for k in d: d[k + 1] = 0", None),
        ("for k in d: d.add(k)", None),
        ("d = set()\nfor k in d: d.add(k)", "d.add(k)"),
        ("d = []\nfor k in d: d.append(k)", None),
        ("d = ''\nfor k in d: d.pop(k)", None),
        ("for k in list(d): del d[k]", None),
        ("for k in d(): d.pop(k)", None),
        ("for k in d[0]: d.pop(k)", None),
        ("for k in d: (lambda: d.pop(k))", None),
        ("for k in d: [d.pop(x) for x in k]", "d.pop(x)"),
        ("for k in self: self.pop(k)", None),
    ],
)
def test_what_changes_the_size(text, change):
    assert change_in(text) == change


@pytest.mark.parametrize(
    ("body", "goes_on"),
    [
        ("d.pop(k)", True),
        ("d.pop(k); break", False),
        ("d.pop(k); return", False),
        ("return d.pop(k)", False),
        ("d.pop(k); continue", True),
        ("if k:\n            d.pop(k)\n        break", False),
        ("if k:\n            d.pop(k)\n        if k: break", True),
        ("while k:\n            d.pop(k)\n            break", True),
        ("while k:\n            d.pop(k)\n            return", False),
        ("while k:\n            d.pop(k)\n        break", False),
        ("try:\n            d.pop(k)\n        finally:\n            break", False),
        ("try:\n            d.pop(k)\n        except E: break", True),
    ],
)
def test_whether_the_loop_goes_on(body, goes_on):
    text = f"def run(d):\n    for k in d:\n        {body}\n"
    assert (change_in(text) is not None) is goes_on
