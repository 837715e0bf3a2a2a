"""``--diff-base``, ``--diff-lines`` and ``--staged``: only what is new is reported and fixed."""

import json
import sys

import pytest

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
IDENTITY = "if name is 'x':\n    pass\n"
CLEAN = "x = 1\n"


@pytest.fixture
def found(pyguide):
    """Places and codes of what ``pyguide check WORD...`` finds: a.py:3:PYG301."""

    def check(*words):
        done = pyguide("check", "--output-format", "json", *words)
        assert done.code in (0, 1), done.err
        rows = [
            f"{row['filename'].rpartition('/')[2]}:{row['location']['row']}:{row['code']}"
            for row in json.loads(done.out)
        ]
        assert done.code == bool(rows)
        return rows

    return check


def test_only_findings_that_the_old_version_did_not_have_are_reported(found, repository, commit):
    commit(a=BARE, same=BARE)
    (repository / "a.py").write_text(BARE + IDENTITY)
    assert found("--diff-base", "HEAD") == ["a.py:5:PYG202"]


def test_what_has_moved_is_not_new_but_a_second_one_is(found, repository, commit):
    commit(a=f"{BARE}\n\ndef own():\n    pass\n")
    (repository / "a.py").write_text(f"import os\n\n\ndef own():\n    pass\n\n\n{BARE}")
    assert found("--diff-base", "HEAD") == []
    (repository / "a.py").write_text(BARE + BARE)
    assert found("--diff-base", "HEAD") == ["a.py:7:PYG301"]


def test_a_swap_for_another_finding_of_the_rule_is_seen(found, repository, commit):
    commit(a=f"def one():\n    return x is 'a'\n\n\ndef two():\n    return {CLEAN[:1]}\n")
    (repository / "a.py").write_text(
        "def one():\n    return x\n\n\ndef two():\n    return y is 'b'\n"
    )
    assert found("--diff-base", "HEAD") == ["a.py:6:PYG202"]


def test_new_files_are_new_as_a_whole_tracked_or_not(found, repository, commit, git):
    commit(a=CLEAN)
    (repository / "tracked.py").write_text(BARE)
    git("add", "tracked.py")
    (repository / "untracked.py").write_text(BARE)
    (repository / ".gitignore").write_text("ignored.py\n")
    (repository / "ignored.py").write_text(BARE)
    new = ["tracked.py:3:PYG301", "untracked.py:3:PYG301"]
    assert found("--diff-base", "HEAD") == found("--diff-base=HEAD", "--diff-lines") == new
    assert found("--diff-base", "HEAD", "ignored.py") == ["ignored.py:3:PYG301"]


def test_a_renamed_file_is_compared_with_what_it_was(found, repository, commit, git):
    commit(old=BARE + CLEAN * 9)
    git("mv", "old.py", "new.py")
    (repository / "new.py").write_text(BARE + CLEAN * 9 + IDENTITY)
    assert found("--diff-base", "HEAD") == ["new.py:14:PYG202"]
    assert found("--diff-base=HEAD", "--diff-lines") == ["new.py:14:PYG202"]


def test_a_renaming_that_git_was_not_told_of_is_followed_without_a_trace(found, repository, commit):
    commit(old=BARE + CLEAN * 9)
    (repository / "old.py").rename(repository / "new.py")
    (repository / "new.py").write_text(BARE + CLEAN * 9 + IDENTITY)
    before = {
        path: path.read_bytes() for path in (repository / ".git").rglob("*") if path.is_file()
    }
    assert found("--diff-base", "HEAD") == ["new.py:14:PYG202"]
    assert found("--diff-base=HEAD", "--diff-lines") == ["new.py:14:PYG202"]
    after = {path: path.read_bytes() for path in (repository / ".git").rglob("*") if path.is_file()}
    assert before == after


def test_a_file_that_git_was_told_to_forget_is_no_new_one(found, repository, commit, git):
    commit(a=BARE, b=BARE)
    git("rm", "-q", "--cached", "a.py", "b.py")
    (repository / "b.py").write_text(BARE + IDENTITY)
    assert found("--diff-base", "HEAD") == ["b.py:5:PYG202"]


def test_a_branch_is_compared_with_where_it_was_left(found, repository, commit, git):
    commit(a=BARE)
    git("checkout", "-q", "-b", "topic")
    commit(b=BARE)
    git("checkout", "-q", "main")
    commit(a=CLEAN)
    git("checkout", "-q", "topic")
    assert found("--diff-base", "main") == ["b.py:3:PYG301"]
    assert found("--diff-base", "main..") == ["a.py:3:PYG301", "b.py:3:PYG301"]


def test_committed_changes_of_the_branch_count_as_much_as_edits(found, repository, commit):
    base = commit(a=CLEAN)
    commit(a=BARE)
    (repository / "b.py").write_text(BARE)
    assert found("--diff-base", base) == ["a.py:3:PYG301", "b.py:3:PYG301"]
    assert found("--diff-base", "HEAD") == ["b.py:3:PYG301"]


def test_touched_lines_count_whether_or_not_what_stands_there_is_new(found, repository, commit):
    commit(a=BARE + BARE + CLEAN)
    moved = CLEAN + BARE.replace("except:", "except:  # why") + BARE
    (repository / "a.py").write_text(moved)
    assert found("--diff-base", "HEAD") == []
    assert found("--diff-base", "HEAD", "--diff-lines") == ["a.py:4:PYG301"]


def test_where_lines_only_went_nothing_is_touched(found, repository, commit):
    commit(a=CLEAN + BARE + CLEAN)
    (repository / "a.py").write_text(BARE + CLEAN)
    assert found("--diff-base", "HEAD", "--diff-lines") == []


def test_a_finding_of_several_lines_counts_with_one_of_them(found, repository, commit):
    long = "def f(\n    a,\n    items=[],\n    b=2,\n):\n    items.append(a)\n    return items\n"
    commit(a=long.replace("=[]", "=None"))
    (repository / "a.py").write_text(long)
    assert found("--diff-base=HEAD", "--diff-lines", "--select=PYG101") == ["a.py:3:PYG101"]


def test_what_a_comment_silenced_is_new_once_the_comment_goes(found, repository, commit):
    commit(a=BARE.replace("except:", "except:  # noqa: PYG301"))
    (repository / "a.py").write_text(BARE)
    assert found("--diff-base", "HEAD") == ["a.py:3:PYG301"]


def test_an_old_version_that_python_refuses_had_no_findings(found, repository, commit):
    commit(a=f"{BARE}def :\n")
    (repository / "a.py").write_text(BARE)
    assert found("--diff-base", "HEAD") == ["a.py:3:PYG301"]


def test_rules_that_are_turned_on_find_nothing_new_in_what_was_there(found, repository, commit):
    commit(a=BARE)
    (repository / "a.py").write_text(BARE + CLEAN)
    (repository / "pyguide.toml").write_text("select = ['PYG301']\n")
    assert found("--diff-base", "HEAD") == []


def test_the_index_is_checked_and_not_the_working_tree(found, repository, commit, git):
    commit(a=CLEAN, b=BARE, c=BARE)
    (repository / "a.py").write_text(CLEAN + BARE)
    (repository / "b.py").write_text(BARE + CLEAN)
    git("add", "a.py", "b.py")
    (repository / "a.py").write_text(CLEAN)
    (repository / "b.py").write_text(CLEAN)
    (repository / "c.py").write_text(BARE + IDENTITY)
    assert found("--staged") == ["a.py:4:PYG301", "b.py:3:PYG301"]
    assert found("--staged", "a.py") == ["a.py:4:PYG301"]
    assert found("--staged", "--diff-base", "HEAD") == ["a.py:4:PYG301"]
    assert found("--staged", "--diff-lines") == ["a.py:4:PYG301"]


def test_what_is_staged_is_checked_before_the_first_commit(found, repository, git):
    (repository / "a.py").write_text(BARE)
    git("add", "a.py")
    assert found("--staged") == found("--staged", "--diff-lines") == ["a.py:3:PYG301"]


def test_what_is_staged_is_checked_though_the_working_tree_lacks_it(found, repository, git, commit):
    commit(a=CLEAN)
    (repository / "pkg").mkdir()
    (repository / "pkg" / "gone.py").write_text(BARE)
    (repository / "gone.txt").write_text(BARE)
    (repository / "venv").mkdir()
    (repository / "venv" / "gone.py").write_text(BARE)
    git("add", "--all")
    for name in ("pkg/gone.py", "gone.txt", "venv/gone.py"):
        (repository / name).unlink()
    (repository / "pkg").rmdir()
    assert found("--staged") == ["gone.py:3:PYG301"]
    assert found("--staged", "a.py") == []


def test_the_index_may_be_compared_with_a_branch(found, repository, commit, git):
    base = commit(a=BARE, b=CLEAN)
    commit(a=BARE + IDENTITY, b=BARE)
    (repository / "a.py").write_text(BARE + IDENTITY + CLEAN)
    git("add", "a.py")
    assert found("--staged", "--diff-base", base) == ["a.py:5:PYG202"]
    assert found("--staged", "--diff-base", "HEAD") == []


def test_only_the_new_is_fixed(pyguide_fix, repository, commit):
    commit(a=f"{BARE}\n\ndef own():\n    pass\n", same=BARE)
    text = f"{BARE}\n\ndef own():\n    try:\n        f()\n    except:\n        g()\n"
    (repository / "a.py").write_text(text)
    assert pyguide_fix("--diff-base", "HEAD", "--allow-dirty").code == 0
    assert (repository / "a.py").read_text() == text.replace(
        "    except:", "    except BaseException:"
    )
    assert (repository / "same.py").read_text() == BARE


def test_only_touched_lines_are_fixed_however_many_passes_that_takes(
    pyguide_fix, repository, commit
):
    sort = "rows = [(1, 2)]\nprint(sorted(rows, key=lambda row: row[1]))\n"
    commit(a=BARE + BARE)
    # The fix in the middle adds an import at the top, so all that is below moves.
    (repository / "a.py").write_text(BARE + sort + BARE)
    words = ("--diff-base", "HEAD", "--diff-lines", "--allow-dirty")
    assert pyguide_fix(*words).code == 0
    once = (repository / "a.py").read_text()
    assert once.count("except:") == 2
    assert once.startswith("from operator import itemgetter\n")
    assert pyguide_fix(*words).out == "0 files changed, 1 left unchanged.\n"


def test_check_fixes_only_the_new_as_well(pyguide, repository, commit):
    commit(a=BARE)
    (repository / "a.py").write_text(BARE + CLEAN + BARE.replace("f()", "h()"))
    assert pyguide("check", "--fix", "--diff-base=HEAD", "--diff-lines").code == 0
    assert (repository / "a.py").read_text() == BARE + CLEAN + SAFE.replace("f()", "h()")


def test_a_stored_run_is_not_repeated_once_head_has_moved(found, repository, commit, monkeypatch):
    monkeypatch.setattr("pyguide.witness.SETTLED_NS", 0)
    commit(a=CLEAN)
    (repository / "a.py").write_text(BARE)
    assert found("--diff-base", "HEAD") == found("--diff-base", "HEAD") == ["a.py:3:PYG301"]
    commit()
    assert found("--diff-base", "HEAD") == []
    assert found("--diff-base", "HEAD~1") == ["a.py:3:PYG301"]


def test_stored_results_serve_runs_with_and_without_a_base(found, repository, commit, monkeypatch):
    monkeypatch.setattr("pyguide.witness.SETTLED_NS", 0)
    commit(a=BARE)
    (repository / "a.py").write_text(BARE + IDENTITY)
    everything = ["a.py:3:PYG301", "a.py:5:PYG202"]
    for _ in range(2):
        assert found("--diff-base", "HEAD") == ["a.py:5:PYG202"]
        assert found("--diff-base=HEAD", "--diff-lines") == ["a.py:5:PYG202"]
        assert found() == everything


def test_several_processes_find_the_same(found, repository, commit, monkeypatch):
    monkeypatch.setattr("pyguide.workers.SHARE_FORKED", 1)
    commit(**{f"a{number}": BARE for number in range(6)})
    for number in range(6):
        (repository / f"a{number}.py").write_text(CLEAN + BARE + IDENTITY)
    expected = [f"a{number}.py:6:PYG202" for number in range(6)]
    assert found("--diff-base", "HEAD", "-j", "2") == expected
    assert found("--diff-base", "HEAD", "-j", "1") == expected


def test_a_submodule_is_compared_with_the_commit_that_was_recorded(
    found, repository, commit, git, tmp_path_factory
):
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", cwd=other)
    commit(other, a=BARE)
    git("submodule", "--quiet", "add", other, "sub")
    base = commit()
    commit(repository / "sub", a=BARE + IDENTITY)
    assert found("--diff-base", base) == ["a.py:5:PYG202"]
    assert found("--diff-base", base, "sub/a.py") == ["a.py:5:PYG202"]


def test_a_link_is_compared_with_what_its_target_was(found, repository, commit):
    (repository / "src").mkdir()
    (repository / "src" / "a.py").write_text(BARE)
    (repository / "link.py").symlink_to("src/a.py")
    commit()
    (repository / "src" / "a.py").write_text(BARE + IDENTITY)
    assert found("--diff-base", "HEAD", "link.py") == ["link.py:5:PYG202"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names")
def test_odd_names_are_compared_as_any_other(found, repository, commit):
    names = ["-a.py", ":(top)b.py", "new\nline.py", "*.py"]
    for name in names:
        (repository / name).write_text(BARE)
    commit()
    for name in names:
        (repository / name).write_text(BARE + IDENTITY)
    assert len(found("--diff-base", "HEAD")) == len(names)
    assert len(found("--diff-base", "HEAD", "--diff-lines")) == len(names)


def test_in_a_sparse_checkout_what_is_not_there_is_not_missed(found, repository, commit, git):
    for name in ("src", "rest"):
        (repository / name).mkdir()
        (repository / name / "a.py").write_text(BARE)
    commit()
    git("sparse-checkout", "set", "src")
    (repository / "src" / "a.py").write_text(BARE + IDENTITY)
    assert found("--diff-base", "HEAD") == ["a.py:5:PYG202"]
    (repository / "rest").mkdir()
    (repository / "rest" / "new.py").write_text(BARE)
    assert found("--diff-base", "HEAD") == ["new.py:3:PYG301", "a.py:5:PYG202"]


def test_in_a_hook_the_index_of_the_commit_is_checked(found, repository, commit, git, monkeypatch):
    commit(a=CLEAN)
    (repository / "a.py").write_text(BARE)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next")
    git("read-tree", "HEAD")
    git("add", "a.py")
    assert found("--staged") == ["a.py:3:PYG301"]
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert found("--staged") == []


def test_the_files_that_have_changed_can_be_listed(pyguide, repository, commit):
    commit(a=BARE, b=BARE)
    (repository / "b.py").write_text(CLEAN)
    done = pyguide("check", "--diff-base", "HEAD", "--show-files")
    assert done.out == f"{repository / 'b.py'}\n"


def test_a_misspelt_rule_is_a_mistake_though_nothing_has_changed(pyguide, repository, commit):
    commit(a=BARE)
    done = pyguide("check", "--diff-base", "HEAD", "--select", "bare-exept")
    assert done.code == 2
    assert "bare-exept" in done.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--diff-lines", "--diff-lines needs --diff-base or --staged: touched since when?"),
        ("--diff-base HEAD -", "--diff-base: standard input has no earlier version"),
        ("--staged -", "--staged: standard input has no earlier version"),
        ("--staged --fix", "--staged: fixes are for files, not for the index (--no-fix)"),
        ("--staged --diff", "--staged: fixes are for files, not for the index (--no-fix)"),
        ("--staged --watch", "--staged cannot be used with --watch: the index is not watched"),
        (
            "--diff-base HEAD --add-noqa",
            "--diff-base cannot be used with --add-noqa: comments are added for all that is found",
        ),
        ("--diff-base nope", "--diff-base: {here} knows no commit `nope`"),
        ("--diff-base=--all", "--diff-base: {here} knows no commit `--all`"),
        (
            "--diff-base a..b",
            "--diff-base: `a..b` names two revisions; one is compared with what is there now",
        ),
    ],
)
def test_what_makes_no_sense_is_one_line(pyguide, repository, commit, words, told):
    commit(a=BARE)
    done = pyguide("check", *words.split(), stdin=b"")
    assert done == (2, "", f"pyguide: {told.format(here=repository)}\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--staged", "--staged is for `pyguide check`: fixes are for files, not for the index"),
        ("--diff-lines", "--diff-lines needs --diff-base or --staged: touched since when?"),
        (
            "--diff-base HEAD --from -",
            "--diff-base cannot be used with --from: the report says what is fixed",
        ),
    ],
)
def test_what_makes_no_sense_to_the_codemod_is_one_line(guarded_fix, repository, words, told):
    (repository / "a.py").write_text(BARE)
    assert guarded_fix(*words.split(), stdin=b"") == (2, "", f"pyguide: {told}\n")
    assert (repository / "a.py").read_text() == BARE


def test_a_file_outside_of_git_has_no_earlier_version(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "--diff-base", "HEAD")
    assert done == (2, "", "pyguide: --diff-base: a.py is in no git repository\n")


def test_an_unmerged_file_has_no_text_in_the_index(pyguide, conflict):
    done = pyguide("check", "--staged")
    assert done == (2, "", "pyguide: --staged: a.py is unmerged, so the index has no text of it\n")


def test_a_project_that_always_fixes_may_look_at_the_index_without(found, repository, git, pyguide):
    (repository / "pyguide.toml").write_text("fix = true\n")
    (repository / "a.py").write_text(BARE)
    git("add", "a.py")
    assert pyguide("check", "--staged").code == 2
    assert found("--staged", "--no-fix") == ["a.py:3:PYG301"]
    assert (repository / "a.py").read_text() == BARE
