"""Annotations that come to allow None."""

import ast

import pytest

from pyguide.guard import apply
from pyguide.rewriting.widening import allow_none
from pyguide.semantics import Semantics
from pyguide.source import Source


def widened(annotation: str, target: tuple[int, int] = (3, 11), setup: str = "") -> str | None:
    """The annotation that allows None, None where it is not clear how."""
    head = f"{setup}\ndef f(x: "
    source = Source(f"{head}{annotation}): ...\n")
    function = source.tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    found = allow_none(Semantics(source), function.args.args[0].annotation, target)
    if found is None:
        return None
    text = apply(source.text, found.edits)
    assert bool(found.imports) == ("Optional[" in text and "Optional[" not in source.text)
    return text[len(head) :].removesuffix("): ...\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("list", "list | None"),
        ("list[int]", "list[int] | None"),
        ("t.List[int]", "t.List[int] | None"),
        ("list | set", "list | set | None"),
        ("(list)", "(list | None)"),
        ("'Late'", "'Late | None'"),
        ('"list[int]"', '"list[int] | None"'),
        ("Annotated[list, 1]", "Annotated[list | None, 1]"),
        ("Annotated['Late', 1]", "Annotated['Late | None', 1]"),
        ("Annotated['list | None', 1]", "Annotated['list | None', 1]"),
        ("list['Late']", "list['Late'] | None"),
    ],
)
def test_with_a_bar(before: str, after: str) -> None:
    assert widened(before) == after


@pytest.mark.parametrize("text", ["None", "Any", "Optional[int]", "'int | None'", "object"])
def test_what_allows_none_stays(text: str) -> None:
    assert widened(text) == text
    assert widened(text, (3, 8)) == text


@pytest.mark.parametrize(
    "text", ["'a' 'b'", "'''a'''", "r'a'", "'\\x61'", "callable", "1", "{}", "f()", "'a b'", "''"]
)
def test_what_is_not_clear(text: str) -> None:
    assert widened(text) is None


def test_below_python_3_10() -> None:
    assert widened("list", (3, 9)) == "Optional[list]"
    assert widened("callable", (3, 9)) == "Optional[callable]"
    assert widened("'list'", (3, 9)) == "'list | None'"
    future = "from __future__ import annotations"
    assert widened("list", (3, 9), future) == "list | None"
    assert widened("callable", (3, 9), future) == "callable | None"


@pytest.mark.parametrize(
    ("setup", "after"),
    [
        ("from typing import Optional", "Optional[list]"),
        ("from typing import List, Optional as Maybe", "Optional[list]"),
        ("from voluptuous import Optional", None),
        ("Optional = 1", None),
        ("from m import *", None),
    ],
)
def test_optional_must_be_typings(setup: str, after: str | None) -> None:
    assert widened("list", (3, 8), setup) == after


def test_no_annotation_needs_no_edit() -> None:
    source = Source("def f(x): ...\n")
    found = allow_none(Semantics(source), None, (3, 11))
    assert found is not None
    assert not found.edits
