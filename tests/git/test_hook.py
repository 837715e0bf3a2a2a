"""``pyguide check --staged`` as a hook that git itself runs."""

import sys

import pytest

BARE = "try:\n    f()\nexcept:\n    g()\n"
CLEAN = "x = 1\n"
HOOK = f"#!/bin/sh\nexec '{sys.executable}' -P -m pyguide check --staged -n --isolated\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the hook is a shell script")


@pytest.fixture
def hooked(repository, git, commit, tmp_path_factory):
    """A linked working tree with committed files, whose repository has the hook."""
    commit(staged=CLEAN, other=CLEAN)
    (repository / ".git" / "hooks").mkdir(exist_ok=True)
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.write_text(HOOK)
    hook.chmod(0o755)
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git("worktree", "add", "-q", linked)
    return linked


@pytest.mark.parametrize(
    ("place", "words"), [("repository", []), ("repository", ["--all"]), ("linked", ["staged.py"])]
)
def test_a_commit_is_held_up_by_what_it_would_commit(repository, hooked, git, place, words):
    here = hooked if place == "linked" else repository
    (here / "staged.py").write_text(BARE)
    git("add", "staged.py", cwd=here)
    if not words:
        (here / "staged.py").write_text(CLEAN)
    with pytest.raises(AssertionError, match="PYG301"):
        git("commit", "-q", "-m", "bad", *words, cwd=here)
    (here / "staged.py").write_text(CLEAN * 2)
    if not words:
        git("add", "staged.py", cwd=here)
    # Neither what is staged besides, in a commit of named files, nor what is not holds it up.
    (here / "other.py").write_text(BARE if words != ["--all"] else CLEAN)
    if words == ["staged.py"]:
        git("add", "other.py", cwd=here)
    git("commit", "-q", "-m", "good", *words, cwd=here)
    assert git("show", "--name-only", "--format=%s", cwd=here) == "good\n\nstaged.py\n"
