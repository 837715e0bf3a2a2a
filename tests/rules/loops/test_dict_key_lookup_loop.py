"""Walking the items gives what looking each key up gave."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.dict_key_lookup_loop import DictKeyLookupLoop

PROGRAMS = {
    "keys and values": (
        1,
        "def f(**d):\n    for k in d:\n        print(k, d[k])\nf(x=1, y=2)",
    ),
    "values alone": (1, "def f(**d):\n    return [d[k] for k in d]\nRESULT = f(x=1, y=2)"),
    "early exit": (
        1,
        "def f(**d):\n    for k in d:\n        if d[k] > 1:\n            return k\n"
        "RESULT = f(x=1, y=2), f()",
    ),
    "the key is needed afterwards": (
        1,
        "def f(**d):\n    k = None\n    for k in d:\n        print(d[k])\n    return k\n"
        "RESULT = f(x=1, y=2), f()",
    ),
    "a defaultdict": (
        0,
        "from collections import defaultdict\ndef f():\n    d = defaultdict(list)\n"
        "    d['x'].append(1)\n    return {k: len(d[k]) for k in d}\nRESULT = f()",
    ),
    "values that are changed": (
        1,
        "def f():\n    d = {'x': [1], 'y': []}\n    for k in d:\n        d[k].append(2)\n"
        "    return d\nRESULT = f()",
    ),
    "an alias changes the value": (
        0,
        "def f():\n    d = {'x': 1, 'y': 2}\n    e = d\n    for k in d:\n        e['y'] = 5\n"
        "        e['x'] = 4\n        print(k, d[k])\nf()",
    ),
    "a closure changes the value": (
        0,
        "def f():\n    d = {'x': 1}\n    def g():\n        d['x'] = 9\n    for k in d:\n"
        "        g()\n        print(k, d[k])\nf()",
    ),
    "a subclass with lookups of its own": (
        0,
        "class D(dict):\n    def __getitem__(self, k): return 7\nd = D(x=1)\n"
        "RESULT = [d[k] for k in d]",
    ),
    "a generator that runs later": (
        0,
        "def f():\n    d = {'x': 1}\n    g = (d[k] for k in d)\n    d['x'] = 2\n"
        "    return list(g)\nRESULT = f()",
    ),
    "the variables are looked at": (
        0,
        "def f(**d):\n    for k in d:\n        print(d[k], sorted(locals()))\nf(x=1)",
    ),
    "a comprehension has another variable of the value's name": (
        1,
        "def f(others, **d):\n    found = []\n    for k in d:\n        v = d[k]\n"
        "        found.append((v, [d[k] * v for v in others]))\n    return found\n"
        "RESULT = f([10, 20], x=1, y=2)",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [DictKeyLookupLoop])
    assert len([one for one in found if one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [DictKeyLookupLoop])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
