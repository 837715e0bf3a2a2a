"""`==` for `is`: the same answer for the very object, a better one for its equals."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.comparisons.is_literal import IsLiteral

LITERALS = ("7", "-7", "7.5", "3j", "'text'", "b'raw'", "(1, 2)", "[1]", "{1: 2}", "{1}")


def fixed(code: str, least: Applicability = Applicability.UNSAFE, times: int = 1) -> str:
    """``code`` after its fixes, of which there must be ``times``."""
    done = fix(Source(code), partial(check, rules=[IsLiteral]), least)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG202"] == times
    return done.source.text


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("literal", LITERALS)
def test_an_equal_object_is_found_after_the_repair(literal):
    code = f"def find(x):\n    return x is {literal}\nRESULT = find(eval({literal!r}))\n"
    assert observe(fixed(code))[1] == "True"


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("literal", LITERALS)
@pytest.mark.parametrize("other", ["None", "object()", "'other'", "11", "[]"])
def test_what_is_neither_the_object_nor_equal_to_it_is_told_apart_as_before(literal, other):
    for operator in ("is", "is not"):
        code = f"x = {other}\nRESULT = x {operator} {literal}\n"
        assert observe(code) == observe(fixed(code))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_the_operands_are_evaluated_once_and_in_order():
    code = """
def say(x):
    print(x)
    return x

RESULT = [say(1) is 2 is say(3), say("a") is not "b", 5 is say(6)]
"""
    assert observe(code) == observe(fixed(code, times=4))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_only_the_link_with_the_literal_asks_for_equality():
    code = """
class Same:
    def __eq__(self, other):
        print("asked about", other)
        return True

a = b = Same()
RESULT = a is b is 3, a is Same() is 3
"""
    assert observe(code)[1] == "(False, False)"
    assert observe(fixed(code, times=2)) == ("asked about 3\n", "(True, False)", None)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_stay(newline):
    code = "if (x is" + newline + "    not 0):" + newline + "\tpass" + newline
    assert fixed(code) == "if (x !=" + " 0):" + newline + "\tpass" + newline


def test_no_fix_is_safe():
    code = "y = x is 0\nz = x is []\n"
    assert fixed(code, Applicability.SAFE, times=0) == code


def test_what_changes_is_said():
    first, second = check(Source("y = total is 0\nz = rows is not []\n"), [IsLiteral])
    assert first.message == (
        "`total is 0` asks for one object, which equal numbers need not be; compare with `==`"
    )
    assert first.reason == "`total` may be equal to `0` without being that object"
    assert second.message == (
        "`rows is not []` is always True, since a display makes a new list; compare with `!=`"
    )
    assert second.reason == "the comparison was always True and now depends on the value"


def test_long_operands_are_cut_in_messages():
    name = "a_name_that_is_much_longer_than_it_should_be"
    (finding,) = check(Source(f"y = {name} is '{'x' * 80}'\n"), [IsLiteral])
    assert len(finding.message) <= 100
    assert len(finding.reason or "") <= 100
