"""Truth for a bool and identity for what is no number: the very answers of `==`."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.comparisons.bool_comparison import BoolComparison

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE

QUESTIONS = (
    "{x} == True", "{x} == False", "{x} != True", "{x} != False", "True == {x}", "False != {x}",
    "not {x} == True", "not ({x} == False)", "not not {x} != True", "({x} == False) + 1",
    "({x} == True) and 5", "1 if ({x} == False) else 2", "[*'ab'][{x} == True]", "-({x} != True)",
    "({x} == True).real", "({x} == False) == ({x} == True)", "{x} == True == False",
)  # fmt: skip

BOOLS = ("(1 in y)", "(1 not in y)", "(y is None)", "isinstance(y, list)", "(not y)", "bool(y)")


def fixed(code: str, least: Applicability, times: int | None = None) -> str:
    """``code`` after its fixes, of which there must be ``times``, or some."""
    done = fix(Source(code), partial(check, rules=[BoolComparison]), least)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG204"] == times or (times is None and done.counts["PYG204"] > 0)
    return done.source.text


@pytest.mark.parametrize("value", BOOLS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_bool_answers_as_before(question, value):
    for y in ("[]", "[1]", "None or [2]"):
        code = f"y = {y}\nRESULT = {question.format(x=value)}\n"
        assert observe(code) == observe(fixed(code, SAFE))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_bool_or_none_answers_as_before(question):
    for y in ("[]", "''", "None"):
        code = f"""
def f(y):
    state = None
    if y is not None:
        state = isinstance(y, list)
    return {question.format(x="state")}
RESULT = f({y})
"""
        assert observe(code) == observe(fixed(code, SAFE))


@pytest.mark.parametrize("value", ["0", "1", "1.0", "2", "len('x')", "1j", "n", "n or n is f"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_may_be_a_number_keeps_the_comparison(question, value):
    code = f"def f(n):\n    x = {value}\n    return {question.format(x='x')}\nRESULT = f(1)\n"
    assert fixed(code, SAFE, times=0) == code


def test_unknown_values_are_not_touched_safely():
    code = """
class Any:
    def __eq__(self, other):
        print("asked")
        return "yes"
    __hash__ = None

def f(x, *rest):
    return x == True, rest[0] == False, [i == True for i in rest]

RESULT = f(Any(), 0, 1, 2, True)
"""
    assert fixed(code, SAFE, times=0) == code
    assert observe(code)[1] == "('yes', True, [False, True, False, True])"
    assert observe(fixed(code, UNSAFE, times=3))[1] == "(False, False, [False, False, False, True])"


def test_membership_is_turned_round_with_its_order_kept():
    code = """
class Bag:
    def __contains__(self, item):
        print("looked for", item)
        return "truthy"

def say(x):
    print(x)
    return x

RESULT = (say(1) in say(Bag)()) == False, (say(2) not in Bag()) != True, (Bag is Bag) != True
"""
    assert observe(code.replace("print(x)", "pass")) == observe(
        fixed(code.replace("print(x)", "pass"), SAFE, times=3)
    )


def test_a_shadowed_builtin_proves_nothing():
    code = """
def isinstance(x, y):
    print("mine")
    return 1

RESULT = isinstance(3, int) == True
"""
    assert fixed(code, SAFE, times=0) == code


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_stay(newline):
    code = newline.join(["if (f == True or", "\t(f in g)==False):", "\tpass", ""])
    lines = ["if (f is True or", "\tf not in g):", "\tpass", ""]
    assert fixed(code, UNSAFE, times=2) == newline.join(lines)


def test_what_is_said():
    known, unknown = check(
        Source("a = (x in y) == False\ndef f(rows):\n    return rows != True\n"), [BoolComparison]
    )
    assert known.message == "`(x in y) == False` compares a bool; `not (x in y)` says the same"
    assert known.reason is None
    assert unknown.message == (
        "`rows != True` also takes 1 and 1.0; ask for the truth of `rows`, or `is True`"
    )
    assert unknown.reason == "`rows` is a parameter of unknown type"
