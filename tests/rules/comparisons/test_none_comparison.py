"""`is None` for `== None`: the same answer for builtin types, an honest one for the others."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.comparisons.none_comparison import NoneComparison

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE

VALUES = (
    "0", "1.5", "True", "''", "b''", "[]", "()", "{}", "set()", "range(3)", "None", "...",
    "lambda: 0", "(c for c in '')", "len('')", "frozenset()", "'a'.split()", "sorted([2, 1])",
)  # fmt: skip


def fixed(code: str, least: Applicability, times: int) -> str:
    """``code`` after its fixes, of which there must be ``times``."""
    done = fix(Source(code), partial(check, rules=[NoneComparison]), least)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG201"] == times
    return done.source.text


@pytest.mark.parametrize("value", VALUES)
def test_builtin_values_answer_as_before(value):
    code = f"""
def ask():
    x = {value}
    return x == None, x != None, None == x, not x == None, not None != x
RESULT = ask()
"""
    assert observe(code) == observe(fixed(code, SAFE, times=5))


def test_what_might_define_equality_is_not_touched_safely():
    code = """
class Null:
    def __eq__(self, other):
        print("asked")
        return other is None
    __hash__ = None

class Text(str):
    __eq__ = Null.__eq__
    __hash__ = str.__hash__

def ask(x, *rest, **named):
    if isinstance(x, str):
        return x == None
    return x == None, rest[0] == None, named["y"] == None

RESULT = ask(Null(), Null(), y=Null()), ask(Text())
"""
    assert fixed(code, SAFE, times=0) == code
    assert observe(code)[1] == "((True, True, True), True)"
    repaired = observe(fixed(code, UNSAFE, times=4))
    assert repaired == ("", "((False, False, False), False)", None)


def test_a_name_that_another_function_rebinds_is_not_trusted():
    code = """
class Null:
    def __eq__(self, other):
        return True

def outer():
    x = None
    def change():
        nonlocal x
        x = Null()
    change()
    return x == None

RESULT = outer()
"""
    assert observe(code) == observe(fixed(code, SAFE, times=0))


def test_operands_run_once_and_in_order():
    code = """
def say(x):
    print(x)
    return x

RESULT = [None == say(1), say(2) != None == say(3), say(None) == None == say(4), not None == say(5)]
"""
    assert observe(code) == observe(fixed(code, UNSAFE, times=6))


def test_a_failing_operand_fails_alike():
    code = "RESULT = None == [][0]\n"
    assert observe(code) == observe(fixed(code, UNSAFE, times=1))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_stay(newline):
    code = newline.join(["if (x", "\t==None", "\tor None!=y):", "\tpass", ""])
    lines = ["if (x", "\tis None", "\tor y is not None):", "\tpass", ""]
    assert fixed(code, UNSAFE, times=2) == newline.join(lines)


def test_the_reason_names_the_operand():
    (finding,) = check(Source("def f(rows):\n    return None != rows\n"), [NoneComparison])
    assert (
        finding.message == "`None != rows` lets `rows` decide what equals None; ask `is not None`"
    )
    assert finding.reason == "`rows` is a parameter of unknown type"
    assert finding.fix is not None
    assert finding.fix.title == "Ask `is not None`"
