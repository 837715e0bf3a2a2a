"""Operators that a library may answer in its own way."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def comparison(text: str) -> tuple[Semantics, ast.Compare]:
    """The semantics of ``text``, and its first comparison with None."""
    source = Source(text)
    found = (node for node in ast.walk(source.tree) if isinstance(node, ast.Compare))
    return Semantics(source), next(n for n in found if ast.unparse(n).endswith("None"))


@pytest.mark.parametrize(
    "text",
    [
        "q.filter(a.b == None)", "where(a.b == None)", "q.filter(f(a.b == None))", "x[a == None]",
        "q.where(not (a == None or b))", "(a == None) & b", "a ^ (b == None)", "~(a == None)",
        "x[:, a == None]", "q.filter((a == None) | b)", "q.select(x)[a == None]",
    ],
)  # fmt: skip
def test_part_of_a_query_or_mask(text: str) -> None:
    semantics, compare = comparison(text)
    assert semantics.overloading.builds_query(compare)


@pytest.mark.parametrize(
    "text",
    [
        "a == None", "print(a == None)", "q.filter(lambda a: a == None)", "q.update(x=a == None)",
        "q.filter([a == None for a in b])", "('b', 'c')[a == None]", "x[0] == None", "-(a == None)",
        "if q.filter(a):\n    b == None", "(a == None) + b", "(a == None).filter(b)",
    ],
)  # fmt: skip
def test_a_question_to_python(text: str) -> None:
    semantics, compare = comparison(text)
    assert not semantics.overloading.builds_query(compare)


@pytest.mark.parametrize(
    ("text", "library"),
    [
        ("import numpy as np", "numpy"), ("import os, pandas.io", "pandas"),
        ("from sqlalchemy.orm import Session", "sqlalchemy"), ("import django.db.models", "django.db"),
        ("from django import db", "django.db"),
        ("def f():\n    import torch", "torch"), ("from django.http import x", None),
        ("from . import numpy", None), ("import numpydoc", None), ("", None),
    ],
)  # fmt: skip
def test_libraries_are_known_by_their_import(text: str, library: str | None) -> None:
    assert Semantics(Source(text)).overloading.library == library


def test_an_array_is_not_true_by_its_length() -> None:
    assert Semantics(Source("import numpy")).overloading.truthless == "numpy"
    assert Semantics(Source("from xml.etree import x")).overloading.truthless == "xml.etree"
    assert Semantics(Source("import sqlalchemy, xml.sax")).overloading.truthless is None


def test_a_known_type_needs_no_caution() -> None:
    semantics, compare = comparison("import numpy\nn = 3\nn == None")
    assert semantics.overloading.why_not_python(compare.left) is None
    semantics, compare = comparison("import numpy\nf(n) == None")
    why = semantics.overloading.why_not_python(compare.left)
    assert why == "objects of `numpy` give comparisons a meaning of their own"


def test_an_ordering_of_unknown_values_may_be_anything() -> None:
    semantics, compare = comparison("(x > 0) == None")
    why = semantics.overloading.why_not_python(compare.left)
    assert why == "`x > 0` compares values of unknown type"
    semantics, compare = comparison("(x in y) == None")
    assert semantics.overloading.why_not_python(compare.left) is None
