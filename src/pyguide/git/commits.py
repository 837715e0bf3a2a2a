"""Commits of exactly the files that are named, as the user would make them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pyguide.git.repository import GitError, Repository, literal, portions

_UNFINISHED = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "REBASE_HEAD": "rebase",
}


class Rejected(GitError):
    """Git, or a hook, made no commit; ``lines`` are what was said."""

    def __init__(self, message: str, lines: Sequence[str]) -> None:
        super().__init__(message)
        self.lines = tuple(lines)


def refuse_unfit(repository: Repository) -> None:
    """Raise GitError where no commit of single files can be made at this moment."""
    for name, what in _UNFINISHED.items():
        if repository.answer("rev-parse", "--quiet", "--verify", name) is not None:
            raise GitError(f"git in {repository.root}: a {what} is not finished")
    repository.run("var", "GIT_AUTHOR_IDENT")
    repository.run("var", "GIT_COMMITTER_IDENT")


def head(repository: Repository) -> str | None:
    """The commit that is checked out; None before the first."""
    return repository.answer("rev-parse", "--quiet", "--verify", "HEAD")


def commit(repository: Repository, names: Sequence[str], message: str) -> str:
    """Commit the files ``names`` as they are in the working tree; returns the hash.

    Whatever else is staged stays staged. Hooks run. Raises `Rejected`.
    """
    specs = list(portions(list(names)))
    words = ["commit", "--quiet", "--only", "--cleanup=whitespace"]
    handle, path = tempfile.mkstemp(prefix="pyguide-message-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(message)
        words += ["-F", path]
        if len(specs) == 1:
            code, said = repository.attempt(*words, "--", *literal(names))
        else:
            listed = "\0".join(literal(names)).encode(errors="surrogateescape")
            words += ["--pathspec-from-file=-", "--pathspec-file-nul"]
            code, said = repository.attempt(*words, stdin=listed)
    finally:
        Path(path).unlink()
    made = head(repository)
    if code or made is None:
        raise Rejected(f"git commit in {repository.root} ended with exit code {code}", said)
    return made


def track(repository: Repository, name: str) -> None:
    """Let git know of a new file, so that a commit may name it."""
    repository.run("add", "--intent-to-add", "--", *literal([name]), hooks=True)
