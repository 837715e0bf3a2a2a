"""Files that were renamed since a baseline was committed, as git tells."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from pyguide import witness
from pyguide.baseline.file import Baseline
from pyguide.git.announcing import announced
from pyguide.git.changes import changes, tracked
from pyguide.git.repository import Repository, literal


def follow(baseline: Baseline, here: Collection[str]) -> None:
    """Note which files of a baseline are missing, and under which names these are there now.

    ``here`` are names of files that are there, such as those of a run. What happened since the
    baseline was committed counts, in history, in the index and in the working tree; there a file of
    ``here`` may be one that git has not been told about. Raises GitError where it cannot be asked.
    """
    for name in baseline.entries:
        if name not in here:
            path = baseline.path_of(name)
            witness.kind(path)
            if not os.path.lexists(path):
                baseline.missing.add(name)
    if baseline.missing:
        witness.unsettle()
        baseline.renamed = _renamed(baseline, baseline.missing, here)


def _renamed(baseline: Baseline, gone: Iterable[str], here: Iterable[str]) -> dict[str, str]:
    """The new names of those files among ``gone`` that were renamed; nothing outside of git."""
    repository = Repository.of(baseline.folder)
    if repository is None:
        return {}
    former = {_git_name(repository, baseline, name): name for name in gone}
    commit = _committed(repository, baseline)
    if commit is None or not former:
        return {}
    names = {_git_name(repository, baseline, name) for name in here}
    with announced(repository, sorted(names - tracked(repository) - {""})) as seen:
        found = [each for each in changes(seen, commit) if each.letter == "R"]
    return {
        former[each.former]: baseline.name_of(repository.path_of(each.name))
        for each in found
        if each.former in former
    }


def _git_name(repository: Repository, baseline: Baseline, name: str) -> str:
    """What git calls a file; empty where it lies outside of the repository."""
    path = baseline.path_of(name)
    real = Path(os.path.realpath(path.parent), path.name)
    return real.relative_to(repository.root).as_posix() if repository.root in real.parents else ""


def _committed(repository: Repository, baseline: Baseline) -> str | None:
    """The last commit that changed the baseline, HEAD where none did; None before the first."""
    if repository.answer("rev-parse", "--verify", "--quiet", "HEAD") is None:
        return None
    name = _git_name(repository, baseline, Path(baseline.path).name)
    words = ("log", "-1", "--format=%H", "--", *literal([name]))
    return repository.answer(*words) or "HEAD"
