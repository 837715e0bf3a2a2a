"""The union has what unpacking and `update` put together, in the same order."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.dict_union import DictUnion

PROGRAMS = {
    "the right one wins, in the order of the left": (
        1,
        "a = {'x': 1, 'y': 2}\nb = {'z': 3, 'x': 4}\nRESULT = list({**a, **b}.items())",
    ),
    "keywords": (1, "def f(**k): return {**{'x': 1}, **k}\nRESULT = f(x=2, y=3), f()"),
    "equal keys keep the first spelling": (1, "RESULT = {**{1: 'a'}, **{True: 'b', 1.0: 'c'}}"),
    "a copy does not change the original": (
        1,
        "def f(**a):\n    c = a.copy()\n    c.update({'x': 2})\n    return a, c\nRESULT = f(x=1)",
    ),
    "the same dict twice": (
        1,
        "def f(**a):\n    c = {**a, **a}\n    return c, c is a\nRESULT = f(x=1)",
    ),
    "a later operand changes an earlier one": (
        0,
        "def f(**a):\n    def g():\n        a['x'] = 2\n        return {'y': 1}\n"
        "    return {**a, **dict(g())}\nRESULT = f(x=1)",
    ),
    "a counter adds nothing up": (
        0,
        "from collections import Counter\nRESULT = {**Counter('aa'), **Counter('a')}",
    ),
    "pairs": (0, "c = {}.copy()\nc.update([('x', 1)])\nRESULT = c"),
    "a shadowed dict": (
        0,
        "def dict(x): return x\na = [1]\nb = {2: 3}\n"
        "try:\n    c = dict(a)\n    c.update(b)\nexcept AttributeError: RESULT = a",
    ),
    "a handler sees the copy without the update": (
        0,
        "def f(k, **a):\n    c = None\n    try:\n        c = a.copy()\n"
        "        c.update({1: k['none']})\n    except KeyError:\n        return c\n"
        "RESULT = f({}, x=1)",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [DictUnion])
    assert len([one for one in found if one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [DictUnion])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
