"""New statements at the top of a function's body."""

import ast

import pytest

from pyguide.guard import apply
from pyguide.rewriting.bodies import has_type_comment, insert, opening
from pyguide.source import Source

NEW = [(0, "if new:"), (1, "pass")]


def function(text: str) -> tuple[Source, ast.FunctionDef]:
    source = Source(text)
    found = next(node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef))
    return source, found


def with_new(text: str) -> str | None:
    """``text`` with new statements in its first function, None where there is no place."""
    source, found = function(text)
    edit = insert(source, found, opening(found, "p"), NEW)
    return None if edit is None else apply(text, [edit])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("def f(): x()", "def f():\n    if new:\n        pass\n    x()"),
        ("def f():   x(); y()\n", "def f():\n    if new:\n        pass\n    x(); y()\n"),
        ("def f():\n  x()\n", "def f():\n  if new:\n    pass\n  x()\n"),
        ("def f():\n\tx()\n", "def f():\n\tif new:\n\t\tpass\n\tx()\n"),
        ("def f():\n\f  x()\n", "def f():\n  if new:\n    pass\n\f  x()\n"),
        ("def f():\r\n x()\r\n", "def f():\r\n if new:\r\n  pass\r\n x()\r\n"),
        (
            "def f():\n    # why\n    x()\n",
            "def f():\n    if new:\n        pass\n    # why\n    x()\n",
        ),
        (
            "def f():  # f\n\n    # why\n\n    x()\n",
            "def f():  # f\n\n    if new:\n        pass\n    # why\n\n    x()\n",
        ),
        (
            "def f():\n    'doc'\n    x()\n",
            "def f():\n    'doc'\n    if new:\n        pass\n    x()\n",
        ),
        (
            "def f():\n    'doc'\n\n    x()\n",
            "def f():\n    'doc'\n\n    if new:\n        pass\n    x()\n",
        ),
        (
            "def f():\n    global g\n    nonlocal_ = 1\n",
            "def f():\n    global g\n    if new:\n        pass\n    nonlocal_ = 1\n",
        ),
        (
            "def f():\n    @wrap\n    def g(): pass\n",
            "def f():\n    if new:\n        pass\n    @wrap\n    def g(): pass\n",
        ),
        (
            "@wrap\ndef f(\n    p,\n    # last\n):\n    x()\n",
            "@wrap\ndef f(\n    p,\n    # last\n):\n    if new:\n        pass\n    x()\n",
        ),
        (
            "def f(\n    p,\n): x()\n",
            "def f(\n    p,\n):\n    if new:\n        pass\n    x()\n",
        ),
    ],
)
def test_new_statements(before: str, after: str) -> None:
    assert with_new(before) == after
    compile(after, "test", "exec")


@pytest.mark.parametrize(
    "text", ["def f(): 'doc'; x()", "def f():\n    'doc'; x()\n", "def f():\\\n x()\n"]
)
def test_no_place_on_a_shared_line(text: str) -> None:
    assert with_new(text) is None


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("x()", 0),
        ("'doc'\n    x()", 1),
        ("b'no doc'\n    x()", 0),
        ("if q is None: q = 1\n    x()", 1),
        ("if q is None: q = p\n    x()", 0),
        ("if q is None: r = 1\n    x()", 0),
        ("if q is None: q = 1\n    else: x()\n    x()", 0),
        ("if q is not None: q = 1\n    x()", 0),
        ("'doc'", 0),
    ],
)
def test_what_stays_in_front(body: str, place: int) -> None:
    _, found = function(f"def f(p, q):\n    {body}\n")
    assert opening(found, "p") == place


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("def f(p):  # type: (int) -> int\n    x()\n", True),
        ("def f(\n    p,  # type: int\n):\n    x()\n", True),
        ("def f(p):\n    # type: (int) -> int\n    x()\n", True),
        ("def f(p):  # type: ignore\n    x()\n", False),
        ("def f(p):\n    x()  # type: int\n", False),
        ("def f(p):  # types\n    x()\n", False),
    ],
)
def test_type_comments(text: str, typed: bool) -> None:
    assert has_type_comment(*function(text)) is typed
