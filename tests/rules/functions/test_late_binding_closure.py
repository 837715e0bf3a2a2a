"""With the fix, each function works on the value of its round; calls stay as they were."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.functions.late_binding_closure import LateBindingClosure

# A program that leaves functions in `found`, arguments for them, what they gave and give now.
PROGRAMS = {
    "lambda": (
        "found = []\nfor i in range(3):\n    found.append(lambda: i)",
        "",
        [2, 2, 2],
        [0, 1, 2],
    ),
    "comprehension": ("found = [lambda: i for i in range(3)]", "", [2, 2, 2], [0, 1, 2]),
    "positional arguments": (
        "found = [lambda x, y=1: (i, x, y) for i in range(2)]",
        "7, 8",
        [(1, 7, 8), (1, 7, 8)],
        [(0, 7, 8), (1, 7, 8)],
    ),
    "collected arguments": (
        "found = []\nfor i in range(2):\n    found.append(lambda *a: (i, a))",
        "7, 8",
        [(1, (7, 8)), (1, (7, 8))],
        [(0, (7, 8)), (1, (7, 8))],
    ),
    "function": (
        "found = []\nfor i in range(2):\n    j = i * 10\n    def f(x):\n        return i, j, x\n"
        "    found.append(f)",
        "7",
        [(1, 10, 7), (1, 10, 7)],
        [(0, 0, 7), (1, 10, 7)],
    ),
    "nested": (
        "found = []\nfor i in range(2):\n    found.append(lambda: [(lambda: i)() for _ in [1]])",
        "",
        [[1], [1]],
        [[0], [1]],
    ),
    "in a function": (
        "def make():\n    got = {}\n    for i in range(2):\n        got[i] = lambda: i\n"
        "    return got\nfound = make().values()",
        "",
        [1, 1],
        [0, 1],
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_function_sees_its_own_round(name):
    code, given, before, after = PROGRAMS[name]
    done = fix(Source(code), partial(check, rules=[LateBindingClosure]), Applicability.UNSAFE)
    assert done.counts == {"PYG701": 1}
    show = f"\nRESULT = [function({given}) for function in found]"
    assert observe(code + show) == ("", repr(before), None)
    assert observe(done.source.text + show) == ("", repr(after), None)
