"""Annotations: what they promise about a parameter, quoted or not."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def annotation(text: str, setup: str = "") -> tuple[Semantics, ast.expr]:
    source = Source(f"{setup}\ndef f(x: {text}): ...\n")
    function = source.tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    found = function.args.args[0].annotation
    assert found is not None
    return Semantics(source), found


@pytest.mark.parametrize(
    "text",
    [
        "Sequence", "typing.Sequence[int]", "'Mapping[str, int]'", "Optional[Iterable]", "str",
        "Sequence[int] | None", "Union[str, Collection]", "Annotated[Sequence[int], 1]", "object",
        "tuple[list, ...]", "Literal['x']", "'Optional[\"Sequence\"]'", "frozenset[int]", "None",
    ],
)  # fmt: skip
def test_an_immutable_annotation(text: str) -> None:
    semantics, found = annotation(text)
    assert semantics.annotations.is_immutable(found)


@pytest.mark.parametrize(
    "text",
    [
        "list", "List[int]", "'dict[str, int]'", "Optional[list]", "Sequence | list", "Any", "x()",
        "Union[str, dict]", "MutableSequence", "Foo", "Annotated[list, Sequence]", "'not an ('",
    ],
)  # fmt: skip
def test_an_annotation_that_promises_nothing(text: str) -> None:
    semantics, found = annotation(text)
    assert not semantics.annotations.is_immutable(found)


@pytest.mark.parametrize(
    ("setup", "immutable"),
    [
        ("from collections.abc import Set", True),
        ("from typing import Set", False),
        ("", False),
    ],
)
def test_two_sets_have_one_name(setup: str, immutable: bool) -> None:
    semantics, found = annotation("Set[int]", setup)
    assert semantics.annotations.is_immutable(found) is immutable


@pytest.mark.parametrize(
    "text",
    [
        "None", "Any", "typing.Any", "object", "Optional[int]", "int | None", "None | int",
        "Union[int, None]", "Union[Optional[int], str]", "'int | None'", "'Optional[int]'",
        "Annotated[Optional[int], 1]", "t.Optional['x']",
    ],
)  # fmt: skip
def test_none_is_allowed(text: str) -> None:
    semantics, found = annotation(text)
    assert semantics.annotations.allows_none(found)


@pytest.mark.parametrize(
    "text",
    ["int", "list[None]", "'list[Optional[int]]'", "Union[int, str]", "int | str", "T",
     "Annotated[int, None]", "Callable[[], None]", "dict[str, Any]"],
)  # fmt: skip
def test_none_is_not_allowed(text: str) -> None:
    semantics, found = annotation(text)
    assert not semantics.annotations.allows_none(found)


@pytest.mark.parametrize("text", ["int", "list[int]", "a.B", "int | str", "Unknown", "List['x']"])
def test_a_type_can_stand_beside_a_bar(text: str) -> None:
    semantics, found = annotation(text)
    assert semantics.annotations.is_type(found)


@pytest.mark.parametrize("text", ["callable", "'int'", "helper", "1", "x()", "int | 'x'", "[int]"])
def test_what_might_fail_beside_a_bar(text: str) -> None:
    semantics, found = annotation(text, "def helper(): ...")
    assert not semantics.annotations.is_type(found)
