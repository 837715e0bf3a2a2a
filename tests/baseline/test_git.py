"""Baselines in real repositories: renamed files, merged branches, and a ratchet."""

import os
from pathlib import Path

import pytest

from pyguide import witness
from pyguide.baseline.file import read
from pyguide.baseline.places import NAME
from pyguide.cache import replay

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
LONG = "".join(f"def f{i}(a):\n    return a == {i} or g{i}(a)\n\n\n" for i in range(20))
UNION = f"{NAME} merge=union\n"


@pytest.fixture
def project(repository, pyguide, commit):
    """A repository with two files and a baseline, all committed."""
    (repository / "pyproject.toml").write_text("[tool.pyguide]\n")
    (repository / "a.py").write_text(LONG + BARE)
    (repository / "b.py").write_text("def h(a):\n    return a == None\n")
    pyguide("baseline", "write")
    commit()
    return repository


def names(place=NAME):
    return sorted(entry.name for entry in read(str(Path.cwd() / place)))


@pytest.mark.parametrize("further", ["nothing", "staged", "committed"])
def test_a_renamed_file_keeps_its_entries(project, pyguide, git, commit, further):
    (project / "new place").mkdir()
    (project / "a.py").rename(project / "new place" / "ä.py")
    if further != "nothing":
        git("add", "--all")
    if further == "committed":
        commit()
        commit(c="x = 1\n")
    text = (project / "new place" / "ä.py").read_text()
    (project / "new place" / "ä.py").write_text(f"import os\n\n{text}")
    assert pyguide("check") == (0, "All checks passed!\n", "")
    (project / "new place" / "ä.py").write_text(text + BARE)
    assert pyguide("check", "new place").out.count("PYG301") == 2  # once more in the last line
    assert pyguide("baseline", "prune").out == f"{NAME}: 0 dropped, 1 renamed, 2 left.\n"
    assert names() == ["b.py", "new place/ä.py"]


def test_a_renamed_file_is_followed_from_below_a_repository(git, folder, pyguide, commit):
    git("init", "-q")
    (folder / "sub").mkdir()
    (folder / "sub" / "pyproject.toml").write_text("[tool.pyguide]\n")
    (folder / "sub" / "a.py").write_text(LONG + BARE)
    os.chdir(folder / "sub")
    pyguide("baseline", "write")
    commit(folder)
    (folder / "sub" / "a.py").rename(folder / "sub" / "z.py")
    assert pyguide("check").code == 0
    assert git("status", "--short") == " D sub/a.py\n?? sub/z.py\n"


def test_a_renamed_file_whose_entry_is_fixed_is_told(project, pyguide, git):
    git("mv", "a.py", "z.py")
    (project / "z.py").write_text(LONG)
    assert "1 entry of the baseline is fixed" in pyguide("check").err
    pyguide("baseline", "prune")
    assert names() == ["b.py"]


def test_a_copy_is_no_renamed_file(project, pyguide):
    (project / "z.py").write_text((project / "a.py").read_text())
    assert pyguide("check").out.count("PYG301") >= 1


def test_what_git_cannot_be_told_of_is_in_nobodys_way(project, pyguide, git, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", cwd=other)
    git("commit", "-q", "--allow-empty", "-m", "first", cwd=other)
    git("submodule", "--quiet", "add", other, "sub")
    (project / "sub" / "d.py").write_text("x = 1\n")
    (project / "a.py").rename(project / "z.py")
    assert pyguide("check") == (0, "All checks passed!\n", "")
    words = ("check", "-", "--stdin-filename", "unsaved.py")
    assert pyguide(*words, stdin=b"x = 1\n") == (0, "All checks passed!\n", "")


def test_runs_over_what_has_changed_leave_out_what_is_known(project, pyguide, git):
    text = (project / "a.py").read_text()
    (project / "a.py").write_text(f"{text}\n\nprint()\n")
    git("add", "a.py")
    (project / "a.py").unlink()
    (project / "c.py").write_text(BARE)
    git("add", "c.py")
    for words in (("--staged",), ("--diff-base", "HEAD"), ("--staged", "--diff-lines")):
        done = pyguide("check", "--output-format", "concise", *words)
        assert done.out.count("PYG301") == 1
        assert done.out.startswith("c.py:")
        assert done.err == ""


def test_nothing_is_replayed_that_depends_on_history(project, pyguide, git, monkeypatch):
    monkeypatch.setattr(witness, "SETTLED_NS", 0)
    for _ in range(2):  # the first run makes the cache's folder
        pyguide("check")
    assert replay.find(["check"], 0) is not None
    git("mv", "a.py", "z.py")
    assert pyguide("check").code == 0
    assert replay.find(["check"], 0) is None


def test_without_git_a_renamed_file_is_new(project, pyguide, monkeypatch):
    (project / "a.py").rename(project / "z.py")
    monkeypatch.setenv("PATH", "")
    done = pyguide("check", "--output-format", "concise")
    assert done.out.startswith("z.py:")
    assert done.err.startswith("warning: renamed files are not followed: git is not installed")


@pytest.mark.parametrize("union", [True, False])
def test_branches_that_both_changed_the_baseline_are_merged(project, pyguide, git, commit, union):
    if union:
        (project / ".gitattributes").write_text(UNION)
        commit()
    for branch, name in (("one", "c"), ("two", "d")):
        git("checkout", "-q", "-b", branch, "main")
        (project / f"{name}.py").write_text(BARE)
        if branch == "two":
            (project / "b.py").write_text("")
        pyguide("baseline", "update")
        commit()
    if not union:
        with pytest.raises(AssertionError):
            git("merge", "one")
        done = pyguide("check")
        assert (done.code, done.out) == (2, "")
        assert f"{NAME}:" in done.err
        assert "a conflict that git left; keep the lines of both sides" in done.err
        lines = (project / NAME).read_text().splitlines(keepends=True)
        ours = [line for line in lines if not line.startswith(("<<<", "===", ">>>", "|||"))]
        (project / NAME).write_text("".join(ours))
    else:
        git("merge", "-q", "-m", "merged", "one")
    assert pyguide("check").code == 0
    pyguide("baseline", "update")
    assert names() == ["a.py", "c.py", "d.py"]
    lines = (project / NAME).read_text().splitlines()
    assert lines[1:] == sorted(lines[1:])


def test_branches_that_changed_it_in_different_places_merge_by_themselves(
    project, pyguide, git, commit
):
    for name in ("c", "d", "x", "y"):
        (project / f"{name}.py").write_text(BARE)
    pyguide("baseline", "update")
    commit()
    for branch, name in (("one", "b"), ("two", "y")):
        git("checkout", "-q", "-b", branch, "main")
        (project / f"{name}.py").write_text("")
        pyguide("baseline", "prune")
        commit()
    git("merge", "-q", "-m", "merged", "one")
    assert pyguide("check") == (0, "All checks passed!\n", "")
    assert names() == ["a.py", "c.py", "d.py", "x.py"]


class TestRatchet:
    """``pyguide baseline check REV`` lets a baseline shrink and never grow."""

    def test_entries_that_were_added_are_told(self, project, pyguide, git, commit):
        assert pyguide("baseline", "check", "HEAD") == (0, "", "")
        git("checkout", "-q", "-b", "topic")
        (project / "c.py").write_text(BARE)
        (project / "b.py").write_text("")
        pyguide("baseline", "write", "--force")
        commit()
        done = pyguide("baseline", "check", "main")
        assert done.code == 1
        assert done.out.startswith("c.py PYG301 ")
        assert done.err == (
            "1 entry of the baseline was not there at main: fix or silence it instead\n"
        )

    def test_fewer_entries_and_moved_ones_pass(self, project, pyguide, git):
        git("mv", "a.py", "z.py")
        (project / "b.py").write_text("")
        pyguide("baseline", "update")
        assert names() == ["z.py"]
        assert pyguide("baseline", "check", "HEAD") == (0, "", "")

    def test_an_entry_moves_only_once(self, project, pyguide, git):
        git("mv", "a.py", "z.py")
        (project / "y.py").write_text((project / "z.py").read_text())
        pyguide("baseline", "update")
        assert pyguide("baseline", "check", "HEAD").out.count("\n") == 1

    def test_what_came_to_the_other_branch_meanwhile_is_not_ours(
        self, project, pyguide, git, commit
    ):
        git("checkout", "-q", "-b", "topic")
        git("checkout", "-q", "main")
        (project / "b.py").write_text("")
        pyguide("baseline", "prune")
        commit()
        git("checkout", "-q", "topic")
        assert pyguide("baseline", "check", "main").code == 0
        assert pyguide("baseline", "check", "main..").code == 1

    def test_the_first_baseline_may_hold_anything(self, project, pyguide, git, commit):
        git("rm", "-q", "--cached", NAME)
        commit()  # adds it again
        done = pyguide("baseline", "check", "HEAD", "--baseline", "new.txt")
        assert (done.code, done.out) == (0, "")
        assert done.err == "new.txt was not there at HEAD: all its entries may come\n"

    def test_an_unknown_revision_is_misuse(self, project, pyguide):
        done = pyguide("baseline", "check", "nowhere")
        assert (done.code, done.out) == (2, "")
        assert "knows no commit `nowhere`" in done.err
