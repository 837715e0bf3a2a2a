"""The pack in examples/house_rules, found by its entry point, in every way of running pyguide."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pyguide.packs import GROUP

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[1] / "examples" / "house_rules"
CODE = """\
from datetime import datetime


def log(kinds):
    return {"at": datetime.utcnow(), "kinds": kinds, "more": dict()}
"""
FIXED = CODE.replace("dict()", "{}")
UNSAFE_FIXED = FIXED.replace("utcnow()", "now(timezone.utc)").replace(
    "import datetime\n", "import datetime\nfrom datetime import timezone\n"
)
FOUND = [("a.py", 5, "HSE002"), ("a.py", 5, "HSE001")]


@pytest.fixture
def place(tmp_path):
    """A folder that holds what an installation of the pack would put into site-packages."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    facts = f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata = tmp_path / "site" / facts
    metadata.mkdir(parents=True)
    points = project["entry-points"][GROUP].items()
    lines = [f"[{GROUP}]", *(f"{name} = {value}" for name, value in points)]
    (metadata / "entry_points.txt").write_text("\n".join(lines))
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    for name in project["entry-points"][GROUP].values():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(EXAMPLE / name, metadata.parent / name, ignore=ignored)
    return metadata.parent


@pytest.fixture
def run(place, tmp_path):
    """Runs a module in a folder with one file, ``a.py``, where the pack is on the path."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.py").write_text(CODE)

    def run(*words, env=()):
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "PYTHONPATH": str(place), **dict(env)},
        )

    run.folder = folder
    return run


def told(done):
    return [
        (Path(entry["filename"]).name, entry["location"]["row"], entry["code"])
        for entry in json.loads(done.stdout)
    ]


def test_the_pages_of_the_pack_hold(place):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", EXAMPLE],
        cwd=EXAMPLE,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stdout
    assert "5 passed" in done.stdout


def test_check_finds_what_the_pack_knows(run):
    words = ("pyguide", "check", "--output-format", "json")
    assert told(run(*words)) == FOUND
    assert told(run(*words, "--select", "HSE001")) == FOUND[1:]
    assert told(run(*words, "--ignore", "empty-constructor")) == FOUND[:1]
    assert told(run(*words, "--preset", "guide")) == []


def test_without_the_pack_nothing_is_found(run):
    done = run("pyguide", "check", env={"PYTHONPATH": ""})
    assert (done.returncode, done.stdout) == (0, "All checks passed!\n")


def test_a_fix_of_the_pack_is_applied_as_any_other(run):
    done = run("pyguide", "check", "--fix")
    assert done.returncode == 1, done.stderr
    assert (run.folder / "a.py").read_text() == FIXED
    assert run("pyguide", "check", "--fix", "--unsafe-fixes").returncode == 0
    assert (run.folder / "a.py").read_text() == UNSAFE_FIXED


def test_the_pages_are_shown(run):
    assert run("pyguide", "rule", "HSE001").stdout.startswith("# empty-constructor (HSE001)")
    assert "naive-utcnow" in run("pyguide", "rules").stdout
    assert "house_rules" in run("pyguide", "linter").stdout


def codes(done):
    assert done.stderr == ""
    return [line.split()[1] for line in done.stdout.splitlines()]


def test_flake8_shows_the_codes_of_the_pack(run):
    assert codes(run("flake8", "--isolated", "a.py")) == ["HSE002", "HSE001"]
    assert codes(run("flake8", "--isolated", "-j", "2", ".")) == ["HSE002", "HSE001"]
    assert codes(run("flake8", "--isolated", "--extend-select", "E", "a.py")) == [
        "HSE002",
        "HSE001",
    ]
    assert codes(run("flake8", "--isolated", "--extend-ignore", "HSE002", "a.py")) == ["HSE001"]


def test_what_flake8_is_told_to_select_is_all_that_it_shows(run):
    assert codes(run("flake8", "--isolated", "--select", "PYG", "a.py")) == []
    assert codes(run("flake8", "--isolated", "--select", "PYG,HSE", "a.py")) == ["HSE002", "HSE001"]


def test_a_comment_silences_a_rule_of_the_pack(run):
    for comment in ("noqa: HSE001, HSE002", "ruff: ignore[empty-constructor, naive-utcnow]"):
        (run.folder / "a.py").write_text(CODE.replace("dict()}", f"dict()}}  # {comment}"))
        assert run("pyguide", "check").returncode == 0
        assert codes(run("flake8", "--isolated", "--max-line-length=120", "a.py")) == []
