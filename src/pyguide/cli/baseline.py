"""``pyguide baseline``: write down what is found today, and keep that up to date."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyguide.baseline import upkeep
from pyguide.baseline.file import Baseline
from pyguide.baseline.knowledge import Find, Knowledge
from pyguide.baseline.places import new_place
from pyguide.cli.known import NONE, counted, finder, is_narrowed
from pyguide.cli.options import add_selection, configurations, shown, stored_results, tasks
from pyguide.cli.output import exit_code, notices, put, started, tell, tell_failures, tell_timings
from pyguide.configuration.loading import Configurations
from pyguide.errors import PyguideError
from pyguide.patterns import absolute
from pyguide.report.terminal import visible
from pyguide.rerun import run as look
from pyguide.task import Mode, Task

if TYPE_CHECKING:
    from pyguide.outcome import Outcome
    from pyguide.settings import Settings
    from pyguide.task import Task

_LOOKING = {
    "write": "write a baseline of all that is found",
    "update": "add what is new and drop what is gone",
    "prune": "drop what is gone",
}
_READING = {
    "show": "count the entries by rule and by folder",
    "check": "exit 1 if the baseline has entries that it did not have at REV",
}


def configure(parser: ArgumentParser) -> None:
    """Add the subcommands with their flags."""
    commands = parser.add_subparsers(metavar="ACTION", required=True, dest="action")
    for name, summary in (_LOOKING | _READING).items():
        command = commands.add_parser(
            name,
            help=summary,
            description=summary,
            allow_abbrev=False,
            formatter_class=parser.formatter_class,
        )
        if name in _LOOKING:
            add_selection(command)
        else:
            command.add_argument("--baseline", metavar="FILE", help="default: the one in use here")
        if name == "write":
            command.add_argument("--force", action="store_true", help="replace a baseline")
        if name == "check":
            command.add_argument(
                "revision", metavar="REV", help="where HEAD left it counts (`REV..`: its tip)"
            )


def run(arguments: Namespace) -> int:
    """Do what the subcommand says; returns the exit code."""
    if arguments.action == "show":
        from pyguide.cli.baseline_shown import show

        return show(_in_use(arguments))
    if arguments.action == "check":
        from pyguide.cli.baseline_shown import compare

        return compare(_in_use(arguments), arguments.revision)
    if arguments.baseline == NONE:
        raise PyguideError(f"baseline {arguments.action} contradicts --no-baseline")
    return _write(arguments) if arguments.action == "write" else _maintain(arguments)


def _in_use(arguments: Namespace) -> str:
    """The path of the baseline that is named or holds in the working directory."""
    named = finder(Namespace(baseline=arguments.baseline, isolated=False))
    place = named(Configurations().settings_for(Path()))
    if place is None:
        raise _missing()
    return place


def _missing() -> PyguideError:
    return PyguideError("there is no baseline here; `pyguide baseline write` makes one")


def _write(arguments: Namespace) -> int:
    configured = configurations(arguments)
    find = _finder_of_new(arguments, configured.settings_for(Path()))
    found = _tasks(arguments, configured)
    knowledge = Knowledge(found, find, Baseline)
    taken = [one.path for one in knowledge.baselines if os.path.lexists(one.path)]
    if taken and not arguments.force:
        raise PyguideError(
            f"{_name(taken[0])} is there already: `pyguide baseline update` keeps it up to date, "
            "--force replaces it"
        )
    outcome = _looked(found, arguments, configured)
    for baseline, results in knowledge.results(outcome.files):
        for name, result in results.items():
            upkeep.add(baseline, upkeep.entries(name, result))
        baseline.save()
        put(f"Wrote {counted(len(baseline))} to {_name(baseline.path)}.\n")
    return _told(outcome)


def _finder_of_new(arguments: Namespace, here: Settings) -> Find:
    """What finds the baseline to write: the named one, the one in use, or a new one.

    That is made for the working directory, and for the folder of another configuration where that
    does not lie below.
    """
    named = finder(arguments)

    def find(settings: Settings) -> str:
        place = named(settings)
        if place is not None:
            return place
        return new_place(here if settings.root.is_relative_to(here.root) else settings)

    return find


def _maintain(arguments: Namespace) -> int:
    configured = configurations(arguments)
    find = finder(arguments)
    paths = [Path(path) for path in arguments.paths]
    found = _tasks(arguments, configured)
    knowledge = Knowledge(found, find, also=map(configured.settings_for, paths))
    if not knowledge.baselines:
        raise _missing()
    for line in knowledge.warnings:
        tell(line)
    outcome = _looked(found, arguments, configured)
    codes = _looked_for(found) if is_narrowed(arguments) else None
    folders = [Path(absolute(path)) for path in paths]
    for baseline, results in knowledge.results(outcome.files):
        gone = upkeep.gone(baseline, results, folders)
        dropped = upkeep.drop(baseline, [one for one in gone if codes is None or one.code in codes])
        upkeep.settle(baseline)
        changes = [f"{dropped} dropped"]
        if arguments.action == "update":
            found_now = [upkeep.entries(name, result) for name, result in results.items()]
            changes.insert(0, f"{sum(upkeep.add(baseline, each) for each in found_now)} added")
        baseline.save()
        put(f"{_name(baseline.path)}: {', '.join(changes)}, {len(baseline)} left.\n")
    return _told(outcome)


def _tasks(arguments: Namespace, configured: Configurations) -> list[Task]:
    """The files to look at, of which nothing is known, so that all is found."""
    arguments.baseline = NONE
    found, warnings = tasks(arguments, configured)
    for line in warnings:
        tell(line)
    return [task._replace(known=frozenset()) for task in found]


def _looked(found: Sequence[Task], arguments: Namespace, configured: Configurations) -> Outcome:
    clock = started()
    mode = Mode(prefilter=not arguments.no_prefilter, timings=arguments.timings)
    results = stored_results(arguments, configured, mode)
    outcome = look(found, mode, arguments.jobs, results=results, clock=clock)
    if arguments.timings:
        tell_timings(clock, outcome)
    return outcome


def _looked_for(found: Sequence[Task]) -> set[str]:
    """The codes of all rules that looked at some file."""
    from pyguide.catalog import installed

    different = {id(task.settings): task.settings for task in found}.values()
    rules = [rule for each in different for rule in installed(each.packs).selected(each)]
    return {rule.code for rule in rules}


def _told(outcome: Outcome) -> int:
    """Say what could not be looked at; returns the exit code."""
    for line in notices(outcome):
        tell(line)
    tell_failures(outcome)
    return 2 if exit_code(outcome) == 2 else 0


def _name(path: str) -> str:
    return visible(shown(Path(path)))
