"""A variable that nobody reads may have any name."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.conventions.unused_loop_variable import UnusedLoopVariable

PROGRAMS = {
    "plain": (1, "def f():\n    for i in range(2):\n        print('x')\nf()"),
    "a parameter of that name": (
        1,
        "def f(i):\n    print(i)\n    for i in range(2):\n        print('x')\nf(7)",
    ),
    "a parameter that is read later": (
        0,
        "def f(i):\n    for i in range(2):\n        print('x')\n    return i\nRESULT = f(7)",
    ),
    "a closure": (
        0,
        "def f():\n    g = lambda: i\n    for i in range(2):\n        print('x')\n"
        "    return g()\nRESULT = f()",
    ),
    "read in the next round": (
        0,
        "def f():\n    i = 5\n    for j in range(2):\n        print(i, j)\n"
        "        for i in range(3):\n            pass\nf()",
    ),
    "read where the loop fails": (
        0,
        "def f():\n    try:\n        for i in range(3):\n            print('x')\n"
        "            raise ValueError\n    except ValueError:\n        print(i)\nf()",
    ),
    "the underscore translates": (
        1,
        "_ = str.upper\ndef f():\n    for i in range(2):\n        print(_('x'))\nf()",
    ),
    "the underscore is a parameter": (
        1,
        "def f(_):\n    for i in range(2):\n        print(_)\nf(3)",
    ),
    "the underscore is global": (
        1,
        "_ = 1\ndef f():\n    global _\n    for i in range(2):\n        pass\nf()\nRESULT = _",
    ),
    "deleted": (0, "def f():\n    for i in range(2):\n        pass\n    del i\nf()"),
    "unpacked by an iterator that counts": (
        1,
        "class Pair:\n    def __iter__(self):\n        print('iter')\n"
        "        yield 1\n        yield 2\n"
        "def f():\n    for a, b in [Pair(), Pair()]:\n        print(a)\nf()",
    ),
    "locals": (0, "def f():\n    for i in range(2):\n        print(locals())\nf()"),
    "an augmented assignment": (
        0,
        "def f():\n    for i in range(2):\n        i += 1\nf()",
    ),
    "a generator": (
        1,
        "def f():\n    for i in range(2):\n        yield 'x'\nRESULT = list(f())",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [UnusedLoopVariable])
    assert len([one for one in found if one.fix and one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [UnusedLoopVariable])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
