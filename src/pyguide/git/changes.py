"""What has changed: files that git has no copy of, files since a commit, and their lines."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from pyguide.git.repository import Repository, literal, parts, portions

_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_FILES = ("100644", "100755")
# What a user's configuration could add to a diff, or leave out of it. Renames are followed;
# whatever happens inside of submodules is told by these themselves.
_AS_IT_IS = (
    "--find-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--text",
    "--ignore-submodules=all", "--no-abbrev",
)  # fmt: skip


class State(StrEnum):
    """Why git could not give a file back as it is now."""

    STAGED = "staged"
    MODIFIED = "modified"
    UNMERGED = "unmerged"
    UNTRACKED = "untracked"
    UNWATCHED = "hidden from git status"


class Change(NamedTuple):
    """A file that differs from an earlier version, and git's ``name`` for it.

    ``letter`` is the one that git uses: A(dded), D(eleted), M(odified), R(enamed), T(ype changed)
    or U(nmerged).
    ``before`` and ``after`` name blobs: ``before`` is None where there was no regular file,
    ``after`` where there is none now or git has not stored it. ``former`` is the old name.
    """

    name: str
    letter: str
    before: str | None
    after: str | None
    former: str

    @property
    def has_new_text(self) -> bool:
        """Whether more than the name or mode of a file has changed."""
        return self.before is None or self.before != self.after


def uncommitted(repository: Repository, names: Iterable[str]) -> dict[str, State]:
    """Those among the files ``names`` that are not as they were committed, and why.

    Untracked and ignored files are such files: git has no copy of them.
    """
    found: dict[str, State] = {}
    for portion in portions(list(names)):
        tags = _tags(repository, portion)
        states = _states(repository, portion)
        for name in portion:
            tag = tags.get(name)
            if tag is None:
                found[name] = State.UNTRACKED
            elif name in states:
                found[name] = states[name]
            # An assume-unchanged file has a small letter, a skip-worktree one an S.
            elif tag.islower() or tag == "S":
                found[name] = State.UNWATCHED
    return found


def _tags(repository: Repository, names: Sequence[str]) -> dict[str, str]:
    """The letter that ``git ls-files -v`` gives each tracked file."""
    listed = parts(repository.run("ls-files", "-v", "-z", "--", *literal(names)))
    return {line[2:]: line[0] for line in listed}


def _states(repository: Repository, names: Sequence[str]) -> dict[str, State]:
    words = (
        "status", "--porcelain=v2", "-z", "--untracked-files=no", "--no-renames",
        "--ignore-submodules=all",
    )  # fmt: skip
    found = {}
    for entry in parts(repository.run(*words, "--", *literal(names))):
        match entry[:1]:
            case "1":
                name = entry.split(" ", 8)[8]
                found[name] = State.STAGED if entry[3] == "." else State.MODIFIED
            case "u":
                found[entry.split(" ", 10)[10]] = State.UNMERGED
    return found


def tracked(repository: Repository) -> set[str]:
    """The names of all files in the index."""
    return set(parts(repository.run("ls-files", "-z")))


def changes(repository: Repository, commit: str | None, *, staged: bool = False) -> list[Change]:
    """The tracked files of the working tree, or of the index, that differ from a commit.

    Links and submodules are left out. Without ``commit`` the index is compared with HEAD, also
    where nothing has been committed yet.
    """
    output = repository.run(*_diff(commit, staged=staged), "--raw", "-z", "--")
    return list(_changes(output))


def touched_lines(
    repository: Repository, commit: str | None, *, staged: bool = False
) -> dict[str, tuple[tuple[int, int], ...]]:
    """The lines that were added or changed since a commit, by the names of their files.

    They are pairs of the first line and the one behind the last, counted from 1, as
    ``git diff -U0`` shows them: where lines were only taken away, none is touched.
    """
    words = ("-U0", "--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", "--")
    found: dict[str, list[tuple[int, int]]] = {}
    name = b""
    # What a file holds stands behind a plus, a minus or a blank; its name comes before all hunks.
    for line in repository.run(*_diff(commit, staged=staged), *words).split(b"\n"):
        if line.startswith(b"diff --git "):
            name = b""
        elif line.startswith(b"+++ ") and not name:
            name = _unquoted(line.removeprefix(b"+++ ")).removeprefix(b"b/")
        elif match := _HUNK.match(line):
            first, number = int(match[1]), int(match[2] or 1)
            if number:
                found.setdefault(os.fsdecode(name), []).append((first, first + number))
    return {each: tuple(lines) for each, lines in found.items()}


def _diff(commit: str | None, *, staged: bool) -> list[str]:
    return ["diff", *_AS_IT_IS, *(["--cached"] if staged else []), *([commit] if commit else [])]


def _changes(output: bytes) -> Iterator[Change]:
    """Read ``--raw -z``: modes, blobs and a letter, then one name, or two where it is another."""
    fields = iter(parts(output))
    for field in fields:
        old_mode, mode, before, after, status = field.removeprefix(":").split(" ")
        former = next(fields)
        name = next(fields) if status[0] in "RC" else former
        if status == "R100":
            after = before
        if mode in _FILES or status == "U" or (status == "D" and old_mode in _FILES):
            yield Change(name, status[0], _blob(old_mode, before), _blob(mode, after), former)


def _blob(mode: str, name: str) -> str | None:
    return name if mode in _FILES and name.strip("0") else None


def _unquoted(name: bytes) -> bytes:
    """A name in a patch, as C would write it where it holds anything odd."""
    name = name.removesuffix(b"\t")
    if not name.startswith(b'"'):
        return name
    return name[1:-1].decode("unicode_escape").encode("latin-1")
