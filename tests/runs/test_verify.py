"""``--verify``: what makes the command fail is taken back and named, and all else stays."""

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
KEYS = "def known(name):\n    ages = {1: 2}\n    return name in ages.keys()\n"
PLAIN = KEYS.replace(".keys()", "")


@pytest.fixture
def counting(folder):
    """Wraps a shell command so that its runs can be counted."""
    runs = folder.with_name(f"{folder.name}-runs.txt")

    def wrap(command):
        return f"echo >> {runs}; {command}"

    wrap.count = lambda: len(runs.read_text().splitlines())
    return wrap


def test_a_command_that_fails_before_changes_nothing(pyguide_fix, repository):
    done = pyguide_fix("--verify", "echo one; echo two >&2; exit 3")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "    one\n    two\npyguide: `echo one; echo two >&2; exit 3` fails before anything is "
        "changed (exit code 3)\n"
    )
    assert (repository / "a.py").read_text() == BARE + KEYS
    assert not (repository / ".pyguide_cache" / "runs").exists()


def test_where_all_is_well_the_command_runs_once_a_rule(pyguide_fix, repository, counting):
    done = pyguide_fix("--verify", counting("true"))
    assert done.code == 0
    assert counting.count() == 1 + 2
    assert (repository / "a.py").read_text() == SAFE + PLAIN
    assert done.err == (
        "PYG207 in-dict-keys: 2 fixes in 2 files, verified\n"
        "PYG301 bare-except: 3 fixes in 2 files, verified\n"
    )
    assert done.out.endswith("\n3 files changed, 1 left unchanged.\n")


def test_with_nothing_to_fix_the_command_does_not_run(pyguide_fix, folder, counting):
    (folder / "a.py").write_text("x = 1\n")
    assert pyguide_fix("--verify", "false") == (0, "0 files changed, 1 left unchanged.\n", "")


def test_the_guilty_fix_is_taken_back_and_named_and_the_rest_stays(pyguide_fix, repository):
    (repository / "b.py").write_text(BARE + "x = 1\n" + BARE + BARE)
    # The second of three findings of one file must not be fixed.
    command = "echo checked; ! tail -n +6 b.py | head -4 | grep -q BaseException"
    done = pyguide_fix("--verify", command, "--allow-dirty")
    assert done.code == 1
    assert (repository / "b.py").read_text() == SAFE + "x = 1\n" + BARE + SAFE
    assert (repository / "a.py").read_text() == SAFE + PLAIN
    named = "b.py:8:1: PYG301"
    assert f"taken back: {named}" in done.err
    assert (
        f"PYG301 bare-except: `{command}` fails with its fixes (exit code 1):\n    checked\n"
        in (done.err)
    )
    assert "PYG301 bare-except: 3 fixes in 2 files, verified\n" in done.err
    assert done.out.startswith(f"Taken back, because `{command}` fails with it:\n  {named}")
    rows = [line.split() for line in done.out.splitlines()]
    assert ["PYG301", "bare-except", "3", "1", "-", "-"] in rows


def test_several_guilty_fixes_and_one_that_is_guilty_with_another(pyguide_fix, repository):
    # b.py must keep both; a.py and c.py may not both lose their keys.
    command = "! grep -q BaseException b.py && grep -q keys a.py c.py"
    done = pyguide_fix("--verify", command)
    assert done.code == 1
    assert (repository / "a.py").read_text() == SAFE + PLAIN
    assert (repository / "b.py").read_text() == BARE + BARE
    assert (repository / "c.py").read_text() == KEYS
    assert done.err.count("taken back: ") == 3
    assert subprocess.run(command, shell=True, cwd=repository, check=False).returncode == 0


def test_it_costs_few_runs(pyguide_fix, folder, counting):
    for number in range(16):
        (folder / f"m{number:02}.py").write_text(BARE)
    done = pyguide_fix("--verify", counting("! grep -q Base m11.py"))
    assert done.err.count("taken back: ") == 1
    # Before, with all, with none, the logarithm of 16, and with what is left.
    assert counting.count() == 1 + 1 + 1 + 4 + 1


def test_a_command_that_cannot_be_relied_on_stops_the_run(pyguide_fix, repository, folder):
    seen = folder.with_name(f"{folder.name}-seen")
    # From its third run on it fails, whatever the files hold.
    command = f"echo >> {seen}; test $(wc -l < {seen}) -lt 3"
    done = pyguide_fix("--verify", command)
    assert done.code == 2
    assert "fails with all fixes of PYG301 taken back, though it passed before" in done.err
    assert (repository / "a.py").read_text() == BARE + PLAIN
    assert (repository / "b.py").read_text() == BARE + BARE
    assert pyguide_fix("--undo", "--allow-dirty").code == 0
    assert (repository / "a.py").read_text() == BARE + KEYS


def test_what_takes_too_long_has_failed_and_does_not_go_on(pyguide_fix, repository, folder):
    late = folder.with_name(f"{folder.name}-late")
    command = f"grep -q keys c.py || (sleep 1.5; touch {late})"
    done = pyguide_fix("--verify", command, "--verify-timeout", "0.4")
    assert "(took longer than 0.4 s)" in done.err
    assert (repository / "c.py").read_text() == KEYS
    assert (repository / "a.py").read_text() == SAFE + PLAIN
    time.sleep(1.2)
    assert not late.exists()


def test_what_is_left_is_committed(pyguide_fix, repository, git):
    done = pyguide_fix("--verify", "! grep -q Base b.py", "--commit-per-rule")
    assert done.code == 1
    assert len(git.subjects()) == 2
    assert git.files() == ["a.py"]
    assert git("status", "--porcelain") == ""


def test_a_rule_all_of_whose_fixes_are_guilty_gets_no_commit(pyguide_fix, repository, git):
    pyguide_fix("--verify", "! grep -rqs --include=*.py Base .", "--commit-per-rule")
    assert git.subjects() == ["PYG207: Ask the dict"]
    assert git("status", "--porcelain") == ""


def test_unsafe_fixes_are_verified_as_well(pyguide_fix, folder):
    (folder / "a.py").write_text("if name is 'x':\n    pass\nif other is 'y':\n    pass\n")
    pyguide_fix("--unsafe-fixes", "--verify", "! grep -q 'name ==' a.py")
    assert (folder / "a.py").read_text() == (
        "if name is 'x':\n    pass\nif other == 'y':\n    pass\n"
    )


def test_a_command_that_changes_the_files_under_trial_stops_the_run(pyguide_fix, repository):
    command = "grep -q Base b.py && echo '# mine' >> b.py && exit 1; true"
    done = pyguide_fix("--verify", command)
    assert done.code == 2
    assert "b.py: changed while its fixes were on trial\n" in done.err
    assert (repository / "a.py").read_text() == BARE + PLAIN
    assert (repository / "b.py").read_text() == SAFE + SAFE + "# mine\n"


def test_compiled_files_of_a_moment_ago_are_not_believed(pyguide_fix, folder):
    # Both texts are of one size, and all of this takes less than a second.
    (folder / "m.py").write_text("def f(a):\n    return a is 'xy'\n")
    (folder / "check.py").write_text("import m\nassert not m.f(''.join(['x', 'y']))\n")
    done = pyguide_fix("--unsafe-fixes", "--verify", f"{sys.executable} check.py", "m.py")
    assert "taken back: m.py:2:" in done.err
    assert subprocess.run([sys.executable, "check.py"], cwd=folder, check=False).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_leaves_what_was_verified_and_takes_back_the_rest(
    pyguide_fix, repository, folder, number
):
    flag = folder.with_name(f"{folder.name}-flag")
    command = f"if grep -q Base b.py; then touch {flag}; sleep 30; fi"
    script = "import sys; from pyguide.cli import run_fix; run_fix()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, "--verify", command],
        cwd=repository,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not flag.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert flag.exists()
    os.kill(process.pid, number)
    assert process.wait(20) == 128 + number
    assert (repository / "a.py").read_text() == BARE + PLAIN
    assert (repository / "b.py").read_text() == BARE + BARE
    assert "interrupted" in pyguide_fix("--log").out
    assert pyguide_fix("--undo").code == 0
    assert (repository / "a.py").read_text() == BARE + KEYS
