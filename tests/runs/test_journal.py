"""The journal keeps what runs overwrote: whole, bounded, in one place, and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pyguide.cache.folder import NAME
from pyguide.cache.folder import Folder as Cache
from pyguide.errors import PyguideError
from pyguide.runs import journal as journals
from pyguide.runs.journal import Journal
from pyguide.write import ChangedOnDisk

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")


@pytest.fixture
def journal(tmp_path):
    return Journal(str(tmp_path / NAME))


def rewrite(journal, path, after=b"new", **more):
    with journal.begin(["pyguide-fix"], **more) as run:
        before = path.read_bytes()
        with run.keeper().keeping(path, before, after, (("PYG301", 2),)):
            path.write_bytes(after)
    return run


def test_a_run_tells_of_its_command_and_of_each_file(pyguide_fix, folder):
    (folder / "a.py").write_bytes(BARE.encode())
    (folder / "b.py").write_text("x = 1\n")
    pyguide_fix("--jobs", 1)
    (run,) = Journal(str(folder / NAME)).runs()
    assert run.number == 1
    assert run.words == ["pyguide-fix", "--allow-no-vcs", "--jobs", "1"]
    assert run.began.endswith("Z")
    assert (run.has_ended, run.is_going, run.undoes) == (True, False, None)
    ((entry,),) = run.files
    assert entry.path == str(folder / "a.py")
    assert entry.fixed == (("PYG301", 1),)
    assert entry.before() == BARE.encode()
    assert (folder / NAME / ".gitignore").read_text() == "*\n"


def test_worker_processes_keep_what_they_overwrite(pyguide_fix, folder):
    text = BARE + "# filler\n" * 60_000
    for name in "abc":
        (folder / f"{name}.py").write_text(text)
    pyguide_fix("--jobs", 2)
    (run,) = Journal(str(folder / NAME)).runs()
    assert [chain[0].before() for chain in run.files] == [text.encode()] * 3


def test_check_that_fixes_is_a_run_and_one_that_does_not_is_none(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    pyguide("check")
    pyguide("check", "--fix", "--diff")
    assert not (folder / NAME / "runs").exists()
    pyguide("check", "--fix")
    (run,) = Journal(str(folder / NAME)).runs()
    assert run.words == ["pyguide", "check", "--fix"]


@pytest.mark.parametrize("flags", [["--check"], ["--diff"], ["--select", "PYG9"]])
def test_a_run_that_changes_nothing_leaves_nothing(pyguide_fix, folder, flags):
    (folder / "a.py").write_text(BARE)
    pyguide_fix(*flags)
    assert not (folder / NAME / "runs").exists()


def test_no_cache_records_nothing_and_says_so(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide_fix("--no-cache")
    assert (folder / "a.py").read_text() == SAFE
    assert done.err == "warning: the run is not recorded, so --undo cannot take it back\n"
    assert not (folder / NAME).exists()
    assert pyguide_fix("--no-cache").err == ""


def test_where_nothing_can_be_recorded_nothing_is_changed(pyguide_fix, pyguide, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "file").write_text("")
    done = pyguide_fix("--cache-dir", "file/below")
    assert done.code == 2
    assert done.err == (
        f"pyguide: {folder}/file/below: Not a directory; a run that cannot be recorded cannot be "
        "undone, so nothing was changed (--cache-dir names another place, --no-cache does "
        "without)\n"
    )
    assert (folder / "a.py").read_text() == BARE
    done = pyguide("check", "--fix", "--cache-dir", "file/below")
    assert done.code == 0
    assert "the run is not recorded and cannot be undone" in done.err
    assert (folder / "a.py").read_text() == SAFE


def test_a_file_whose_old_bytes_cannot_be_kept_is_left_alone(pyguide_fix, folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    (folder / "a.py").write_text(BARE)
    monkeypatch.setattr("pyguide.runs.entry.put", full)
    done = pyguide_fix("--jobs", 1)
    assert done.code == 1
    told = "what it holds cannot be kept for --undo: No space left on device"
    assert done.err == f"a.py:1: io-error: cannot be written: {told}\n"
    assert (folder / "a.py").read_text() == BARE


def test_a_file_that_was_not_written_has_no_entry(journal, tmp_path):
    (tmp_path / "a.py").write_text("old")
    with journal.begin([]) as run:
        keeping = run.keeper().keeping(tmp_path / "a.py", b"else", b"new", ())
        with pytest.raises(ChangedOnDisk), keeping:
            raise ChangedOnDisk
    assert not journal.runs()
    assert not (tmp_path / NAME / "runs").exists()


def test_entries_of_one_file_stay_in_order_and_links_lead_to_it(journal, tmp_path):
    path, link = tmp_path / "a.py", tmp_path / "link.py"
    link.symlink_to(path)
    with journal.begin([]) as run:
        for number in range(12):
            with run.keeper(f"PYG{number}").keeping(link, b"%d" % number, b"%d" % (number + 1), ()):
                pass
    (chain,) = run.files
    assert {entry.path for entry in chain} == {str(path)}
    assert [entry.before() for entry in chain] == [b"%d" % number for number in range(12)]
    assert [entry.part for entry in chain] == [f"PYG{number}" for number in range(12)]


def test_paths_that_are_no_unicode_come_back(journal, tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff.py"
    with journal.begin([]) as run, run.keeper().keeping(os.fsdecode(path), b"", b"1", ()):
        pass
    assert [os.fsencode(entry.path) for (entry,) in journal.runs()[0].files] == [path]


def test_the_oldest_runs_make_room(journal, tmp_path, monkeypatch):
    path = tmp_path / "a.py"
    path.write_bytes(b"0" * 100)
    for number in range(1, 23):
        rewrite(journal, path, b"%d" % number * 100)
    assert [run.number for run in journal.runs()] == list(range(3, 23))
    monkeypatch.setattr(journals, "MOST_BYTES", 1000)
    rewrite(journal, path)
    numbers = [run.number for run in journal.runs()]
    assert numbers[-1] == 23
    assert 2 <= len(numbers) <= 4


def test_a_run_that_is_going_stays_and_gets_no_second_master(journal, tmp_path, monkeypatch):
    monkeypatch.setattr(journals, "MOST_RUNS", 1)
    (tmp_path / "a.py").write_text("")
    with journal.begin(["first"]) as first:
        second = rewrite(journal, tmp_path / "a.py")
        assert (first.number, second.number) == (1, 2)
        assert [run.number for run in journal.runs() if run.is_going] == [1]
        with pytest.raises(PyguideError, match="run 1 is still going"), journal.go_on(first):
            pass
    assert [run.number for run in journal.runs()] == [2]


def test_a_run_that_was_left_early_can_go_on(journal, tmp_path):
    with pytest.raises(KeyboardInterrupt), journal.begin(["words"]) as run:
        run.store("answers", {"a": [1]})
        raise KeyboardInterrupt
    (past,) = journal.runs()
    assert (past.has_ended, past.note("answers"), past.note("other")) == (False, {"a": [1]}, None)
    with journal.go_on(past) as run:
        run.is_done = False
    assert not journal.runs()[0].has_ended
    with journal.go_on(past):
        pass
    assert not journal.runs()


def test_a_process_that_is_killed_leaves_a_journal_that_is_right(tmp_path):
    script = f"""
import os
from pyguide.runs.journal import Journal
with Journal({str(tmp_path / NAME)!r}).begin(["killed"]) as run:
    with run.keeper().keeping("a.py", b"old", b"new", ()):
        os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=False)
    (past,) = Journal(str(tmp_path / NAME)).runs()
    assert (past.has_ended, past.is_going) == (False, False)
    assert past.files[0][0].before() == b"old"


def test_damage_is_noticed(journal, tmp_path):
    path = tmp_path / "a.py"
    path.write_text("old")
    run = rewrite(journal, path)
    ((entry,),) = run.files
    place = Path(entry.place)
    place.write_bytes(place.read_bytes() + b"!")
    with pytest.raises(PyguideError, match="damaged"):
        entry.before()
    for junk in (b"", b"[]", b'{"path": 1}', json.dumps({"fixed": 3}).encode()):
        place.write_bytes(junk)
        assert journal.runs()[0].files == []


def test_nothing_is_stored_through_a_link_that_came_with_the_files(journal, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PyguideError), journal.begin([]):
        pass
    assert not any((tmp_path / "elsewhere").iterdir())


def test_clean_keeps_runs_unless_asked(pyguide, pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    pyguide_fix()
    assert Cache(str(folder / NAME)).write(b"", "results", "x")
    assert pyguide("clean").err == f"Removing cache at: {NAME}\n"
    assert sorted(path.name for path in (folder / NAME).iterdir()) == [
        ".gitignore",
        "CACHEDIR.TAG",
        "runs",
    ]
    assert pyguide("clean").err == ""
    assert pyguide("clean", "--runs").err == f"Removing cache at: {NAME}\n"
    assert not (folder / NAME).exists()


def test_a_full_cache_is_swept_without_its_runs(journal, tmp_path, monkeypatch):
    path = tmp_path / "a.py"
    path.write_bytes(b"0" * 5000)
    rewrite(journal, path)
    monkeypatch.setattr("pyguide.cache.folder.MOST_BYTES", 10)
    cache = Cache(str(tmp_path / NAME))
    cache.write(b"1" * 100, "results", "x")
    cache.sweep()
    assert cache.read("results", "x") is None
    assert journal.runs()[0].files[0][0].before() == b"0" * 5000
