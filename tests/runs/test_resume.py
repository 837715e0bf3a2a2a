"""A run that is killed at any moment leaves whole files, can be undone, and can be finished."""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

from pyguide.cache.folder import NAME
from pyguide.runs.journal import Journal

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
KEYS = "def known(name):\n    ages = {1: 2}\n    return name in ages.keys()\n"
PLAIN = KEYS.replace(".keys()", "")
RUN = "from pyguide.cli import run_fix; run_fix()"


def held(folder):
    return {path.name: path.read_text() for path in folder.glob("*.py")}


def started(folder, *words):
    return subprocess.Popen(
        [sys.executable, "-c", RUN, "--allow-no-vcs", *words],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def killed(folder, *words, when):
    """Start a run and kill it, with all its processes, as soon as ``when`` says so."""
    process = started(folder, *words)
    deadline = time.monotonic() + 60
    while not when() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def entries(folder):
    return len(list((folder / NAME / "runs").glob("*/entries/*-0")))


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_any_moment_files_are_whole_and_undo_gives_them_back(pyguide_fix, folder, jobs):
    size = 24
    filler = "# filler\n" * (4000 if jobs == 2 else 10)
    texts = {f"m{number:02}.py": BARE + filler + f"x = {number}\n" for number in range(size)}
    for name, text in texts.items():
        (folder / name).write_text(text)
    fixed = {name: text.replace(BARE, SAFE) for name, text in texts.items()}
    moments = random.Random(7)
    caught = 0
    for _ in range(5):
        least = moments.randrange(1, size)
        pause = moments.random() / 200

        def late_enough(least=least, pause=pause):
            if entries(folder) < least:
                return False
            time.sleep(pause)
            return True

        killed(folder, "--jobs", str(jobs), when=late_enough)
        found = held(folder)
        assert all(found[name] in (texts[name], fixed[name]) for name in texts)
        caught += found not in (texts, fixed)
        done = pyguide_fix("--undo")
        assert (done.code, done.err) == (0, "")
        assert held(folder) == texts
    assert caught


CALLS = ("replace", "fsync", "unlink", "rename")


def test_killed_before_any_step_to_the_disk_undo_gives_all_back(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "b.py").write_text(BARE + "\n")
    before, states = held(folder), set()
    for least in itertools.count():
        child = os.fork()
        if not child:
            dying = itertools.count()

            def or_die(call, *words, dying=dying, least=least, **more):
                if next(dying) == least:
                    os._exit(9)
                return call(*words, **more)

            for name in CALLS:
                setattr(os, name, partial(or_die, getattr(os, name)))
            pyguide_fix("--jobs", "1", "--select", "PYG301")
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        states.add(sum(text.count("Base") for text in held(folder).values()))
        done = pyguide_fix("--undo")
        assert (done.code, done.err, held(folder)) == (0, "", before)
        if not code:
            break
    assert states == {0, 1, 2}
    assert least > 12


def test_a_killed_run_is_finished_as_the_same_run(pyguide_fix, folder):
    for number in range(30):
        (folder / f"m{number:02}.py").write_text(BARE)
    killed(folder, "--jobs", "1", when=lambda: entries(folder) >= 5)
    fixed = sum(text == SAFE for text in held(folder).values())
    assert 4 <= fixed < 30
    done = pyguide_fix("--resume")
    assert done.code == 0
    assert done.out.startswith("Resuming run 1: pyguide-fix --allow-no-vcs --jobs 1\n")
    assert set(held(folder).values()) == {SAFE}
    (run,) = Journal(str(folder / NAME)).runs()
    assert run.has_ended
    assert pyguide_fix("--undo").out.startswith("Run 1 undone: 30 files restored.")
    assert set(held(folder).values()) == {BARE}


def test_a_killed_undo_is_finished(pyguide_fix, folder):
    for number in range(30):
        (folder / f"m{number:02}.py").write_text(BARE)
    pyguide_fix()
    killed(folder, "--undo", when=lambda: entries(folder) >= 35)
    assert set(held(folder).values()) == {BARE, SAFE}
    assert pyguide_fix("--resume").code == 0
    assert set(held(folder).values()) == {BARE}


def test_a_verification_that_was_killed_goes_on_with_the_rule_that_was_on_trial(
    pyguide_fix, repository, git, folder
):
    flag = folder.with_name(f"{folder.name}-flag")
    command = f"grep -q Base b.py && test ! -e {flag} && touch {flag} && sleep 60; true"
    killed(repository, "--verify", command, "--commit-per-rule", when=flag.exists)
    assert (repository / "b.py").read_text() == SAFE + SAFE
    assert git.subjects() == ["PYG207: Ask the dict"]
    done = pyguide_fix("--resume")
    assert done.code == 0
    assert git.subjects() == ["PYG207: Ask the dict", "PYG301: Catch `BaseException`"]
    assert git("status", "--porcelain") == ""
    assert pyguide_fix("--undo", "--allow-dirty").code == 0
    assert held(repository)["a.py"] == BARE + KEYS


def test_a_commit_made_just_before_the_kill_is_not_taken_back(pyguide_fix, repository, git):
    git.hook("post-commit", "kill -9 $(ps -o ppid= -p $PPID)")
    killed(repository, "--commit-per-rule", "--blame-ignore-revs", when=lambda: False)
    git.hook("post-commit", "true")
    assert git.subjects() == ["PYG207: Ask the dict"]
    assert pyguide_fix("--resume").code == 0
    assert [subject[:6] for subject in git.subjects()] == ["PYG207", "PYG301", "Leave "]
    listed = (repository / ".git-blame-ignore-revs").read_text().split("\n")[1::2]
    assert listed == git("log", "--reverse", "--format=%H").split()[1:3]


def test_verified_changes_that_nobody_committed_do_not_stop_the_guard(
    pyguide_fix, repository, git, folder
):
    flag = folder.with_name(f"{folder.name}-flag")
    command = f"grep -q Base b.py && test ! -e {flag} && touch {flag} && sleep 60; true"
    killed(repository, "--verify", command, when=flag.exists)
    assert git("status", "--porcelain") == " M a.py\n M b.py\n M c.py\n"
    assert pyguide_fix("--resume").code == 0
    assert held(repository)["a.py"] == SAFE + PLAIN


def test_the_number_of_files_counts_those_of_the_first_attempt(pyguide_fix, folder):
    for name in "abc":
        (folder / f"{name}.py").write_text(BARE)
    journal = Journal(str(folder / NAME))
    words = ["pyguide-fix", "--allow-no-vcs", "--max-files", "2"]
    with pytest.raises(KeyboardInterrupt), journal.begin(words) as run:
        with run.keeper().keeping(folder / "a.py", BARE.encode(), SAFE.encode(), ()):
            (folder / "a.py").write_text(SAFE)
        raise KeyboardInterrupt
    pyguide_fix("--resume")
    assert held(folder) == {"a.py": SAFE, "b.py": SAFE, "c.py": BARE}


def test_unverified_changes_without_git_are_taken_back_first(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "b.py").write_text(BARE)
    flag = folder.with_name(f"{folder.name}-flag")
    command = f"grep -q Base a.py && test ! -e {flag} && touch {flag} && sleep 60; ! grep -q B b.py"
    killed(folder, "--verify", command, when=flag.exists)
    assert set(held(folder).values()) == {SAFE}
    done = pyguide_fix("--resume")
    assert (done.code, done.err.count("taken back: b.py")) == (1, 1)
    assert held(folder) == {"a.py": SAFE, "b.py": BARE}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--resume"], "no run was interrupted; there is nothing to resume"),
        (["--resume", "1"], "run 1 came to its end; there is nothing to resume"),
        (["--resume", "7"], "no run `7` is known; `pyguide-fix --log` lists them"),
    ],
)
def test_what_cannot_be_resumed_is_one_line(pyguide_fix, folder, words, said):
    (folder / "a.py").write_text(BARE)
    pyguide_fix()
    assert pyguide_fix(*words) == (2, "", f"pyguide: {said}\n")


def test_a_run_is_resumed_where_it_was_started(pyguide_fix, folder, monkeypatch):
    journal = Journal(str(folder / NAME))
    with pytest.raises(KeyboardInterrupt), journal.begin(["pyguide-fix"]) as run:
        run.store("note", 1)
        raise KeyboardInterrupt
    (folder / "inner").mkdir()
    monkeypatch.chdir(folder / "inner")
    done = pyguide_fix("--resume", "--cache-dir", folder / NAME)
    assert done == (2, "", f"pyguide: run 1 was started in {folder}; resume it there\n")


def test_two_runs_at_once_do_no_harm(pyguide_fix, folder):
    for number in range(40):
        (folder / f"m{number:02}.py").write_text(BARE + BARE)
    both = [started(folder, "--jobs", "1") for _ in range(2)]
    codes = {process.wait(60) for process in both}
    assert set(held(folder).values()) == {SAFE + SAFE}
    # A file that the other was faster with may be named as changed meanwhile.
    assert codes <= {0, 1}
    # A file that both wrote at once is in the journals of both.
    said = [pyguide_fix("--undo").out for _ in range(3)]
    assert said[-1] == "Nothing to undo.\n"
    assert set(held(folder).values()) == {BARE + BARE}
