"""Lineages: what classes are built on, as far as the file shows it."""

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.values import lineage
from pyguide.source import Source


def last(text: str) -> tuple[Semantics, ast.ClassDef]:
    """The semantics of ``text`` and the last class that it defines."""
    source = Source(textwrap.dedent(text))
    found = [node for node in source.tree.body if isinstance(node, ast.ClassDef)]
    return Semantics(source), found[-1]


def test_bases_of_the_file_are_followed_and_others_named():
    semantics, class_ = last("""
        from abc import ABC
        from elsewhere import Base
        class A(ABC, object): pass
        class B(A, Base): pass
        class C(B, A): pass
    """)
    found = lineage.lineage(semantics, class_)
    assert [one.name for one in found.classes] == ["B", "A"]
    assert [ast.unparse(one) for one in found.foreign] == ["Base"]


def test_a_name_bound_twice_is_no_sure_base():
    semantics, class_ = last("""
        class A: pass
        A = wrapped(A)
        class B(A): pass
    """)
    found = lineage.lineage(semantics, class_)
    assert found.classes == ()
    assert len(found.foreign) == 1


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("class A: pass", True),
        ("import abc\nclass A(metaclass=abc.ABCMeta): pass", True),
        ("from typing import Generic, T\nclass A(Generic[T]): pass", True),
        ("from functools import total_ordering\n@total_ordering\nclass A: pass", True),
        ("class A(metaclass=Meta): pass", False),
        ("class A(Base): pass", False),
        ("@decorated\nclass A: pass", False),
        ("class B(metaclass=Meta): pass\nclass A(B): pass", False),
        ("class B:\n    def __init_subclass__(cls): pass\nclass A(B): pass", False),
    ],
)
def test_a_class_is_plain_if_nobody_else_has_a_say(text, plain):
    assert lineage.is_plain(*last(text)) is plain


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("@dataclass\nclass A: pass", True),
        ("@dataclasses.dataclass(frozen=True)\nclass A: pass", True),
        ("@attr.s\nclass A: pass", True),
        ("class A(NamedTuple): pass", True),
        ("class A(models.TextChoices): pass", True),
        ("@total_ordering\nclass A(Base): pass", False),
    ],
)
def test_some_decorators_and_bases_write_methods(text, written):
    assert lineage.has_written_methods(last(text)[1]) is written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A(ValueError): pass", True),
        ("class B(KeyError): pass\nclass A(B): pass", True),
        ("class A(errors.ParseError): pass", True),
        ("class A(Base): pass", False),
    ],
)
def test_exceptions_are_known_by_the_names_of_their_bases(text, expected):
    assert lineage.is_exception(*last(text)) is expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("class A: pass", ["A"]),
        ("class A(object): pass\nclass B(A): pass", ["B", "A"]),
        ("class A(x.Base): pass\nclass B(A): pass", ["B", "A", "Base"]),
        ("class A: pass\nclass B(A): pass\nclass C(Other, B): pass", ["C", "B", "A"]),
        ("class A(A): pass", ["A"]),
    ],
)
def test_the_longest_line_counts(text, line):
    semantics, class_ = last(text)
    assert lineage.longest_line(semantics, class_) == line
