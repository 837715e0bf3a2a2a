"""Searches: which loop repeats them, and what speaks against a set."""

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.containers.membership import Search, search
from pyguide.source import Source


def found(text: str) -> Search | None:
    """The first search in ``text``."""
    source = Source(textwrap.dedent(text))
    tests = [node for node in ast.walk(source.tree) if isinstance(node, ast.Compare)]
    semantics = Semantics(source)
    searches = (search(semantics, test) for test in sorted(tests, key=lambda n: n.lineno))
    return next((one for one in searches if one is not None), None)


def test_the_loop_is_the_outermost_that_does_not_make_the_list() -> None:
    outer = found("""
        def f(rows):
            names = rows.split()
            for row in rows:
                for cell in row:
                    print(cell in names, row not in names)
    """)
    inner = found("""
        def f(rows):
            for row in rows:
                names = row.split()
                for cell in row:
                    print(cell in names)
    """)
    assert outer is not None and outer.loop.lineno == 4 and len(outer.tests) == 2
    assert inner is not None and inner.loop.lineno == 5


@pytest.mark.parametrize(
    ("body", "whole"),
    [("return 1 in x", True), ("return x", False), ("x = 1", False), ("x.sort()", False)],
)
def test_a_list_that_is_only_asked_can_be_a_set_from_the_start(body: str, whole: bool) -> None:
    one = found(f"def f(a):\n    x = a.split()\n    print([b for b in a if b in x])\n    {body}\n")
    assert (one is not None and one.only is not None) is whole


@pytest.mark.parametrize(
    ("value", "needle", "doubt"),
    [
        ("'a b c d e f g h i'.split()", "str(n)", None),
        ("list(range(9))", "n", None),
        ("'a b c d e f g h i'.split()", "str(a)", "`str()` may compare or hash in its own way"),
        ("list(a)", "n", "`a` holds items of unknown type"),
        ("list(range(9))", "a", "`a` is a parameter of unknown type"),
        ("list(range(9))", "(n, 1)", "`(n, 1)` may compare or hash in its own way"),
        ("['a'] * 2 + [b'b']", "n", "bytes are compared with text or numbers"),
        ("['a'] * 2 + [*a]", "n", "`a` holds items of unknown type"),
        (
            "['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', b'i']",
            "n",
            "bytes are compared with text or numbers",
        ),
    ],
)
def test_a_set_answers_alike_for_plain_values_only(
    value: str, needle: str, doubt: str | None
) -> None:
    one = found(f"def f(a):\n    x = {value}\n    return [n for n in range(99) if {needle} in x]\n")
    assert one is not None
    assert one.doubt == doubt
