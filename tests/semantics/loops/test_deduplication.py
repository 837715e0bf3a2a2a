"""Which loops copy each of equal items once, and what may differ if a dict does it."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.deduplication import deduplication, doubt
from pyguide.source import Source


@pytest.mark.parametrize(
    ("before", "body", "expected"),
    [
        ("s = set(); a = []", "s.add(x); a.append(x)", None),
        ("a = []; s = set()", "a.append(x); s.add(x)", None),
        ("s = set(); a = []", "s.add(x); a.append(x); use()", "no loop"),
        ("s = set(); a = []", "s.add(y); a.append(x)", "no loop"),
        ("s = set(); a = [1]", "s.add(x); a.append(x)", "no loop"),
        ("s = set(); a = []; use(s)", "s.add(x); a.append(x)", "no loop"),
        ("s = []", "s.append(x)", "items of `xs` may have no hash"),
        ("global s; s = set(); a = []", "s.add(x); a.append(x)", "`s` is seen from outside"),
    ],
)
def test_what_may_differ(before, body, expected):
    code = f"def f(xs):\n {before}\n for x in xs:\n  if x not in s:\n   {body}\n"
    semantics = Semantics(Source(code))
    test = next(n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.If))
    found = deduplication(semantics, test)
    assert ("no loop" if found is None else doubt(semantics, found)) == expected


@pytest.mark.parametrize("source", ["(a := xs)", "(s := xs)", "[*xs, a]", "[*xs, s]"])
def test_a_source_that_reads_or_binds_the_containers(source):
    code = f"def f(xs):\n s = set(); a = []\n for x in {source}:\n  if x not in s:\n   s.add(x); a.append(x)\n"
    semantics = Semantics(Source(code))
    test = next(n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.If))
    assert deduplication(semantics, test) is None
