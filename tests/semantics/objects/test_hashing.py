"""What is hashed and cannot be."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def found(text: str) -> list[tuple[str, str]]:
    """The members and keys in ``text`` that cannot be hashed, as text, with their types."""
    source = Source(text)
    semantics = Semantics(source)
    return sorted(
        (ast.unparse(member), kind)
        for node in ast.walk(source.tree)
        for member, kind, _ in semantics.hashing.unhashable(node)
    )


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("{[1], 2}", [("[1]", "list")]), ("{(1, ({2}, 3)): {}}", [("{2}", "set")]),
        ("d = {}\nd[[1]]", [("[1]", "list")]), ("s = set()\ns.add({})", [("{}", "dict")]),
        ("k = []\n{k: 1}", [("k", "list")]), ("{sorted(x)}", [("sorted(x)", "list")]),
        ("set([[1], (2, [3])])", [("[1]", "list"), ("[3]", "list")]), ("{x: [1]}", []), ("x[[1]]", []),
        ("x.add([1])", []), ("d = {}\nk = []\nd[k]", []), ("{*[1]}", []), ("{frozenset([1])}", []),
        ("{x}", []), ("set([1])", []), ("k = []\nk = 1\n{k}", []),
    ],
)  # fmt: skip
def test_members_and_keys(text: str, members: list[tuple[str, str]]) -> None:
    assert found(text) == members


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("try:\n    {[]}\nexcept TypeError: pass", True), ("try:\n    {[]}\nexcept: pass", True),
        ("try:\n    {[]}\nexcept (OSError, Exception): pass", True),
        ("try:\n    {[]}\nexcept OSError: pass", False),
        ("try: pass\nexcept TypeError:\n    {[]}", False), ("with raises(X):\n    {[]}", True),
        ("with t.assertRaisesRegex(X, ''), y:\n    {[]}", True), ("with open(x):\n    {[]}", False),
        ("t.assertRaises(X, lambda: {[]})", True), ("f({[]})", False),
    ],
)  # fmt: skip
def test_where_a_type_error_is_expected(text: str, expected: bool) -> None:
    source = Source(text)
    node = next(node for node in ast.walk(source.tree) if isinstance(node, ast.Set))
    assert Semantics(source).hashing.is_refusal_expected(node) is expected
