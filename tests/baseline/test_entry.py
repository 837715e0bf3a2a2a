"""A line spells an entry, whatever its file is called; nothing else is taken for one."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyguide.baseline.entry import Entry, parsed, spelled

PRINT = "0123456789abcdef" * 2
# What a file can be called on some system, undecodable bytes included.
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1) | (
    st.binary(min_size=1).map(os.fsdecode).filter(lambda name: "\0" not in name)
)


def test_a_line_is_for_people_too():
    entry = Entry("src/größe.py", "PYG301", PRINT, "Store.save")
    assert entry.line == f"src/größe.py PYG301 {PRINT} Store.save"
    assert Entry("a.py", "PYG301", PRINT).line == f"a.py PYG301 {PRINT}"


@given(NAMES, st.sampled_from(["", "f", "Store.sichern_ä.<locals>"[:15]]))
def test_any_name_comes_back(name, scope):
    entry = Entry(name, "PYG301", PRINT, scope)
    assert parsed(entry.line) == entry
    assert entry.line.isprintable()
    assert len(entry.line.split()) == 3 + bool(scope)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("my file.py", "my%20file.py"),
        ("100%.py", "100%25.py"),
        ("#.py", "%23.py"),
        ("<<<<<<< HEAD", "%3C%3C%3C%3C%3C%3C%3C%20HEAD"),
        ("a\nb", "a%0Ab"),
        ("\udcff.py", "%FF.py"),
        ("a\u2028b", "a%E2%80%A8b"),
    ],
)
def test_odd_names_are_escaped(name, word):
    assert spelled(name) == word


@pytest.mark.parametrize(
    "line",
    [
        "a.py",
        "a.py PYG301",
        f"a.py PYG301 {PRINT[1:]}",
        f"a.py PYG301 {PRINT}0",
        f"a.py PYG301 {PRINT.upper()}",
        f"a.py pyg301 {PRINT}",
        f" PYG301 {PRINT}",
        f"a.py  PYG301 {PRINT}",
        f"a b.py PYG301 {PRINT}",
        f"a.py PYG301 {PRINT} f g",
        f"a.py PYG301 {PRINT} \x1b[2J",
        "",
    ],
)
def test_what_is_no_entry_is_refused(line):
    with pytest.raises(ValueError, match=r".*"):
        parsed(line)
