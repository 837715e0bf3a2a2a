"""A rule that crashes is one failure with its name, file and line; everything else goes on."""

import os
import subprocess
import sys

import pytest

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
RULE = """\
import ast
from pyguide import Category, Rule

class CrashingRule(Rule):
    code = "XYZ100"
    category = Category.STYLE
    message = "never said"
    guide = ("Q39",)
    suspects = (ast.Name,)

    def visit_Name(self, node):
        if node.value == "crash":
            raise KeyError("several\\nlines")
"""
PAGE = "# crashing-rule (XYZ100)\n\nIt crashes.\n"
CRASH = r"rule-crash: XYZ100 crashing-rule: KeyError: 'several\nlines'"


@pytest.fixture
def run(folder, tmp_path_factory):
    """Runs a command where a pack with a crashing rule is installed beside pyguide's own."""
    home = tmp_path_factory.mktemp("installed")
    files = {
        "crashing_pack/__init__.py": "",
        "crashing_pack/crashing_rule.py": RULE,
        "crashing_pack/crashing_rule.md": PAGE,
        "crashing_pack-1.0.dist-info/METADATA": "Name: crashing-pack\nVersion: 1.0\n",
        "crashing_pack-1.0.dist-info/entry_points.txt": "[pyguide.packs]\nx = crashing_pack\n",
    }
    for name, text in files.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text)

    def command(*words):
        return subprocess.run(
            [sys.executable, *words],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(home)},
        )

    return command


CHECK = ("-c", "from pyguide.cli import run; run()", "check")
FIX = ("-c", "from pyguide.cli import run_fix; run_fix()", "--allow-no-vcs")


def test_the_crash_is_one_line_and_the_other_rules_and_files_go_on(run, folder):
    (folder / "a.py").write_text(f"x = 1\ncrash\n{BARE}")
    (folder / "b.py").write_text(BARE)
    done = run(*CHECK, "--output-format", "concise")
    lines = done.stdout.splitlines()
    assert lines[0] == f"a.py:2:1: {CRASH}"
    assert lines[1].startswith("a.py:5:1: PYG301 ")
    assert lines[2].startswith("b.py:3:1: PYG301 ")
    assert (done.returncode, done.stderr) == (2, "")


def test_a_crash_is_a_failure_even_where_findings_are_none(run, folder):
    (folder / "a.py").write_text("crash\n")
    assert run(*CHECK, "--exit-zero").returncode == 2


def test_a_crash_is_named_with_the_line_after_the_fixes(run, folder):
    (folder / "a.py").write_text(f"{BARE}crash\n")
    done = run(*CHECK, "--fix", "--output-format", "concise")
    assert done.stdout.splitlines()[0] == f"a.py:5:1: {CRASH}"
    assert done.stdout.count("rule-crash") == 1
    assert done.returncode == 2
    assert (folder / "a.py").read_text() == f"{SAFE}crash\n"


def test_a_fix_that_adds_lines_does_not_double_the_crash(run, folder):
    (folder / "a.py").write_text("def f(x=[]):\n    x.append(1)\n    crash\n    return x\n")
    done = run(*CHECK, "--fix", "--unsafe-fixes", "--output-format", "concise")
    assert done.stdout.count("rule-crash") == 1
    (line,) = [line for line in done.stdout.splitlines() if "rule-crash" in line]
    row = int(line.split(":")[1])
    assert (folder / "a.py").read_text().splitlines()[row - 1].strip() == "crash"


def test_the_codemod_and_the_diff_say_it_too(run, folder):
    (folder / "a.py").write_text(f"crash\n{BARE}")
    done = run(*CHECK, "--diff")
    assert (done.returncode, done.stderr) == (2, f"Would fix 1 error.\na.py:1: {CRASH}\n")
    done = run(*FIX)
    assert (done.returncode, done.stderr) == (2, f"a.py:1: {CRASH}\n")
    assert (folder / "a.py").read_text() == f"crash\n{SAFE}"


def test_a_crash_in_another_process_comes_back_as_the_same_line(run, folder):
    for number in range(12):
        (folder / f"m{number:02}.py").write_text("# padding\n" * 5000 + BARE)
    (folder / "m05.py").write_text("crash\n")
    done = run(*CHECK, "-j", "2", "--output-format", "concise")
    assert f"m05.py:1:1: {CRASH}\n" in done.stdout
    assert done.stdout.count("PYG301 ") == 11
    assert (done.returncode, done.stderr) == (2, "")


def test_flake8_says_it_on_standard_error_and_goes_on(run, folder):
    (folder / "a.py").write_text(f"crash\n{BARE}")
    done = run("-m", "flake8", "--isolated", "--select", "PYG", "-j", "1", "a.py")
    assert done.stderr == f"pyguide: a.py:1: {CRASH}\n"
    assert done.stdout.startswith("a.py:4:1: PYG301 ")


def test_a_pack_that_cannot_be_imported_is_misuse_in_one_line(run, folder):
    (folder / "a.py").write_text(BARE)
    done = run(
        "-c",
        "import sys; sys.modules['crashing_pack.crashing_rule'] = None\n"
        "sys.argv[1:] = ['check']\nfrom pyguide.cli import run; run()",
    )
    assert done.returncode == 2
    assert done.stderr.startswith("pyguide: the rule crashing_pack.crashing_rule cannot be import")
    assert done.stderr.count("\n") == 1
