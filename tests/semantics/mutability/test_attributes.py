"""Attributes of classes, as their methods and the rest of the file use them."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source

CLASS = """
class A:
    items = []

    def use(self, x):
        {use}

    @classmethod
    def make(cls):
        {make}

class B:
    def use(self):
        {other}

def use(a):
    {outside}
"""


def of(**parts: str) -> tuple[Semantics, ast.ClassDef]:
    """The semantics of the class with ``parts`` filled in, and the class."""
    filled = {"use": "pass", "make": "pass", "other": "pass", "outside": "pass", **parts}
    source = Source(CLASS.format(**filled))
    class_ = source.tree.body[0]
    assert isinstance(class_, ast.ClassDef)
    return Semantics(source), class_


@pytest.mark.parametrize(
    "use", ["self.items.append(x)", "self.items[0] = x", "self.items += x", "del self.items[0]",
            "lambda: self.items.clear()", "self.items[0] += 1"],
)  # fmt: skip
def test_a_change_through_the_instance(use: str) -> None:
    semantics, class_ = of(use=use)
    method = semantics.attributes.change(class_, "items")
    assert method is not None
    assert method.name == "use"


@pytest.mark.parametrize(
    "part", [{"use": "self.items.index(x)"}, {"use": "x.items.append(1)"}, {"use": "self.items = x"},
             {"use": "self.items[0].append(x)"}, {"make": "cls.items.append(1)"},
             {"other": "self.items.append(1)"}],
)  # fmt: skip
def test_no_change_through_the_instance(part: dict[str, str]) -> None:
    semantics, class_ = of(**part)
    assert semantics.attributes.change(class_, "items") is None


@pytest.mark.parametrize(
    ("part", "rebound"),
    [
        ({"use": "self.items = x"}, True), ({"use": "self.items, y = x"}, True),
        ({"outside": "a.items = 1"}, True), ({"other": "self.items = 1"}, False),
        ({"use": "self.items += x"}, False), ({"use": "self.items[0] = x"}, False),
        ({"use": "setattr(self, 'items', x)"}, True), ({"use": "setattr(self, x, x)"}, True),
        ({"use": "setattr(self, 'rows', x)"}, False), ({"use": "self.__dict__.update(x)"}, True),
        ({"use": "for self.items in x: pass"}, True),
    ],
)  # fmt: skip
def test_an_instance_that_gets_its_own(part: dict[str, str], rebound: bool) -> None:
    semantics, class_ = of(**part)
    assert semantics.attributes.is_rebound(class_, "items") is rebound


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        ({"use": "A.items"}, True), ({"use": "type(self).items"}, True), ({"make": "cls.items"}, True),
        ({"outside": "a.__class__.items"}, True), ({"outside": "m.A.items"}, True),
        ({"use": "super().items"}, True), ({"use": "self.items"}, False), ({"outside": "a.items"}, False),
    ],
)  # fmt: skip
def test_reached_through_the_class(part: dict[str, str], asked: bool) -> None:
    semantics, class_ = of(**part)
    assert semantics.attributes.is_asked_of_class(class_, "items") is asked


@pytest.mark.parametrize(
    ("part", "listed"),
    [
        ({"outside": "vars(A)"}, True), ({"use": "list(type(self).__dict__)"}, True),
        ({"make": "cls.__dict__.items()"}, True), ({"use": "self.__class__.__dict__[x]"}, False),
        ({"make": "'x' in cls.__dict__"}, False), ({"make": "cls.__dict__.get('x')"}, False),
        ({"other": "cls = B; vars(cls)"}, False), ({"other": "vars(A)"}, True),
        ({"outside": "cls = a; vars(cls)"}, True), ({"use": "self.__dict__.items()"}, False), ({"use": "vars(self)"}, False), ({}, False),
    ],
)  # fmt: skip
def test_all_that_the_class_holds_is_looked_at(part: dict[str, str], listed: bool) -> None:
    semantics, class_ = of(**part)
    assert semantics.attributes.is_listed(class_) is listed


def test_methods_and_the_names_of_their_instance() -> None:
    semantics, class_ = of()
    assert [(m.name, name) for m, name in semantics.attributes.methods(class_)] == [("use", "self")]
    assert semantics.attributes.method(class_, "__init__") is None


@pytest.mark.parametrize(
    ("header", "managed"),
    [
        ("class A(Enum):", True), ("class A(m.BaseModel):", True), ("class A(Generic[T]):", False),
        ("@dataclass(frozen=True)\nclass A:", True), ("@attr.s\nclass A:", True),
        ("class A(metaclass=M):", True), ("class A(metaclass=ABCMeta):", False), ("class A:", False),
        ("class A(Base):", False), ("@register\nclass A:", False),
    ],
)  # fmt: skip
def test_classes_that_something_else_manages(header: str, managed: bool) -> None:
    source = Source(f"{header}\n    items = []\n")
    class_ = source.tree.body[0]
    assert isinstance(class_, ast.ClassDef)
    assert Semantics(source).attributes.are_managed(class_) is managed
