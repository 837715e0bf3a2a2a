"""What has not changed is not looked at again, and nothing else is ever said because of that."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pyguide.cache.folder import NAME
from pyguide.report import FORMATS

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    pass\n"
CONCISE = ("check", "--output-format", "concise")


@pytest.fixture
def project(folder):
    for name, text in {
        "pyproject.toml": "[tool.pyguide]\n",
        "a.py": BARE,
        "b.py": "x = 1\n",
        "bad.py": "def\n",
        "package/__init__.py": "",
        "package/c.py": "from package.names import *\nprint(first)\n",
        "package/names.py": "first = 1\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def again(pyguide, looked_at):
    """Runs a command; gives the files looked at. It must say what it says without a cache."""

    def run(*words):
        looked_at.clear()
        said = pyguide(*words)
        names = list(looked_at)
        assert said == pyguide(*words, "--no-cache")
        return names

    return run


def test_only_the_changed_file_is_looked_at(project, stored, again):
    stored(*CONCISE)
    (project / "a.py").write_text(BARE * 2)
    assert again(*CONCISE) == ["a.py"]


def test_other_formats_and_flags_of_reports_share_the_results(project, stored, again):
    stored(*CONCISE)
    for words in (
        ("check",),
        ("check", "--output-format", "json"),
        ("check", "--statistics"),
        ("check", "--unsafe-fixes"),
        ("check", "a.py"),
        ("check", "--color", "always"),
    ):
        assert again(*words) == []


def test_other_settings_do_not(project, stored, again):
    stored(*CONCISE)
    assert "a.py" in again(*CONCISE, "--select", "PYG301")
    (project / "pyproject.toml").write_text(
        "[tool.pyguide.rules.wildcard-import]\nallow-in-init = false\n"
    )
    assert "package/c.py" in again(*CONCISE)


def test_new_times_on_the_same_bytes_are_learnt(project, stored, again, settle):
    stored(*CONCISE)
    os.utime(project / "a.py", (1, 1))
    settle()
    assert again(*CONCISE) == []
    book = next((project / NAME).glob("*/results/*/rules")).parent
    sheets = [json.loads(path.read_bytes().partition(b"\n")[2]) for path in book.iterdir()]
    files = next(one["files"] for one in sheets if "a.py" in one.get("files", {}))
    assert str((project / "a.py").stat().st_ctime_ns) in files["a.py"][0][0][1]


def test_the_same_size_and_time_with_other_bytes_is_noticed(project, stored, again):
    stored(*CONCISE)
    known = (project / "a.py").stat()
    (project / "a.py").write_text(BARE.replace("except:", "except E:")[: known.st_size])
    os.utime(project / "a.py", ns=(known.st_atime_ns, known.st_mtime_ns))
    assert (project / "a.py").stat().st_size == known.st_size
    assert again(*CONCISE) == ["a.py"]


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "package/names.py").write_text("other = 1\n"),
        lambda root: (root / "package/names.py").unlink(),
        lambda root: (root / "package/__init__.py").unlink(),
        lambda root: (root / "package/names").mkdir(),
    ],
    ids=["other names", "gone", "no package", "folder beside it"],
)
def test_what_a_star_import_leads_to_counts(project, stored, again, change):
    stored(*CONCISE)
    change(project)
    if (project / "package/names").exists():
        (project / "package/names/__init__.py").write_text("second = 1\n")
    assert "package/c.py" in again(*CONCISE)


def test_the_way_a_path_is_spelled_counts(project, stored, again, monkeypatch):
    stored(*CONCISE)
    monkeypatch.chdir(project / "package")
    assert again(*CONCISE, "c.py") == ["c.py"]


def test_fixing_skips_what_is_known_to_be_clean(pyguide, project, stored, looked_at):
    stored(*CONCISE)
    looked_at.clear()
    done = pyguide("check", "--fix", "--output-format", "concise")
    assert set(looked_at) == {"a.py", "bad.py", "package/c.py"}
    assert "BaseException" in (project / "a.py").read_text()
    assert "1 fixed" in done.out


def test_the_codemod_does_too(pyguide_fix, pyguide, project, stored, looked_at):
    stored(*CONCISE)
    looked_at.clear()
    assert "1 file changed, 4 left unchanged" in pyguide_fix().out
    assert "b.py" not in looked_at


def test_a_fixing_run_stores_what_it_left_alone(pyguide, project, settle, looked_at):
    settle()
    pyguide("check", "--fix")
    settle()
    looked_at.clear()
    pyguide(*CONCISE)
    assert looked_at == ["a.py"]


def test_standard_input_is_not_stored(pyguide, folder, settle):
    (folder / "a.py").write_text("x = 1\n")
    settle()
    pyguide("check", "--stdin-filename", "a.py", "-", stdin=BARE.encode())
    assert not (folder / NAME).exists()


def test_entries_of_deleted_files_and_folders_go(pyguide, project, stored, settle):
    stored(*CONCISE)

    def known():
        return {
            name
            for path in (project / NAME).glob("*/results/*/*")
            if path.name != "rules"
            for name in json.loads(path.read_bytes().partition(b"\n")[2])["files"]
        }

    assert {"b.py", "names.py"} <= known()
    (project / "b.py").unlink()
    for name in ("__init__.py", "c.py", "names.py"):
        (project / "package" / name).unlink()
    (project / "package").rmdir()
    swept = next((project / NAME).glob("*/swept"))
    os.utime(swept, (1, time.time() - 100_000))
    settle()
    pyguide(*CONCISE)
    assert known() == {"a.py", "bad.py"}


RULE = """\
import ast
from pyguide import Category, Rule
from helpers_of_house import WORD

class HouseRule(Rule):
    code = "XYZ100"
    category = Category.STYLE
    message = "MESSAGE"
    guide = ("Q39",)
    suspects = (ast.Name,)

    def visit_Name(self, node):
        if node.value == WORD:
            self.report(node, reason="because")
"""


@pytest.fixture
def house(folder, tmp_path_factory):
    """Runs pyguide beside a pack that is being worked on; gives the pack's home, too."""
    home = tmp_path_factory.mktemp("house")
    for name, text in {
        "house_pack/__init__.py": "",
        "house_pack/house_rule.py": RULE,
        "house_pack/house_rule.md": "# house-rule (XYZ100)\n\nOne.\n",
        "helpers_of_house.py": "WORD = 'one'\n",
        "house_pack-1.0.dist-info/METADATA": "Name: house-pack\nVersion: 1.0\n",
        "house_pack-1.0.dist-info/entry_points.txt": "[pyguide.packs]\nx = house_pack\n",
    }.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text)

    def run(*words):
        script = (
            "import sys, pyguide.witness as w; w.SETTLED_NS = 0; sys.argv[1:] = sys.argv[1:]\n"
            "from pyguide.cli import run; run()"
        )
        return subprocess.run(
            [sys.executable, "-c", script, "check", *words],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        )

    return run, home


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("house_pack/house_rule.py", "MESSAGE", "REMARKS"),
        ("house_pack/house_rule.md", "One", "Two"),
        ("helpers_of_house.py", "one", "two"),
        ("house_pack-1.0.dist-info/entry_points.txt", "pyguide.packs", "pyguide.other"),
    ],
)
def test_who_works_on_a_rule_sees_what_it_says_now(folder, house, name, old, new):
    run, home = house
    (folder / "a.py").write_text("one\ntwo\n")
    run()
    before = run()
    path = home / name
    known = path.stat()
    path.write_text(path.read_text().replace(old, new))
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    after, fresh = run(), run("--no-cache")
    assert (after.stdout, after.stderr) == (fresh.stdout, fresh.stderr)
    assert "XYZ100" in before.stdout
    assert after.stdout != before.stdout


def test_no_file_keeps_what_a_module_beside_the_rules_once_made_of_it(folder, house):
    run, home = house
    (folder / "a.py").write_text("one\ntwo\n")
    (folder / "b.py").write_text("one\n")
    run()
    (home / "helpers_of_house.py").write_text("WORD = 'two'\n")
    run("a.py")
    assert run("--output-format", "concise").stdout == (
        run("--output-format", "concise", "--no-cache").stdout
    )


def test_what_is_too_young_to_be_stored_is_reported_in_full(folder, house):
    _, home = house
    (folder / "a.py").write_text("one\ntwo\n")
    words = [sys.executable, "-m", "pyguide", "check"]
    env = {**os.environ, "PYTHONPATH": str(home)}
    young, fresh = (
        subprocess.run([*words, *more], cwd=folder, capture_output=True, text=True, env=env)
        for more in ((), ("--no-cache",))
    )
    assert young.stdout == fresh.stdout
    assert "XYZ100" in young.stdout


def test_a_pack_that_is_installed_later_counts(folder, house):
    run, home = house
    entry = home / "house_pack-1.0.dist-info"
    entry.rename(home / "aside")
    (folder / "a.py").write_text("one\n")
    for _ in range(2):
        assert "XYZ100" not in run().stdout
    (home / "aside").rename(entry)
    assert "XYZ100" in run().stdout
    assert Path(home, "house_pack").is_dir()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_the_same_of_stored_results(pyguide, folder, settle, looked_at, form):
    (folder / "a.py").write_text(
        "try:\n    f()\nexcept:  # noqa: PYG303 the caller knows\n    pass\n"
        "rows = [(1, 2)]\nprint(sorted(rows, key=lambda row: row[1]))\n"
    )
    settle()
    pyguide("check")
    settle()
    pyguide("check")
    looked_at.clear()
    told = pyguide("check", "--output-format", form)
    assert looked_at == []
    assert told == pyguide("check", "--output-format", form, "--no-cache")
    assert looked_at == ["a.py"]
    assert ('"justification": "the caller knows"' in told.out) == (form == "sarif")
    if form in ("json", "sarif", "rdjson"):
        assert "from operator import itemgetter" in told.out
