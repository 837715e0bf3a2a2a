"""Earlier versions: which commit a user means, and what its files held."""

from __future__ import annotations

from collections.abc import Iterable

from pyguide.git.repository import GitError, Repository

_HEADER_END = b"\n"


def commit_of(repository: Repository, revision: str) -> str:
    """The commit that a ``revision`` names; raises GitError where it names none."""
    # No name of a commit begins so, but an option of git does.
    found = None
    if revision and not revision.startswith("-"):
        words = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        found = repository.answer(*words)
    if not found:
        shallow = repository.answer("rev-parse", "--is-shallow-repository") == "true"
        hint = "; this is a shallow clone, fetch more of it" if shallow else ""
        raise GitError(f"{repository.root} knows no commit `{revision}`{hint}")
    return found


def compared_with(repository: Repository, wish: str) -> str:
    """The commit to compare with, as ``git diff`` reads ``wish``.

    That is where HEAD left ``REV`` (or ``REV...``), and the tip of it for ``REV..``. Raises
    GitError where there is no such commit.
    """
    revision = wish.rstrip(".")
    dots = len(wish) - len(revision)
    if ".." in revision or dots not in (0, 2, 3):
        raise GitError(f"`{wish}` names two revisions; one is compared with what is there now")
    commit = commit_of(repository, revision)
    if dots == 2:
        return commit
    parted = repository.answer("merge-base", commit, commit_of(repository, "HEAD"))
    if not parted:
        raise GitError(
            f"`{revision}` and HEAD have no commit in common in {repository.root}; "
            f"fetch more of their history, or write `{revision}..` to compare with its tip"
        )
    return parted.split("\n")[0]


def blobs(repository: Repository, names: Iterable[str]) -> dict[str, bytes]:
    """What blobs hold, by their full names, in one process; raises GitError for a missing one."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    asked = "".join(f"{name}\n" for name in wanted).encode()
    rest = memoryview(repository.run("cat-file", "--batch", stdin=asked))
    found: dict[str, bytes] = {}
    for name in wanted:
        header = bytes(rest[:200]).partition(_HEADER_END)[0]
        size = header.split()[-1]
        if not size.isdigit():
            raise GitError(f"{repository.root}: git has no object {name}; fetch it")
        start = len(header) + 1
        found[name] = bytes(rest[start : start + int(size)])
        rest = rest[start + int(size) + 1 :]
    return found
