"""Text: what formatting gives is plain `str`, and nothing else becomes so."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.values.text import makes_text
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
    source = Source(expr)
    assert isinstance(source.tree.body[0], ast.Expr)
    assert makes_text(Semantics(source), source.tree.body[0].value) is new


@pytest.mark.parametrize(
    ("pattern", "new"),
    [
        ("'<{}>'", True), ("'{}' + x", False), ("'{:>{w}}' + x", False), ("'{:>{w}} ' + x", True),
        ("'{}: ' + '{}' * 3 + x", True), ("('{}' '.') + x", True), ("x + '.'", False),
        ("'{{' + x", True), ("'{' + '}.'", False), ("'a}' + x", False), ("'{}' + '.'", False),
        ("''", False), ("x", False), ("'<{}>' if x else x", False),
    ],
)  # fmt: skip
def test_a_pattern_with_a_name_is_judged_by_how_it_begins(pattern: str, new: bool) -> None:
    source = Source(f"def f(x):\n    p = {pattern}\n    p.format(x, w=3)")
    function = source.tree.body[0]
    assert isinstance(function, ast.FunctionDef) and isinstance(function.body[1], ast.Expr)
    assert makes_text(Semantics(source), function.body[1].value) is new


def test_a_pattern_that_may_be_another_is_not_judged() -> None:
    for again in ("p += x", "if x: p = x", "for p in x: pass"):
        source = Source(f"def f(x):\n    p = '<{{}}>'\n    {again}\n    return p.format(x)")
        made = next(n for n in ast.walk(source.tree) if isinstance(n, ast.Return)).value
        assert made is not None and not makes_text(Semantics(source), made)
