"""`discard` does what a test and `remove` do."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.set_discard import SetDiscard

PROGRAMS = {
    "there and not there": (
        1,
        "def f(x):\n    s = {1, 2}\n    if x in s:\n        s.remove(x)\n    return s\n"
        "RESULT = f(1), f(3)",
    ),
    "unhashable": (
        1,
        "def f(x):\n    s = {1, 2}\n    if x in s:\n        s.remove(x)\n    return s\n"
        "RESULT = f([])",
    ),
    "a set as the member": (
        1,
        "def f(x):\n    s = {frozenset([1]), 2}\n    if x in s:\n        s.remove(x)\n"
        "    return s\nRESULT = f({1}), f({3})",
    ),
    "an alias and an iteration": (
        1,
        "def f(x):\n    s = {1, 2}\n    t = s\n    for y in (1, 2, 3):\n        if y in s:\n"
        "            s.remove(y)\n    return t\nRESULT = f(1)",
    ),
    "a subclass": (
        0,
        "class S(set):\n    def remove(self, x): print('removed', x)\n"
        "def f(x):\n    s = S([1])\n    if x in s:\n        s.remove(x)\n    return s\n"
        "RESULT = f(1)",
    ),
    "a list": (
        0,
        "def f(x):\n    s = [1, 1]\n    if x in s:\n        s.remove(x)\n    return s\n"
        "RESULT = f(1)",
    ),
    "a shadowed name": (
        0,
        "def set(x): return [1]\n"
        "def f(x):\n    s = set(x)\n    if x in s:\n        s.remove(x)\n    return s\n"
        "RESULT = f(1)",
    ),
    "calls run as often as before": (
        0,
        "def g():\n    print('g')\n    return 1\n"
        "def f():\n    s = {1}\n    if g() in s:\n        s.remove(g())\n    return s\n"
        "RESULT = f()",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [SetDiscard])
    assert len([one for one in found if one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [SetDiscard])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
