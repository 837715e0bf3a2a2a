"""With the fix, reading and setting runs the same code in the same order."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.classes.java_style_accessor import JavaStyleAccessor

CLASS = """
class A:
    def __init__(self, x):
        self._x = x
    def get_x(self):
        return self._x
    def set_x(self, x):
        if x is None:
            raise ValueError("no x")
        self._x = x
def at(n):
    print("at", n)
    return n
one, two = A(1), A(2)
"""
PROGRAMS = {
    "read": "RESULT = one.get_x() + A(5).get_x()",
    "set": "one.set_x(at(3) + at(4))\nRESULT = one.get_x()",
    "swap": "both = one.get_x(), two.get_x()\none.set_x(both[1])\ntwo.set_x(both[0])\n"
    "RESULT = one.get_x(), two.get_x()",
    "refused": "try:\n    one.set_x(None)\nfinally:\n    RESULT = one.get_x()",
    "a lambda as value": "one.set_x(lambda: at(6))\nRESULT = one.get_x()()",
    "subclass": "class B(A):\n    def up(self):\n        self.set_x(self.get_x() + 1)\n"
    "b = B(1)\nb.up()\nRESULT = b.get_x()",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_changes_for_the_file_itself(name):
    code = CLASS + PROGRAMS[name]
    done = fix(Source(code), partial(check, rules=[JavaStyleAccessor]), Applicability.UNSAFE)
    assert done.counts == {"PYG605": 1}
    assert "get_x" not in done.source.text
    assert observe(done.source.text) == observe(code)


@pytest.mark.parametrize(
    "use", ["done = one.set_x(1)", "f'{one.get_x()}'", "one.get_x(*[])", "one.set_x(x=1)"]
)
def test_a_call_that_cannot_be_rewritten_stops_the_fix(use):
    code = CLASS + use + "\n"
    done = fix(Source(code), partial(check, rules=[JavaStyleAccessor]), Applicability.UNSAFE)
    assert done.source.text == code
