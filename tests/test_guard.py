"""No fix loses a comment, changes one, or makes one of code."""

import pytest

from pyguide.finding import Applicability, Edit, Fix, Span
from pyguide.guard import apply, comments, is_parsed, keeps_comments
from pyguide.source import Source


def replacing(text, old, new):
    start = text.index(old)
    return Fix("t", (Edit(Span(start, start + len(old)), new),), Applicability.SAFE)


@pytest.mark.parametrize(
    ("text", "old", "new", "kept"),
    [
        ("x = 1\n", "1", "2", True),
        ("x = (  # one\n    1)\n", "(  # one\n    1)", "1", False),
        ("x = (  # one\n    1)\n", "(  # one\n    1)", "(  # one\n    2)", True),
        ("x = 1  # one\n", "1", "2", True),
        ("x = 1  # one\n", "# one", "# two", False),
        ("x = 1  # one\n", "  # one", "", False),
        ("x = 1\n", "1", "1  # new", False),
        ("# a\nx\n# b\ny\n", "# a\nx\n# b\ny", "# b\ny\n# a\nx", True),
        ("# a\nx\n# a\ny\n", "# a\nx\n# a\n", "# a\nx\n", False),
        ("x = '# no comment'\n", "'# no comment'", "''", True),
        ("x = ''\n", "''", "'# no comment'", True),
        ("x  # one\ny = 1\n", "\ny", "y", False),
        ("x  # one\n\n\ny = 1\n", "\n\n", "\n", True),
        ("x = 1  # type: int\n", "x = 1  # type: int", "x: int = 1", False),
    ],
)
def test_the_comments_of_the_file_are_the_same_before_and_after(text, old, new, kept):
    assert keeps_comments(Source(text), replacing(text, old, new)) is kept


def test_a_file_that_cannot_be_tokenised_keeps_nothing_for_sure():
    text = "x = (  # one\n"
    assert comments(text) is None
    assert not keeps_comments(Source(text), replacing(text, "# one", "# two"))


def test_comments_are_counted():
    assert comments("# a\nx  # b\n# a\n'# c'\n") == {"# a": 2, "# b": 1}


def test_several_edits_are_applied_in_the_order_of_the_text():
    edits = [Edit(Span(4, 5), "Y"), Edit(Span(0, 1), "XX"), Edit(Span(2, 2), "-")]
    assert apply("a b c", edits) == "XX -b Y"


def test_edits_that_touch_are_no_overlap():
    assert apply("abcd", [Edit(Span(0, 2), "x"), Edit(Span(2, 4), "y")]) == "xy"


def test_edits_that_overlap_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        apply("abcd", [Edit(Span(0, 3), "x"), Edit(Span(2, 4), "y")])


@pytest.mark.parametrize(
    ("text", "old", "new", "read"),
    [
        ("x = ([])\n", "[])", "[y]", False),
        ("x = ([])\n", "([])", "[y]", True),
        ("def f():\n    x = ([])\n", "[])", "[y]", False),
        ("class A:\n    def f(self):\n        x\n", "x\n", "x\n\n    y = [\n", False),
        ('class A:\n    def f(self):\n        x(")")\n', '")")\n', "1)\n\n    y\n", True),
        ("if x:\n    y\nelif z:\n    y\n", "z:\n    y", "z:\n    (y)", True),
        ('x = "("\n', '"("', "y", True),
    ],
)
def test_what_a_fix_leaves_can_be_read(text, old, new, read):
    assert is_parsed(Source(text), replacing(text, old, new)) is read
