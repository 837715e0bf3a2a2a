"""Shallow copies whose nested objects are changed."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.mutability.copies import SharedCopy, copied
from pyguide.source import Source


@pytest.mark.parametrize(
    "text", ["a.copy()", "copy.copy(a)", "copy(a)", "dict(a)", "list(a)", "a[:]", "{**a}", "[*a]"]
)
def test_the_forms_of_a_shallow_copy(text: str) -> None:
    name = copied(ast.parse(text, mode="eval").body)
    assert name is not None
    assert name.id == "a"


@pytest.mark.parametrize(
    "text",
    ["a", "a.b.copy()", "dict(a, b=1)", "set(a)", "a[1:]", "a[::2]", "{**a, 'b': 1}", "[*a, 1]",
     "(*a,)", "a.copy(1)", "f(a)", "dict(*a)", "copy.deepcopy(a)"],
)  # fmt: skip
def test_other_expressions(text: str) -> None:
    assert copied(ast.parse(text, mode="eval").body) is None


def shared(text: str) -> SharedCopy | None:
    """What is known of the first assignment to `b` in ``text``."""
    source = Source(text)
    stmt = next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "b"
    )
    return Semantics(source).copies.shared(stmt)


def test_what_is_known_of_a_shared_copy() -> None:
    found = shared("a = {'k': [], 'n': 1}\nb = a.copy()\nb['k'].append(1)\nprint(a)")
    assert found is not None
    assert (found.name, found.original.id, found.kind) == ("b", "a", "list")
    assert ast.unparse(found.place) == "b['k']"
    assert ast.unparse(found.change) == "b['k'].append(1)"


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    a = {'k': []}\n    b = a.copy()\n    b['k'].append(1)",
        "a = {'k': []}\nb = a.copy()\nb['n'].append(1)\nprint(a)",
        "a = {'k': 1}\nb = a.copy()\nb['k'] += 1\nprint(a)",
        "a = load()\nb = a.copy()\nb['k'].append(1)\nprint(a)",
        "a = {'k': []}\nb = a.copy()\nb['k'] = []\nb['k'].append(1)\nprint(a)",
        "a = {'k': []}\nb = a.copy()\nb = load()\nb['k'].append(1)\nprint(a)",
        "a = {'k': []}\nb = c = a.copy()\nb['k'].append(1)\nprint(a)",
        "a = {'k': []}\nb.x = a.copy()\nb = {}\nb['k'].append(1)\nprint(a)",
    ],
)
def test_copies_that_are_in_order(text: str) -> None:
    assert shared(text) is None
