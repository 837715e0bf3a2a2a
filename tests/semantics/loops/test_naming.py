"""What one item of a collection is called."""

from __future__ import annotations

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.naming import item_name, singular
from pyguide.source import Source


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("items", "item"),
        ("names", "name"),
        ("user_names", "user_name"),
        ("NAMES", "name"),
        ("childNodes", "child_node"),
        ("_rows", "row"),
        ("args2", "arg2"),
        ("xs", "x"),
        ("A", "a"),
        ("ids", "id"),
        ("kd_eqs", "kd_eq"),
        ("boxes", "box"),
        ("branches", "branch"),
        ("addresses", "address"),
        ("classes", "class"),
        ("entries", "entry"),
        ("keys", "key"),
        ("moves", "move"),
        ("cases", "case"),
        ("heroes", "hero"),
        ("photos", "photo"),
        ("children", "child"),
        ("indices", "index"),
        ("data", "value"),
        ("name_list", "name"),
        ("list_of_names", "name"),
        ("users_list", "user"),
        ("matrix", "row"),
        ("row", "cell"),
    ],
)
def test_the_singular_of_a_plural(plural, one):
    assert singular(plural) == one


@pytest.mark.parametrize(
    "word",
    ["status", "process", "analysis", "axis", "bus", "this", "self", "queue", "a", "lst", "_"],
)
def test_a_word_that_is_no_plural(word):
    assert singular(word) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def f(names):\n    names", "name"),
        ("def f(names, name):\n    names", "item"),
        ("def f(names):\n    def g(name, item): pass\n    names", "element"),
        ("name = 1\ndef f(names):\n    names", "item"),
        ("def f(types):\n    types", "type_"),
        ("def f(classes):\n    classes", "class_"),
        ("def f(queue):\n    queue", "item"),
        ("def f(text):\n    text", "char"),
        ("def f(o):\n    o.rows", "row"),
        ("def f():\n    line = 'abc'\n    line", "char"),
        ("def f():\n    text = [1]\n    text", "item"),
        ("def f(ids, id_, item, element, entry):\n    ids", "id_2"),
    ],
)
def test_a_natural_name_that_is_free(code, name):
    semantics = Semantics(Source(code))
    last = semantics.source.tree.body[-1].body[-1].value
    assert isinstance(last, ast.Name | ast.Attribute)
    assert item_name(semantics, last, last) == name
