"""``pyguide-fix`` does not rewrite what git could not give back."""

import os

import pytest

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
WARNING = (
    "warning: not in a git repository, so git keeps no copy of what is rewritten "
    "(--allow-no-vcs silences this)\n"
)


def refusal(files, flag="--allow-dirty"):
    number = "1 file has" if files.count("(") == 1 else f"{files.count('(')} files have"
    return (
        f"pyguide: nothing was rewritten, since {number} changes that are not committed: "
        f"{files}; commit or stash them, or give {flag}\n"
    )


def test_committed_files_are_rewritten(guarded_fix, repository, commit):
    commit(a=BARE)
    done = guarded_fix()
    assert (done.code, done.err) == (0, "")
    assert (repository / "a.py").read_text() == SAFE


def test_with_one_dirty_file_nothing_at_all_is_rewritten(guarded_fix, repository, commit):
    commit(a=BARE, b=BARE)
    (repository / "b.py").write_text(BARE + "x = 1\n")
    assert guarded_fix() == (2, "", refusal("b.py (modified)"))
    assert (repository / "a.py").read_text() == BARE
    assert (repository / "b.py").read_text() == BARE + "x = 1\n"


def test_a_dirty_file_without_a_fix_is_in_nobodys_way(guarded_fix, repository, commit):
    commit(a=BARE, b="x = 1\n")
    (repository / "b.py").write_text("x = 2\n")
    (repository / "new.py").write_text("x = 2\n")
    assert guarded_fix().code == 0
    assert (repository / "a.py").read_text() == SAFE


@pytest.mark.parametrize("flags", [["--diff"], ["--check"]], ids=" ".join)
def test_who_writes_nothing_may_look_at_anything(guarded_fix, repository, flags):
    (repository / "a.py").write_text(BARE)
    done = guarded_fix(*flags)
    assert done.code == 1
    assert "uncommitted" not in done.err
    assert (repository / "a.py").read_text() == BARE


def test_dirty_files_are_rewritten_where_that_is_allowed(guarded_fix, repository, commit):
    commit(a="")
    (repository / "a.py").write_text(BARE)
    (repository / "new.py").write_text(BARE)
    assert guarded_fix("--allow-dirty").code == 0
    assert (repository / "a.py").read_text() == (repository / "new.py").read_text() == SAFE


def test_staged_files_are_rewritten_where_that_is_allowed(guarded_fix, repository, commit, git):
    commit(a="", old=BARE)
    (repository / "a.py").write_text(BARE)
    git("add", "a.py")
    git("mv", "old.py", "renamed.py")
    told = refusal("a.py (staged), renamed.py (staged)", "--allow-staged")
    assert guarded_fix() == (2, "", told)
    assert guarded_fix("--allow-staged").code == 0
    assert (repository / "a.py").read_text() == (repository / "renamed.py").read_text() == SAFE


def test_what_is_staged_and_edited_again_is_dirty(guarded_fix, repository, commit, git):
    commit(a="")
    (repository / "a.py").write_text("x = 1\n")
    git("add", "a.py")
    (repository / "a.py").write_text(BARE)
    assert guarded_fix("--allow-staged") == (2, "", refusal("a.py (modified)"))


def test_untracked_and_ignored_files_have_no_copy_in_git(guarded_fix, repository):
    (repository / ".gitignore").write_text("build.py\n")
    (repository / "build.py").write_text(BARE)
    (repository / "new.py").write_text(BARE)
    told = refusal("build.py (untracked), new.py (untracked)")
    assert guarded_fix("build.py", "new.py") == (2, "", told)
    assert guarded_fix() == (2, "", refusal("new.py (untracked)"))


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_was_told_not_to_watch_is_not_rewritten(
    guarded_fix, repository, commit, git, flag
):
    commit(a=BARE)
    git("update-index", flag, "a.py")
    assert guarded_fix() == (2, "", refusal("a.py (hidden from git status)"))


def test_of_many_files_some_are_named(guarded_fix, repository):
    for number in range(11):
        (repository / f"a{number:02}.py").write_text(BARE)
    done = guarded_fix()
    assert done.code == 2
    assert "since 11 files have changes" in done.err
    assert "a07.py (untracked), and 3 more; commit" in done.err
    assert "a08.py" not in done.err


def test_outside_of_git_it_says_so_and_goes_on(guarded_fix, folder):
    (folder / "a.py").write_text(BARE)
    done = guarded_fix()
    assert (done.code, done.err) == (0, WARNING)
    assert (folder / "a.py").read_text() == SAFE


def test_outside_of_git_it_may_be_told_to_say_nothing(guarded_fix, folder):
    (folder / "a.py").write_text(BARE)
    done = guarded_fix("--allow-no-vcs")
    assert (done.code, done.err) == (0, "")
    assert (folder / "a.py").read_text() == SAFE


def test_where_nothing_is_fixed_nothing_is_said(guarded_fix, folder):
    (folder / "a.py").write_text("x = 1\n")
    assert guarded_fix().err == ""


def test_pre_commit_stages_what_it_hands_over(guarded_fix, repository, git, monkeypatch):
    (repository / "a.py").write_text(BARE)
    git("add", "a.py")
    monkeypatch.setenv("PRE_COMMIT", "1")
    done = guarded_fix("a.py")
    assert (done.code, done.err) == (0, "")
    assert (repository / "a.py").read_text() == SAFE


def test_check_fixes_without_asking(pyguide, repository):
    (repository / "a.py").write_text(BARE)
    assert pyguide("check", "--fix").code == 0
    assert (repository / "a.py").read_text() == SAFE


def test_every_repository_of_a_run_is_asked(guarded_fix, repository, commit, git):
    commit(a=BARE)
    inner = repository / "inner"
    inner.mkdir()
    git("init", "-q", cwd=inner)
    (inner / "b.py").write_text(BARE)
    done = guarded_fix("a.py", "inner/b.py")
    assert done == (2, "", refusal("inner/b.py (untracked)"))
    commit(inner)
    assert guarded_fix("a.py", "inner/b.py").code == 0
    assert (inner / "b.py").read_text() == (repository / "a.py").read_text() == SAFE


def test_submodules_and_linked_working_trees_are_asked_themselves(
    guarded_fix, repository, commit, git, tmp_path_factory
):
    commit(a=BARE)
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git("worktree", "add", "-q", linked)
    git("submodule", "--quiet", "add", linked, "sub")
    git("commit", "-q", "-m", "sub")
    for file in (repository / "sub" / "a.py", linked / "a.py"):
        file.write_text(BARE + "x = 1\n")
    done = guarded_fix("a.py", "sub/a.py", linked / "a.py")
    assert (done.code, done.err.count("(modified)")) == (2, 2)
    for place in (repository / "sub", linked):
        git("checkout", "-q", "a.py", cwd=place)
    assert guarded_fix("a.py", "sub/a.py", linked / "a.py").code == 0
    assert (linked / "a.py").read_text() == SAFE


def test_in_a_sparse_checkout_what_is_there_is_asked_about(guarded_fix, repository, commit, git):
    (repository / "src").mkdir()
    (repository / "rest").mkdir()
    (repository / "rest" / "b.py").write_text(BARE)
    (repository / "src" / "a.py").write_text(BARE)
    commit()
    git("sparse-checkout", "set", "src")
    assert not (repository / "rest").exists()
    assert guarded_fix().code == 0
    assert guarded_fix().code == 0
    (repository / "src" / "a.py").write_text(BARE + BARE)
    assert guarded_fix() == (2, "", refusal("src/a.py (modified)"))


def test_a_link_is_as_dirty_as_the_file_that_it_leads_to(guarded_fix, repository, commit, git):
    (repository / "src").mkdir()
    (repository / "src" / "a.py").write_text("")
    (repository / "link.py").symlink_to("src/a.py")
    commit()
    (repository / "src" / "a.py").write_text(BARE)
    assert guarded_fix("link.py") == (2, "", refusal("link.py (modified)"))
    git("commit", "-qam", "change")
    assert guarded_fix("link.py").code == 0
    assert (repository / "link.py").is_symlink()
    assert (repository / "src" / "a.py").read_text() == SAFE


def test_an_encoding_is_kept_by_the_guarded_write(guarded_fix, repository, commit):
    text = f"# coding: latin-1\r\nprint('\xe9')\r\n{BARE}".encode("latin-1")
    (repository / "a.py").write_bytes(text)
    (repository / "b.py").write_bytes(b"\xef\xbb\xbf" + BARE.encode())
    commit()
    assert guarded_fix().code == 0
    assert (repository / "a.py").read_bytes() == text.replace(b"except:", b"except BaseException:")
    assert (repository / "b.py").read_bytes() == b"\xef\xbb\xbf" + SAFE.encode()


def test_what_another_tool_reports_is_guarded_as_well(guarded_fix, repository, commit):
    commit(a="")
    (repository / "a.py").write_text(BARE)
    report = f"{repository / 'a.py'}:3:1: E722 do not use bare except\n".encode()
    done = guarded_fix("--from", "-", stdin=report)
    assert done == (2, "", refusal("a.py (modified)"))
    assert (repository / "a.py").read_text() == BARE
    commit()
    assert guarded_fix("--from", "-", stdin=report).code == 0
    assert (repository / "a.py").read_text() == SAFE


def test_a_file_that_cannot_be_written_is_told_and_not_called_fixed(
    guarded_fix, repository, commit, monkeypatch
):
    from pyguide import write

    def full(*_):
        raise OSError(28, os.strerror(28))

    commit(a=BARE)
    monkeypatch.setattr(write, "replace", full)
    done = guarded_fix()
    assert done.code == 1
    assert f"a.py:1: io-error: cannot be written: {os.strerror(28)}" in done.err
    report = b"a.py:3:1: E722 do not use bare except\n"
    done = guarded_fix("--from", "-", stdin=report)
    assert done.code == 1
    assert "cannot be written" in done.out + done.err
    assert "1 file changed" not in done.out


def test_where_git_cannot_be_asked_the_way_out_is_named(guarded_fix, repository, monkeypatch):
    (repository / "a.py").write_text(BARE)
    monkeypatch.setenv("PATH", str(repository))
    assert guarded_fix() == (
        2,
        "",
        "pyguide: git is not installed, or not where PATH leads; "
        "--allow-dirty goes on without asking git\n",
    )
    assert guarded_fix("--allow-dirty").code == 0
    assert (repository / "a.py").read_text() == SAFE


def test_in_a_hook_the_index_of_the_commit_counts(
    guarded_fix, repository, commit, git, monkeypatch
):
    commit(a="")
    (repository / "a.py").write_text(BARE)
    with monkeypatch.context() as hook:
        hook.setenv("GIT_INDEX_FILE", ".git/next")
        git("add", "a.py")
        assert guarded_fix() == (2, "", refusal("a.py (staged)", "--allow-staged"))
    assert guarded_fix() == (2, "", refusal("a.py (modified)"))
