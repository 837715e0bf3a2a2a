"""``--baseline`` and ``--no-baseline``: which findings a run knows already."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyguide.baseline.places import NAME, place_of
from pyguide.patterns import absolute
from pyguide.settings import Settings
from pyguide.task import Task

if TYPE_CHECKING:
    from pyguide.outcome import Outcome

NONE = ""
"""The value of ``--no-baseline``."""


def add_baseline(parser: ArgumentParser) -> None:
    """Add the flags to a parser that has the flags of a selection."""
    group = parser.add_argument_group("baseline").add_mutually_exclusive_group()
    group.add_argument(
        "--baseline",
        metavar="FILE",
        help=f"leave out the findings that FILE knows; default: {NAME} beside the configuration "
        "or above, if it is there",
    )
    group.add_argument(
        "--no-baseline",
        dest="baseline",
        action="store_const",
        const=NONE,
        help="report known findings, too",
    )


def finder(arguments: Namespace) -> Callable[[Settings], str | None]:
    """What finds the baseline that holds under some settings.

    Where configurations are ignored, only one that the command line names counts.
    """
    if arguments.baseline:
        place = absolute(os.path.expanduser(arguments.baseline))
        return lambda _: place
    if arguments.baseline == NONE or arguments.isolated:
        return lambda _: None
    return place_of


def with_known(tasks: Sequence[Task], arguments: Namespace) -> tuple[list[Task], list[str]]:
    """The tasks with what baselines know of their files, and warnings.

    Raises PyguideError for a baseline that is missing or broken.
    """
    find = finder(arguments)
    arguments.knowledge = None
    different = {id(task.settings): task.settings for task in tasks}
    if all(find(settings) is None for settings in different.values()):
        return list(tasks), []
    from pyguide.baseline.knowledge import Knowledge

    arguments.knowledge = knowledge = Knowledge(tasks, find)
    return knowledge.tasks(), knowledge.warnings


def of_fixed(outcome: Outcome, arguments: Namespace) -> list[str]:
    """A line that counts the entries whose findings are gone, if there are any.

    A run that was told on the command line what to look for cannot know.
    """
    if arguments.knowledge is None or is_narrowed(arguments):
        return []
    number = len(arguments.knowledge.gone(outcome.files, map(Path, arguments.paths)))
    if not number:
        return []
    verb = "is" if number == 1 else "are"
    return [f"{counted(number)} of the baseline {verb} fixed: run `pyguide baseline prune`"]


def counted(number: int) -> str:
    """``number`` of entries, in words of English."""
    return f"{number} {'entry' if number == 1 else 'entries'}"


def is_narrowed(arguments: Namespace) -> bool:
    """Whether the command line, and not the project alone, says what rules look for."""
    given = (
        arguments.preset, arguments.select, arguments.ignore, arguments.extend_select,
        arguments.per_file_ignores, arguments.extend_per_file_ignores, arguments.preview,
        arguments.target_version, arguments.dedupe,
    )  # fmt: skip
    return any(each is not None for each in given) or bool(arguments.config) or arguments.isolated
