"""Text: what formatting gives is plain `str`, and nothing else becomes so."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.text import makes_text
from pyguide.source import Source


def is_text(expr: str) -> bool:
    source = Source(
        "def own(x): return f'{x}'\n"
        "def given(x):\n    if isinstance(x, str): return x\n    return ''\n"
        "def f(x, s):\n    assert isinstance(s, str)\n    line = str(x)\n"
        f"    ({expr})"
    )
    function = source.tree.body[-1]
    assert isinstance(function, ast.FunctionDef) and isinstance(function.body[-1], ast.Expr)
    return Semantics(source).text.type_of(function.body[-1].value).within("str")


@pytest.mark.parametrize(
    "expr",
    ["str(x)", "repr(x)", "format(x, s)", "f'{x}'", "'%s' % x", "'{}'.format(x)", "line", "own(x)",
     "str(x) + ','", "line.upper()", "line[1:]", "type(x).__name__", "x.__class__.__qualname__",
     "','.join(x)", "line if x else 'a'"],
)  # fmt: skip
def test_what_formatting_gives_is_text(expr: str) -> None:
    assert is_text(expr)


@pytest.mark.parametrize(
    "expr",
    ["x", "s", "x + ','", "s + ','", "s.upper()", "given(x)", "x.__name__", "x.name", "x[0]"],
)
def test_what_comes_from_outside_is_not(expr: str) -> None:
    assert not is_text(expr)


@pytest.mark.parametrize(
    ("expr", "new"),
    [
        ("f'{x}'", False), ("f'{x}.'", True), ("'%s' % x", False), ("'%(a)-5s' % x", False),
        ("'%s.' % x", True), ("'{}'.format(x)", False), ("'{:{}}'.format(x, 3)", False),
        ("'<{}>'.format(x)", True), ("str(x)", False), ("str(x) + '.'", True), ("x", False),
    ],
)  # fmt: skip
def test_a_lone_hole_may_hand_on_what_it_is_given(expr: str, new: bool) -> None:
    assert makes_text(ast.parse(expr, mode="eval").body) is new
