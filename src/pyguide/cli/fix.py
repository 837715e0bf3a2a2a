"""``pyguide-fix``: the codemod that rewrites a whole repository."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyguide.cli.changed import add_changed, changed_tasks, is_confined, refuse_changed
from pyguide.cli.dirty import add_guard, is_guarded, write_guarded
from pyguide.cli.options import (
    add_selection,
    configurations,
    mode_of,
    settle,
    stored_results,
    tasks,
)
from pyguide.cli.output import (
    color_of,
    exit_code,
    notices,
    put,
    show_diff,
    started,
    tell,
    tell_failures,
    tell_timings,
    width,
)
from pyguide.cli.parser import Parser
from pyguide.cli.progress import add_levels, progress
from pyguide.errors import PyguideError
from pyguide.outcome import Outcome
from pyguide.report import summary
from pyguide.rerun import run as check
from pyguide.task import Mode, Task

if TYPE_CHECKING:
    from pyguide.cache.results import Results
    from pyguide.timings import Timings


def parser() -> ArgumentParser:
    """The parser of ``pyguide-fix``."""
    made = Parser(
        prog="pyguide-fix",
        description="Rewrites anti-patterns in place. Only fixes that are proven to keep what the "
        "program does are applied, unless --unsafe-fixes is given.",
        allow_abbrev=False,
    )
    add_selection(made)
    made.add_argument(
        "--unsafe-fixes",
        action=BooleanOptionalAction,
        default=None,
        help="apply fixes that may change what the program does as well",
    )
    made.add_argument("--diff", action="store_true", help="show the changes; write nothing")
    made.add_argument(
        "--check", action="store_true", help="say what would be fixed; write nothing, exit 1 if any"
    )
    made.add_argument(
        "--from",
        dest="reported",
        metavar="FILE",
        help="fix only what another tool reports in FILE or on standard input (-): the output of "
        "`ruff check --output-format json`, or lines as flake8 prints them",
    )
    made.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit 1 if anything was fixed"
    )
    add_changed(made, staged=SUPPRESS)
    add_guard(made)
    made.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    add_levels(made)
    return made


def run(arguments: Namespace) -> int:
    """Fix and summarise; 0 where all went well, 1 where a dry run would fix something."""
    confined = is_confined(arguments)
    if arguments.staged:
        raise PyguideError(
            "--staged is for `pyguide check`: fixes are for files, not for the index"
        )
    if arguments.reported is not None:
        refuse_changed(arguments, "--from", "the report says what is fixed")
        from pyguide.cli.fix_reported import run as fix_reported

        return fix_reported(arguments)
    dry = arguments.diff or arguments.check
    guarded = not dry and is_guarded(arguments)
    clock = started()
    with clock.stage("discover"):
        configured = configurations(arguments)
        settle(arguments, configured.settings_for(Path()))
        mode = mode_of(arguments, fixing=True, writing=not dry and not guarded)
        results = stored_results(arguments, configured, mode)
        found, told = tasks(arguments, configured)
    if confined:
        with clock.stage("compare"):
            found = changed_tasks(found, arguments, configured, mode)
    for line in told if arguments.level is None else ():
        tell(line)
    outcome = _with_progress(found, mode, arguments, results, clock)
    if guarded:
        outcome = write_guarded(outcome, arguments)
    with clock.stage("report"):
        code = _put(outcome, arguments, dry=dry)
    if arguments.timings:
        tell_timings(clock, outcome)
    return code


def _put(outcome: Outcome, arguments: Namespace, *, dry: bool) -> int:
    """Write the summary or the diff; returns the exit code."""
    for line in notices(outcome):
        tell(line)
    if arguments.diff:
        return show_diff(outcome, arguments)
    if arguments.level != "silent":
        put(summary.render(outcome, color=color_of(arguments.color), width=width(), dry=dry))
        tell_failures(outcome)
    if any(file.failures for file in outcome.files):
        return max(1, exit_code(outcome))
    told = arguments.check or arguments.exit_non_zero_on_fix
    return 1 if told and any(file.fixed for file in outcome.files) else 0


def _with_progress(
    found: Sequence[Task],
    mode: Mode,
    arguments: Namespace,
    results: Results | None,
    clock: Timings,
) -> Outcome:
    with progress(len(found), silent=arguments.level is not None) as advance:
        return check(found, mode, arguments.jobs, advance, results, clock)
