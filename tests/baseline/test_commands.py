"""``pyguide baseline``: written once, kept up to date, shown."""

import pytest

from pyguide.baseline.file import HEADER, read
from pyguide.baseline.places import NAME

BARE = "try:\n    f()\nexcept:\n    g()\n"
NONE = "def h(a):\n    return a == None\n"


@pytest.fixture
def project(folder):
    (folder / "pyproject.toml").write_text("[tool.pyguide]\n")
    (folder / "in").mkdir()
    (folder / "a.py").write_text(BARE)
    (folder / "in" / "b.py").write_text(NONE)
    return folder


def held(place):
    """What a baseline holds, as pairs of name and code."""
    return [(entry.name, entry.code) for entry in sorted(read(str(place)))]


def test_a_baseline_holds_what_is_found_and_not_silenced(project, pyguide):
    (project / "c.py").write_text(BARE.replace("except:", "except:  # noqa: PYG301"))
    done = pyguide("baseline", "write")
    assert done == (0, f"Wrote 2 entries to {NAME}.\n", "")
    lines = (project / NAME).read_text().splitlines()
    assert lines[0] == HEADER
    assert [line.split()[:2] for line in lines[1:]] == [["a.py", "PYG301"], ["in/b.py", "PYG201"]]
    assert lines[2].endswith(" h")


def test_a_baseline_is_replaced_only_by_force(project, pyguide):
    pyguide("baseline", "write")
    (project / "a.py").write_text("")
    done = pyguide("baseline", "write")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"pyguide: {NAME} is there already: `pyguide baseline update` keeps it up to date, "
        "--force replaces it\n"
    )
    assert len(held(NAME)) == 2
    (project / NAME).write_text("broken")
    assert pyguide("baseline", "write", "--force").out == f"Wrote 1 entry to {NAME}.\n"
    assert held(NAME) == [("in/b.py", "PYG201")]


def test_it_is_written_for_the_working_directory_or_where_it_is_named(project, pyguide):
    (project / "in" / "pyguide.toml").write_text("")
    pyguide("baseline", "write", "--baseline", "in/known.txt", "in")
    assert held("in/known.txt") == [("b.py", "PYG201")]
    pyguide("baseline", "write")
    assert not (project / "in" / NAME).exists()
    assert held(NAME) == [("a.py", "PYG301"), ("in/b.py", "PYG201")]


def test_it_is_written_where_the_configuration_wants_it(project, pyguide, monkeypatch):
    (project / "ci").mkdir()
    (project / "pyproject.toml").write_text('[tool.pyguide]\nbaseline = "ci/known.txt"\n')
    monkeypatch.chdir(project / "in")
    assert pyguide("baseline", "write", "..").code == 0
    assert held(project / "ci" / "known.txt") == [("../a.py", "PYG301"), ("../in/b.py", "PYG201")]
    assert pyguide("check", "..").code == 0


def test_a_baseline_that_cannot_be_written_is_told(project, pyguide):
    done = pyguide("baseline", "write", "--baseline", "gone/known.txt")
    assert (done.code, done.out) == (2, "")
    why = "cannot be written: no such file or directory"
    assert done.err == f"pyguide: {project}/gone/known.txt: {why}\n"


def test_update_adds_and_drops_and_prune_only_drops(project, pyguide):
    pyguide("baseline", "write")
    (project / "a.py").write_text("")
    (project / "in" / "b.py").write_text(NONE + BARE)
    assert pyguide("baseline", "prune").out == f"{NAME}: 1 dropped, 1 left.\n"
    assert held(NAME) == [("in/b.py", "PYG201")]
    assert pyguide("check", "--quiet").code == 1
    (project / "in" / "b.py").write_text(BARE)
    assert pyguide("baseline", "update").out == f"{NAME}: 1 added, 1 dropped, 1 left.\n"
    assert held(NAME) == [("in/b.py", "PYG301")]
    assert pyguide("check").code == 0


def test_a_baseline_that_is_up_to_date_is_not_touched(project, pyguide):
    pyguide("baseline", "write")
    before = (project / NAME).stat()
    assert pyguide("baseline", "update").out == f"{NAME}: 0 added, 0 dropped, 2 left.\n"
    after = (project / NAME).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("action", ["update", "prune"])
def test_what_was_not_looked_at_stays(project, pyguide, action):
    (project / "in" / "c.py").write_text(BARE)
    pyguide("baseline", "write")
    for name in ("a.py", "in/b.py", "in/c.py"):
        (project / name).write_text("")
    pyguide("baseline", action, "in/b.py")
    assert [name for name, _ in held(NAME)] == ["a.py", "in/c.py"]
    pyguide("baseline", action, "--select", "PYG2")
    assert [name for name, _ in held(NAME)] == ["a.py", "in/c.py"]
    pyguide("baseline", action, "in")
    assert [name for name, _ in held(NAME)] == ["a.py"]
    (project / "a.py").unlink()
    pyguide("baseline", action, "in")
    assert [name for name, _ in held(NAME)] == ["a.py"]
    pyguide("baseline", action)
    assert held(NAME) == []


def test_update_of_some_rules_adds_only_these(project, pyguide):
    (project / NAME).write_text(f"{HEADER}\n")
    pyguide("baseline", "update", "--select", "PYG2")
    assert held(NAME) == [("in/b.py", "PYG201")]


def test_entries_of_a_rule_that_the_configuration_turned_off_are_gone(project, pyguide):
    pyguide("baseline", "write")
    (project / "pyproject.toml").write_text('[tool.pyguide]\nignore = ["PYG3"]\n')
    pyguide("baseline", "prune")
    assert held(NAME) == [("in/b.py", "PYG201")]


def test_a_project_whose_files_are_all_gone_has_nothing_left(project, pyguide):
    pyguide("baseline", "write")
    (project / "a.py").unlink()
    (project / "in" / "b.py").unlink()
    assert pyguide("baseline", "prune").out == f"{NAME}: 2 dropped, 0 left.\n"
    assert (project / NAME).read_text() == f"{HEADER}\n"


def test_what_could_not_be_looked_at_is_told(project, pyguide):
    (project / "bad.py").write_text("def\n")
    done = pyguide("baseline", "write")
    assert (done.code, done.out) == (0, f"Wrote 2 entries to {NAME}.\n")
    assert done.err.startswith("bad.py:1: invalid-syntax: ")


def test_each_of_several_baselines_is_kept_up_to_date(project, pyguide):
    (project / "in" / "pyguide.toml").write_text("")
    for place in (NAME, f"in/{NAME}"):
        (project / place).write_text(f"{HEADER}\n")
    done = pyguide("baseline", "update")
    assert sorted(done.out.splitlines()) == [
        f"in/{NAME}: 1 added, 0 dropped, 1 left.",
        f"{NAME}: 1 added, 0 dropped, 1 left.",
    ]
    assert (held(NAME), held(f"in/{NAME}")) == ([("a.py", "PYG301")], [("b.py", "PYG201")])


def test_the_table_counts_by_rule_and_folder(project, pyguide):
    (project / "in" / "c.py").write_text(BARE * 9)
    pyguide("baseline", "write")
    assert pyguide("baseline", "show").out == (
        f"{NAME}: 11 entries in 3 files\n\n"
        "by rule\n  10  PYG301 bare-except\n   1  PYG201 none-comparison\n\n"
        "by folder\n  10  in\n   1  .\n"
    )
    (project / "empty.txt").write_text(f"{HEADER}\n")
    out = pyguide("baseline", "show", "--baseline", "empty.txt").out
    assert out == "empty.txt: 0 entries in 0 files\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("update",), "there is no baseline here; `pyguide baseline write` makes one"),
        (("prune",), "there is no baseline here"),
        (("show",), "there is no baseline here"),
        (("check", "HEAD"), "there is no baseline here"),
        (("check", "HEAD", "--baseline", "x.txt"), "/x.txt is in no git repository"),
        (("show", "--baseline", "gone.txt"), "gone.txt: no such baseline"),
        (("write", "--no-baseline"), "baseline write contradicts --no-baseline"),
        (("check",), "the following arguments are required: REV"),
        (("prine",), "unknown `prine` (did you mean `prune`?)"),
        ((), "required: ACTION"),
    ],
)
def test_misuse_is_one_line(project, pyguide, words, message):
    done = pyguide("baseline", *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.count("\n") == 1
