"""How our findings and those of a twin become pairs."""

from __future__ import annotations

import pytest

from twins import Pairing, Place, compared, paired


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param((3, 3), (3, 5), id="the same line"),
        pytest.param((3, 8), (5, 5), id="inside of ours"),
        pytest.param((5, 5), (3, 8), id="ours inside"),
        pytest.param((3, 3), (5, 5), id="the body of a loop"),
    ],
)
def test_these_are_one_finding(ours: tuple[int, int], theirs: tuple[int, int]) -> None:
    mine, other = Place("a.py", *ours), Place("a.py", *theirs)
    assert paired([mine], [other]) == Pairing([mine], [], [])


def test_a_finding_has_one_partner_and_the_nearest_comes_first() -> None:
    whole, line = Place("a.py", 1, 9), Place("a.py", 4, 4)
    other = Place("a.py", 4, 4)
    assert paired([whole, line], [other]) == Pairing([line], [], [whole])


def test_findings_in_other_files_are_others() -> None:
    mine, other = Place("a.py", 1, 1), Place("b.py", 1, 1)
    assert paired([mine], [other]) == Pairing([], [other], [mine])


def test_what_a_rule_with_the_same_twin_finds_is_missing_nowhere() -> None:
    none, true, more = Place("a.py", 1, 1), Place("a.py", 2, 2), Place("a.py", 9, 9)
    found = compared({"PYG201": [none], "PYG204": [true]}, "pylint", {"C0121": [none, true, more]})
    assert found["PYG201"] == Pairing([none], [more], [])
    assert found["PYG204"] == Pairing([true], [more], [])
