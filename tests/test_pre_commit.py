"""The hooks under real pre-commit and prek, which install them from a commit and run them."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
PREK = Path(sys.executable).with_name("prek")
CONFIGURATION = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: {hook}
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(find_spec("pre_commit") is None, reason="pre-commit is not installed"),
    pytest.mark.skipif(
        not (CHECKOUT / ".pre-commit-hooks.yaml").is_file(),
        reason="this copy holds no hooks: an sdist, not a checkout",
    ),
]

once = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="an environment takes long to make; one Python is enough"
)


def run(*words, cwd, **env):
    """Run a command in ``cwd``, far from what the caller's git was told."""
    told = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = {
        f"GIT_{role}_{what}": "x@y"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    return subprocess.run(
        [*map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**told, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **env},
    )


def committed(folder):
    """Put all of ``folder`` into a repository of its own; returns the commit."""
    for words in (["init", "-q", "."], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        done = run("git", *words, cwd=folder)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory):
    """A repository that holds what building the package needs, and its commit."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in ("src", "rules"):
        shutil.copytree(
            CHECKOUT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(CHECKOUT / name, folder)
    return folder, committed(folder), tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def repository(tmp_path, hooks):
    """Makes a repository with one of the hooks and the files given; returns how to run it."""
    source, revision, home = hooks

    def make(hook, files, more=""):
        text = CONFIGURATION.format(repository=source, revision=revision, hook=hook)
        text += f"        {more}\n"
        for name, content in {".pre-commit-config.yaml": text, **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content)
        committed(tmp_path)
        return lambda: run(
            sys.executable,
            *("-m", "pre_commit", "run", "--all-files", "--color=never"),
            cwd=tmp_path,
            PRE_COMMIT_HOME=str(home),
        )

    return make


def test_the_fixer_fails_once_mends_the_file_and_then_passes(repository, tmp_path):
    hook = repository("pyguide-fix", {"a.py": BARE, "b.py": "x = 1\n", "notes.txt": BARE})
    first = hook()
    assert first.returncode == 1, first.stdout + first.stderr
    assert "files were modified by this hook" in first.stdout
    assert "1 file changed, 1 left unchanged." in first.stdout
    assert (tmp_path / "a.py").read_text() == SAFE
    assert (tmp_path / "notes.txt").read_text() == BARE
    second = hook()
    assert second.returncode == 0, second.stdout
    assert "Passed" in second.stdout


def test_the_checker_fails_with_the_finding_and_changes_nothing(repository, tmp_path):
    hook = repository("pyguide-check", {"a.py": BARE, "stub.pyi": BARE, "c.py": "x = 1\n"})
    done = hook()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "--> a.py:3:1" in done.stdout
    assert "--> stub.pyi:3:1" in done.stdout
    assert "exit code: 1" in done.stdout
    assert (tmp_path / "a.py").read_text() == BARE


@once
def test_a_pack_of_house_rules_is_installed_beside_the_hook(repository, tmp_path):
    pack = CHECKOUT / "examples" / "house_rules"
    hook = repository(
        "pyguide-fix", {"a.py": "x = list()\n", "b.py": BARE}, f"additional_dependencies: [{pack}]"
    )
    done = hook()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "2 files changed" in done.stdout
    assert (tmp_path / "a.py").read_text() == "x = []\n"
    assert (tmp_path / "b.py").read_text() == SAFE


@once
def test_rules_of_the_project_itself_need_nothing_else(repository, tmp_path):
    pack = CHECKOUT / "examples" / "house_rules" / "house_rules"
    files = {f"tools/house_rules/{file.name}": file.read_text() for file in pack.glob("*.*")}
    files["pyguide.toml"] = 'packs = ["tools/house_rules"]\n'
    done = repository("pyguide-fix", {"a.py": "x = list()\n", **files})()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 file changed" in done.stdout
    assert (tmp_path / "a.py").read_text() == "x = []\n"


def test_excluded_files_stay_excluded_though_pre_commit_names_them(repository):
    files = {"a.py": BARE, "pyguide.toml": 'exclude = ["a.py"]\n', "b.py": "x = 1\n"}
    done = repository("pyguide-check", files)()
    assert done.returncode == 0, done.stdout


def test_a_broken_configuration_fails_the_hook_and_is_said(repository):
    done = repository("pyguide-check", {"a.py": BARE, "pyguide.toml": "slect = []\n"})()
    assert done.returncode == 1
    assert "exit code: 2" in done.stdout
    assert "did you mean `select`?" in done.stdout


@pytest.mark.skipif(not PREK.is_file(), reason="prek is not installed")
@once
def test_prek_runs_the_same_hook(repository, tmp_path, hooks):
    repository("pyguide-fix", {"a.py": BARE, "b.py": "x = 1\n"})
    words = (PREK, "run", "--all-files", "--color=never")
    home = str(hooks[2] / "prek")
    first = run(*words, cwd=tmp_path, PREK_HOME=home)
    assert first.returncode == 1, first.stdout + first.stderr
    assert "files were modified by this hook" in first.stdout
    assert (tmp_path / "a.py").read_text() == SAFE
    second = run(*words, cwd=tmp_path, PREK_HOME=home)
    assert second.returncode == 0, second.stdout + second.stderr
