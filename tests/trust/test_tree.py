"""Nothing of the tree that is checked is imported, and nothing that came with it is believed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pyguide.cache import replay
from pyguide.cache.folder import NAME, Folder
from pyguide.cache.tracked import is_tracked

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    pass\n"
TRAP = "import os\nopen(os.path.join(os.path.dirname(__file__), 'TRAPPED'), 'a').close()\n"
MODULES = (
    "ast", "json", "libcst", "rich", "tomlkit", "sitecustomize", "usercustomize", "pyguide",
    "pyguide_rules", "re", "tokenize", "signal", "multiprocessing", "conftest", "setup", "typing",
    "pathlib", "flake8", "argparse", "encodings", "codecs", "klingon", "bisect",
    "random", "tempfile",
)  # fmt: skip
BIN = Path(sys.executable).parent
WAYS = {
    "pyguide": [str(BIN / "pyguide"), "check", "-j", "2"],
    "pyguide --fix": [str(BIN / "pyguide"), "check", "--fix"],
    "pyguide-fix": [str(BIN / "pyguide-fix"), "--diff"],
    "python -P -m pyguide": [sys.executable, "-P", "-m", "pyguide", "check"],
    "python -I -m pyguide": [sys.executable, "-I", "-m", "pyguide", "check"],
    "flake8": [str(BIN / "flake8"), "--isolated", "--select", "PYG", "."],
}


@pytest.fixture
def trapped(tmp_path):
    """A tree full of modules that would leave a trace if they were imported."""
    for name in MODULES:
        if name in ("libcst", "rich", "encodings", "pyguide_rules"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "__init__.py").write_text(TRAP)
        else:
            (tmp_path / f"{name}.py").write_text(TRAP)
    (tmp_path / "bad.py").write_text(f"# coding: klingon\n{BARE}")
    (tmp_path / "large.py").write_text(f"{BARE}{'# x' * 300_000}\n")
    (tmp_path / "deep.py").write_text(f"import pandas as pd\nfrom libcst import *\n{BARE}")
    (tmp_path / "x.pth").write_text("import pyguide_trap\n")
    (tmp_path / "evil-1.dist-info").mkdir()
    (tmp_path / "evil-1.dist-info" / "entry_points.txt").write_text(
        "[pyguide.packs]\nevil = setup\n[flake8.extension]\nEVL = setup:Plugin\n"
    )
    return tmp_path


@pytest.mark.parametrize("words", WAYS.values(), ids=WAYS)
def test_no_module_of_the_tree_is_imported(trapped, words):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        words, cwd=trapped, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "PYG301" in done.stdout or "except BaseException" in done.stdout
    assert not [*trapped.rglob("TRAPPED")]


def test_python_itself_imports_from_the_tree_under_m_unless_it_is_told_not_to(trapped):
    """What SECURITY.md warns of: to stop it is up to ``-P`` and PYTHONSAFEPATH."""
    words = [sys.executable, "-m", "pyguide", "--version"]
    for safe, caught in (("1", False), ("", True)):
        environment = os.environ | {"PYTHONSAFEPATH": safe}
        subprocess.run(words, cwd=trapped, env=environment, capture_output=True, check=False)
        assert bool([*trapped.rglob("TRAPPED")]) == caught


# -- a cache that came with the tree ---------------------------------------------------------------


def git(folder, *words):
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@x", *words],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def planted(folder, pyguide, monkeypatch):
    """A project whose commits hold a cache that says of a bad file that it is clean."""
    from zlib import crc32

    from pyguide import witness

    monkeypatch.setattr(witness, "SETTLED_NS", 0)
    (folder / "pyguide.toml").touch()
    (folder / "a.py").write_text(BARE)
    for _ in range(2):
        assert pyguide("check").code == 1
    (version,) = (folder / NAME).glob("[0-9]*")
    shutil.rmtree(version / "runs", ignore_errors=True)
    lies = 0
    for path in (version / "results").glob("*/*"):
        value = json.loads(path.read_bytes().partition(b"\n")[2])
        if "files" in value:
            value["files"]["a.py"][1] = []
            body = json.dumps(value).encode()
            path.write_bytes(b"%08x\n%s" % (crc32(body), body))
            lies += 1
    assert lies == 1
    return folder


def test_a_cache_that_git_tracks_is_not_believed(planted, pyguide):
    assert pyguide("check").code == 0  # a lie, as long as the cache is taken for ours
    shutil.rmtree(next((planted / NAME).glob("[0-9]*")) / "runs", ignore_errors=True)
    git(planted, "init", "-q")
    assert not is_tracked(str(planted / NAME))
    git(planted, "add", "-f", ".")
    assert is_tracked(str(planted / NAME))
    before = sorted(planted.rglob("*"))
    assert pyguide("check").code == 1
    assert sorted(planted.rglob("*")) == before
    (planted / "inner").mkdir()
    assert is_tracked(str(planted / NAME / "deeper")) is False


def test_a_tracked_cache_is_known_in_a_worktree(planted):
    git(planted, "init", "-q")
    git(planted, "add", "-f", ".")
    git(planted, "commit", "-qm", "x")
    git(planted, "worktree", "add", "-q", "other")
    assert is_tracked(str(planted / "other" / NAME))


@pytest.mark.parametrize("content", [b"", b"gitdir: nowhere", b"gitdir: \0", b"\xff" * 9999])
def test_a_strange_repository_is_none(folder, content):
    (folder / ".git").write_bytes(content)
    assert not is_tracked(str(folder / NAME))


def test_a_run_that_came_with_the_tree_is_not_replayed(folder, pyguide, monkeypatch, tmp_path):
    """A record must know the times and the number of a file of this very installation."""
    from pyguide import witness

    monkeypatch.setattr(witness, "SETTLED_NS", 0)
    (folder / "a.py").write_text("x = 1\n")
    pyguide("check")
    pyguide("check")
    words = ("check",)
    assert replay.find(words, 0) is not None
    monkeypatch.setattr(replay, "_OURS", witness.name_of_state(str(folder / "elsewhere.py")))
    assert replay.find(words, 0) is None


def test_a_configured_cache_removes_nothing_that_is_not_its_own(folder, pyguide, monkeypatch):
    """Whoever proposes a change may name any folder: what lies there is not swept."""
    from pyguide.cache import folder as cache_folder

    home = folder / "home"
    (home / "documents" / "old").mkdir(parents=True)
    kept = [home / "documents" / "a.tmp", home / "documents" / "old" / "b", home / "c.tmp"]
    for path in kept:
        path.write_bytes(b"x" * 100)
        os.utime(path, (1, 1))
    monkeypatch.setattr(cache_folder, "MOST_BYTES", 10)
    (folder / "project").mkdir()
    monkeypatch.chdir(folder / "project")
    Path("pyguide.toml").write_text('cache-dir = "../home"')
    Path("a.py").write_text(BARE, encoding="utf-8")
    os.utime("a.py", (1, 1))
    from pyguide import witness

    monkeypatch.setattr(witness, "SETTLED_NS", 0)
    assert pyguide("check").code == 1
    assert Folder(str(home)).path in map(str, home.iterdir())
    Folder(str(home)).sweep()
    assert all(path.exists() for path in kept)


# -- what a configuration can do -------------------------------------------------------------------


def test_a_configuration_reads_writes_and_runs_nothing_else(folder, pyguide, tmp_path_factory):
    """Each key at its most hostile, but `packs`: see tests/test_local_packs.py."""
    secret = tmp_path_factory.mktemp("secret")
    (secret / "key.toml").write_text('password = "hunter2"\n')
    (folder / "project").mkdir()
    os.chdir(folder / "project")
    Path("a.py").write_text(BARE, encoding="utf-8")
    for text in (
        f'extend = "{secret}/key.toml"',
        f'include = ["{secret}/*"]',
        f'extend-include = ["../../*", "{secret}/**"]',
        f'exclude = ["{secret}"]',
        f'per-file-ignores = {{ "{secret}/*" = ["ALL"] }}',
        'output-format = "../../x"',
        'output-file = "../x"',
        f'fix = true\nextend-include = ["{secret}/*"]',
    ):
        Path("pyguide.toml").write_text(text, encoding="utf-8")
        done = pyguide("check", "--no-cache")
        assert done.code in (0, 1, 2)
        assert "hunter2" not in done.out + done.err
    assert sorted(os.listdir("..")) == ["project"]
    assert sorted(os.listdir(".")) == ["a.py", "pyguide.toml"]
    assert (secret / "key.toml").read_text() == 'password = "hunter2"\n'
