"""Which loops number their items by a counter that serves for nothing else."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.numbering import numbered
from pyguide.source import Source


@pytest.mark.parametrize(
    ("before", "body", "first"),
    [
        ("i = 0", "use(i); i += 1", 0),
        ("i = 2", "i += 1; use(i)", 3),
        ("i = 0; use()", "use(i); i += 1", 0),
        ("i = 0; use(i)", "use(i); i += 1", None),
        ("i = x", "use(i); i += 1", None),
        ("i = True", "use(i); i += 1", None),
        ("i = 0", "use(); i += 1", None),
        ("i = 0", "use(i); i += 1; use(i)", None),
        ("i = 0", "use(i); i = 3; i += 1", None),
    ],
)
def test_the_number_of_the_first_item(before, body, first):
    semantics = Semantics(Source(f"def f(xs):\n {before}\n for x in xs:\n  {body}\n"))
    step = next(n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.AugAssign))
    found = numbered(semantics, step)
    assert (found and found.first) == first
