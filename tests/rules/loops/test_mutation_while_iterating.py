"""A loop over a copy does what the loop over the changing container failed to do."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.mutation_while_iterating import MutationWhileIterating

find = partial(check, rules=[MutationWhileIterating])

# Programs that fail or skip, and what the repaired ones leave in RESULT.
REPAIRED = {
    "a dict": (
        """
table = {"a": 0, "b": 1, "c": 0}
for key, value in table.items():
    if not value:
        del table[key]
RESULT = table
""",
        "{'b': 1}",
    ),
    "a set": (
        """
found = {1, 2, 3}
for one in found:
    found.discard(one)
RESULT = found
""",
        "set()",
    ),
    "a list that skips": (
        """
words = ["", "", "a"]
for word in words:
    if not word:
        words.remove(word)
RESULT = words
""",
        "['a']",
    ),
    "a list that never ends": (
        """
words = ["a", "b"]
for number, word in enumerate(words):
    words.insert(0, word)
    if len(words) > 9:
        raise RuntimeError("endless")
RESULT = words
""",
        "['b', 'a', 'a', 'b']",
    ),
}


@pytest.mark.parametrize("name", REPAIRED)
def test_the_copy_repairs_the_loop(name):
    code, wanted = REPAIRED[name]
    (finding,) = find(Source(code))
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.UNSAFE
    assert observe(code)[1] != wanted
    fixed = fix(Source(code), find, Applicability.UNSAFE).source.text
    assert observe(fixed) == ("", wanted, None)
    assert fix(Source(code), find).source.text == code


def test_a_loop_that_ends_with_the_change_works_and_is_left_alone():
    code = """
table = {"a": 0, "b": 1}
for key in table:
    if key == "a":
        table.pop(key)
        break
RESULT = table
"""
    assert find(Source(code)) == []
    assert observe(code) == ("", "{'b': 1}", None)
