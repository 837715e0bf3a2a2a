"""The new `__repr__` shows the arguments and changes nothing else."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.classes.str_without_repr import StrWithoutRepr

PROGRAMS = {
    "plain": (
        """
class A:
    def __init__(self, x, y=2):
        self.x = x
        self._y = y
    def __str__(self):
        return f"{self.x}/{self._y}"
one = A("1")
""",
        "A(x='1', y=2)",
    ),
    "a subclass with another name": (
        """
class A:
    def __init__(self, x):
        self.x = x

    def __str__(self):
        return str(self.x)

class B(A):
    pass
one = B([1])
""",
        "B(x=[1])",
    ),
    "braces and quotes in values": (
        """
class A:
    def __init__(self, first_argument, second_argument, third_argument):
        self.first_argument = first_argument
        self.second_argument = second_argument
        self.third_argument = third_argument

    def __str__(self):
        return "a"
one = A("{'", '"}', None)
""",
        """A(first_argument="{'", second_argument='"}', third_argument=None)""",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_arguments_are_shown(name):
    code, expected = PROGRAMS[name]
    show = "\nprint(one)\nRESULT = repr(one)"
    done = fix(Source(code), partial(check, rules=[StrWithoutRepr]), Applicability.UNSAFE)
    assert done.counts == {"PYG603": 1}
    printed, shown, raised = observe(done.source.text + show)
    before = observe(code + show)
    assert (printed, raised) == (before[0], before[2])
    assert shown == repr(expected)
    assert " object at 0x" in str(before[1])
