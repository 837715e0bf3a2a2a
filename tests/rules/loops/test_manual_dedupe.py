"""A dict of the items keeps what the loop kept, in the same order."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.manual_dedupe import ManualDedupe

WITH_SET = (
    "def f(xs):\n    seen = set()\n    out = []\n    for x in xs:\n        if x not in seen:\n"
    "            seen.add(x)\n            out.append(x)\n    return out\n"
)
PROGRAMS = {
    "equal items": (1, WITH_SET + "RESULT = f([2, 1, True, 1.0, 2]), f('abca'), f([])"),
    "what equals nothing": (
        1,
        WITH_SET + "n = float('nan')\nRESULT = f([n, n, float('nan')])",
    ),
    "unhashable": (1, WITH_SET + "RESULT = f([1, []])"),
    "iterators and dicts": (1, WITH_SET + "RESULT = f(iter('aba')), f({'x': 1, 'y': 2})"),
    "an iterator that fails": (
        1,
        WITH_SET + "def g():\n    yield 1\n    print('on')\n    raise OSError(3)\nf(g())",
    ),
    "text without a set": (
        1,
        "def f():\n    out = []\n    for c in 'abcab':\n        if c not in out:\n"
        "            out.append(c)\n    return out\nRESULT = f()",
    ),
    "lists without a set": (
        0,
        "def f(xs):\n    out = []\n    for x in xs:\n        if x not in out:\n"
        "            out.append(x)\n    return out\nRESULT = f([[1], [1]])",
    ),
    "the variable is needed afterwards": (
        0,
        WITH_SET.replace("return out", "return out, x") + "RESULT = f('aba')",
    ),
    "a handler sees the half": (
        0,
        "def f(xs):\n    seen = set()\n    out = []\n    try:\n        seen = set()\n"
        "        out = []\n        for x in xs:\n            if x not in seen:\n"
        "                seen.add(x)\n                out.append(x)\n    except TypeError:\n"
        "        return out\nRESULT = f([1, []])",
    ),
    "the iterable looks at the list": (
        0,
        "def f(n):\n    seen = set()\n    out = []\n    def g():\n        while len(out) < n:\n"
        "            yield len(out)\n    for x in g():\n        if x not in seen:\n"
        "            seen.add(x)\n            out.append(x)\n    return out\nRESULT = f(3)",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [ManualDedupe])
    assert len([one for one in found if one.reason is None]) == expected
    fixed = fix(Source(code), lambda one: check(one, [ManualDedupe])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
