"""A whole run is replayed exactly as long as a fresh run would say the same."""

import ast
import os
import sys
from pathlib import Path

import pytest

import pyguide as package
from pyguide import regular, witness
from pyguide.cache import folder as cache_folder
from pyguide.cache import replay
from pyguide.report import FORMATS
from pyguide.witness import name_of_state, signature_of

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    pass\n"
CONCISE = ("check", "--output-format", "concise")


@pytest.fixture
def project(folder):
    """A repository with a package, a configuration, ignore files, a link and a star import."""
    for name, text in {
        ".git/info/exclude": "private.py\n",
        ".gitignore": "ignored.py\n",
        "pyproject.toml": "[tool.pyguide]\nselect = ['ALL']\n",
        "a.py": BARE,
        "private.py": BARE,
        "ignored.py": BARE,
        "package/__init__.py": "",
        "package/b.py": "from package.names import *\nprint(first)\n",
        "package/names.py": "first = 1\n",
        "empty/note.txt": "",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "link.py").symlink_to("package/names.py")
    return folder


BESIDE = {"CI", "SOURCE_DATE_EPOCH"}
"""Variables of the progress, which is not kept, and of HTML, which is never replayed."""


def same_times(path, text):
    """Write a text of the same length and set the time of modification back."""
    known = path.stat()
    assert len(text) == known.st_size
    path.write_text(text)
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))


def swapped(path, other):
    path.rename(path.with_suffix(".x"))
    other.rename(path)
    path.with_suffix(".x").rename(other)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "html"])
def test_a_stored_run_says_the_same_and_looks_at_nothing(
    pyguide, project, stored, is_replayed, looked_at, form
):
    words = ("check", "--output-format", form)
    said = stored(*words)
    assert said.code == 1
    assert is_replayed(*words)
    looked_at.clear()
    assert pyguide(*words) == said
    assert looked_at == []


def test_a_report_that_links_to_a_commit_is_made_anew(stored, is_replayed):
    stored("check", "--output-format", "html")
    assert not is_replayed("check", "--output-format", "html")


def test_warnings_and_the_exit_code_are_repeated(pyguide, folder, stored, is_replayed):
    said = stored("check")
    assert said.err == "warning: no Python files found under the given paths\n"
    assert is_replayed("check")
    assert pyguide("check") == said
    (folder / "a.py").write_text(BARE)
    assert stored("check", "--exit-zero").code == 0
    assert is_replayed("check", "--exit-zero")
    assert pyguide("check", "--exit-zero").code == 0


CHANGES = {
    "content": lambda root: (root / "a.py").write_text("x = 1\n"),
    "same size, same mtime": lambda root: same_times(root / "a.py", BARE.replace("pass", "f(1)")),
    "only the times": lambda root: os.utime(root / "a.py", (1, 1)),
    "new file": lambda root: (root / "new.py").write_text(BARE),
    "new file deep down": lambda root: (root / "empty" / "new.py").write_text(BARE),
    "file gone": lambda root: (root / "a.py").unlink(),
    "file renamed": lambda root: (root / "a.py").rename(root / "c.py"),
    "files swapped": lambda root: swapped(root / "a.py", root / "package/names.py"),
    "file by another name": lambda root: (root / "package/c.py").hardlink_to(root / "a.py"),
    "mode": lambda root: (root / "a.py").chmod(0o600),
    "mode of a folder": lambda root: (root / "empty").chmod(0o700),
    "folder in place of a file": lambda root: [(root / "a.py").unlink(), (root / "a.py").mkdir()],
    "configuration": lambda root: (root / "pyproject.toml").write_text("[tool.pyguide]\n"),
    "configuration gone": lambda root: (root / "pyproject.toml").unlink(),
    "nearer configuration": lambda root: (root / "pyguide.toml").write_text("ignore = ['ALL']"),
    "nested configuration": lambda root: (root / "package/pyguide.toml").write_text(""),
    "ignore file": lambda root: (root / ".gitignore").write_text("a.py\n"),
    "ignore file gone": lambda root: (root / ".gitignore").unlink(),
    "nested ignore file": lambda root: (root / "package/.gitignore").write_text("b.py\n"),
    "git's own excludes": lambda root: (root / ".git/info/exclude").write_text("a.py\n"),
    "git's own excludes gone": lambda root: (root / ".git/info/exclude").unlink(),
    "link to something else": lambda root: [
        (root / "link.py").unlink(),
        (root / "link.py").symlink_to("a.py"),
    ],
    "star-imported module": lambda root: (root / "package/names.py").write_text("second = 1\n"),
    "what shadows a module": lambda root: (root / "package/names").mkdir(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_never_overlooked(pyguide, project, stored, is_replayed, change):
    stored(*CONCISE)
    assert is_replayed(*CONCISE)
    change(project)
    assert not is_replayed(*CONCISE)
    assert pyguide(*CONCISE) == pyguide(*CONCISE, "--no-cache")


def test_a_configuration_above_the_working_directory_counts(
    project, stored, is_replayed, monkeypatch
):
    (project / "pyproject.toml").unlink()
    monkeypatch.chdir(project / "package")
    stored(*CONCISE)
    assert is_replayed(*CONCISE)
    (project / "pyguide.toml").write_text("ignore = ['ALL']")
    assert not is_replayed(*CONCISE)


def test_a_link_above_the_files_that_leads_elsewhere_counts(
    folder, stored, is_replayed, monkeypatch
):
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "a.py").write_text(BARE if name == "one" else "x = 1\n")
    (folder / "current").symlink_to("one")
    stored(*CONCISE, "current")
    assert is_replayed(*CONCISE, "current")
    (folder / "current").unlink()
    (folder / "current").symlink_to("two")
    assert not is_replayed(*CONCISE, "current")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("NO_COLOR", "1"), ("FORCE_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("TERM", "dumb")),
        *(("COLUMNS", "60"), ("LC_ALL", "C"), ("PYTHONIOENCODING", "ascii"), ("LANG", "C")),
    ],
)
def test_another_environment_is_another_run(project, stored, is_replayed, monkeypatch, name, value):
    monkeypatch.delenv(name, raising=False)
    stored("check")
    assert is_replayed("check")
    monkeypatch.setenv(name, value)
    assert not is_replayed("check")


def test_every_variable_that_the_code_reads_is_one_that_tells_runs_apart():
    read = set()
    for path in Path(package.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_bytes())
        for node in ast.walk(tree):
            match node:
                case (
                    ast.Call(
                        func=ast.Attribute(value=ast.Attribute(attr="environ")), args=[key, *_]
                    )
                    | ast.Call(func=ast.Attribute(attr="getenv"), args=[key, *_])
                    | ast.Subscript(value=ast.Attribute(attr="environ"), slice=key)
                ) if isinstance(key, ast.Constant):
                    read.add(key.value)
                case ast.Assign(targets=[ast.Name(id="_FORCING")], value=value):
                    read |= set(ast.literal_eval(value))
    assert {"NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "PYGUIDE_CACHE_DIR"} <= read
    told = {name for name in read if name.startswith(replay.FAMILIES)}
    assert read - told - BESIDE <= set(replay.ENVIRONMENT)


def test_another_width_place_path_or_flag_is_another_run(project, stored, monkeypatch):
    stored(*CONCISE)
    assert replay.find(CONCISE, 0)
    assert not replay.find(CONCISE, 80)
    assert not replay.find((*CONCISE, "."), 0)
    assert not replay.find((*CONCISE, "--preview"), 0)
    with monkeypatch.context() as patch:
        patch.chdir(project / "package")
        assert not replay.find(CONCISE, 0)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "path", [*sys.path, str(project)])
        assert not replay.find(CONCISE, 0)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "3.99")
        assert not replay.find(CONCISE, 0)
    with monkeypatch.context() as patch:
        patch.setattr(sys.stdout, "isatty", lambda: True)
        assert not replay.find(CONCISE, 0)
    assert replay.find(CONCISE, 0)


@pytest.mark.parametrize(
    "words",
    [("check", "--no-cache"), ("check", "-n"), ("check", "-en"), ("check", "--diff")],
)
def test_what_must_be_done_is_done(pyguide, project, stored, words):
    stored(*words)
    assert not replay.find(words, 0)


def test_fixing_and_standard_input_are_never_replayed(pyguide, project, settle):
    for _ in range(3):
        settle()
        pyguide("check", "--fix")
        pyguide("check", "-", stdin=b"x = 1\n")
    assert not replay.find(("check", "--fix"), 0)
    assert not replay.find(("check", "-"), 0)


def test_a_variable_turns_the_cache_off(pyguide, project, stored, monkeypatch):
    stored("check")
    assert replay.find(("check",), 0)
    monkeypatch.setenv("PYGUIDE_NO_CACHE", "1")
    assert not replay.find(("check",), 0)
    monkeypatch.setenv("PYGUIDE_NO_CACHE", "0")
    pyguide("check")
    assert replay.find(("check",), 0)


@pytest.mark.parametrize("how", ["flag", "flag=", "variable"])
def test_the_cache_lies_where_one_wants_it(project, stored, is_replayed, monkeypatch, how):
    words = {
        "flag": ("check", "--cache-dir", "elsewhere/deep"),
        "flag=": ("check", "--cache-dir=elsewhere/deep"),
        "variable": ("check",),
    }[how]
    if how == "variable":
        monkeypatch.setenv("PYGUIDE_CACHE_DIR", "elsewhere/deep")
    stored(*words)
    assert is_replayed(*words)
    assert cache_folder.is_cache("elsewhere/deep")
    assert not (project / cache_folder.NAME).exists()


def test_a_link_that_is_named_is_followed(project, stored, is_replayed):
    (project / "real").mkdir()
    (project / "link").symlink_to("real")
    stored("check", "--cache-dir", "link")
    assert is_replayed("check", "--cache-dir", "link")
    assert any((project / "real").iterdir())


def test_the_cache_lies_beside_the_configuration_and_is_found_from_below(
    project, stored, is_replayed, monkeypatch
):
    monkeypatch.chdir(project / "package")
    stored("check")
    assert is_replayed("check")
    assert cache_folder.is_cache(str(project / cache_folder.NAME))
    assert not Path(cache_folder.NAME).exists()
    assert (project / cache_folder.NAME / ".gitignore").read_text() == "*\n"


def test_what_is_young_is_not_stored(pyguide, project, settle, monkeypatch):
    settle()
    pyguide("check")
    settle()
    # However long the run takes, the file is younger than that.
    monkeypatch.setattr(witness, "SETTLED_NS", 3_600_000_000_000)
    (project / "a.py").write_text("x = 1\n")
    pyguide("check")
    assert not replay.find(("check",), 0)


def test_a_file_that_cannot_be_read_is_tried_again(pyguide, project, stored, monkeypatch):
    read = regular.read

    def refusing(path):
        if Path(path).name == "a.py":
            raise PermissionError(13, "Permission denied")
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(regular, "read", refusing)
        assert "io-error" in stored(*CONCISE).out
    assert "io-error" not in pyguide(*CONCISE).out


def test_a_record_that_names_no_file_of_ours_is_not_believed(project, stored):
    stored("check")
    folder = cache_folder.Folder(str(project / cache_folder.NAME))
    replay.record(folder, ("check",), 0, {}, ("", "All checks passed!\n", 0))
    assert not replay.find(("check",), 0)
    ours = name_of_state(replay.__file__)
    replay.record(folder, ("check",), 0, {ours: signature_of(ours)}, ("", "forged", 0))
    assert replay.find(("check",), 0) == (b"", b"forged", 0)


def test_only_the_newest_runs_are_kept(pyguide, project, settle, monkeypatch):
    monkeypatch.setattr(replay, "MOST_RUNS", 3)
    settle()
    for number in range(6):
        settle()
        pyguide("check", "--ignore", f"PYG{number + 1}")
        settle()
        pyguide("check", "--ignore", f"PYG{number + 1}")
    runs = list((project / cache_folder.NAME).glob("*/runs/*"))
    assert len(runs) == 3
