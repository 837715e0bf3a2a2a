"""The guard of ``pyguide-fix``: a file that git could not give back is not rewritten."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from pyguide.cli.options import shown
from pyguide.cli.output import tell
from pyguide.errors import PyguideError, one_line
from pyguide.git.changes import State, uncommitted
from pyguide.git.repository import GitError, grouped
from pyguide.outcome import Outcome
from pyguide.task import Keeper

MOST_NAMED = 8


def add_guard(parser: ArgumentParser) -> None:
    """Add the flags that let the guard look away."""
    git = parser.add_argument_group("git")
    for flag, summary in (
        ("--allow-dirty", "rewrite files with changes that are not committed; ask git nothing"),
        ("--allow-staged", "rewrite files whose changes are all staged"),
        ("--allow-no-vcs", "rewrite files outside of git without saying so"),
    ):
        git.add_argument(flag, action="store_true", help=summary)


def is_guarded(arguments: Namespace) -> bool:
    """Whether git is asked before anything is written.

    pre-commit hands over what is staged, and keeps the rest of the user's work itself.
    """
    return not arguments.allow_dirty and os.environ.get("PRE_COMMIT") != "1"


def write_guarded(outcome: Outcome, arguments: Namespace, keeper: Keeper | None = None) -> Outcome:
    """Write what a run has fixed but not written, if git could give it back or is not asked.

    Returns the outcome with the files that could not be written. Raises what `refuse_dirty` raises.
    """
    fixed = [file for file in outcome.files if file.after is not None]
    if not fixed:
        return outcome
    if is_guarded(arguments):
        refuse_dirty([Path(file.path) for file in fixed], arguments)
    from pyguide.session import write_all

    written = {file.path: file for file in write_all(fixed, arguments.jobs, keeper)}
    return outcome._replace(files=tuple(written.get(file.path, file) for file in outcome.files))


def refuse_dirty(paths: Sequence[Path], arguments: Namespace) -> None:
    """Raise PyguideError where git could not give back one of the files that would be rewritten.

    Says so where it has no copy because a file lies outside of any repository.
    """
    try:
        states, outside = _states(paths)
    except GitError as error:
        raise PyguideError(f"{error}; --allow-dirty goes on without asking git") from error
    if arguments.resumed is not None:
        states = {path: state for path, state in states.items() if not arguments.resumed.left(path)}
    if arguments.allow_staged:
        states = {path: state for path, state in states.items() if state != State.STAGED}
    if states:
        raise PyguideError(_refusal(states))
    if outside and not arguments.allow_no_vcs:
        tell(
            "warning: not in a git repository, so git keeps no copy of what is rewritten "
            "(--allow-no-vcs silences this)"
        )


def _states(paths: Sequence[Path]) -> tuple[dict[Path, State], list[Path]]:
    """The files that git could not give back, and those that it does not know."""
    states: dict[Path, State] = {}
    outside: list[Path] = []
    for repository, own in grouped(paths):
        if repository is None:
            outside += own
            continue
        names = {path: repository.name_of(path) for path in own}
        found = uncommitted(repository, dict.fromkeys(names.values()))
        states |= {path: found[name] for path, name in names.items() if name in found}
    return {path: states[path] for path in paths if path in states}, outside


def _refusal(states: dict[Path, State]) -> str:
    named = [f"{one_line(shown(path))} ({state})" for path, state in states.items()][:MOST_NAMED]
    if len(states) > len(named):
        named.append(f"and {len(states) - len(named)} more")
    number = "1 file has" if len(states) == 1 else f"{len(states)} files have"
    flag = "--allow-dirty"
    if all(state == State.STAGED for state in states.values()):
        flag = "--allow-staged"
    return (
        f"nothing was rewritten, since {number} changes that are not committed: "
        f"{', '.join(named)}; commit or stash them, or give {flag}"
    )
