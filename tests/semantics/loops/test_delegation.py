"""Loops of a generator that hand on the items of another iterable."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.delegation import delegation, is_whole
from pyguide.source import Source

LOOP = "    for x in xs:\n        yield x\n"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (f"def run(xs):\n{LOOP}", True),
        (f"def run(xs):\n    yield\n{LOOP}    return 1\n", True),
        (f"def run(xs):\n{LOOP}    return x\n", False),
        (f"def run(xs):\n    nonlocal x\n{LOOP}", False),
        (f"def run(xs):\n    print((yield))\n{LOOP}", False),
        (f"def run(xs):\n{LOOP}    return lambda: x\n", False),
        (f"async def run(xs):\n{LOOP}", False),
    ],
)
def test_whether_only_the_items_are_left(text, whole):
    semantics = Semantics(Source(f"def outer(x):\n{textwrap.indent(text, '    ')}"))
    loop = next(n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.For))
    found = delegation(loop)
    assert found is not None
    assert is_whole(semantics, found) is whole
