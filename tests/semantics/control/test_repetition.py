"""How often code runs: collections seen to be short."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.control.repetition import size
from pyguide.source import Source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3]", 3),
        ("[*'ab', 1]", 3),
        ("[*a, 1]", None),
        ("{1: 2}", 1),
        ("{**a}", None),
        ("'abc'", 3),
        ("range(2, 10, 3)", 3),
        ("range(a)", None),
        ("range(1, 2, 0)", None),
        ("[1] if a else [1, 2]", 2),
        ("[1] + [2, 3]", 3),
        ("[1] + a", None),
        ("[x for x in 'ab' for y in 'cde']", 6),
        ("[x for x in a]", None),
        ("list(range(4))", 4),
        ("sorted(a)", None),
        ("'a b c'.split()", 3),
        ("'a,b'.split(',')", 2),
        ("a.split(':', 1)", 2),
        ("a.rsplit(maxsplit=2)", 3),
        ("a.split()", None),
        ("a", None),
    ],
)
def test_the_most_items_that_can_be_seen(text: str, expected: int | None) -> None:
    source = Source(f"x = {text}\n")
    statement = source.tree.body[0]
    assert isinstance(statement, ast.Assign)
    assert size(Semantics(source), statement.value) == expected


@pytest.mark.parametrize(("change", "expected"), [("print(x)", 2), ("x.append(1)", None)])
def test_a_name_holds_what_it_was_bound_to_unless_that_was_changed(
    change: str, expected: int | None
) -> None:
    source = Source(f"def f():\n    x = [1, 2]\n    {change}\n    return x\n")
    reads = [n for n in ast.walk(source.tree) if isinstance(n, ast.Name) and n.id == "x"]
    last = max(reads, key=lambda node: node.lineno)
    assert size(Semantics(source), last) == expected
