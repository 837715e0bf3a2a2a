"""A set or a tuple of the same items answers as the list did."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.literal_list_membership import LiteralListMembership

PROGRAMS = {
    "numbers and truth": (1, "def f(*a):\n    return len(a) in [True, 2.0]\nRESULT = f(1), f()"),
    "text": (1, "RESULT = ['%d' % n in ['1', '2'] for n in range(3)]"),
    "no hash in a tuple": (1, "def f(x, y):\n    return x in [y, 1]\nRESULT = f([], []), f(1, 2)"),
    "the order of calls": (
        1,
        "def g(n):\n    print(n)\n    return n\nRESULT = g(1) in [g(2), g(1), g(3)]",
    ),
    "what equals nothing": (
        1,
        "n = float('nan')\ndef f(x):\n    return x in [n, 1]\nRESULT = f(n), f(float('nan'))",
    ),
    "no hash on the left": (0, "def f(x):\n    return x in [1, 2]\nRESULT = f([])"),
    "an equality of its own": (
        0,
        "class A:\n    __hash__ = None\n    def __eq__(self, other): return other == 2\n"
        "RESULT = A() in [1, 2]",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [LiteralListMembership])
    assert len([one for one in found if one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [LiteralListMembership])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
