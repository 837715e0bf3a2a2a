"""``pyguide-fix``: what it writes, what it says, and how it ends."""

import pytest

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
IDENTITY = "if name is 'x':\n    pass\n"


def test_safe_fixes_are_written_and_counted(pyguide_fix, folder):
    (folder / "a.py").write_text(IDENTITY + BARE + BARE)
    (folder / "b.py").write_text("x = 1\n")
    done = pyguide_fix()
    assert (folder / "a.py").read_text() == IDENTITY + SAFE + SAFE
    assert (folder / "b.py").read_text() == "x = 1\n"
    assert (done.code, done.err) == (0, "")
    rows = [line.split() for line in done.out.splitlines()]
    assert ["PYG301", "bare-except", "2", "-", "-"] in rows
    assert ["PYG202", "is-literal", "-", "1", "-"] in rows
    assert done.out.endswith("\n1 file changed, 1 left unchanged.\n")


def test_a_second_run_changes_nothing(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    pyguide_fix()
    assert pyguide_fix() == (0, "0 files changed, 1 left unchanged.\n", "")


def test_unsafe_fixes_are_written_when_asked_for(pyguide_fix, folder):
    (folder / "a.py").write_text(IDENTITY + BARE)
    assert pyguide_fix("--unsafe-fixes", "a.py").code == 0
    assert (folder / "a.py").read_text() == (
        "if name == 'x':\n    pass\n" + BARE.replace("except:", "except Exception:")
    )


def test_rules_can_be_chosen(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    assert pyguide_fix("--select", "PYG2").out == "0 files changed, 1 left unchanged.\n"
    assert pyguide_fix("--ignore", "bare-except").out == "0 files changed, 1 left unchanged.\n"
    assert (folder / "a.py").read_text() == BARE


def test_check_says_what_would_be_changed_and_writes_nothing(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide_fix("--check")
    assert done.code == 1
    assert "Would fix" in done.out
    assert done.out.endswith("\n1 file would be changed, 0 left unchanged.\n")
    assert (folder / "a.py").read_text() == BARE


def test_check_of_what_needs_no_fix_ends_with_zero(pyguide_fix, folder):
    (folder / "a.py").write_text(IDENTITY)
    done = pyguide_fix("--check")
    assert done.code == 0
    assert done.out.endswith("\n0 files would be changed, 1 left unchanged.\n")


def test_diff_shows_the_changes_and_writes_nothing(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide_fix("--diff")
    assert done.code == 1
    assert "-except:\n+except BaseException:\n" in done.out
    assert done.err == "Would fix 1 error.\n"
    assert (folder / "a.py").read_text() == BARE


def test_exit_non_zero_on_fix_ends_with_one_only_if_something_was_fixed(pyguide_fix, folder):
    (folder / "a.py").write_text(IDENTITY + BARE)
    assert pyguide_fix("--exit-non-zero-on-fix").code == 1
    assert (folder / "a.py").read_text() == IDENTITY + SAFE
    assert pyguide_fix("--exit-non-zero-on-fix").code == 0


def test_silenced_findings_are_not_fixed(pyguide_fix, folder):
    text = BARE.replace("except:", "except:  # noqa: PYG301")
    (folder / "a.py").write_text(text)
    assert pyguide_fix().out == "0 files changed, 1 left unchanged.\n"
    assert (folder / "a.py").read_text() == text


def test_the_project_file_counts(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "pyguide.toml").write_text('[per-file-ignores]\n"a.py" = ["PYG301"]\n')
    assert pyguide_fix("--exit-non-zero-on-fix").code == 0
    assert pyguide_fix("--exit-non-zero-on-fix", "--isolated").code == 1


def test_a_file_that_python_refuses_is_left_and_the_others_are_fixed(pyguide_fix, folder):
    (folder / "a.py").write_text("def f(:\n")
    (folder / "b.py").write_text(BARE)
    done = pyguide_fix()
    assert done.code == 1
    assert done.err.startswith("a.py:1: invalid-syntax: ")
    assert done.out.endswith("\n1 file changed, 0 left unchanged, 1 not fully checked.\n")
    assert (folder / "b.py").read_text() == SAFE


def test_a_file_that_the_compiler_refuses_is_left_and_that_is_said(pyguide_fix, folder):
    text = "return 1\n" + BARE
    (folder / "a.py").write_text(text)
    done = pyguide_fix()
    assert done.err == (
        "warning: a.py: Python compiles this file neither fixed nor as it is; not fixed\n"
    )
    assert (folder / "a.py").read_text() == text


def test_nothing_to_fix_is_clean_and_said(pyguide_fix):
    done = pyguide_fix()
    assert (done.code, done.out) == (0, "0 files changed, 0 left unchanged.\n")
    assert done.err == "warning: no Python files found under the given paths\n"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["gone.py"], "pyguide: gone.py: no such file or directory\n"),
        (["--selct", "X"], "--selct"),
        (["--color", "alwyas"], "--color: unknown `alwyas` (did you mean `always`?)"),
        (["--select", "bare-exept"], "unknown rule `bare-exept` (did you mean `bare-except`?)"),
    ],
)
def test_misuse_is_one_line_and_ends_with_two(pyguide_fix, folder, words, wrong):
    done = pyguide_fix(*words)
    assert (done.code, done.out) == (2, "")
    assert wrong in done.err
    assert done.err.count("\n") == 1


def test_the_table_is_plain_unless_colour_is_wished(pyguide_fix, folder):
    (folder / "a.py").write_text(IDENTITY)
    assert "\x1b" not in pyguide_fix().out
    assert "\x1b[" in pyguide_fix("--color", "always").out


def test_a_changed_file_stays_what_it_is_through_several_processes(pyguide_fix, folder):
    for number in range(12):
        (folder / f"m{number:02}.py").write_text("# padding\n" * 5000 + BARE)
    done = pyguide_fix("-j", "2")
    assert done.out.endswith("\n12 files changed, 0 left unchanged.\n")
    assert all(path.read_text().endswith(SAFE) for path in folder.glob("*.py"))
