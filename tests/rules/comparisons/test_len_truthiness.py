"""A container in the place of its length: the same branch, whatever it holds."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.comparisons.len_truthiness import LenTruthiness

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE

QUESTIONS = (
    "len({x}) > 0", "len({x}) != 0", "len({x}) >= 1", "0 < len({x})", "1 <= len({x})", "len({x})",
    "len({x}) == 0", "len({x}) < 1", "0 == len({x})", "1 > len({x})", "not len({x})",
    "not len({x}) == 0", "not (len({x}) > 0)", "len({x}) > 0 or flag", "(len({x}) == 0) and flag",
    "not (len({x}) and flag)", "(len({x}) if flag else not len({x}))",
)  # fmt: skip

CONTAINERS = (
    "''", "'ab'", "b''", "b'a'", "[]", "[0]", "[None, []]", "()", "(0,)", "(1 for c in 'a')",
    "{}", "{0: 0}", "set()", "{0}", "frozenset()", "range(0)", "range(3)", "bytearray()",
    "{1: 2}.keys()", "{}.items()", "'a b'.split()", "sorted('ab')", "str(0)[1:]",
)  # fmt: skip


def fixed(code: str, least: Applicability, times: int | None = None) -> str:
    """``code`` after its fixes, of which there must be ``times``, or some."""
    done = fix(Source(code), partial(check, rules=[LenTruthiness]), least)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG205"] == times or (times is None and done.counts["PYG205"] > 0)
    return done.source.text


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("container", CONTAINERS)
def test_every_builtin_container_takes_the_same_branch(question, container):
    asked = question.format(x="x")
    code = f"""
def ask(flag):
    x = {container}
    if {asked}:
        return "yes"
    return [1 for _ in "a" if {asked}], "so" if {asked} else "no"

RESULT = ask(False), ask(True)
"""
    if container.startswith("(1 for"):
        fixed(code, SAFE, times=0)
    else:
        assert observe(code) == observe(fixed(code, SAFE))


ODD = """
class Odd(list):
    def __bool__(self):
        print("truth")
        return False

class Refusing:
    def __len__(self):
        print("length")
        return 2
    def __bool__(self):
        raise ValueError("neither true nor false")

def tell(x):
    if isinstance(x, list):
        return "full" if len(x) > 0 else "empty"
    return "full" if len(x) else "empty"
"""


@pytest.mark.parametrize("value", ["Odd([1])", "Refusing()", "None", "3", "(c for c in '')"])
def test_what_may_define_its_truth_is_not_touched_safely(value):
    code = f"{ODD}\nRESULT = tell({value})\n"
    assert fixed(code, SAFE, times=0) == code
    assert observe(code) != observe(fixed(code, UNSAFE, times=2))


def test_none_among_the_types_is_not_touched_safely():
    code = """
def ask(flag):
    x = None
    if flag:
        x = []
    try:
        return 1 if len(x) > 0 else 2
    except TypeError:
        return 3

RESULT = ask(True), ask(False)
"""
    assert fixed(code, SAFE, times=0) == code


def test_a_shadowed_len_is_left_alone():
    code = "def len(x):\n    return 7\nRESULT = 1 if len([]) > 0 else 2\n"
    assert fixed(code, UNSAFE, times=0) == code


def test_a_name_that_another_function_rebinds_is_not_trusted():
    code = """
def outer(odd):
    x = []
    def change():
        nonlocal x
        x = odd
    change()
    return 1 if len(x) > 0 else 2
"""
    code = f"{ODD}\n{code}\nRESULT = outer(Odd([1]))\n"
    assert observe(code) == observe(
        fix(Source(code), partial(check, rules=[LenTruthiness]), SAFE).source.text
    )


def test_the_operand_runs_once_and_in_order():
    code = """
def say(x):
    print(x)
    return x

if len(list(say("ab"))) > 0 and not 0 == len([say(1), say(2)]) or len([*say("c")]):
    RESULT = 1
"""
    assert observe(code) == observe(fixed(code, SAFE, times=3))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_stay(newline):
    code = newline.join(["x = []", "if (x and", "\tlen(x)", "\t>0):", "\tpass", ""])
    assert fixed(code, SAFE, times=1) == newline.join(
        ["x = []", "if (x and", "\tx):", "\tpass", ""]
    )


def test_what_is_said():
    (finding,) = check(Source("def f(rows):\n    if not len(rows): pass\n"), [LenTruthiness])
    assert finding.message == (
        "`len(rows)` counts items to learn whether there are any; `not rows` says so"
    )
    assert finding.reason == "`rows` is a parameter of unknown type"


def test_a_list_to_which_anything_is_added_may_become_something_else():
    code = """
class Sticky:
    def __radd__(self, other):
        return Sticky()
    def __len__(self):
        return 0
    def __bool__(self):
        return True

def ask(extra):
    rows = []
    rows += extra
    return "none" if len(rows) == 0 else "some"

RESULT = ask([1]), ask([]), ask(Sticky())
"""
    assert observe(code) != observe(fixed(code, UNSAFE, times=1))
    assert fixed(code, SAFE, times=0) == code
    known = code.replace("+= extra", "+= [extra]")
    assert observe(known) == observe(fixed(known, SAFE, times=1))
