"""Filtering leaves the list that the loop left, and it is the same object."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.remove_all_loop import RemoveAllLoop

PROGRAMS = {
    "some and none": "def f(xs):\n    while 1 in xs:\n        xs.remove(1)\n    return xs\n"
    "RESULT = f([1, 2, 1]), f([2]), f([])",
    "an alias": "xs = [1, 2, True]\nys = xs\nwhile 1 in xs:\n    xs.remove(1)\nRESULT = ys",
    "none": "xs = [None, 0, None]\nwhile None in xs:\n    xs.remove(None)\nRESULT = xs",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_programs_agree_after_the_fix(name):
    old = PROGRAMS[name]
    new = fix(Source(old), lambda one: check(one, [RemoveAllLoop]), Applicability.UNSAFE)
    assert "[:]" in new.source.text
    assert observe(new.source.text) == observe(old)


def test_safe_fixes_are_none():
    for code in PROGRAMS.values():
        assert fix(Source(code), lambda one: check(one, [RemoveAllLoop])).source.text == code
