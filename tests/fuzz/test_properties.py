"""Each property on a few files changed at random, the same ones in every run."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz import properties
from fuzz.mutate import case
from fuzz.processes import differences
from fuzz.properties import PROPERTIES, broken
from fuzz.run import cases, smaller
from fuzz.smith import programs
from pyguide.engine import check

pytestmark = pytest.mark.filterwarnings("ignore")

REPEATABLE = settings(max_examples=5, derandomize=True, database=None, deadline=None)


@pytest.mark.parametrize("name", PROPERTIES)
@REPEATABLE
@given(seed=st.integers(0, 1_000_000))
def test_a_file_at_random_keeps(name, seed):
    assert broken(name, case(Random(seed)), seed) is None


def test_programs_of_the_grammar_keep_all():
    for code in islice(programs(1, batch=3), 3):
        for name in PROPERTIES:
            assert broken(name, code.encode(), 1) is None


def test_processes_hash_seeds_and_caches_say_the_same():
    assert list(differences(list(islice(map(case, map(Random, range(12))), 12)))) == []


def test_the_same_seed_gives_the_same_files():
    assert list(islice(cases(3), 4)) == list(islice(cases(3), 4))


CODE = b"x = 1\ny = [z for z in x]\nif y == None:\n    print(y)\nelse:\n    print(x)\n"


def _lost(source, rules, **how):
    return [] if how.get("prefilter", True) else check(source, rules, **how)


def test_a_broken_engine_is_noticed_and_the_file_made_small(monkeypatch):
    assert broken("both-stages-agree", CODE, 1) is None
    monkeypatch.setattr("pyguide.session.check", _lost)
    why = broken("both-stages-agree", CODE, 1)
    assert why == "PYG201"
    assert smaller(CODE, "both-stages-agree", 1, why) == b"if y == None:\n    print(y)\n"


@pytest.mark.parametrize("name", ["comments-survive", "other-bytes-stay"])
def test_a_fix_that_takes_more_than_it_says_is_noticed(name, monkeypatch):
    code = b"# kept\nx = len(y) == None\n"
    assert broken(name, code, 1) is None
    whole = "pyguide.fixer.apply"
    monkeypatch.setattr(whole, lambda text, edits: text.replace("# kept\n", "") + "#\n")
    assert broken(name, code, 1) is not None


def test_a_crash_is_noticed(monkeypatch):
    def crash(raw, dice):
        raise KeyError("x")

    monkeypatch.setitem(properties.PROPERTIES, "no-rule-crashes", crash)
    assert broken("no-rule-crashes", b"", 1) == "KeyError: 'x'"
