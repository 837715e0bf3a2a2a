"""``pyguide-fix --from``: our fixes for exactly what another tool reports."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
UNSAFE = BARE.replace("except:", "except Exception:")
DEFAULTS = "def f(a=[], b=[]):\n    a.append(b)\n    return a, b\n"
TRANSLATED = "try:\n    f()\nexcept KeyError:\n    raise ValueError\n"
FOUR = "E722,B006,B904,E711"
HERE = Path(sys.executable).parent


def lines(*places):
    """What flake8 would print for pairs of place and code."""
    return "".join(f"{place}: {code} whatever\n" for place, code in places).encode()


def table(done):
    """The numbers of the summary by what its lines begin with."""
    rows = {}
    for line in done.out.splitlines():
        numbers = re.search(r"((?:\s+(?:-|\d+)){5})$", line)
        if numbers:
            rows[line.split()[0]] = [int(word.replace("-", "0")) for word in numbers[1].split()]
    return rows


@pytest.fixture
def code(folder):
    """A file with one finding of each kind, and what it holds."""
    (folder / "a.py").write_text(BARE + BARE + TRANSLATED)
    return folder / "a.py"


def test_a_silent_run_says_nothing(pyguide_fix, code):
    done = pyguide_fix("--from", "-", "--silent", stdin=lines(("a.py:7:1", "E722")))
    assert code.read_text() == BARE + SAFE + TRANSLATED
    assert done == (0, "", "")


def test_only_what_is_reported_is_fixed(pyguide_fix, code):
    done = pyguide_fix("--from", "-", stdin=lines(("a.py:7:1", "E722")))
    assert code.read_text() == BARE + SAFE + TRANSLATED
    assert (done.code, done.err) == (0, "")
    assert table(done)["E722"] == [1, 1, 0, 0, 0]
    assert "E722 = PYG301 bare-except" in done.out
    assert done.out.endswith("\n1 file changed, 0 left unchanged.\n")


def test_an_unsafe_fix_waits_for_its_flag_and_says_why(pyguide_fix, code):
    found = lines(("a.py:3:1", "E722"), ("a.py:12:5", "B904"))
    done = pyguide_fix("--from", "-", stdin=found)
    assert code.read_text() == SAFE + BARE + TRANSLATED
    assert table(done)["B904"] == [1, 0, 1, 0, 0]
    assert "1  B904  unsafe: " in done.out
    done = pyguide_fix("--from", "-", "--unsafe-fixes", stdin=found)
    assert table(done)["B904"] == [1, 1, 0, 0, 0]
    assert "raise ValueError from " in code.read_text()


def test_columns_tell_two_findings_of_a_line_apart(pyguide_fix, folder):
    (folder / "a.py").write_text(DEFAULTS)
    found = lines(("a.py:1:15", "B006"))
    pyguide_fix("--from", "-", "--unsafe-fixes", stdin=found)
    assert "def f(a=[], b=None):" in (folder / "a.py").read_text()


def test_what_is_reported_is_followed_through_several_passes(pyguide_fix, folder):
    # Both fixes write above the body, so the second has to wait for the next pass.
    (folder / "a.py").write_text("import os\n" + DEFAULTS + DEFAULTS.replace("f(", "g("))
    found = lines(("a.py:2:9", "B006"), ("a.py:2:15", "B006"))
    done = pyguide_fix("--from", "-", "--unsafe-fixes", stdin=found)
    text = (folder / "a.py").read_text()
    assert "def f(a=None, b=None):" in text
    assert "def g(a=[], b=[]):" in text
    assert table(done)["B006"] == [2, 2, 0, 0, 0]


def test_a_report_inside_a_loop_means_the_loop(pyguide_fix, folder):
    text = "def f(rows):\n    found = []\n    for row in rows:\n        found.append(row.x)\n"
    (folder / "a.py").write_text(text + "    return found\n")
    done = pyguide_fix("--from", "-", stdin=lines(("a.py:4:9", "PERF401")))
    assert table(done)["PERF401"][:2] == [1, 1]
    assert "found = [row.x for row in rows]" in (folder / "a.py").read_text()


def test_selection_and_ignores_of_the_project_do_not_count(pyguide_fix, code, folder):
    (folder / "pyguide.toml").write_text(
        'select = ["PYG1"]\nnoqa-aliases = true\n[per-file-ignores]\n"*" = ["PYG301"]\n'
    )
    (folder / "ruff.toml").write_text("")
    pyguide_fix("--from", "-", stdin=lines(("a.py:3:1", "E722")))
    assert code.read_text() == SAFE + BARE + TRANSLATED


def test_a_comment_of_ours_is_heeded_and_that_is_said(pyguide_fix, folder):
    text = BARE.replace("except:", "except:  # noqa: PYG301")
    (folder / "a.py").write_text(text)
    done = pyguide_fix("--from", "-", stdin=lines(("a.py:3:1", "E722")))
    assert (folder / "a.py").read_text() == text
    assert table(done)["E722"] == [1, 0, 0, 0, 1]
    assert "1  E722  not seen: a comment silences what pyguide finds there" in done.out


@pytest.mark.parametrize(
    ("place", "code_", "reason"),
    [
        ("a.py:1:1", "E722", "pyguide finds nothing there"),
        ("a.py:99:1", "E722", "the file has changed since the report was made"),
        ("gone.py:1:1", "E722", "there is no such file"),
        ("book.ipynb:1:1", "E722", "it stands in a notebook"),
    ],
)
def test_what_cannot_be_matched_is_told_with_the_reason(pyguide_fix, code, place, code_, reason):
    done = pyguide_fix("--from", "-", stdin=lines((place, code_)))
    assert code.read_text() == BARE + BARE + TRANSLATED
    assert done.code == 0
    assert f"1  {code_}  not seen: {reason}" in done.out


def test_codes_without_a_twin_are_counted_and_left(pyguide_fix, code):
    found = lines(("a.py:1:1", "F401"), ("a.py:2:1", "F401"), ("a.py:2:1", "XYZ123"))
    done = pyguide_fix("--from", "-", stdin=found)
    assert done.out == (
        "3 findings of 2 rules that pyguide has no twin of.\n0 files changed, 0 left unchanged.\n"
    )


def test_a_file_that_changed_after_the_report_is_left_alone(pyguide_fix, code, folder):
    report = folder / "found.txt"
    report.write_bytes(lines(("a.py:3:1", "E722")))
    os.utime(report, ns=(1, 1))
    done = pyguide_fix("--from", "found.txt")
    assert code.read_text() == BARE + BARE + TRANSLATED
    assert "not seen: the file has changed since the report was made" in done.out
    os.utime(code, ns=(0, 0))
    assert table(pyguide_fix("--from", "found.txt"))["E722"] == [1, 1, 0, 0, 0]


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(pyguide_fix, code):
    found = lines(("a.py:3:1", "E722"))
    done = pyguide_fix("--from", "-", "--check", stdin=found)
    assert done.code == 1
    assert "Would fix" in done.out
    assert done.out.endswith("\n1 file would be changed, 0 left unchanged.\n")
    done = pyguide_fix("--from", "-", "--diff", stdin=found)
    assert done.code == 1
    assert done.out.count("\n-except:\n+except BaseException:\n") == 1
    assert code.read_text() == BARE + BARE + TRANSLATED
    assert pyguide_fix("--from", "-", "--exit-non-zero-on-fix", stdin=found).code == 1
    assert pyguide_fix("--from", "-", "--exit-non-zero-on-fix", stdin=b"").code == 0


def test_a_file_that_python_refuses_is_told(pyguide_fix, folder):
    (folder / "a.py").write_text("def f(:\n")
    done = pyguide_fix("--from", "-", stdin=lines(("a.py:1:1", "E722")))
    assert done.code == 1
    assert done.err.startswith("a.py:1: invalid-syntax: ")
    assert table(done)["E722"] == [1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("words", "stdin", "message"),
    [
        (["-"], b"nonsense", "standard input:1: `nonsense` is no line"),
        (["-"], b"[1]", "standard input: item 1: is no finding of ruff"),
        (["gone.json"], None, "--from gone.json: no such file or directory"),
        (["-", "a.py"], b"", "--from names the files by itself; leave out the paths"),
        (["-", "--select", "PYG301"], b"", "--select has no effect with --from"),
        (["-", "--extend-select", "PYG301"], b"", "--extend-select has no effect with --from"),
    ],
)
def test_misuse_is_one_line_and_ends_with_two(pyguide_fix, code, words, stdin, message):
    done = pyguide_fix("--from", *words, stdin=stdin)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.count("\n") == 1
    assert code.read_text() == BARE + BARE + TRANSLATED


def tree(folder):
    """A small program, and a file that nothing is wrong with."""
    (folder / "pkg").mkdir()
    (folder / "pkg" / "a.py").write_text(f"{BARE}\n\n{DEFAULTS}\n\n{TRANSLATED}")
    (folder / "pkg" / "b.py").write_text(f"# Ünïcode: 😀\n{BARE}if name == None:\n    pass\n")
    (folder / "c.py").write_text("x = 1\n")


def tool(name, *words, cwd, stdin=None):
    return subprocess.run([HERE / name, *words], cwd=cwd, input=stdin, capture_output=True)


@pytest.mark.skipif(not (HERE / "ruff").exists(), reason="ruff is not installed")
@pytest.mark.parametrize("form", ["json", "json-lines", "concise"])
def test_ruff_finds_pyguide_fixes_and_ruff_finds_no_more(folder, form):
    tree(folder)
    words = ("check", "--isolated", "--no-cache", "--select", FOUR)
    found = tool("ruff", *words, "--output-format", form, cwd=folder).stdout
    done = tool("pyguide-fix", "--from", "-", "--unsafe-fixes", cwd=folder, stdin=found)
    assert done.returncode == 0, done.stderr
    assert b"Total" in done.stdout
    assert json.loads(tool("ruff", *words, "--output-format", "json", cwd=folder).stdout) == []
    for path in folder.rglob("*.py"):
        compile(path.read_text(), path, "exec")
    assert (folder / "c.py").read_text() == "x = 1\n"


@pytest.mark.skipif(not (HERE / "ruff").exists(), reason="ruff is not installed")
def test_safe_fixes_leave_ruff_the_rest(folder):
    tree(folder)
    words = ("check", "--isolated", "--no-cache", "--select", FOUR, "--output-format", "json")
    found = tool("ruff", *words, cwd=folder).stdout
    before = [finding["code"] for finding in json.loads(found)]
    done = tool("pyguide-fix", "--from", "-", cwd=folder, stdin=found)
    left = [finding["code"] for finding in json.loads(tool("ruff", *words, cwd=folder).stdout)]
    assert sorted(before) == ["B006", "B006", "B904", "E711", "E722", "E722"]
    assert sorted(left) == ["B006", "B006", "B904", "E711"]
    assert b"2 files changed, 0 left unchanged." in done.stdout


def test_flake8_finds_and_pyguide_fixes(folder):
    tree(folder)
    words = ("--isolated", "--select", "E722,E711", ".")
    found = tool("flake8", *words, cwd=folder).stdout
    assert found.count(b"E722") == 2
    done = tool("pyguide-fix", "--from", "-", "--unsafe-fixes", cwd=folder, stdin=found)
    assert done.returncode == 0, done.stderr
    assert tool("flake8", *words, cwd=folder).stdout == b""


def test_several_processes_do_the_same(pyguide_fix, folder):
    places = []
    for number in range(3):
        (folder / f"m{number}.py").write_text("# padding\n" * 30_000 + BARE + BARE)
        places.append((f"m{number}.py:30003:1", "E722"))
    done = pyguide_fix("--from", "-", "-j", "2", stdin=lines(*places))
    assert table(done)["E722"] == [3, 3, 0, 0, 0]
    assert all(path.read_text().endswith("\n" + SAFE + BARE) for path in folder.glob("*.py"))
