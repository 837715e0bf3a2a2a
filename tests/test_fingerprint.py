"""A finding is known again after the file around it has changed, and never taken for another."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from pyguide.finding import Span
from pyguide.fingerprint import fingerprints
from pyguide.source import Source

CODE = """\
import os


class Store:
    @cached
    def save(self, rows=BAD):
        try:
            BAD
        except BAD:
            BAD

    def load(self):
        match self:
            case Store():
                BAD


BAD
"""


def found(text: str, code: str = "PYG301") -> list[str]:
    """The fingerprints of every ``BAD`` in the text."""
    places = [(code, Span(*match.span())) for match in re.finditer("BAD", text)]
    return fingerprints(Source(text), places)


def test_each_finding_has_its_own_fingerprint_of_32_hexadecimal_digits():
    prints = found(CODE)
    assert len(set(prints)) == len(prints) == 6
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in prints)


def test_the_numbers_stay_the_same_from_release_to_release():
    assert found("x = BAD\n") == ["3aee241146997abe00e671723a91c86e"]


def test_lines_above_and_below_change_nothing():
    assert found("# new\n\nimport sys\n" + CODE + "\nprint(1)\n") == found(CODE)


def test_order_in_the_file_changes_nothing_for_code_that_differs():
    first, second = "def f():\n    BAD\n", "def g():\n    BAD + 1\n"
    assert found(first + second) == found(second + first)[::-1]


def test_indentation_blanks_and_comments_change_nothing():
    text = "if a:\n    x = f(BAD, 1)\n"
    for other in (
        "x = f(BAD, 1)\n",
        "if a:\n\tx  =  f(BAD, 1)  # noqa: PYG301\n",
        "if a:\r\n    x = f(BAD, 1)\r\n",
    ):
        assert found(other) == found(text)


def test_a_hash_in_a_string_begins_no_comment():
    one, other = found('x = BAD + "#1"\n'), found('x = BAD + "#2"\n')
    assert one != other
    assert found("x = BAD + f('a')  # it's\n") == found("x = BAD + f('a')\n")


def test_another_scope_is_another_finding():
    assert found("def f():\n    BAD\n") != found("def g():\n    BAD\n")
    assert found("class A:\n    def f():\n        BAD\n") != found("def f():\n    BAD\n")


def test_the_header_and_the_decorators_belong_to_what_they_begin():
    for text in ("@BAD\ndef {}(): ...\n", "class {}(\n    BAD,\n): ...\n"):
        assert found(text.format("f")) != found(text.format("g"))


def test_equal_findings_are_told_apart_by_number():
    once = found("def f():\n    BAD\n")
    twice = found("def f():\n    BAD\n    BAD\n")
    assert twice[0] == once[0] != twice[1]


def test_one_that_goes_while_another_of_the_same_rule_comes_shows():
    before = set(found("def f():\n    a = BAD\n    b = BAD\n"))
    after = set(found("def f():\n    a = BAD\n    c = BAD\n"))
    assert len(before & after) == 1
    assert len(after - before) == 1


def test_the_code_of_the_rule_counts():
    assert found("BAD\n", "PYG301") != found("BAD\n", "PYG302")


def test_the_order_of_the_places_does_not_matter():
    source = Source("BAD\nBAD\n")
    places = [("X", Span(4, 7)), ("X", Span(0, 3))]
    assert fingerprints(source, places) == fingerprints(source, places[::-1])[::-1]


def test_a_finding_over_several_lines_is_all_of_them():
    def whole(text: str) -> list[str]:
        return fingerprints(Source(text), [("X", Span(0, len(text)))])

    assert whole("for a in b:\n    c\n") == whole("for a in b:\n\n    c  # why\n")
    assert whole("for a in b:\n    c\n") != whole("for a in b:\n    d\n")


def test_a_file_that_python_refuses_has_fingerprints_without_scopes():
    assert found("def f(:\n    BAD\n") == found("BAD )\nBAD\n")[1:]


@given(st.text(alphabet="'\"\\\\#ab \n(", max_size=60))
def test_any_text_has_fingerprints(text):
    places = [("X", Span(at, at + 1)) for at in range(len(text))]
    prints = fingerprints(Source(text), places)
    assert len(set(prints)) == len(text)


def test_many_findings_in_many_functions_take_little_time():
    text = "def f():\n    BAD\n" * 10_000
    begun = time.process_time()
    assert len(set(found(text))) == 10_000
    assert time.process_time() - begun < 10


def test_thousands_of_findings_in_one_endless_line_take_little_time():
    text = "x = [" + "BAD, '#\\'', " * 20_000 + "]  # end\n"
    begun = time.process_time()
    assert len(set(found(text))) == 20_000
    assert time.process_time() - begun < 10
