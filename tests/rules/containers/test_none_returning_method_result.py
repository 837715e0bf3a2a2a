"""The repairs give what was meant, and None no more."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.none_returning_method_result import NoneReturningMethodResult

find = partial(check, rules=[NoneReturningMethodResult])

# Each program with what RESULT holds before and after the repair.
PROGRAMS = {
    "a sorted copy leaves the list alone and passes its arguments on": (
        """
def run():
    names = ["bb", "a", "ccc"]
    ordered = names.sort(key=len, reverse=True)
    return names, ordered
RESULT = run()
""",
        (["ccc", "bb", "a"], None),
        (["bb", "a", "ccc"], ["ccc", "bb", "a"]),
    ),
    "a reversed copy": (
        """
def run():
    names = ["bb", "a"]
    return (names + ["c"]).reverse(), names.reverse()
def both():
    names = ["bb", "a"]
    backwards = (names + ["c"]).reverse()
    return backwards
RESULT = both()
""",
        None,
        ["c", "a", "bb"],
    ),
    "a name that is changed in place": (
        """
def run(rows):
    found = {"z": 0}
    found = found.update(rows)
    return found
RESULT = run({"a": 1})
""",
        None,
        {"z": 0, "a": 1},
    ),
    "a new dict is bound before it is changed": (
        """
def run(first, second):
    both = dict(first).update(second, c=3)
    return both
RESULT = run({"a": 1, "b": 1}, {"b": 2})
""",
        None,
        {"a": 1, "b": 2, "c": 3},
    ),
    "what was changed is returned": (
        """
def run(rows):
    seen = set()
    for row in rows:
        if row:
            return seen.add(row)
RESULT = run([0, 5])
""",
        None,
        {5},
    ),
    "a shuffled deck of one card": (
        """
import random
def run():
    deck = ["ace"]
    deck = random.shuffle(deck)
    return deck
RESULT = run()
""",
        None,
        ["ace"],
    ),
    "an assertion that always held": (
        """
def run(one, other):
    assert list(one).sort() == list(other).sort()
try:
    RESULT = run("ab", "cd")
except AssertionError:
    RESULT = "caught"
""",
        None,
        "caught",
    ),
}


@pytest.mark.parametrize(("program", "before", "after"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_repair_gives_what_was_meant(program, before, after):
    repaired = fix(Source(program), find, Applicability.UNSAFE)
    assert repaired.source.text != program
    assert observe(program) == ("", repr(before), None)
    assert observe(repaired.source.text) == ("", repr(after), None)


@pytest.mark.parametrize("program", [one for one, _, _ in PROGRAMS.values()], ids=PROGRAMS)
def test_no_repair_is_called_safe(program):
    assert find(Source(program))
    assert fix(Source(program), find, Applicability.SAFE).source.text == program
