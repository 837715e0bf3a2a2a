"""Classes: which expressions are one, what they are called, who asks for them."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.values.classes import ClassQuestion
from pyguide.source import Source

SETUP = """
import datetime
from dataclasses import dataclass
from collections import OrderedDict as Ordered

class Own: ...

@dataclass(frozen=True)
class Data: ...

@register
class Registered: ...

class Twice: ...
Twice = wrap(Twice)

def function(): ...
"""


def last(text: str) -> tuple[Semantics, ast.expr]:
    """The semantics of ``text`` after the setup, and the expression it ends with."""
    source = Source(SETUP + text)
    (*_, stmt) = source.tree.body
    assert isinstance(stmt, ast.Expr)
    return Semantics(source), stmt.value


@pytest.mark.parametrize(
    "text", ["int", "ValueError", "object", "type", "type(x)", "type(None)", "Own", "Data"]
)
def test_a_class(text: str) -> None:
    semantics, expr = last(text)
    assert semantics.classes.is_class(expr)


@pytest.mark.parametrize(
    "text",
    [
        "len", "Registered", "Twice", "function", "Ordered", "Unknown", "x.__class__", "type(*x)",
        "type(x, y, z)", "type(x=1)", "None", "x", "type()", "datetime.date",
    ],
)  # fmt: skip
def test_no_class_for_sure(text: str) -> None:
    semantics, expr = last(text)
    assert not semantics.classes.is_class(expr)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("int", "int"), ("Own", "Own"), ("Unknown", "Unknown"), ("_Private", "_Private"),
        ("a.b.Node", "a.b.Node"), ("datetime.date", "datetime.date"), ("Ordered", "Ordered"),
        ("type('')", "str"), ("type([])", "list"), ("type(1)", "int"), ("type(None)", "type(None)"),
        ("object", None), ("len", None), ("kind", None), ("a.kind", None), ("KINDS", None),
        ("type(x)", None), ("x.__class__", None), ("Xs[0]", None), ("make()", None),
    ],
)  # fmt: skip
def test_the_name_of_a_class(text: str, name: str | None) -> None:
    semantics, expr = last(text)
    assert semantics.classes.name(expr) == name


def question(text: str, link: int = 0) -> ClassQuestion | None:
    semantics, expr = last(text)
    compare = next(node for node in ast.walk(expr) if isinstance(node, ast.Compare))
    return semantics.classes.question(compare, link)


@pytest.mark.parametrize(
    ("text", "kind", "negative", "subject", "classes"),
    [
        ("type(x) == int", "equality", False, "x", ["int"]),
        ("type(x) != int", "equality", True, "x", ["int"]),
        ("int == type(x)", "equality", False, "x", ["int"]),
        ("type(x) is int", "identity", False, "x", ["int"]),
        ("type(x) is not int", "identity", True, "x", ["int"]),
        ("type(x) in (int, str)", "membership", False, "x", ["int", "str"]),
        ("type(x) not in [int]", "membership", True, "x", ["int"]),
        ("type(None) == type(x)", "equality", False, "x", ["type(None)"]),
        ("type(x) == type(y)", "equality", False, "x", ["type(y)"]),
        ("not type(x) == int", "equality", True, "x", ["int"]),
        ("not type(x) != int", "equality", False, "x", ["int"]),
        ("not (type(x) == int)", "equality", False, "x", ["int"]),
    ],
)
def test_a_question(text: str, kind: str, negative: bool, subject: str, classes: list[str]) -> None:
    found = question(text)
    assert found is not None
    assert (found.kind, found.negative) == (kind, negative)
    assert ast.unparse(found.subject) == subject
    assert [ast.unparse(one) for one in found.classes] == classes
    assert found.is_for_none == (classes == ["type(None)"])


@pytest.mark.parametrize(
    "text", ["x == int", "type(x) in kinds", "type(x) in ()", "type(x) < int", "int in (type(x),)"]
)
def test_no_question(text: str) -> None:
    assert question(text) is None


def test_the_links_of_a_chain_ask_on_their_own() -> None:
    assert question("x == type(y) == int", 0) is not None
    assert question("x == y == type(int)", 0) is None
    assert question("x == y == type(int)", 1) is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("type(x) is bool, type(x) == int", "bool"),
        ("isinstance(x, (str, bool)), type(x) == int", "bool"),
        ("isinstance(x, KeyError), type(x) == LookupError", "KeyError"),
        ("isinstance(y, bool), type(x) == int", None),
        ("isinstance(x, int), type(x) == bool", None),
        ("isinstance(x, str), type(x) == int", None),
        ("isinstance(x, int), type(x) == int", None),
    ],
)
def test_a_subclass_that_is_asked_for_too(text: str, found: str | None) -> None:
    semantics, expr = last(text)
    assert isinstance(expr, ast.Tuple)
    compare = expr.elts[-1]
    assert isinstance(compare, ast.Compare)
    asked_last = semantics.classes.question(compare)
    assert asked_last is not None
    asked = semantics.classes.subclass_asked_of(asked_last.subject, asked_last.classes)
    assert asked == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("class M(type):\n    def __eq__(cls, other): ...\n0", "M"),
        ("class M(type):\n    __ne__ = other\n0", "M"),
        ("class M(abc.ABCMeta):\n    def __eq__(cls, other): ...\n0", "M"),
        ("class A(type): ...\nclass B(A):\n    def __eq__(cls, other): ...\n0", "B"),
        ("class M:\n    def __eq__(cls, other): ...\nclass A(metaclass=M): ...\n0", "M"),
        ("class M(SomeMeta):\n    def __eq__(cls, other): ...\n0", "M"),
        ("class M(type):\n    def __hash__(cls): ...\n0", None),
        ("class M(Base):\n    def __eq__(cls, other): ...\n0", None),
        ("class M:\n    def __eq__(cls, other): ...\n0", None),
    ],
)
def test_a_metaclass_with_an_equality_of_its_own(text: str, name: str | None) -> None:
    semantics, _ = last(text)
    assert semantics.classes.peculiar_equality == name
