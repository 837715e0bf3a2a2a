"""Where repositories begin, and what is said where git cannot be asked."""

import os
import sys
from pathlib import Path

import pytest

from pyguide.git.repository import GitError, Repository, grouped, portions

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell script or odd names")


def test_no_repository_is_found_outside_of_any_and_git_is_not_even_run(folder, monkeypatch):
    monkeypatch.setenv("PATH", str(folder))
    assert Repository.of(folder / "a.py") is None


def test_a_repository_is_found_from_below_and_through_links(repository, tmp_path_factory):
    inner = repository / "a" / "b"
    inner.mkdir(parents=True)
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(inner)
    for path in (repository, inner, inner / "new.py", link, link / "new.py"):
        assert Repository.of(path).root == repository
    assert Repository.of(link).name_of(link / "new.py") == "a/b/new.py"


def test_a_link_to_a_file_belongs_where_the_file_is(repository, tmp_path_factory):
    target = tmp_path_factory.mktemp("elsewhere") / "a.py"
    target.write_text("")
    (repository / "a.py").symlink_to(target)
    assert Repository.of(repository / "a.py") is None
    assert grouped([repository / "a.py"]) == [(None, [repository / "a.py"])]


def test_linked_working_trees_and_submodules_are_repositories_of_their_own(
    repository, git, commit, tmp_path_factory
):
    commit(a="")
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git("worktree", "add", "-q", linked)
    assert Repository.of(linked / "a.py").root == linked
    git("submodule", "--quiet", "add", linked, "sub")
    paths = [repository / "a.py", repository / "sub" / "a.py", linked / "a.py"]
    roots = [found.root for found, _ in grouped(paths)]
    assert roots == [repository, repository / "sub", linked]


def test_a_bare_repository_holds_no_files(repository, git, tmp_path_factory):
    bare = tmp_path_factory.mktemp("bare")
    git("init", "-q", "--bare", bare / ".git")
    assert Repository.of(bare / "a.py") is None


def test_a_folder_that_is_only_called_git_is_passed_by(repository):
    (repository / "inner" / ".git").mkdir(parents=True)
    assert Repository.of(repository / "inner" / "a.py").root == repository


def test_a_working_tree_whose_repository_is_gone_is_told(folder):
    (folder / ".git").write_text("gitdir: /nowhere\n")
    with pytest.raises(GitError, match=r"not a git repository: /nowhere$"):
        Repository.of(folder / "a.py")


def test_files_are_grouped_by_repository(repository, git):
    (repository / "inner").mkdir()
    git("init", "-q", "inner")
    inside = [repository / "inner" / name for name in ("a.py", "b.py")]
    above = [repository / "a.py", repository / "pkg" / "b.py"]
    found = grouped([above[0], *inside, above[1]])
    assert [(each.root, own) for each, own in found] == [
        (repository, above),
        (repository / "inner", inside),
    ]


def test_variables_of_a_hook_do_not_lead_to_another_repository(repository, git, monkeypatch):
    (repository / "inner").mkdir()
    git("init", "-q", "inner")
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git" / "other"))
    inner = Repository.of(repository / "inner" / "a.py")
    assert inner.root == repository / "inner"
    assert "GIT_INDEX_FILE" not in inner.environment
    outer = Repository.of(repository / "a.py")
    assert outer.environment["GIT_INDEX_FILE"] == str(repository / ".git" / "other")


def test_the_index_of_a_hook_is_the_one_that_is_read(repository, git, commit, monkeypatch):
    commit(a="")
    (repository / "b.py").write_text("")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next")
    git("add", "b.py")
    assert Repository.of(repository).run("ls-files") == b"b.py\n"
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert Repository.of(repository).run("ls-files") == b"a.py\n"


def test_a_repository_apart_from_its_files_is_found_by_the_environment(folder, git, monkeypatch):
    home = folder / "home"
    home.mkdir()
    git("init", "-q", "--bare", "dotfiles")
    assert Repository.of(home / "a.py") is None
    monkeypatch.setenv("GIT_DIR", "dotfiles")
    monkeypatch.setenv("GIT_WORK_TREE", "home")
    found = Repository.of(home / "a.py")
    assert found.root == home
    assert found.run("ls-files") == b""
    assert Repository.of(folder / "a.py") is None


def test_a_missing_git_is_said_in_one_line(repository, monkeypatch):
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(GitError, match=r"^git is not installed, or not where PATH leads$"):
        Repository.of(repository / "a.py")


def test_a_repository_of_somebody_else_is_said_with_the_way_out(repository, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitError) as caught:
        Repository.of(repository)
    assert str(caught.value) == (
        f"{repository}: git refuses, since the repository belongs to another user; "
        f"`git config --global --add safe.directory {repository}` trusts it"
    )


@posix
def test_a_git_that_is_too_old_is_said_with_what_is_needed(repository, monkeypatch):
    old = repository / "bin" / "git"
    old.parent.mkdir()
    old.write_text(
        '#!/bin/sh\n[ "$1" = version ] && echo git version 2.11.0 && exit\n'
        "echo 'Unknown option: --no-optional-locks' >&2\nexit 129\n"
    )
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(GitError, match=r"git 2\.11 is too old; 2\.20 or later is needed$"):
        Repository.of(repository)


def test_what_git_complains_about_is_one_line(repository):
    with pytest.raises(GitError) as caught:
        Repository.of(repository).run("cat-file", "-p", "no such")
    assert str(caught.value) == (f"git cat-file in {repository}: Not a valid object name no such")


def test_whatever_a_name_holds_an_error_is_one_line_that_steers_no_terminal():
    assert str(GitError("a\nb\x1b[1m\udcff")) == "a\\nb\\x1b[1m\\udcff"


def test_a_question_takes_no_lock_and_leaves_the_index_alone(repository, commit, git):
    commit(a="x = 1\n")
    os.utime(repository / "a.py", (1, 1))  # git would like to note the new time
    index = repository / ".git" / "index"
    before = index.read_bytes()
    (repository / ".git" / "index.lock").touch()
    assert Repository.of(repository).run("status", "--porcelain") == b""
    assert index.read_bytes() == before


@pytest.mark.parametrize("number", [0, 1, 5000])
def test_names_are_asked_about_in_portions_that_fit_on_a_command_line(number):
    names = [f"{'long' * 10}/{at}.py" for at in range(number)]
    found = list(portions(names))
    assert [name for portion in found for name in portion] == names
    assert all(sum(len(name) + 20 for name in portion) < 32_000 for portion in found)


def test_a_name_that_is_longer_than_a_portion_is_one():
    name = "x" * 30_000
    assert list(portions(["a", name, "b"])) == [["a"], [name], ["b"]]


def test_a_path_with_a_line_end_is_read_whole(folder, git):
    if sys.platform == "win32":
        pytest.skip("no such names")
    odd = folder / "odd\nname\n"
    odd.mkdir()
    git("init", "-q", cwd=odd)
    assert Repository.of(odd / "a.py").root == Path(odd)
