"""What has changed, whatever files are called and whatever a user's git is told to print."""

import os
import sys

import pytest

from pyguide.git.announcing import announced
from pyguide.git.changes import Change, State, changes, touched_lines, tracked, uncommitted
from pyguide.git.repository import Repository

ODD = ["a b.py", "-x.py", ":(top)x.py", "é.py", "tab\tname.py"]
if sys.platform != "win32":
    ODD += ["new\nline.py", "*.py", '"q" \\.py', os.fsdecode(b"\xff.py"), " .py"]
LINES = "".join(f"line_{number} = {number}\n" for number in range(1, 11))


@pytest.fixture
def here(repository):
    return Repository.of(repository)


def test_a_clean_file_has_nothing_uncommitted(here, commit, repository):
    commit(a="x = 1\n")
    os.utime(repository / "a.py", (1, 1))
    assert uncommitted(here, ["a.py"]) == {}


def test_each_state_is_told(here, commit, git, repository):
    commit(clean="1\n", edited="1\n", staged="1\n", both="1\n", old="1\n2\n3\n")
    commit(assumed="1\n", skipped="1\n", mode="1\n")
    for name in ("edited", "staged", "both", "new", "wanted"):
        (repository / f"{name}.py").write_text("2\n")
    git("add", "staged.py", "both.py")
    (repository / "both.py").write_text("3\n")
    (repository / ".gitignore").write_text("ignored/\n")
    (repository / "ignored").mkdir()
    (repository / "ignored" / "a.py").write_text("")
    (repository / "untracked").mkdir()
    (repository / "untracked" / "a.py").write_text("")
    git("mv", "old.py", "renamed.py")
    git("add", "--intent-to-add", "wanted.py")
    git("update-index", "--assume-unchanged", "assumed.py")
    git("update-index", "--skip-worktree", "skipped.py")
    names = [path.relative_to(repository).as_posix() for path in repository.rglob("*.py")]
    assert uncommitted(here, names) == {
        "edited.py": State.MODIFIED,
        "staged.py": State.STAGED,
        "both.py": State.MODIFIED,
        "wanted.py": State.MODIFIED,
        "renamed.py": State.STAGED,
        "new.py": State.UNTRACKED,
        "ignored/a.py": State.UNTRACKED,
        "untracked/a.py": State.UNTRACKED,
        "assumed.py": State.UNWATCHED,
        "skipped.py": State.UNWATCHED,
    }


def test_only_the_files_asked_about_are_told(here, commit, repository):
    commit(a="", b="")
    for name in ("a", "b"):
        (repository / f"{name}.py").write_text("x = 1\n")
    assert uncommitted(here, ["a.py"]) == {"a.py": State.MODIFIED}


def test_a_conflict_is_uncommitted(here, commit, git, conflict):
    assert uncommitted(here, ["a.py"]) == {"a.py": State.UNMERGED}


@pytest.fixture
def conflict(commit, git, repository):
    commit(a="x = 1\n")
    git("checkout", "-q", "-b", "other")
    commit(a="x = 2\n")
    git("checkout", "-q", "main")
    commit(a="x = 3\n")
    with pytest.raises(AssertionError):
        git("merge", "-q", "other")


def test_a_conflict_is_a_change_of_the_working_tree_and_unmerged_in_the_index(here, conflict):
    assert [change.letter for change in changes(here, "HEAD")] == ["M"]
    assert [change.letter for change in changes(here, None, staged=True)] == ["U"]


@pytest.mark.parametrize("name", ODD, ids=ascii)
def test_an_odd_name_means_that_file_and_no_other(here, commit, git, repository, name):
    path = repository / name
    path.write_text("x = 1\n")
    commit(other="x = 1\n", a="x = 1\n")
    assert uncommitted(here, [name]) == {}
    assert name in tracked(here)
    path.write_text("x = 1\ny = 2\n")
    (repository / "other.py").write_text("")
    assert uncommitted(here, [name]) == {name: State.MODIFIED}
    assert {change.name for change in changes(here, "HEAD")} == {name, "other.py"}
    assert touched_lines(here, "HEAD") == {name: ((2, 3),)}


def test_changes_since_a_commit_say_what_was_there(here, commit, git, repository):
    base = commit(same="1\n", edited="1\n", gone="1\n", old=LINES, mode="1\n", link="1\n")
    (repository / "edited.py").write_text("2\n")
    (repository / "added.py").write_text("2\n")
    git("add", "added.py")
    git("rm", "-q", "gone.py")
    git("mv", "old.py", "new.py")
    with (repository / "new.py").open("a") as file:
        file.write("more = 1\n")
    (repository / "link.py").unlink()
    (repository / "link.py").symlink_to("same.py")
    (repository / "untracked.py").write_text("")
    blob = {name: git("rev-parse", f"HEAD:{name}.py").strip() for name in ("edited", "gone", "old")}
    assert [change._replace(after=None) for change in changes(here, base)] == [
        Change("added.py", "A", None, None, "added.py"),
        Change("edited.py", "M", blob["edited"], None, "edited.py"),
        Change("gone.py", "D", blob["gone"], None, "gone.py"),
        Change("new.py", "R", blob["old"], None, "old.py"),
    ]
    staged = {change.name: change for change in changes(here, base, staged=True)}
    assert staged.keys() == {"added.py", "gone.py", "new.py"}
    assert staged["added.py"].after == git("rev-parse", ":added.py").strip()


@pytest.mark.parametrize("told", [False, True])
def test_who_only_moves_a_file_or_changes_its_mode_leaves_the_text(
    here, commit, git, repository, told
):
    base = commit(old=LINES, mode=LINES, edited=LINES)
    (repository / "old.py").rename(repository / "new.py")
    (repository / "mode.py").chmod(0o755)
    (repository / "edited.py").write_text(LINES + LINES)
    if told:
        git("add", "--all")
    with announced(here, [] if told else ["new.py"]) as seen:
        found = {change.name: change.has_new_text for change in changes(seen, base)}
    # git has no name for the text of a file that it was not told of.
    assert {name for name, new in found.items() if new} == {
        "edited.py",
        *([] if told else ["mode.py"]),
    }


def test_the_index_is_compared_with_nothing_before_the_first_commit(here, git, repository):
    (repository / "a.py").write_text("x = 1\n")
    git("add", "a.py")
    (found,) = changes(here, None, staged=True)
    assert (found.name, found.letter, found.before) == ("a.py", "A", None)
    assert touched_lines(here, None, staged=True) == {"a.py": ((1, 2),)}


def edit(text):
    """Changes line 2, takes line 4 away, adds a line behind line 6."""
    lines = text.splitlines(keepends=True)
    lines[1] = "changed = 1\n"
    lines[5] += "added = 1\n"
    del lines[3]
    return "".join(lines)


def test_lines_that_were_changed_or_added_are_touched_and_no_others(here, commit, repository):
    base = commit(a=LINES, untouched=LINES)
    (repository / "a.py").write_text(edit(LINES))
    assert touched_lines(here, base) == {"a.py": ((2, 3), (6, 7))}


def test_where_lines_were_only_taken_away_none_is_touched(here, commit, repository):
    base = commit(a=LINES)
    (repository / "a.py").write_text(LINES[LINES.index("\n") + 1 :])
    assert touched_lines(here, base) == {}


def test_what_a_file_holds_is_not_taken_for_a_patch(here, commit, repository):
    base = commit(a="x = 1\n")
    text = "x = 1\n++ b/other.py\n@@ -1 +9,9 @@\ndiff --git a/x b/x\n"
    (repository / "a.py").write_text(text)
    assert touched_lines(here, base) == {"a.py": ((2, 5),)}


def test_a_user_may_have_told_git_to_print_otherwise(here, commit, git, repository, monkeypatch):
    base = commit(a=LINES)
    (repository / "a.py").rename(repository / "b c.py")
    (repository / "b c.py").write_text(edit(LINES))
    git("add", "--all")
    # What would run another program, or split, join, colour and rename.
    (repository / ".gitattributes").write_text("*.py diff=odd -text\n")
    for key, value in {
        "diff.external": "false",
        "diff.odd.textconv": "false",
        "diff.odd.command": "false",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "diff.renames": "false",
        "diff.relative": "true",
        "diff.interHunkContext": "9",
        "diff.context": "9",
        "color.ui": "always",
        "core.quotePath": "false",
        "core.abbrev": "4",
        "core.fsmonitor": "false-program-that-is-not-there",
        "status.renames": "copies",
        "status.showUntrackedFiles": "no",
        "status.relativePaths": "true",
    }.items():
        git("config", key, value)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=9")
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    plain = Repository.of(repository)
    assert touched_lines(plain, base) == {"b c.py": ((2, 3), (6, 7))}
    (change,) = changes(plain, base)
    assert (change.letter, change.former, len(change.before)) == ("R", "a.py", 40)
    assert uncommitted(plain, ["b c.py"]) == {"b c.py": State.STAGED}
