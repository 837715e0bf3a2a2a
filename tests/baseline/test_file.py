"""A baseline is read in any order and refused in one line that names file and line."""

import time

import pytest

from pyguide import fingerprint
from pyguide.baseline import file
from pyguide.baseline.entry import Entry
from pyguide.baseline.file import HEADER, Baseline, from_bytes, read
from pyguide.errors import PyguideError

ONE = f"a.py PYG301 {'1' * 32} f"
TWO = f"a.py PYG301 {'2' * 32}"
OTHER = f"b/c.py PYG202 {'1' * 32} C.m"


def loaded(*lines, end="\n"):
    return from_bytes(end.join((*lines, "")).encode(), "x.txt")


def test_what_is_written_is_sorted_and_read_again(tmp_path):
    baseline = loaded(HEADER, OTHER, TWO, ONE)
    assert baseline.text() == f"{HEADER}\n{ONE}\n{TWO}\n{OTHER}\n"
    written = Baseline(str(tmp_path / "b.txt"), baseline)
    written.save()
    assert read(str(tmp_path / "b.txt")).entries == baseline.entries
    assert len(baseline) == 3


@pytest.mark.parametrize(
    "lines",
    [
        (HEADER, ONE, TWO, ONE),
        (HEADER, TWO, HEADER, ONE),
        (HEADER, "", ONE, "  ", TWO),
        ("\ufeff" + HEADER, ONE, TWO),
        (HEADER, f"{ONE} ", f"{ONE.removesuffix(' f')} renamed", TWO),
    ],
)
def test_order_repetition_and_blanks_say_nothing(lines):
    for end in ("\n", "\r\n"):
        assert {entry.fingerprint for entry in loaded(*lines, end=end)} == {"1" * 32, "2" * 32}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "x.txt:1: expected `# pyguide baseline 1`, got ``"),
        ((ONE,), "x.txt:1: expected `# pyguide baseline 1`, got `a.py"),
        (("# pyguide baseline 999", ONE), "x.txt:1: expected `# pyguide baseline 1`, got `# py"),
        ((HEADER, ONE, "nonsense"), "x.txt:3: no entry: `nonsense`"),
        ((HEADER, "# pyguide baseline 999"), "x.txt:2: no entry: `# pyguide baseline 999`"),
        ((HEADER, "\x1b[2J"), "x.txt:2: no entry: `\\x1b[2J`"),
        ((HEADER, ONE, "<<<<<<< HEAD", TWO), "x.txt:3: a conflict that git left; keep"),
        ((HEADER, ONE, "=======", TWO), "x.txt:3: a conflict that git left"),
        (("<<<<<<< HEAD", HEADER), "x.txt:1: a conflict that git left"),
    ],
)
def test_a_broken_file_is_told_with_its_line(lines, message):
    with pytest.raises(PyguideError) as caught:
        loaded(*lines)
    assert str(caught.value).startswith(message)
    assert str(caught.value).isprintable()


def test_bytes_that_are_no_text_are_told_with_their_line():
    with pytest.raises(PyguideError, match=r"^x\.txt:2: is not UTF-8: "):
        from_bytes(f"{HEADER}\n".encode() + b"\xff", "x.txt")


def test_a_folder_in_its_place_is_told(tmp_path):
    with pytest.raises(PyguideError, match="cannot be read: is a directory"):
        read(str(tmp_path))


def test_another_kind_of_fingerprints_needs_another_version():
    assert (fingerprint.VERSION, file.VERSION) == (1, 1)


def test_names_begin_at_the_folder_of_the_baseline(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "link").symlink_to("in")
    baseline = Baseline(str(tmp_path / "in" / "b.txt"))
    for path, name in (
        (tmp_path / "in" / "a.py", "a.py"),
        (tmp_path / "in" / "x" / ".." / "a.py", "a.py"),
        (tmp_path / "link" / "a.py", "a.py"),
        (tmp_path / "c.py", "../c.py"),
    ):
        assert baseline.name_of(path) == name
        assert baseline.path_of(name).resolve() == path.resolve()


def test_a_hundred_thousand_entries_are_read_at_once(tmp_path):
    entries = [
        Entry(f"package{i % 100}/module{i % 5000}.py", "PYG301", f"{i:032x}", "Class.method")
        for i in range(100_000)
    ]
    baseline = Baseline(str(tmp_path / "b.txt"), entries)
    baseline.save()
    begun = time.process_time()
    found = read(baseline.path)
    assert len(found) == 100_000
    # Far more than it takes, so that no slow machine fails.
    assert time.process_time() - begun < 2
