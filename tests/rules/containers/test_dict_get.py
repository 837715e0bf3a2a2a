"""`get` gives what a test and a lookup gave."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.dict_get import DictGet

PROGRAMS = {
    "there, not there, unhashable": (
        1,
        "def f(k):\n    d = {1: 2, None: None}\n    return d[k] if k in d else 7\n"
        "print(f(1), f(2), f(None))\nRESULT = f([])",
    ),
    "a statement": (
        1,
        "def f(k):\n    d = {1: None}\n    if k not in d:\n        v = 7\n    else:\n"
        "        v = d[k]\n    return v\nRESULT = f(1), f(2)",
    ),
    "a subclass with a __missing__": (
        0,
        "class D(dict):\n    def __missing__(self, k): return 'made'\n"
        "    def __contains__(self, k): return True\n"
        "def f(k):\n    d = D()\n    return d[k] if k in d else 7\nRESULT = f(1)",
    ),
    "a parameter": (
        0,
        "def f(d, k):\n    return d[k] if k in d else 7\nRESULT = f([1, 5], 1)",
    ),
    "a default that fails": (
        0,
        "def f(k):\n    d = {1: 2}\n    return d[k] if k in d else 1 // 0\nRESULT = f(1)",
    ),
    "a default that is not bound": (
        0,
        "def f(k):\n    d = {1: 2}\n    if k == 2:\n        other = 1\n"
        "    return d[k] if k in d else other\nRESULT = f(1)",
    ),
    "a default that prints": (
        0,
        "def g():\n    print('g')\n"
        "def f(k):\n    d = {1: 2}\n    return d[k] if k in d else g()\nRESULT = f(1)",
    ),
    "a dict, and a number below zero": (
        2,
        "def f(k):\n    d = {1: 2}\n    v = d[k] if k in d else {'a': k}\n"
        "    return v, d[k] if k in d else -1\nRESULT = f(1), f(3)",
    ),
    "a dict whose keys may have no hash": (
        0,
        "def f(k, m):\n    d = {1: 2}\n    return d[k] if k in d else {m: 1}\nRESULT = f(1, [])",
    ),
    "a tuple without brackets": (
        1,
        "def f(k):\n    d = {1: 2}\n    if k in d:\n        v = d[k]\n    else:\n"
        "        v = 7, 8\n    return v\nRESULT = f(1), f(3)",
    ),
    "a name that is bound again": (
        1,
        "def f(k):\n    d = {1: 2}\n    d[3] = 4\n    v = d[k] if k in d else k\n"
        "    d = None\n    return v\nRESULT = f(3), f(5)",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [DictGet])
    assert len([one for one in found if one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [DictGet])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
