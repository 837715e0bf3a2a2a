"""``pyguide init``: what it writes, and that it writes nothing twice or unseen."""

import io
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

RUFF = Path(sys.executable).with_name("ruff")
PRE_COMMIT = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/pyguide.yml"


class Terminal(io.StringIO):
    """A standard input that somebody sits at."""

    def isatty(self):
        return True


def held(folder):
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_empty_project_gets_all_it_needs(pyguide, folder):
    done = pyguide("init", "--yes")
    assert (done.code, done.err) == (0, "")
    files = held(folder)
    assert sorted(files) == [WORKFLOW, PRE_COMMIT, "pyguide.toml"]
    assert tomllib.loads(files["pyguide.toml"]) == {"ignore": []}
    assert "\n      - run: pyguide check\n" in files[WORKFLOW]
    assert files[PRE_COMMIT] == (
        "repos:\n"
        "  - repo: https://github.com/pyguide/pyguide\n"
        "    rev: v0.1.0\n"
        "    hooks:\n"
        "      - id: pyguide-check\n"
    )
    assert all(f"+++ {name}\n" in done.out for name in files)


@pytest.mark.parametrize(
    "project",
    [
        {},
        {"pyproject.toml": '[project]\nname = "x"\n\n[tool.ruff]\nline-length = 100\n'},
        {"pyproject.toml": "# empty\n", "ruff.toml": "[lint]\nexternal = ['V']  # vulture\n"},
        {"pyproject.toml": "[tool.ruff.lint]\n\n[tool.pyguide]\npreview = true\n"},
        {".pyguide.toml": ""},
        {PRE_COMMIT: "repos:\n- repo: x\n  rev: v1\n  hooks:\n  - id: y\n\nci:\n  skip: []\n"},
    ],
)
def test_a_second_run_finds_everything_there(pyguide, folder, project):
    for name, text in project.items():
        (folder / name).write_text(text)
    pyguide("init", "--yes")
    first = held(folder)
    assert pyguide("init", "--yes") == (0, "Everything is there already.\n", "")
    assert held(folder) == first
    assert pyguide("doctor").code == 0
    assert pyguide("check", "--select=PYG301").code == 0
    for name, text in project.items():
        after = iter(first[name].splitlines())
        assert all(line in after for line in text.splitlines() if "external" not in line)


def test_existing_files_are_added_to(pyguide, folder):
    (folder / "pyproject.toml").write_text("[tool.ruff]\nline-length = 100\n")
    (folder / PRE_COMMIT).write_text(
        "repos:\n-   repo: https://example.org/x\n    rev: v1\n    hooks:\n    -   id: y\n"
        "# the end\nci:\n  skip: []\n"
    )
    pyguide("init", "--yes")
    settings = tomllib.loads((folder / "pyproject.toml").read_text())["tool"]
    assert settings == {
        "ruff": {"line-length": 100, "lint": {"external": ["PYG"]}},
        "pyguide": {"ignore": []},
    }
    yaml = pytest.importorskip("yaml")
    document = yaml.safe_load((folder / PRE_COMMIT).read_text())
    assert [one["repo"] for one in document["repos"]] == [
        "https://example.org/x",
        "https://github.com/pyguide/pyguide",
    ]
    assert document["ci"] == {"skip": []}
    workflow = yaml.safe_load((folder / WORKFLOW).read_text())
    assert workflow["jobs"]["check"]["steps"][-1] == {"run": "pyguide check"}


def test_pre_commit_takes_the_hooks(pyguide, folder):
    pyguide("init", "--yes")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", PRE_COMMIT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("YES\n", 0), ("n\n", 1), ("\n", 1), ("", 1)]
)
def test_at_a_terminal_it_asks(pyguide, folder, monkeypatch, answer, code):
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True, raising=False)
    done = pyguide("init", "--color=never")
    assert done.code == code
    assert "Write these files? [y/N] " in done.out
    assert bool(held(folder)) == (code == 0)


def test_without_a_terminal_it_shows_and_writes_nothing(pyguide, folder):
    done = pyguide("init", stdin=b"y\n")
    assert done.code == 1
    assert "+++ pyguide.toml\n" in done.out
    assert done.err == "Nothing was written; `pyguide init --yes` writes without asking.\n"
    assert held(folder) == {}


def test_hooks_that_it_cannot_read_are_left(pyguide, folder):
    (folder / PRE_COMMIT).write_text("{repos: []}\n")
    assert pyguide("init", "--yes").code == 0
    assert (folder / PRE_COMMIT).read_text() == "{repos: []}\n"


@pytest.mark.parametrize("name", ["pyproject.toml", "ruff.toml"])
def test_broken_toml_is_misuse_and_named(pyguide, folder, name):
    (folder / name).write_text("x = [\n")
    done = pyguide("init", "--yes")
    assert (done.code, done.out) == (2, "")
    assert f"{name}: broken TOML" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.skipif(not RUFF.exists(), reason="ruff is not installed")
def test_ruff_still_runs_and_keeps_our_comments(pyguide, folder):
    (folder / "pyproject.toml").write_text("[tool.ruff]\n")
    text = "x = 1  # noqa: PYG301\ny = 1  # noqa: E711, PYG301\n"
    (folder / "a.py").write_text(text)
    pyguide("init", "--yes")
    done = subprocess.run([RUFF, "check", "--fix", "--no-cache", "."], capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (folder / "a.py").read_text() == text.replace("E711, ", "")
