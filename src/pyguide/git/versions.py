"""Earlier versions: which commit a user means, and what its files held."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyguide.git.repository import GitError, Repository, parts

LONGEST_HEADER = 200
"""More bytes than the name, kind and size of an object take."""


def commit_of(repository: Repository, revision: str) -> str:
    """The commit that a ``revision`` names; raises GitError where it names none."""
    found = None
    # No name of a commit begins so, but an option of git does, and what is to be left out.
    if revision and revision[0] not in "-^":
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


def base_of(repository: Repository, wish: str, here: Path) -> str:
    """What the files of a repository are compared with, if it is asked for in the folder ``here``.

    That is what `compared_with` returns, except for a submodule of the repository around ``here``:
    its files are compared with the commit of it which the base there names, with nothing where it
    was not there. Raises GitError where there is no such commit.
    """
    if not here.is_relative_to(repository.root):
        top = repository.answer("rev-parse", "--show-superproject-working-tree")
        above = Repository.of(Path(top)) if top else None
        if above is not None:
            recorded = _recorded(above, base_of(above, wish, here), repository)
            return commit_of(repository, recorded) if recorded else nothing(repository)
    return compared_with(repository, wish)


def _recorded(above: Repository, commit: str, submodule: Repository) -> str | None:
    """The commit of a submodule that belongs to a commit of the repository above."""
    name = above.name_of(submodule.root)
    for entry in parts(above.run("ls-tree", "-z", "--full-tree", commit, "--", name)):
        mode, _, recorded = entry.partition("\t")[0].split(" ")
        if mode == "160000":
            return recorded
    return None


def nothing(repository: Repository) -> str:
    """What stands for a version without any file."""
    return repository.run("hash-object", "-t", "tree", "--stdin", stdin=b"").decode().strip()


def blobs(repository: Repository, names: Iterable[str]) -> dict[str, bytes]:
    """What blobs hold, by their full names, in one process; raises GitError for a missing one."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    asked = "".join(f"{name}\n" for name in wanted).encode()
    rest = memoryview(repository.run("cat-file", "--batch", stdin=asked))
    found: dict[str, bytes] = {}
    for name in wanted:
        header = bytes(rest[:LONGEST_HEADER]).partition(b"\n")[0]
        size = header.split()[-1]
        if not size.isdigit():
            raise GitError(f"{repository.root}: git has no object {name}; fetch it")
        start = len(header) + 1
        found[name] = bytes(rest[start : start + int(size)])
        rest = rest[start + int(size) + 1 :]
    return found
