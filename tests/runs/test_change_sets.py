"""``--commit-per-rule``: one commit a rule, with nothing else in it, through the user's hooks."""

import pytest

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
KEYS = "def known(name):\n    ages = {1: 2}\n    return name in ages.keys()\n"
PLAIN = KEYS.replace(".keys()", "")
BLAME = ".git-blame-ignore-revs"


def test_each_rule_gets_a_commit_of_its_files_and_nothing_else(pyguide_fix, repository, git):
    (repository / "mine.txt").write_text("staged\n")
    git("add", "mine.txt")
    (repository / "d.py").write_text("x = 2\n")
    done = pyguide_fix("--commit-per-rule")
    assert done.code == 0
    assert git.subjects() == ["PYG207: Ask the dict", "PYG301: Catch `BaseException`"]
    assert git.files("HEAD~1") == ["a.py", "c.py"]
    assert git.files("HEAD") == ["a.py", "b.py"]
    assert git("status", "--porcelain") == " M d.py\nA  mine.txt\n"
    assert git("show", "HEAD~1:a.py") == BARE + PLAIN
    assert git("show", "HEAD:a.py") == SAFE + PLAIN
    assert git("log", "-1", "--format=%an <%ae>") == "A User <user@example.org>\n"
    names = git("log", "-2", "--reverse", "--format=%h", "--abbrev=10").split()
    assert done.err == (
        f"PYG207 in-dict-keys: 2 fixes in 2 files, committed as {names[0]}\n"
        f"PYG301 bare-except: 3 fixes in 2 files, committed as {names[1]}\n"
    )
    assert done.out.endswith("\n3 files changed, 1 left unchanged.\n")


@pytest.mark.parametrize(("flag", "summarised"), [("--quiet", True), ("--silent", False)])
def test_a_quiet_run_says_no_more_than_its_summary(pyguide_fix, repository, git, flag, summarised):
    done = pyguide_fix("--commit-per-rule", "--blame-ignore-revs", flag)
    assert (done.code, done.err, bool(done.out)) == (0, "", summarised)
    assert len(git.subjects()) == 3


def test_the_message_comes_from_a_template(pyguide_fix, repository, git):
    (repository / "pyguide.toml").write_text('commit-message = "{name} {fixes} {files} {x"\n')
    pyguide_fix("--commit-per-rule", "--only", "PYG301")
    assert git.subjects() == ["bare-except 3 2 {x"]
    pyguide_fix("--commit-per-rule", "--commit-message", "lint({code}): {title}\n\n# {summary}")
    assert git.subjects()[1].startswith("lint(PYG207): ")
    assert git("log", "-1", "--format=%b").startswith("# ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--commit-message", "{cod}"], "unknown placeholder `{cod}`"),
        (["--commit-message", " "], "a commit needs a message"),
        (["--verify-timeout", "0"], "expected a number of seconds above 0"),
        (["--verify-timeout", "3"], "--verify-timeout needs --verify"),
        (["--blame-ignore-revs"], "--blame-ignore-revs needs --commit-per-rule"),
        (["--commit-per-rule", "--diff"], "--commit-per-rule cannot be used with --diff"),
        (["--verify", "true", "--check"], "--verify cannot be used with --check"),
        (["--verify", "true", "--from", "x"], "--verify cannot be used with --from"),
        (["--verify", " "], "--verify: there is no command"),
    ],
)
def test_flags_that_make_no_sense_are_one_line(pyguide_fix, repository, words, said):
    done = pyguide_fix(*words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_the_key_is_checked_as_the_flag_is(pyguide_fix, repository):
    (repository / "pyguide.toml").write_text('commit-message = "{cod}"\n')
    done = pyguide_fix("--commit-per-rule")
    assert done.code == 2
    assert "pyguide.toml: `commit-message`: unknown placeholder `{cod}`" in done.err


def test_outside_of_git_there_is_no_commit(pyguide_fix, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide_fix("--commit-per-rule")
    assert (done.code, done.out) == (2, "")
    assert "a.py is in no git repository, so nothing can be committed\n" in done.err
    assert (folder / "a.py").read_text() == BARE


@pytest.mark.parametrize("flags", [(), ("--allow-dirty",), ("--allow-staged",)])
def test_changes_of_the_user_never_get_in(pyguide_fix, repository, git, flags):
    (repository / "b.py").write_text(BARE + "mine = 1\n")
    if flags == ("--allow-staged",):
        git("add", "b.py")
    done = pyguide_fix("--commit-per-rule", *flags)
    assert done.code == 2
    assert "b.py" in done.err
    assert git.subjects() == []
    assert (repository / "a.py").read_text() == BARE + KEYS


def test_the_commits_are_left_out_of_blame(pyguide_fix, repository, git):
    pyguide_fix("--commit-per-rule", "--blame-ignore-revs", "--only", "PYG301")
    first = git("rev-parse", "HEAD~1").strip()
    assert (repository / BLAME).read_text() == f"# PYG301: Catch `BaseException`\n{first}\n"
    assert git.subjects()[1] == "Leave the commits of pyguide-fix out of git blame"
    assert git.files() == [BLAME]
    (repository / BLAME).write_text("# by hand")
    git("commit", "-qam", "cut")
    pyguide_fix("--commit-per-rule", "--blame-ignore-revs")
    second = git("rev-parse", "HEAD~1").strip()
    assert (repository / BLAME).read_text().splitlines()[::2] == ["# by hand", second]
    assert git("status", "--porcelain") == ""


def test_a_hook_that_rejects_costs_that_rule_only(pyguide_fix, repository, git):
    git.hook("commit-msg", "grep -q PYG301 $1 && exit 0; echo not this one >&2; exit 1")
    done = pyguide_fix("--commit-per-rule")
    assert done.code == 1
    assert git.subjects() == ["PYG301: Catch `BaseException`"]
    assert git("status", "--porcelain") == ""
    assert (repository / "c.py").read_text() == KEYS
    assert "PYG207 in-dict-keys: not committed, and taken back: git commit in" in done.err
    assert "    not this one\n" in done.err
    assert done.out.startswith("Not committed: PYG207 in-dict-keys\n")


def test_a_hook_that_mends_and_rejects_is_asked_again(pyguide_fix, repository, git):
    mend = "for f in a.py b.py; do grep -q '# seen' $f || { echo '# seen' >> $f; bad=1; }; done"
    git.hook("pre-commit", f'{mend}\ntest -z "$bad"')
    done = pyguide_fix("--commit-per-rule", "--only", "PYG301")
    assert done.code == 0
    assert git("show", "HEAD:a.py") == SAFE + KEYS + "# seen\n"
    assert git("status", "--porcelain") == ""
    # All of that can be undone, what the hook made of the files included.
    assert pyguide_fix("--undo", "--allow-dirty").code == 0
    assert (repository / "b.py").read_text() == BARE + BARE


def test_a_hook_that_mends_and_never_agrees_is_taken_back_with_the_rule(
    pyguide_fix, repository, git
):
    git.hook("pre-commit", "echo '# seen' >> a.py; exit 1")
    done = pyguide_fix("--commit-per-rule", "--only", "PYG301")
    assert (done.code, git.subjects()) == (1, [])
    assert (repository / "a.py").read_text() == BARE + KEYS
    assert git("status", "--porcelain") == ""


def test_what_a_hook_leaves_uncommitted_is_said(pyguide_fix, repository, git):
    git.hook("pre-commit", "echo '# seen' >> a.py")
    done = pyguide_fix("--commit-per-rule", "--only", "PYG301")
    assert "warning: a.py: a hook left changes that are not committed\n" in done.err
    assert git("show", "HEAD:a.py") == SAFE + KEYS


def test_no_commit_is_made_in_the_middle_of_a_merge(pyguide_fix, repository, git):
    git("checkout", "-qb", "other")
    git("commit", "-qm", "empty", "--allow-empty")
    git("checkout", "-q", "main")
    git("merge", "--no-ff", "--no-commit", "other")
    done = pyguide_fix("--commit-per-rule")
    assert (done.code, "a merge is not finished" in done.err) == (2, True)
    assert (repository / "a.py").read_text() == BARE + KEYS


def test_files_with_odd_names_are_committed(pyguide_fix, repository, git):
    odd = [":(top)x.py", "a b.py", "*.py", "é.py"]
    for name in odd:
        (repository / name).write_text(BARE)
    git("add", "--", *(f":(literal){name}" for name in odd))
    git("commit", "-qm", "odd")
    assert pyguide_fix("--commit-per-rule").code == 0
    assert git("status", "--porcelain") == ""
    assert len(git("show", "-z", "--format=", "--name-only", "HEAD").split("\0")) == 2 + 4 + 1


def test_many_files_are_one_commit(pyguide_fix, repository, git):
    for number in range(240):
        (repository / f"a_rather_long_name_for_a_file_{number:060}.py").write_text(BARE)
    git("add", ".")
    git("commit", "-qm", "many")
    assert pyguide_fix("--commit-per-rule", "--only", "PYG301").code == 0
    assert len(git.files()) == 242


def test_a_part_at_a_time(pyguide_fix, repository, git):
    done = pyguide_fix("--commit-per-rule", "--max-files", 1)
    assert git.files("HEAD~1") == git.files("HEAD") == ["a.py"]
    assert "2 files with fixes left for another run (--max-files).\n" in done.err


def test_what_a_baseline_knows_is_left_alone(pyguide_fix, pyguide, folder):
    (folder / "a.py").write_text(BARE + KEYS)
    pyguide("baseline", "write", "--select", "PYG301")
    pyguide_fix("--verify", "true")
    assert (folder / "a.py").read_text() == BARE + PLAIN


def test_only_what_has_changed_is_fixed(pyguide_fix, repository, git):
    (repository / "b.py").write_text(BARE + BARE + "x = 1\n" + BARE)
    pyguide_fix("--diff-base", "HEAD", "--verify", "true", "--allow-dirty")
    assert (repository / "b.py").read_text() == BARE + BARE + "x = 1\n" + SAFE
    (repository / "a.py").write_text(KEYS + BARE)
    git("commit", "-qam", "second")
    (repository / "a.py").write_text(KEYS + BARE + "x = 1\n" + BARE)
    pyguide_fix("--diff-base", "HEAD", "--diff-lines", "--verify", "true", "--allow-dirty")
    assert (repository / "a.py").read_text() == KEYS + BARE + "x = 1\n" + SAFE
