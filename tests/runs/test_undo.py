"""``--undo`` gives back every byte that nobody has touched since; ``--log`` tells of the runs."""

import re

import pytest

from pyguide.cache.folder import NAME
from pyguide.runs.journal import Journal

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
ODD = b"\xef\xbb\xbf# caf\xc3\xa9\r\ntry:\r\n    f()\r\nexcept:\r\n    g()\r\n"


def held(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.py")}


def states(done):
    return [re.split(r" {2,}", line.strip())[4] for line in done.out.splitlines()[1:]]


@pytest.fixture
def fixed(pyguide_fix, folder):
    """Three files that a run has changed, and what they held before and after."""
    (folder / "a.py").write_text(BARE)
    (folder / "b.py").write_bytes(ODD)
    (folder / "c.py").write_text(BARE + "\n")
    (folder / "d.py").write_text("x = 1\n")
    before = held(folder)
    pyguide_fix()
    assert sum(before[name] != now for name, now in held(folder).items()) == 3
    return before, held(folder)


def test_every_byte_comes_back_and_can_be_taken_away_again(pyguide_fix, folder, fixed):
    before, after = fixed
    done = pyguide_fix("--undo")
    assert (done.code, done.err) == (0, "")
    assert done.out == ("Run 1 undone: 3 files restored. `pyguide-fix --undo 2` would redo it.\n")
    assert held(folder) == before
    assert pyguide_fix("--undo", 2).code == 0
    assert held(folder) == after
    assert pyguide_fix("--undo").out.startswith("Run 1 undone: 3 files restored.")
    assert held(folder) == before


def test_undo_goes_further_back_each_time(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    pyguide_fix()
    (folder / "b.py").write_text(BARE)
    pyguide_fix()
    assert pyguide_fix("--undo").out.startswith("Run 2 undone: 1 file restored.")
    assert pyguide_fix("--undo").out.startswith("Run 1 undone: 1 file restored.")
    assert pyguide_fix("--undo") == (0, "Nothing to undo.\n", "")
    assert {path.read_text() for path in folder.glob("*.py")} == {BARE}


def test_what_is_back_already_counts_as_undone(pyguide_fix, folder, fixed):
    before, _ = fixed
    for name in ("a.py", "b.py"):
        (folder / name).write_bytes(before[name])
    done = pyguide_fix("--undo")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Run 1 undone: 3 files restored.")
    assert held(folder) == before
    assert pyguide_fix("--undo") == (0, "Nothing to undo.\n", "")
    assert states(pyguide_fix("--log")) == ["undid 1", "undone by 2"]


def test_what_was_edited_or_deleted_since_is_named_and_left_alone(pyguide_fix, folder, fixed):
    before, _ = fixed
    (folder / "a.py").write_text(SAFE + "mine = 1\n")
    (folder / "b.py").unlink()
    done = pyguide_fix("--undo")
    assert done.code == 1
    assert done.out.startswith("Run 1 undone: 1 file restored, 2 left as they are.")
    assert done.err == "a.py: left as it is: edited since\nb.py: left as it is: deleted since\n"
    kept = {name: before[name] for name in ("c.py", "d.py")}
    assert held(folder) == {"a.py": (SAFE + "mine = 1\n").encode(), **kept}
    # Once the edit is gone, the rest can be had.
    (folder / "a.py").write_text(SAFE)
    (folder / "b.py").write_bytes(ODD)
    assert pyguide_fix("--undo").code == 0
    assert held(folder) == before


def test_a_file_that_a_later_run_changed_waits_for_that_one(pyguide_fix, folder):
    text = BARE + "if name is 'x':\n    pass\n"
    (folder / "a.py").write_text(text)
    pyguide_fix()
    pyguide_fix("--unsafe-fixes")
    done = pyguide_fix("--undo", 1)
    assert done.code == 1
    assert done.err == "a.py: left as it is: changed by run 2 since; undo that first\n"
    assert pyguide_fix("--undo", 2).code == pyguide_fix("--undo", 1).code == 0
    assert (folder / "a.py").read_text() == text


def test_mode_and_links_stay(pyguide_fix, folder):
    (folder / "real").mkdir()
    (folder / "real" / "a.py").write_text(BARE)
    (folder / "real" / "a.py").chmod(0o755)
    (folder / "link.py").symlink_to("real/a.py")
    pyguide_fix("link.py")
    assert pyguide_fix("--undo").code == 0
    assert (folder / "link.py").is_symlink()
    assert (folder / "link.py").read_text() == BARE
    assert (folder / "real" / "a.py").stat().st_mode & 0o777 == 0o755


def test_a_journal_that_came_with_the_files_leads_nowhere_else(pyguide_fix, folder, monkeypatch):
    (folder / "inner").mkdir()
    (folder / "outer.py").write_text("old")
    journal = Journal(str(folder / "inner" / NAME))
    with journal.begin([]) as run, run.keeper().keeping(folder / "outer.py", b"evil", b"old", ()):
        pass
    monkeypatch.chdir(folder / "inner")
    done = pyguide_fix("--undo")
    assert done.code == 1
    assert f"lies outside of {folder}/inner\n" in done.err
    assert (folder / "outer.py").read_text() == "old"


def test_old_bytes_that_are_damaged_are_not_restored(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    pyguide_fix()
    (entry,) = (folder / NAME / "runs" / "1" / "entries").iterdir()
    entry.write_bytes(entry.read_bytes()[:-1])
    done = pyguide_fix("--undo")
    assert (done.code, "damaged" in done.err) == (1, True)
    assert (folder / "a.py").read_text() == SAFE


def test_the_log_lists_runs_the_newest_first(pyguide_fix, pyguide, folder, fixed):
    pyguide_fix("--undo")
    (folder / "a b.py").write_text(BARE + BARE)
    pyguide("check", "--fix", "a b.py")
    lines = pyguide_fix("--log").out.splitlines()
    assert lines[0].split() == ["Run", "When", "Files", "Fixes", "State", "Command"]
    rows = [re.split(r" {2,}", line.strip()) for line in lines[1:]]
    assert [[row[0], *row[2:]] for row in rows] == [
        ["3", "1", "2", "done", "pyguide check --fix 'a b.py'"],
        ["2", "3", "-", "undid 1", "pyguide-fix --allow-no-vcs --undo"],
        ["1", "3", "3", "undone by 2", "pyguide-fix --allow-no-vcs"],
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", row[1]) for row in rows)


def test_the_log_of_nothing_says_so(pyguide_fix, folder):
    assert pyguide_fix("--log") == (0, "No run is known.\n", "")


def test_the_log_tells_what_became_of_a_run(pyguide_fix, folder, fixed):
    (folder / "a.py").write_text("")
    pyguide_fix("--undo")
    assert states(pyguide_fix("--log")) == ["undid 1", "undone in part by 2"]
    journal = Journal(str(folder / NAME))
    keeping = ("new.py", b"1", b"2", ())
    with pytest.raises(KeyboardInterrupt), journal.begin(["one"]) as run:
        run.keeper().keeping(*keeping).__enter__()
        raise KeyboardInterrupt
    with journal.begin(["two"]) as run, run.keeper().keeping(*keeping):
        assert states(pyguide_fix("--log"))[:2] == ["going", "interrupted"]
        assert "run 4 is still going" in pyguide_fix("--undo", 4).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--undo", "7"], "no run `7` is known; `pyguide-fix --log` lists them"),
        (["--undo", "7", "a.py"], "--undo takes back a whole run; leave out the paths"),
    ],
)
def test_what_cannot_be_undone_is_one_line(pyguide_fix, folder, words, said):
    assert pyguide_fix(*words) == (2, "", f"pyguide: {said}\n")
