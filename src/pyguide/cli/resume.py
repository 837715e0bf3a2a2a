"""``pyguide-fix --resume``: finish a run that was killed or interrupted."""

from __future__ import annotations

import os
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from pyguide.cli.fix_flags import LAST
from pyguide.cli.options import cache_place, configurations, shown
from pyguide.cli.output import put, tell
from pyguide.errors import PyguideError, one_line
from pyguide.git.changes import uncommitted
from pyguide.git.commits import head
from pyguide.git.repository import Repository
from pyguide.report.terminal import visible
from pyguide.runs.entry import Entry
from pyguide.runs.journal import Journal, Past, Run
from pyguide.runs.progress import Commit, Progress
from pyguide.runs.undo import is_changed, is_held, undo


def resume(arguments: Namespace, parser: ArgumentParser, run: Callable[[Namespace], int]) -> int:
    """Do what the interrupted command has left to do, as the same run; returns its exit code.

    Changes of a rule that were neither verified nor committed are taken back first. Raises
    PyguideError where there is nothing to finish.
    """
    journal = Journal(cache_place(arguments, configurations(arguments)))
    past = _interrupted(journal, arguments.resume)
    if past.working_directory != os.getcwd():
        raise PyguideError(
            f"run {past.number} was started in {one_line(past.working_directory)}; resume it there"
        )
    if past.undoes is not None:
        from pyguide.cli.undo import take_back

        with journal.go_on(past) as going:
            return take_back(journal, journal.find(str(past.undoes)), going)
    if past.words[:1] != ["pyguide-fix"]:
        raise PyguideError(
            f"run {past.number} is no run of pyguide-fix; give its command again: "
            f"{one_line(shlex.join(past.words))}"
        )
    again = parser.parse_args(past.words[1:])
    again.words, again.resumed = past.words[1:], past
    if again.max_files is not None:
        again.max_files = max(0, again.max_files - sum(map(is_changed, past.files)))
    put(f"Resuming run {past.number}: {visible(shlex.join(past.words))}\n")
    with journal.go_on(past) as going:
        going.is_done = False
        _settle(going)
    return run(again)


def _interrupted(journal: Journal, word: str) -> Past:
    runs = journal.runs()
    if word != LAST:
        past = journal.find(word)
        if past.has_ended:
            raise PyguideError(f"run {past.number} came to its end; there is nothing to resume")
        return past
    for past in reversed(runs):
        if not past.has_ended and not past.stays_going:
            return past
    raise PyguideError("no run was interrupted; there is nothing to resume")


def _settle(run: Run) -> None:
    """Take back the changes of a rule that were not settled when the run was interrupted."""
    progress = Progress.of(run)
    unsettled: dict[str, list[list[Entry]]] = {}
    for chain in run.files:
        rest = [one for one in chain if one.part and one.part not in progress.settled]
        if rest:
            unsettled.setdefault(rest[0].part, []).append(rest)
    for part, chains in unsettled.items():
        commit = _commit_of(chains)
        if commit is not None:
            progress.settle(part, run, commit)
            continue
        for one in undo(chains, run.keeper(part), [os.path.realpath(".")]):
            if one.why:
                tell(f"{visible(shown(Path(one.path)))}: left as it is: {one_line(one.why)}")


def _commit_of(chains: Sequence[Sequence[Entry]]) -> Commit | None:
    """The commit that holds the changes, where one was made just before the run was killed."""
    changed = [chain for chain in chains if is_changed(chain)]
    paths = [Path(chain[0].path) for chain in changed]
    repository = Repository.of(paths[0]) if paths else None
    if repository is None or not all(is_held(chain) for chain in changed):
        return None
    if uncommitted(repository, [repository.name_of(path) for path in paths]):
        return None
    name = head(repository)
    subject = repository.answer("log", "-1", "--format=%s")
    return Commit(name, subject or "") if name is not None else None
