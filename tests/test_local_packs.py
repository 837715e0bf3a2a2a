"""Packs that a configuration names: where they run, what they are kept from, what goes wrong."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[1] / "examples" / "house_rules" / "house_rules"
CODE = "def log(kinds):\n    return {'kinds': kinds, 'more': dict()}\n"
CONFIGURATION = '[tool.pyguide]\npacks = ["tools/house_rules"]\n'


@pytest.fixture
def project(tmp_path):
    """A project whose configuration names a folder with rules."""
    tree = tmp_path / "project"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(EXAMPLE, tree / "tools" / "house_rules", ignore=ignored)
    (tree / "pyproject.toml").write_text(CONFIGURATION)
    (tree / "a.py").write_text(CODE)
    return tree


def run(folder, *words, env=()):
    """Run a module or, with ``-c``, a program; the folder itself is not on the path."""
    return subprocess.run(
        [sys.executable, *(words if words[0] == "-c" else ("-m", *words))],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONSAFEPATH": "1", **dict(env)},
    )


def found(done):
    assert done.stderr == ""
    return [entry["code"] for entry in json.loads(done.stdout)]


JSON = ("pyguide", "check", "--output-format", "json")


def test_a_folder_beside_the_configuration_is_a_pack(project):
    assert found(run(project, *JSON)) == ["HSE001"]
    assert found(run(project, *JSON, "--ignore", "empty-constructor")) == []
    assert run(project, "pyguide", "check", "--fix").returncode == 0
    assert (project / "a.py").read_text() == CODE.replace("dict()", "{}")


def test_paths_are_relative_to_the_file_that_holds_them(project):
    (project / "tools" / "base.toml").write_text('packs = ["./house_rules"]')
    (project / "pyproject.toml").write_text('[tool.pyguide]\nextend = "tools/base.toml"\n')
    (project / "inner").mkdir()
    (project / "a.py").rename(project / "inner" / "a.py")
    assert found(run(project / "inner", *JSON)) == ["HSE001"]


def test_an_importable_name_is_a_pack_too(project):
    (project / "pyproject.toml").write_text('[tool.pyguide]\npacks = ["house_rules"]\n')
    assert found(run(project, *JSON, env={"PYTHONPATH": str(project / "tools")})) == ["HSE001"]


def test_selectors_of_extended_files_know_the_rules_by_name(project):
    (project / "base.toml").write_text('extend-select = ["empty-constructor"]')
    more = 'extend = "base.toml"\nignore = ["HSE"]\n'
    (project / "pyproject.toml").write_text(CONFIGURATION + more)
    assert found(run(project, *JSON)) == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_every_process_knows_the_rules(project, method):
    rule = project / "tools" / "house_rules" / "empty_constructor.py"
    looked = "        import os, sys; print(os.getpid(), file=sys.stderr)\n"
    asks = "        if not self.suspicious("
    rule.write_text(rule.read_text().replace(asks, looked + asks))
    for number in range(4):
        (project / f"b{number}.py").write_text(CODE * 20)
    program = (
        "import multiprocessing, os, sys\n"
        "from pyguide import workers\n"
        "from pyguide.cli import run\n"
        "if __name__ == '__main__':\n"
        f"    multiprocessing.set_start_method({method!r})\n"
        "    workers.SHARE_FORKED = workers.SHARE_SPAWNED = 1\n"
        "    print(os.getpid(), file=sys.stderr)\n"
        "    sys.argv[1:] = ['check', '--no-cache', '--statistics', '-j', JOBS]\n"
        "    run()\n"
    )
    alone = run(project, "-c", program.replace("JOBS", "'1'"))
    assert alone.stdout.startswith("81\tHSE001\t[*] empty-constructor\n"), alone.stderr
    assert len(alone.stderr.split()) == 1 + 81
    assert len(set(alone.stderr.split())) == 1
    together = run(project, "-c", program.replace("JOBS", "'2'"))
    assert together.stdout == alone.stdout
    parent, *looking = together.stderr.split()
    assert len(looking) == 81
    assert parent not in looking


def test_what_is_stored_goes_when_a_rule_changes(project):
    rule = project / "tools" / "house_rules" / "empty_constructor.py"
    words = ("pyguide", "check", "--output-format", "concise")
    old = run(project, *words).stdout
    assert run(project, *words).stdout == old
    rule.write_text(rule.read_text().replace("looks up a name", "is asked for by a name"))
    assert "is asked for by a name" in run(project, *words).stdout
    (project / "pyproject.toml").write_text("[tool.pyguide]\n")
    assert run(project, *words).stdout == "All checks passed!\n"


def test_what_was_stored_long_ago_goes_when_a_module_beside_a_rule_changes(project):
    """With files that are old enough to be stored, and a run that is replayed without imports."""
    words_file = project / "tools" / "house_rules" / "displays.py"
    rule = project / "tools" / "house_rules" / "empty_constructor.py"
    line = '_DISPLAYS = {"dict": "{}", "list": "[]", "tuple": "()"}'
    rule.write_text(
        rule.read_text()
        .replace(f"{line}\n", "")
        .replace("\n\nclass", "\nfrom .displays import _DISPLAYS\n\n\nclass")
    )
    words_file.write_text(f"{line}\n")
    program = (
        "from pyguide import witness\n"
        "witness.SETTLED_NS = 0\n"
        "from pyguide.cli import run\n"
        "import sys\n"
        "sys.argv[1:] = ['check', '--output-format', 'concise']\n"
        "try:\n"
        "    run()\n"
        "finally:\n"
        "    print('house_rules' in sys.modules, file=sys.stderr)\n"
    )
    runs = [run(project, "-c", program) for _ in range(3)]
    assert len({done.stdout for done in runs}) == 1
    assert "HSE001" in runs[0].stdout
    assert runs[-1].stderr == "False\n"
    words_file.write_text(line.replace('"dict": "{}", ', "") + "\n")
    assert run(project, "-c", program).stdout == "All checks passed!\n"


def test_flake8_runs_and_shows_them(project):
    done = run(project, "flake8", "a.py")
    assert done.stderr == ""
    assert done.stdout.startswith("a.py:2:37: HSE001 ")


def test_commands_that_tell_of_rules_know_them(project):
    assert run(project, "pyguide", "rule", "HSE001").stdout.startswith("# empty-constructor")
    assert "empty list" in run(project, "pyguide", "explain", "empty-constructor").stdout
    assert "HSE002" in run(project, "pyguide", "rules").stdout
    assert "HSE house_rules" in run(project, "pyguide", "linter").stdout
    assert "HSE002" in run(project, "pyguide", "config", "--schema").stdout
    taken = run(project, "pyguide", "new", "other", "--into", "tools/house_rules", "--code=HSE001")
    assert "there is a rule empty-constructor (HSE001) already" in taken.stderr


def test_the_shown_settings_name_the_pack(project):
    shown = run(project, "pyguide", "check", "--show-settings", "a.py").stdout
    assert f'packs = ["{project}/tools/house_rules"]' in shown
    assert "#   HSE001 empty-constructor" in shown


# -- what is never loaded --------------------------------------------------------------------------

LOUD = "raise SystemExit('loaded')\n"


def test_a_configuration_below_the_project_loads_nothing(project, tmp_path):
    (project / "tools" / "house_rules" / "__init__.py").write_text(LOUD)
    for folder in (tmp_path, tmp_path / "elsewhere"):
        folder.mkdir(exist_ok=True)
        done = run(folder, *JSON, str(project))
        assert (done.returncode, found(done)) == (0, [])
    (tmp_path / "pyguide.toml").write_text("")
    assert found(run(tmp_path, *JSON)) == []
    assert run(tmp_path, "flake8", "--isolated", "--select=PYG,HSE", "project").stdout == ""
    assert "loaded" in run(project, *JSON).stderr


def test_isolated_runs_load_nothing(project):
    (project / "tools" / "house_rules" / "__init__.py").write_text(LOUD)
    assert found(run(project, *JSON, "--isolated")) == []


def test_the_environment_may_forbid_packs(project):
    (project / "tools" / "house_rules" / "__init__.py").write_text(LOUD)
    for words in (JSON, ("pyguide", "rules")):
        done = run(project, *words, env={"PYGUIDE_NO_PACKS": "1"})
        assert (done.returncode, done.stdout) == (2, "")
        where = f"{project}/pyproject.toml: `tool.pyguide.packs`"
        assert done.stderr == f"pyguide: {where}: PYGUIDE_NO_PACKS forbids packs\n"
    assert found(run(project, *JSON, "--isolated", env={"PYGUIDE_NO_PACKS": "1"})) == []


# -- what goes wrong -------------------------------------------------------------------------------


def complaint(project):
    done = run(project, "pyguide", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix(f"pyguide: {project}/pyproject.toml: `tool.pyguide.packs`: ")


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        ("tools/hose_rules", "cannot be imported: no such folder"),
        ("./tools", "cannot be imported: it has no __init__.py"),
        ("no_such_pack.inner", "cannot be imported: No module named 'no_such_pack'"),
        ("house-rules", "`house-rules` is no importable name; a folder needs a slash"),
    ],
)
def test_a_pack_that_is_not_there_is_said_with_file_and_key(project, word, wrong):
    (project / "pyproject.toml").write_text(f'[tool.pyguide]\npacks = ["{word}"]\n')
    assert wrong in complaint(project)


@pytest.mark.parametrize("name", ["json", "sys"])
def test_a_folder_that_is_called_like_another_module_is_refused(project, name):
    (project / name).mkdir()
    (project / name / "__init__.py").write_text("")
    (project / "pyproject.toml").write_text(f'[tool.pyguide]\npacks = ["./{name}"]\n')
    assert f"cannot be imported: another module is called `{name}`" in complaint(project)


def test_a_mere_folder_of_the_same_name_on_the_path_gives_way(project):
    (project / "house_rules").mkdir()
    assert found(run(project, *JSON, env={"PYTHONPATH": str(project)})) == ["HSE001"]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("HSE001", "PYG301", "are both PYG301"),
        ("HSE001", "HOUSE1", "TypeError: rule EmptyConstructor: `HOUSE1` is no code"),
        ("import ast", "import ast)", "SyntaxError: unmatched ')'"),
        ("import ast", "import no_such_module", "No module named 'no_such_module'"),
        ("import ast", "1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_broken_pack_is_said_with_file_and_key(project, old, new, wrong):
    rule = project / "tools" / "house_rules" / "empty_constructor.py"
    rule.write_text(rule.read_text().replace(old, new))
    assert wrong in complaint(project)


def test_a_broken_pack_is_one_line_under_flake8(project):
    (project / "tools" / "house_rules" / "__init__.py").write_text("1 / 0\n")
    done = run(project, "flake8", "a.py")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("pyguide: ")
    assert "ZeroDivisionError" in done.stderr
