"""Look only at what has changed: files, findings or lines that an earlier version did not have."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pyguide import session
from pyguide.git.announcing import announced
from pyguide.git.changes import changes, touched_lines, tracked
from pyguide.git.repository import GitError, Repository, grouped
from pyguide.git.versions import base_of, blobs
from pyguide.task import Mode, Task


class Wish(NamedTuple):
    """What a user calls changed.

    ``base`` is what `pyguide.git.versions.compared_with` reads, None for HEAD. With ``lines`` only
    touched lines count, else findings that are new. ``staged`` looks at the index; all that stands
    in the files staged counts where there is neither ``base`` nor ``lines``.
    """

    base: str | None
    lines: bool = False
    staged: bool = False


class _Candidate(NamedTuple):
    """A file to look at, how git knows it, and what it held before, None where it was not there."""

    task: Task
    name: str
    before: bytes | None = None


def changed(tasks: Sequence[Task], wish: Wish, mode: Mode, jobs: int | None = None) -> list[Task]:
    """Those ``tasks`` whose files have changed; each says what in it is not to be reported.

    To know what is new, the earlier versions are checked as ``mode`` and ``jobs`` say. Raises
    GitError for a file outside of git and for a revision that is none, and what `session.run`
    raises.
    """
    by_path = {task.path: task for task in tasks}
    found: list[_Candidate] = []
    for repository, paths in grouped(by_path):
        if repository is None:
            raise GitError(f"{paths[0]} is in no git repository")
        own = [_Candidate(by_path[path], repository.name_of(path)) for path in paths]
        found += _narrowed(repository, own, wish)
    known = _known(found, mode, jobs)
    kept = {one.task.path: one.task for one in found}
    return [_knowing(kept[path], known.get(path)) for path in by_path if path in kept]


def only_staged(folders: Iterable[Path]) -> list[Path]:
    """The staged files at and below ``folders`` that the working tree does not hold.

    Each is spelled as it is reached through its folder. Raises GitError where git cannot be asked.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        repository = Repository.of(folder)
        if repository is None:
            continue
        top = os.path.realpath(folder)
        for change in changes(repository, None, staged=True):
            path = repository.path_of(change.name)
            if change.after is not None and path.is_relative_to(top) and not path.exists():
                found.setdefault(str(path), folder / path.relative_to(top))
    return list(found.values())


def _narrowed(repository: Repository, candidates: list[_Candidate], wish: Wish) -> list[_Candidate]:
    """The candidates of one repository that have changed."""
    commit = None
    if wish.base is not None:
        commit = base_of(repository, wish.base, Path(os.path.realpath(Path.cwd())))
    if wish.staged:
        candidates = _in_index(repository, candidates)
    new = {one.name for one in candidates} - tracked(repository)
    with announced(repository, sorted(new)) as seen:
        if wish.lines:
            return _touched(seen, candidates, commit, staged=wish.staged)
        if commit is not None:
            return _with_old_texts(seen, candidates, commit, staged=wish.staged)
    return candidates


def _in_index(repository: Repository, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The candidates that are staged, with their texts in the index."""
    staged = {change.name: change for change in changes(repository, None, staged=True)}
    stored: list[tuple[_Candidate, str]] = []
    for one in candidates:
        change = staged.get(one.name)
        if change is not None and change.letter == "U":
            raise GitError(f"{one.task.shown} is unmerged, so the index has no text of it")
        if change is not None and change.after is not None:
            stored.append((one, change.after))
    texts = blobs(repository, [blob for _, blob in stored])
    return [one._replace(task=one.task._replace(raw=texts[blob])) for one, blob in stored]


def _touched(
    repository: Repository, candidates: Iterable[_Candidate], commit: str | None, *, staged: bool
) -> list[_Candidate]:
    """The candidates with touched lines; all lines of a file count that git cannot know."""
    lines = touched_lines(repository, commit, staged=staged)
    old = tracked(repository)
    return [
        one._replace(task=one.task._replace(lines=lines.get(one.name)))
        for one in candidates
        if one.name in lines or one.name not in old
    ]


def _with_old_texts(
    repository: Repository, candidates: Iterable[_Candidate], commit: str, *, staged: bool
) -> list[_Candidate]:
    """The candidates that have changed since a commit, with what they held then."""
    listed = changes(repository, commit, staged=staged)
    found = {change.name: change.before for change in listed if change.has_new_text}
    old = tracked(repository)
    kept = [one for one in candidates if one.name in found or one.name not in old]
    befores = {one.name: found.get(one.name) for one in kept}
    texts = blobs(repository, [blob for blob in befores.values() if blob is not None])
    return [one._replace(before=texts.get(befores[one.name] or "")) for one in kept]


def _known(candidates: Sequence[_Candidate], mode: Mode, jobs: int | None) -> dict[Path, set[str]]:
    """The fingerprints of what the earlier versions report, by the paths of the new ones."""
    old = [
        one.task._replace(raw=one.before, known=frozenset())
        for one in candidates
        if one.before is not None
    ]
    looking = Mode(prefilter=mode.prefilter, ignore_noqa=mode.ignore_noqa)
    files = session.run(old, looking, jobs).files if old else ()
    return {
        task.path: {finding.fingerprint for finding in file.findings}
        for task, file in zip(old, files, strict=True)
    }


def _knowing(task: Task, fingerprints: set[str] | None) -> Task:
    """The task with findings that it need not report besides those it knows already."""
    if fingerprints is None:
        return task
    return task._replace(known=(task.known or frozenset()) | fingerprints)
