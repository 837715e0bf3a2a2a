"""What a union allows, and whether its parts take a bar."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.conventions.alternatives import doubt, of_union
from pyguide.source import Source

HEAD = "import typing\nfrom typing import Optional, Union, TypeVar, List\n"


def union(text, expression):
    """The union that an expression at the end of the text is."""
    source = Source(f"{HEAD}{text}\n{expression}")
    node = source.tree.body[-1].value
    semantics = Semantics(source)
    return semantics, of_union(semantics, node)


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("Optional[int]", ["int", "None"]),
        ("typing.Optional[int]", ["int", "None"]),
        ("Union[int, str]", ["int", "str"]),
        ("Union[int]", ["int"]),
        ("Optional[Union[int, None]]", ["Union[int, None]"]),
        ("Optional[int | None]", ["int | None"]),
        ("Optional[List[None]]", ["List[None]", "None"]),
        ("Union[*Ts]", None),
        ("Optional[None]", None),
        ("List[int]", None),
        ("other[int]", None),
    ],
)
def test_what_a_union_allows(expression, parts):
    _, found = union("", expression)
    shown = [*map(ast.unparse, found.parts), *["None"] * found.adds_none] if found else None
    assert shown == parts


@pytest.mark.parametrize(
    ("text", "part", "works"),
    [
        ("", "int", True),
        ("", "list[x]", True),
        ("", "len", False),
        ("int = 3", "int", False),
        ("class A: ...", "A", True),
        ("class A(B, metaclass=M): ...", "A", False),
        ("from enum import Enum\nclass A(Enum): ...", "A", True),
        ("class A(ValueError): ...", "A", True),
        ("class A(typing.NamedTuple): ...", "A", True),
        ("from dataclasses import dataclass\n@dataclass\nclass A: ...", "A", True),
        ("from dataclasses import dataclass\n@dataclass(slots=True)\nclass A: ...", "A", True),
        ("from abc import ABCMeta\nclass A(metaclass=ABCMeta): ...", "A", True),
        ("class ABCMeta(type): ...\nclass A(metaclass=ABCMeta): ...", "A", False),
        ("@register\nclass A: ...", "A", False),
        ("class A(typing.TypedDict, total=False): ...", "A", False),
        ("from a import B\nclass A(B): ...", "A", False),
        ("class A: ...\nclass A(A): ...", "A", True),
        ("T = TypeVar('T')\nclass A(typing.Generic[T]): ...", "A[int]", True),
        (
            "T = TypeVar('T')\nclass A(typing.Mapping[T, int]): ...\nclass B(A[T]): ...",
            "B[str]",
            True,
        ),
        ("from a import B\nclass A(B[int]): ...", "A[int]", False),
        ("T = TypeVar('T')", "T", True),
        ("T = List['A']", "T", True),
        ("T = 'A'", "T", False),
        ("T = None", "T", False),
        ("def T(): ...", "T", False),
        ("from a import T", "T", False),
        ("import datetime", "datetime.date", True),
        ("import collections.abc", "collections.abc.Iterable[int]", True),
        ("import threading", "threading.Lock", False),
        ("", "typing.NamedTuple", False),
    ],
)
def test_what_takes_a_bar(text, part, works):
    semantics, found = union(text, f"Optional[{part}]")
    why = doubt(semantics, found.parts)
    assert (why is None) == works
    assert works or "takes no `|`" in why
