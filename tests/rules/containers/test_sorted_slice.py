"""The fix finds the same items where there are some, and their order is total."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.sorted_slice import SortedSlice

PROGRAMS = {
    "ends": "xs = [3, 1, 2]\nRESULT = sorted(xs)[0], sorted(xs)[-1], sorted(xs, reverse=True)[0]",
    "the first of equal items": "RESULT = sorted(['b', 'a'], key=len)[0], "
    "sorted(['b', 'a'], key=len, reverse=True)[0]",
    "few": "xs = ['bb', 'a', 'ccc', 'd']\nRESULT = sorted(xs)[:2], sorted(xs, key=len)[:3], "
    "sorted(xs, key=len, reverse=True)[:3], sorted([])[:2]",
    "each key once": "def k(x):\n    print(x)\n    return x\nRESULT = sorted([2, 1], key=k)[0]",
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_programs_agree_after_the_fix(name):
    old = PROGRAMS[name]
    new = fix(Source(old), lambda one: check(one, [SortedSlice]), Applicability.UNSAFE)
    assert "sorted" not in new.source.text
    assert observe(new.source.text) == observe(old)


def test_safe_fixes_are_none():
    for code in PROGRAMS.values():
        assert fix(Source(code), lambda one: check(one, [SortedSlice])).source.text == code
