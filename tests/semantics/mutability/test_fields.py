"""Fields: what an annotated name in a class surely declares."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.mutability import fields
from pyguide.source import Source


def prove(body: str) -> bool:
    """Whether the first statement of a class with ``body`` declares a field."""
    lines = body.replace("\n", "\n    ")
    source = Source(f"import typing\nfrom dataclasses import InitVar\nclass A:\n    {lines}\n")
    class_ = next(node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef))
    stmt = class_.body[0]
    assert isinstance(stmt, ast.AnnAssign)
    return fields.is_field(Semantics(source), class_, stmt)


@pytest.mark.parametrize(
    "body",
    ["x: list = []", "x: 'list[int]' = []", "x: typing.Any = []", "x: list = []\ny: int = 1"],
)
def test_field(body: str) -> None:
    assert prove(body)


@pytest.mark.parametrize(
    "body",
    ["x: typing.ClassVar[list] = []", "x: InitVar[list] = []", "x: Unknown = []",
     "x: list = []\nx = 1", "x: list = []\ny: int = len(x)", "(x): list = []"],
)  # fmt: skip
def test_no_field(body: str) -> None:
    assert not prove(body)
