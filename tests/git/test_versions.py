"""Which commit a user means, and what files held in it."""

import pytest

from pyguide.git.repository import GitError, Repository
from pyguide.git.versions import base_of, blobs, commit_of, compared_with, nothing


@pytest.fixture
def parted(repository, commit, git):
    """A branch ``topic`` that left ``main``, and the commits: where it did, and both tips."""
    left = commit(a="1\n")
    git("checkout", "-q", "-b", "topic")
    topic = commit(a="2\n")
    git("checkout", "-q", "main")
    main = commit(b="1\n")
    git("tag", "-a", "-m", "tag", "v1")
    git("checkout", "-q", "topic")
    return left, topic, main


def test_a_revision_stands_for_where_it_was_left_and_dots_for_its_tip(repository, parted):
    here = Repository.of(repository)
    left, topic, main = parted
    for wish in ("main", "main...", main[:12], "v1"):
        assert compared_with(here, wish) == left
    assert compared_with(here, "main..") == main
    assert compared_with(here, "v1..") == main
    assert compared_with(here, "HEAD") == compared_with(here, "HEAD..") == topic
    assert compared_with(here, "HEAD~1") == left


@pytest.mark.parametrize(
    "wish",
    [
        "nope",
        "",
        "-q",
        "--all",
        "main:a.py",
        "a\nb",
        "main^{tree}",
        "^main",
        "main^!",
        "a^{",
        ":/none",
    ],
)
def test_what_names_no_commit_is_refused(repository, parted, wish):
    with pytest.raises(GitError) as caught:
        compared_with(Repository.of(repository), wish)
    assert "knows no commit" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("wish", ["main..topic", "main...topic", "main....", "main."])
def test_two_revisions_are_refused(repository, parted, wish):
    with pytest.raises(GitError, match=r"two revisions|no commit"):
        compared_with(Repository.of(repository), wish)


def test_histories_without_a_common_commit_are_told(repository, commit, git):
    commit(a="1\n")
    git("checkout", "-q", "--orphan", "other")
    other = commit(a="2\n")
    git("checkout", "-q", "main")
    here = Repository.of(repository)
    with pytest.raises(GitError, match=r"write `other\.\.` to compare with its tip"):
        compared_with(here, "other")
    assert compared_with(here, "other..") == other


def test_a_shallow_clone_is_told_to_fetch_more(repository, parted, git, tmp_path_factory):
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    git("clone", "-q", "--depth=1", f"file://{repository}", clone)
    with pytest.raises(GitError, match=r"this is a shallow clone, fetch more of it$"):
        compared_with(Repository.of(clone), "main")


def test_before_the_first_commit_there_is_none(repository):
    with pytest.raises(GitError, match="knows no commit `HEAD`"):
        compared_with(Repository.of(repository), "HEAD")


def test_blobs_are_read_as_they_are(repository, git):
    here = Repository.of(repository)
    texts = [b"", b"no line end", b"\r\n\0\xff\n", b"abc blob 3\nabc\n", b"x" * 100_000]
    names = [
        here.run("hash-object", "-w", "--stdin", stdin=text).decode().strip() for text in texts
    ]
    assert blobs(here, [*names, names[0]]) == dict(zip(names, texts, strict=True))
    assert blobs(here, []) == {}


def test_a_blob_that_is_missing_is_told(repository):
    name = "0123456789" * 4
    with pytest.raises(GitError, match=f"git has no object {name}"):
        blobs(Repository.of(repository), [name])


@pytest.fixture
def submodule(repository, commit, git, tmp_path_factory):
    """A submodule that has gone on since it was recorded, and the commit that was."""
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", cwd=other)
    recorded = commit(other, a="1\n")
    commit(a="1\n")
    git("submodule", "--quiet", "add", other, "sub")
    commit()
    commit(repository / "sub", a="2\n")
    return Repository.of(repository / "sub"), recorded


def test_a_submodule_is_compared_with_what_the_base_around_it_names(repository, submodule):
    sub, recorded = submodule
    assert base_of(sub, "HEAD", repository) == recorded
    assert base_of(sub, "HEAD~1", repository) == nothing(sub)
    assert base_of(Repository.of(repository), "HEAD", repository) == commit_of(
        Repository.of(repository), "HEAD"
    )


def test_inside_of_a_submodule_its_own_revisions_count(submodule):
    sub, _ = submodule
    assert base_of(sub, "HEAD", sub.root) == commit_of(sub, "HEAD")
