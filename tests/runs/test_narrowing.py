"""``--only``, ``--skip`` and ``--max-files``: a part of what could be fixed, and nothing else."""

import pytest

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
KEYS = "def known(name):\n    ages = {1: 2}\n    return name in ages.keys()\n"
PLAIN = KEYS.replace(".keys()", "")


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["--only", "PYG301"], SAFE + KEYS),
        (["--only", "bare-except"], SAFE + KEYS),
        (["--only", "PYG1", "--only", "PYG2,PYG5"], BARE + PLAIN),
        (["--skip", "PYG3"], BARE + PLAIN),
        (["--skip", "ALL", "--only", "PYG207"], BARE + PLAIN),
        (["--only", "PYG3", "--skip", "PYG301"], BARE + KEYS),
        (["--only", "PYG301", "--skip", "PYG301"], BARE + KEYS),
        (["--only", "PYG301", "--select", "PYG2,PYG3"], SAFE + KEYS),
    ],
)
def test_selectors_are_read_as_elsewhere(pyguide_fix, folder, flags, expected):
    (folder / "a.py").write_text(BARE + KEYS)
    done = pyguide_fix(*flags)
    assert (folder / "a.py").read_text() == expected
    assert ("PYG301" in done.out, "PYG207" in done.out) == (SAFE in expected, PLAIN in expected)


def test_a_rule_that_is_off_stays_off_and_that_is_said(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide_fix("--only", "PYG301", "--ignore", "PYG301")
    assert (folder / "a.py").read_text() == BARE
    assert done.err == (
        "warning: --only PYG301: no rule is left that is on (--extend-select turns rules on)\n"
    )


@pytest.mark.parametrize("flag", ["--only", "--skip"])
def test_what_names_no_rule_is_one_line(pyguide_fix, folder, flag):
    (folder / "a.py").write_text(BARE)
    done = pyguide_fix(flag, "PYG3O1")
    assert (done.code, done.err) == (
        2, f"pyguide: {flag}: unknown rule `PYG3O1` (did you mean `PYG301`?)\n"
    )  # fmt: skip


def test_files_are_taken_in_order_until_there_are_enough(pyguide_fix, folder):
    for name in "dacb":
        (folder / f"{name}.py").write_text(BARE)
    done = pyguide_fix("--max-files", 2)
    assert [(folder / f"{name}.py").read_text() == SAFE for name in "abcd"] == [1, 1, 0, 0]
    assert done.err == "2 files with fixes left for another run (--max-files).\n"
    assert done.out.endswith("\n2 files changed, 2 left unchanged.\n")
    assert pyguide_fix("--max-files", 2).err == ""
    assert {path.read_text() for path in folder.glob("*.py")} == {SAFE}


def test_a_dry_run_takes_the_same_files(pyguide_fix, folder):
    for name in "ba":
        (folder / f"{name}.py").write_text(BARE)
    done = pyguide_fix("--max-files", 1, "--diff")
    assert "a.py" in done.out
    assert "b.py" not in done.out


def test_no_files_at_all_is_a_mistake(pyguide_fix, folder):
    done = pyguide_fix("--max-files", 0)
    assert (done.code, "expected a whole number from 1 on, got `0`" in done.err) == (2, True)
