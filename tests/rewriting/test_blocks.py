"""Lines of a block: whose they are, how deep they stand, what goes with them."""

import pytest

from pyguide.guard import apply
from pyguide.rewriting.blocks import drop, has_own_lines, under_header
from pyguide.rewriting.lines import step
from pyguide.source import Source


@pytest.mark.parametrize(
    ("code", "own"),
    [
        ("x = 1\n", True),
        ("x = 1  # why\n", True),
        ("x = 1;\n", False),
        ("x = 1; y = 2\n", False),
        ("x = (1 +\n     2)\n", True),
        ("\\\nx = 1\n", False),
    ],
)
def test_a_statement_with_lines_of_its_own(code: str, own: bool) -> None:
    source = Source(code)
    assert has_own_lines(source, source.tree.body[0]) is own


def test_a_statement_behind_a_colon_shares_its_line() -> None:
    source = Source("if x: y = 1\n")
    [branch] = source.tree.body
    assert not has_own_lines(source, branch.body[0])  # type: ignore[attr-defined]


def test_a_step_is_that_of_the_block_or_of_the_file() -> None:
    source = Source("if a:\n\tif b:\n\t  c = 1\n")
    assert step(source, 1, 2) == "\t"
    assert step(source, 2, 3) == "  "
    assert step(source, None, 1) == "\t"
    assert step(Source("a = 1\n"), None, 1) == "    "
    assert step(Source("if a:\n\f  b = 1\n")) == "  "
    assert step(Source("if a: b\nfor c in d:\n   e\n"), None, 1) == "   "


@pytest.mark.parametrize(
    ("code", "line", "left"),
    [
        ("a\nb\nc\n", 2, "a\nc\n"),
        ("a\n\nb\n\nc\n", 3, "a\n\nc\n"),
        ("a\n\nb\nc\n", 3, "a\n\nc\n"),
        ("if a:\n  b\n\n  c\nd\n", 4, "if a:\n  b\nd\n"),
        ("a\n\nb", 3, "a\n"),
    ],
)
def test_dropped_lines_take_superfluous_blank_lines_along(code: str, line: int, left: str) -> None:
    source = Source(code)
    assert apply(code, [drop(source, line, line)]) == left


def test_lines_under_a_header_begin_without_a_blank_one() -> None:
    code = "a\n\nb = '''\nc'''\n\nd\n"
    edits = under_header(Source(code), 2, 6, "  ")
    assert apply(code, edits) == "a\n  b = '''\nc'''\n\n  d\n"
