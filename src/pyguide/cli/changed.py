"""Flags that confine a run to what has changed since an earlier version in git."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from pyguide.cli.options import shown
from pyguide.configuration.loading import Configurations
from pyguide.discover import is_wanted
from pyguide.errors import PyguideError
from pyguide.task import Mode, Task


def add_changed(parser: ArgumentParser, *, staged: str) -> None:
    """Add the flags; ``staged`` is the help for what is done with the index."""
    changed = parser.add_argument_group("only what has changed")
    changed.add_argument(
        "--diff-base",
        metavar="REV",
        help="only findings that the files did not have where HEAD left REV (`REV..`: at its tip)",
    )
    changed.add_argument(
        "--diff-lines",
        action="store_true",
        help="all findings on lines that were touched since then, and no others",
    )
    changed.add_argument("--staged", action="store_true", help=staged)


def is_confined(arguments: Namespace) -> bool:
    """Whether the run looks only at what has changed; raises PyguideError for flags at odds."""
    flags = _given(arguments)
    if flags and arguments.paths == ["-"]:
        raise PyguideError(f"{flags[0]}: standard input has no earlier version")
    if flags == ["--diff-lines"]:
        raise PyguideError("--diff-lines needs --diff-base or --staged: touched since when?")
    return bool(flags)


def refuse_changed(arguments: Namespace, flag: str, why: str) -> None:
    """Raise PyguideError where the run is confined and ``flag`` asks for something else."""
    if flags := _given(arguments):
        raise PyguideError(f"{flags[0]} cannot be used with {flag}: {why}")


def changed_tasks(
    found: Sequence[Task], arguments: Namespace, configured: Configurations, mode: Mode
) -> list[Task]:
    """Those among the files ``found`` that have changed, see `comparison.changed`.

    Raises PyguideError with the flag where git cannot say what has changed.
    """
    from pyguide.comparison import Wish, changed
    from pyguide.git.repository import GitError

    wish = Wish(arguments.diff_base, arguments.diff_lines, arguments.staged)
    try:
        if arguments.staged:
            found = [*found, *_only_staged(arguments, configured)]
        kept = changed(found, wish, mode, arguments.jobs)
    except GitError as error:
        raise PyguideError(f"{_given(arguments)[0]}: {error}") from error
    if not kept:
        from pyguide.session import check_words

        # A misspelt rule is a mistake even where nothing is checked.
        for settings in {id(task.settings): task.settings for task in found}.values():
            check_words(settings)
    return kept


def _only_staged(arguments: Namespace, configured: Configurations) -> list[Task]:
    """The staged files that a search would find if the working tree still held them."""
    from pyguide.comparison import only_staged

    found = []
    for path in only_staged(map(Path, arguments.paths)):
        settings = configured.settings_for(path.parent)
        if is_wanted(path, settings):
            found.append(Task(path, shown(path), settings))
    return found


def _given(arguments: Namespace) -> list[str]:
    """The flags that confine the run."""
    flags = {
        "--diff-base": arguments.diff_base is not None,
        "--staged": arguments.staged,
        "--diff-lines": arguments.diff_lines,
    }
    return [flag for flag, given in flags.items() if given]
