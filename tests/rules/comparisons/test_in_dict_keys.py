"""A dict answers `in` as its keys do."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.comparisons.in_dict_keys import InDictKeys

PROGRAMS = {
    "plain": (1, "def f(k):\n    d = {1: 2}\n    return k in d.keys()\nRESULT = f(1), f(3)"),
    "unhashable": (1, "def f(k):\n    d = {1: 2}\n    return k in d.keys()\nRESULT = f([])"),
    "keys that print": (
        1,
        "class K:\n    def __hash__(self):\n        print('hash')\n        return 1\n"
        "    def __eq__(self, other):\n        print('eq')\n        return False\n"
        "def f():\n    d = {K(): 2}\n    return K() not in d.keys()\nRESULT = f()",
    ),
    "a subclass that answers otherwise": (
        0,
        "class D(dict):\n    def __contains__(self, key): return True\n"
        "def f(k):\n    d = D()\n    return k in d.keys()\nRESULT = f(1)",
    ),
    "an object with keys alone": (
        0,
        "class D:\n    def keys(self): return [1]\n"
        "def f(d, k):\n    return k in d.keys()\nRESULT = f(D(), 1)",
    ),
    "a name that may be another": (
        0,
        "class D(dict):\n    def __contains__(self, key): return True\n"
        "def f(c):\n    d = {}\n    if c:\n        d = D()\n    return 1 in d.keys()\n"
        "RESULT = f(1)",
    ),
    "dict is another": (
        0,
        "def dict():\n    return type('D', (), {'keys': lambda s: [1]})()\n"
        "def f(k):\n    d = dict()\n    return k in d.keys()\nRESULT = f(1)",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [InDictKeys])
    assert len(found) == 1
    assert len([one for one in found if one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [InDictKeys])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
