"""`enumerate` gives the numbers that the counter had."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.manual_enumerate_counter import ManualEnumerateCounter

PROGRAMS = {
    "a counter at the end": (
        1,
        "def f(xs):\n    i = 0\n    for x in xs:\n        print(i, x)\n        i += 1\n"
        "f('ab')\nf('')",
    ),
    "a counter at the head and skipped items": (
        1,
        "def f(xs):\n    i = 3\n    for x in xs:\n        i += 1\n        if x == 'b':\n"
        "            continue\n        print(i, x)\nf('abc')",
    ),
    "early exit from a generator": (
        1,
        "def f(xs):\n    i = 0\n    for x in xs:\n        yield i, x\n        i += 1\n"
        "RESULT = next(f('ab')), list(f(iter('cd')))",
    ),
    "exceptions midway": (
        1,
        "def f(xs):\n    i = 0\n    for x in xs:\n        print(i, 1 / x)\n        i += 1\n"
        "f([1, 0])",
    ),
    "an outer loop starts anew": (
        1,
        "def f(rows):\n    for row in rows:\n        i = 0\n        for x in row:\n"
        "            print(i, x)\n            i += 1\nf(['ab', 'c'])",
    ),
    "the count is read afterwards": (
        0,
        "def f(xs):\n    i = 0\n    for x in xs:\n        print(i, x)\n        i += 1\n"
        "    return i\nRESULT = f('ab'), f('')",
    ),
    "an outer loop goes on counting": (
        0,
        "def f(rows):\n    i = 0\n    for row in rows:\n        for x in row:\n"
        "            print(i, x)\n            i += 1\nf(['ab', 'c'])",
    ),
    "a handler reads the counter": (
        0,
        "def f(xs):\n    i = 0\n    try:\n        for x in xs:\n            print(i, 1 / x)\n"
        "            i += 1\n    except ZeroDivisionError:\n        return i\nRESULT = f([1, 0])",
    ),
    "a closure reads the counter": (
        0,
        "def f(xs):\n    i = 0\n    def g():\n        return i\n    for x in xs:\n"
        "        print(i, g())\n        i += 1\nf('ab')",
    ),
    "the iterable counts along": (
        0,
        "i = 0\ndef g():\n    while i < 2:\n        yield i\ndef f():\n    global i\n    i = 0\n"
        "    for x in g():\n        print(i, x)\n        i += 1\nf()",
    ),
    "the variables are looked at": (
        0,
        "def f(xs):\n    i = 0\n    for x in xs:\n        print(i, locals()['i'])\n"
        "        i += 1\n    return sorted(locals())\nRESULT = f('ab')",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [ManualEnumerateCounter])
    assert len([one for one in found if one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [ManualEnumerateCounter])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
