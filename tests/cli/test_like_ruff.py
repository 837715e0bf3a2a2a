"""The flags of ``pyguide check`` do what the same flags of ruff do, seen side by side.

Each tool gets a tree of its own with one safe fix in each of two files, an unsafe one in a third,
and rules of its own that find these.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

CLEAN = "x = 1\n"


class Tool(NamedTuple):
    """A linter: its words, a file with a safe fix, the same fixed, and one with an unsafe fix."""

    name: str
    words: tuple[str, ...]
    safe: str
    fixed: str
    unsafe: str


RUFF = Tool(
    "ruff",
    ("check", "--isolated", "--no-cache", "--select=F401,E711"),
    "import os\nx = 1\n",
    "x = 1\n",
    "x = 1\nif x == None:\n    pass\n",
)
PYGUIDE = Tool(
    "pyguide",
    ("check", "--isolated", "--no-cache", "--select=PYG301,PYG202"),
    "try:\n    f()\nexcept:\n    g()\n",
    "try:\n    f()\nexcept BaseException:\n    g()\n",
    "if x is 'y':\n    pass\n",
)
EXECUTABLE = str(Path(sys.executable).with_name("ruff"))


class Done(NamedTuple):
    """What a tool did, in words that do not depend on its rules."""

    code: int
    files: tuple[str, ...]
    out: str
    err: str

    @property
    def said(self) -> list[str]:
        """The sentences of the summary, wherever they were written."""
        lines = (self.out + self.err).splitlines()
        return [line for line in lines if re.match(r"(Found|Fixed|No errors|All|\[\*\]|- )", line)]


def tree(folder: Path, tool: Tool) -> Path:
    top = folder / tool.name
    (top / "sub").mkdir(parents=True)
    for name, text in (
        ("b.py", tool.safe),
        ("sub/a.py", tool.safe),
        ("n.py", tool.unsafe),
        ("z.py", CLEAN),
    ):
        (top / name).write_text(text)
    return top


def state(top: Path, tool: Tool) -> tuple[str, ...]:
    states = []
    for path in sorted(top.rglob("*.py")):
        name = path.relative_to(top).as_posix()
        is_fixed = path.read_text() == tool.fixed and name != "z.py"
        states.append(f"{name} fixed" if is_fixed else name)
    return tuple(states)


@pytest.fixture
def both(folder, pyguide, monkeypatch):
    """Runs both tools; ``SAFE`` and ``UNSAFE`` stand for code on standard input."""

    def run(*words: str, stdin: str | None = None) -> tuple[Done, Done]:
        top = tree(folder, RUFF)
        text = {"SAFE": RUFF.safe, "UNSAFE": RUFF.unsafe}.get(stdin or "", stdin)
        command = [EXECUTABLE, *RUFF.words, *words]
        done = subprocess.run(
            command, cwd=top, input=text, capture_output=True, text=True, check=False
        )
        ruff = Done(done.returncode, state(top, RUFF), done.stdout, done.stderr)
        top = tree(folder, PYGUIDE)
        text = {"SAFE": PYGUIDE.safe, "UNSAFE": PYGUIDE.unsafe}.get(stdin or "", stdin)
        monkeypatch.chdir(top)
        raw = None if text is None else text.encode()
        code, out, err = pyguide(*PYGUIDE.words, *words, stdin=raw)
        return ruff, Done(code, state(top, PYGUIDE), out, err)

    return run


@pytest.mark.parametrize(
    "words",
    [
        "b.py",
        "z.py",
        "b.py --exit-zero",
        "b.py -e",
        "b.py z.py --fix",
        "b.py n.py --fix",
        "b.py n.py --fix --exit-zero",
        "b.py --fix --exit-non-zero-on-fix",
        "z.py --fix --exit-non-zero-on-fix",
        "b.py --exit-non-zero-on-fix",
        "b.py n.py --fix-only",
        "n.py --fix-only",
        "z.py --fix-only",
        "b.py n.py --fix-only --output-format json",
        "b.py n.py --fix-only --show-fixes --output-format json",
        "b.py --fix-only --exit-non-zero-on-fix",
        "b.py --no-fix --fix-only",
        "b.py --fix --no-fix",
        "b.py n.py --diff --quiet",
        "n.py --diff --quiet",
        "b.py --diff --exit-zero --quiet",
        "b.py --diff --fix --quiet",
        "b.py --config fix=true",
        "b.py --config fix-only=true",
        "b.py --config fix=true --no-fix",
        "n.py --fix --unsafe-fixes",
        "n.py --fix --config unsafe-fixes=true",
        "b.py sub --fix --show-fixes",
        "b.py sub --fix --config show-fixes=true",
        "b.py n.py --fix-only --show-fixes",
        "z.py --fix --show-fixes",
        "b.py z.py --quiet",
        "b.py --silent",
        "z.py --silent",
        "b.py --fix --silent",
        "b.py --fix --quiet",
        "b.py --fix --quiet --show-fixes",
        "b.py --fix --exit-zero --exit-non-zero-on-fix",
        "b.py --quiet --silent",
        "b.py --quiet --verbose",
        "b.py --unfixable ALL",
        "b.py --unfixable ALL --fix",
        "b.py --fixable ALL --fix",
        "b.py n.py sub --exclude b.py",
        ". --exclude b.py,n.py",
        ". --extend-exclude sub --fix",
        "b.py --exclude b.py --force-exclude",
        ". --per-file-ignores sub/*:ALL,*.py:ALL",
        ". --extend-per-file-ignores !sub/*:ALL --fix",
        ". --per-file-ignores sub",
        ". --no-such-flag",
        ". --output-format nonsense",
        ". --fixable NONSENSE1",
        ". --config nonsense",
        ". --config nonsense.toml",
        ". --config preview=1",
    ],
)
def test_a_flag_gives_the_exit_code_the_files_and_the_summary_that_it_gives_in_ruff(both, words):
    ruff, pyguide = both(*words.split())
    assert (pyguide.code, pyguide.files) == (ruff.code, ruff.files)
    assert pyguide.said == ruff.said
    if pyguide.code == 2:
        assert pyguide.out == ""
        assert "Traceback" not in pyguide.err


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        ("- --fix", "SAFE"),
        ("- --fix", "UNSAFE"),
        ("- --fix-only", "SAFE"),
        ("- --fix-only", "UNSAFE"),
        ("- --fix", CLEAN),
        ("- --fix --exit-non-zero-on-fix", "SAFE"),
        ("- --fix --silent", "SAFE"),
        ("- --fix --quiet", "SAFE"),
        ("- --fix --stdin-filename sub/a.py --exclude sub --force-exclude", "SAFE"),
        ("- --fix --stdin-filename sub/a.py --exclude sub", "SAFE"),
        ("- --stdin-filename sub/a.py --exclude sub --force-exclude", "SAFE"),
        ("- --stdin-filename sub/a.py --exclude sub --force-exclude --diff", "SAFE"),
        ("- --show-files", "SAFE"),
    ],
)
def test_standard_input_comes_back_as_it_does_from_ruff(both, words, stdin):
    ruff, pyguide = both(*words.split(), stdin=stdin)
    assert pyguide.code == ruff.code
    what = []
    for tool, done in ((RUFF, ruff), (PYGUIDE, pyguide)):
        given = {"SAFE": tool.safe, "UNSAFE": tool.unsafe}.get(stdin, stdin)
        what.append({tool.fixed: "fixed", given: "as it was"}.get(done.out, done.out))
    assert what[1] == what[0]
    assert pyguide.files == ruff.files


@pytest.mark.parametrize(
    "words", [".", "sub b.py", "b.py b.py", "z.py --exclude z.py", ". --exclude *.py", "n.py sub"]
)
def test_the_files_are_listed_in_the_order_of_ruff(both, words):
    ruff, pyguide = both(*words.split(), "--show-files")
    assert pyguide.code == ruff.code == 0
    assert pyguide.out.replace("/pyguide/", "/ruff/") == ruff.out


def test_a_report_may_go_to_a_file_in_a_folder_that_is_not_there_yet(both, tmp_path):
    ruff, pyguide = both("b.py", "-o", "new/report.txt")
    assert (pyguide.code, pyguide.out, pyguide.err) == (1, "", "")
    assert (ruff.code, ruff.out, ruff.err) == (1, "", "")
    for tool in (RUFF, PYGUIDE):
        assert "Found 1 error." in (tmp_path / tool.name / "new" / "report.txt").read_text()


def test_words_may_stand_in_a_file_one_a_line(both, tmp_path):
    (tmp_path / "inner.txt").write_text("--exit-zero\n")
    (tmp_path / "args.txt").write_text(f"@{tmp_path / 'inner.txt'}\nb.py\nsub\n")
    ruff, pyguide = both(f"@{tmp_path / 'args.txt'}")
    assert pyguide.code == ruff.code == 0
    assert pyguide.said == ruff.said


def test_a_file_of_words_that_is_missing_or_names_itself_is_misuse(both, pyguide, tmp_path):
    ruff, ours = both("@gone.txt")
    assert ours.code == ruff.code == 2
    assert ours.err == "pyguide: @gone.txt: no such file or directory\n"
    (tmp_path / "self.txt").write_text(f"@{tmp_path / 'self.txt'}\n")
    done = pyguide("check", f"@{tmp_path / 'self.txt'}")
    assert (done.code, done.out) == (2, "")
    assert "without end" in done.err
