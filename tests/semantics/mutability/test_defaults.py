"""Defaults: which parameter has which, and what moving one into the body changes."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.mutability.defaults import defaults
from pyguide.source import Source


def function(text: str) -> tuple[Semantics, ast.FunctionDef]:
    """The semantics of ``text`` and its function `f`."""
    source = Source(text)
    found = next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef) and node.name == "f"
    )
    return Semantics(source), found


def test_defaults_belong_to_the_last_parameters() -> None:
    _, found = function("def f(a, b=1, /, c=2, *d, e, g=3, **h): ...")
    assert [(arg.arg, ast.unparse(value)) for arg, value in defaults(found)] == [
        ("b", "1"),
        ("c", "2"),
        ("g", "3"),
    ]


def differs(setup: str, default: str, body: str = "return p", head: str = "") -> bool:
    semantics, found = function(f"{setup}\ndef f({head}p={default}):\n    {body}\n")
    ((_, value),) = defaults(found)
    return semantics.defaults.differs_inside(value, found) is not None


@pytest.mark.parametrize(
    ("setup", "default"),
    [
        ("", "[]"), ("", "[1, 'x', (2, None)]"), ("", "list()"), ("", "dict(x=1)"),
        ("", "[int, len]"), ("", "[n for n in range(3)]"), ("", "{n: [n] for n in (1, 2)}"),
        ("SIZE = 3", "[SIZE]"), ("import math", "[math.pi]"), ("from m import X", "[X]"),
        ("class A: ...", "[A]"), ("def g(): ...", "[g]"), ("SIZE = 3", "[SIZE + 1, -SIZE]"),
        ("import collections", "collections.deque([1])"), ("", "[*(1, 2)]"),
    ],
)  # fmt: skip
def test_what_gives_the_same_inside(setup: str, default: str) -> None:
    assert not differs(setup, default)


@pytest.mark.parametrize(
    ("setup", "default", "body", "head"),
    [
        ("", "[g()]", "return p", ""),
        ("", "[x.y]", "return p", ""),
        ("", "[unknown]", "return p", ""),
        ("from m import *", "[int]", "return p", ""),
        ("n = 1", "[n]", "return p", "n, "),
        ("n = 1", "[n]", "n = 2", ""),
        ("n = 1; n = 2", "[n]", "return p", ""),
        ("for n in x: pass", "[n]", "return p", ""),
        ("while x: n = 1", "[n]", "return p", ""),
        ("n = 1\ndef g():\n    global n\n    n = 2", "[n]", "return p", ""),
        ("", "list()", "return p", "list, "),
        ("", "[n := 1]", "return p", ""),
        ("", "[lambda: 1]", "return p", ""),
        ("X = []", "[X[0]]", "return p", ""),
        ("X = []", "[*X]", "return p", ""),
        ("X = []", "[y for y in X]", "return p", ""),
    ],
)
def test_what_may_give_another_value_inside(setup: str, default: str, body: str, head: str) -> None:
    assert differs(setup, default, body, head)


def test_names_of_classes_and_functions_around_are_not_those_of_the_body() -> None:
    semantics, found = function("class A:\n    n = 1\n    def f(self, p=[n]):\n        return p\n")
    ((_, value),) = defaults(found)
    why = semantics.defaults.differs_inside(value, found)
    assert why == "`n` means something else inside `f`"
    semantics, found = function("def g(n):\n    def f(p=[n]):\n        return p\n")
    ((_, value),) = defaults(found)
    assert semantics.defaults.differs_inside(value, found) == (
        "`n` may be another object at the call"
    )


@pytest.mark.parametrize(
    ("body", "tests"),
    [
        ("return p is None", True),
        ("return None != p", True),
        ("match p:\n        case 1 | None: ...", True),
        ("return q is None", False),
        ("return p or None", False),
        ("return not p", False),
        ("return p == 1", False),
        ("match q:\n        case None: ...", False),
    ],
)
def test_whether_none_means_something(body: str, tests: bool) -> None:
    semantics, found = function(f"def f(p=[]):\n    {body}\n")
    assert semantics.defaults.tests_none("p", found) is tests


@pytest.mark.parametrize(
    "body",
    [
        "p.append(1)", "p[0] = 1", "del p[0]", "p += [1]", "return p", "yield p", "q.x = p",
        "q[0] = p", "return p or q", "return q if r else p", "p.x = 1",
    ],
)  # fmt: skip
def test_what_changes_or_hands_out_an_object(body: str) -> None:
    semantics, found = function(f"def f(p=X, q=1, r=2):\n    {body}\n")
    assert semantics.defaults.is_let_out("p", found)


@pytest.mark.parametrize(
    "body",
    ["return len(p)", "g(p)", "return p[0]", "q = p", "return p + q",
     "p = p + q; p.sort(); return p"],
)  # fmt: skip
def test_what_only_looks(body: str) -> None:
    semantics, found = function(f"def f(p=X, q=1):\n    {body}\n")
    assert not semantics.defaults.is_let_out("p", found)


@pytest.mark.parametrize(
    ("setup", "value"),
    [("X = []", "[]"), ("X = [1]\nY = X", "[1]"), ("X = []\nX = {}", None), ("", None)],
)
def test_the_value_of_a_constant(setup: str, value: str | None) -> None:
    semantics, found = function(f"{setup}\ndef f(p=X): ...\n")
    ((_, default),) = defaults(found)
    constant = semantics.defaults.constant(default)
    assert (constant and ast.unparse(constant)) == value


def test_a_name_in_lower_case_is_no_constant() -> None:
    semantics, found = function("x = []\ndef f(p=x): ...\n")
    ((_, default),) = defaults(found)
    assert semantics.defaults.constant(default) is None
