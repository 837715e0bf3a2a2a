"""Which annotations run, and who may read them."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.conventions.introspection import quoted_part
from pyguide.source import Source


def around(text):
    """The annotation around `here`, with the semantics of the file."""
    source = Source(text)
    [at] = [n for n in ast.walk(source.tree) if isinstance(n, ast.Name) and n.id == "here"]
    semantics = Semantics(source)
    return semantics, semantics.introspection.annotation(at)


@pytest.mark.parametrize(
    ("text", "evaluated"),
    [
        ("def f(a: here): ...", True),
        ("def f(*a: x[int, here]): ...", True),
        ("async def f(a, *, b: x | here = 1): ...", True),
        ("def f() -> here: ...", True),
        ("x: here = 1", True),
        ("class A:\n x: here", True),
        ("def f():\n x: here = 1", False),
        ("def f():\n self.x: here = 1", False),
        ("def f():\n class A:\n  x: here", True),
        ("from __future__ import annotations\ndef f(a: here): ...", False),
    ],
)
def test_annotations_and_whether_they_run(text, evaluated):
    semantics, found = around(text)
    assert found is not None
    assert semantics.introspection.is_evaluated(found) is evaluated


@pytest.mark.parametrize(
    "text",
    [
        "def f(a=here): ...",
        "def f(a: int = here): ...",
        "@here\ndef f(a: int): ...",
        "x: int = here",
        "here: int = 1",
        "f(x=here)",
        "lambda a=here: a",
        "class A(here): ...",
    ],
)
def test_what_is_no_annotation(text):
    assert around(text)[1] is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def f(a: here): ...", None),
        ("x: here = 1", None),
        ("@property\ndef f(a) -> here: ...", None),
        ("@app.get('/')\ndef f(a: here): ...", "`app.get()` may read the annotations"),
        ("import functools\n@functools.wraps(g)\ndef f(a: here): ...", None),
        ("@x.setter\ndef f(a: here): ...", None),
        ("class A:\n x: here", None),
        ("class A(B):\n x: here", "the base `B` may read the annotations"),
        ("class A(B):\n def f(self, x: here): ...", None),
        ("class A(metaclass=M):\n x: here", "the metaclass of `A` may read the annotations"),
        ("from typing import Generic\nclass A(Generic[T]):\n x: here", None),
        ("from dataclasses import dataclass\n@dataclass\nclass A:\n x: here", None),
        ("@dataclass\nclass A:\n x: here", "`dataclass` may read the annotations"),
        (
            "def f(a: here): ...\nprint(f.__annotations__)",
            "`__annotations__` in this file may read the annotations",
        ),
    ],
)
def test_who_may_read_an_annotation(text, why):
    semantics, found = around(text)
    assert semantics.introspection.reader(found) == why


@pytest.mark.parametrize(
    ("text", "computes"),
    [
        ("def f(a: here): ...", False),
        ("def f(a: List[here, int] | None): ...", False),
        ("def f(a: Callable[[here], x.y]): ...", False),
        ("def f(a: Annotated[here, Field(gt=1)]): ...", False),
        ("def f(a: here[int] | None): ...", False),
        ("def f(a: said(here)): ...", True),
        ("def f(a: tuple(*here)): ...", True),
        ("def f(a: here[int][str]): ...", True),
        ("def f(a: x if here else y): ...", True),
        ("def f(a: here.part): ...", True),
        ("from __future__ import annotations\ndef f(a: said(here)): ...", False),
    ],
)
def test_annotations_that_compute(text, computes):
    semantics, found = around(text)
    [node] = [n for n in ast.walk(found.whole) if isinstance(n, ast.Name) and n.id == "here"]
    assert bool(semantics.introspection.computing(node, found)) is computes


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("List[int]", None),
        ("List['A']", "A"),
        ("Dict[str, List['A']]", "A"),
        ("List[Literal['a']]", None),
        ("List[Annotated[int, 'note']]", None),
        ("List[Annotated['A', 'note']]", "A"),
    ],
)
def test_a_quoted_type(text, part):
    assert quoted_part(ast.parse(text, mode="eval").body) == part


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("class A:\n    x: int\nprint(A.__doc__)", False),
        ("@dataclass\nclass A:\n    x: int\nprint(A.__doc__)", True),
        ("@dataclass\nclass A:\n    'Doc.'\n    x: int\nprint(A.__doc__)", False),
        ("class A:\n    x: int\n    def f(self):\n        self.signature(1)", False),
        ("from inspect import *\nclass A:\n    x: int\nsignature(A)", True),
        ("import inspect\nclass A:\n    x: int\ninspect.signature(A)", True),
        ("class A:\n    x: int\n    # see pydoc and help()\n    def f(self, help): pass", False),
        ("class A:\n    x: int\nhelp(A)", True),
        ("class A:\n    x: int\ngetattr(A, '__annotations__')", True),
        ("from typing import get_type_hints as hints\nclass A:\n    x: int\nhints(A)", True),
        ("import pydoc\nclass A:\n    x: int", True),
    ],
)
def test_readers_are_looked_for_where_they_can_be(text: str, reads: bool) -> None:
    semantics = Semantics(Source(f"from dataclasses import dataclass\n{text}"))
    node = next(one for one in ast.walk(semantics.source.tree) if isinstance(one, ast.AnnAssign))
    found = semantics.introspection.annotation(node.annotation)
    assert (semantics.introspection.reader(found) is not None) == reads
