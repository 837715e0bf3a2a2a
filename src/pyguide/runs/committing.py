"""A commit for each rule: of its files only, through the hooks of the repository."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pyguide.errors import PyguideError
from pyguide.git.changes import uncommitted
from pyguide.git.commits import Rejected, commit, head, track
from pyguide.git.repository import GitError, Repository, grouped
from pyguide.outcome import RuleFacts
from pyguide.runs.change_set import ChangeSet
from pyguide.runs.progress import Commit
from pyguide.runs.tree import Tree
from pyguide.template import filled

IGNORED_IN_BLAME = ".git-blame-ignore-revs"
_SUBJECT = "Leave the commits of pyguide-fix out of git blame"


class Committed(NamedTuple):
    """What became of the attempt to commit a set.

    ``commit`` is None where none was made; then ``why`` says so, and ``lines`` what was said to
    that. ``adopted`` are the files that hooks changed, ``left`` those of which a change is not
    committed.
    """

    commit: Commit | None
    why: str = ""
    lines: tuple[str, ...] = ()
    adopted: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()


def repository_of(paths: Sequence[Path]) -> Repository:
    """The one repository that holds all files; raises GitError where there is no such."""
    groups = grouped(paths)
    outside = [path for repository, own in groups if repository is None for path in own]
    if outside:
        raise GitError(f"{outside[0]} is in no git repository, so nothing can be committed")
    repositories = [repository for repository, _ in groups if repository is not None]
    if len(repositories) > 1:
        roots = " and ".join(str(repository.root) for repository in repositories[:2])
        raise GitError(f"the files are in several git repositories, {roots}: fix one at a time")
    return repositories[0]


def commit_set(
    changes: ChangeSet,
    tree: Tree,
    repository: Repository,
    message: str,
    passes: Callable[[], bool],
) -> Committed:
    """Commit what is left of a set; where that is refused, nothing is taken back yet.

    A hook that stops a commit and puts the files right itself is asked a second time, with what it
    made of them, if that ``passes``.
    """
    adopted: list[Path] = []
    for attempt in (1, 2):
        paths = [path for path, one in changes.files.items() if tree.held[path] != one.before]
        names = [repository.name_of(path) for path in paths]
        try:
            made = commit(repository, names, message)
        except Rejected as error:
            mended = tree.adopt(changes)
            adopted += mended
            if not mended or attempt == 2:
                return Committed(None, str(error), error.lines)
            if not passes():
                return Committed(None, "the files fail as its hooks left them", error.lines)
        else:
            adopted += tree.adopt(changes)
            left = [repository.path_of(name) for name in uncommitted(repository, names)]
            subject = message.strip().splitlines()[0]
            return Committed(
                Commit(made, subject), adopted=tuple(dict.fromkeys(adopted)), left=tuple(left)
            )
    raise AssertionError("two attempts end in one of the ways above")


def message_of(template: str, changes: ChangeSet, tree: Tree, facts: RuleFacts) -> str:
    """The message of the commit of a set."""
    code = changes.code
    changed = [path for path, one in changes.files.items() if tree.held[path] != one.before]
    values = {
        "code": code,
        "name": facts.name,
        "title": _title(changes, facts),
        "summary": facts.summary,
        "fixes": sum(tree.fixed.get((path, code), 0) for path in changed),
        "files": len(changed),
    }
    return filled(template, values).strip() + "\n"


def _title(changes: ChangeSet, facts: RuleFacts) -> str:
    """What all fixes do, if they do the same."""
    titles = {
        place.finding.fix.title
        for one in changes.files.values()
        for place in one.places.values()
        if place.finding.fix is not None
    }
    return titles.pop() if len(titles) == 1 else f"Fix {facts.name}"


def refuse_dirty_list(repository: Repository) -> None:
    """Raise GitError where the list of commits that blame ignores has changes of the user's."""
    path = repository.root / IGNORED_IN_BLAME
    if path.exists() and uncommitted(repository, [IGNORED_IN_BLAME]):
        raise GitError(f"{path}: has changes that are not committed; commit or stash them first")


def ignore_in_blame(repository: Repository, commits: Sequence[Commit]) -> str:
    """Add commits to the list that blame ignores, and commit that; returns the hash.

    Raises PyguideError with the list as it was.
    """
    path = repository.root / IGNORED_IN_BLAME
    try:
        before = path.read_bytes() if path.exists() else None
        held = before or b""
        blank = b"" if not held or held.endswith(b"\n") else b"\n"
        added = "".join(f"# {each.subject}\n{each.name}\n" for each in commits)
        path.write_bytes(held + blank + added.encode())
    except OSError as error:
        raise PyguideError(f"{path}: {error.strerror or error}") from error
    try:
        if before is None:
            track(repository, IGNORED_IN_BLAME)
        return commit(repository, [IGNORED_IN_BLAME], f"{_SUBJECT}\n")
    except GitError:
        if before is None:
            repository.run("reset", "--quiet", "--", f":(top,literal){IGNORED_IN_BLAME}")
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)
        raise


def is_committed(repository: Repository, before: str | None) -> bool:
    """Whether a commit was made since ``before`` was checked out."""
    return head(repository) != before
