"""``pyguide-fix``: the codemod that rewrites a whole repository."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

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
from pyguide.cli.recording import recorded, tell_if_lost
from pyguide.outcome import Outcome
from pyguide.report import summary
from pyguide.rerun import run as check
from pyguide.task import Mode, Task

if TYPE_CHECKING:
    from pyguide.cache.results import Results
    from pyguide.timings import Timings

REFRESH_SECONDS = 0.1


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
    add_guard(made)
    made.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    _add_review(made)
    return made


def _add_review(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("review")
    group.add_argument(
        "-i", "--interactive", action="store_true", help="show each fix and ask whether to apply it"
    )
    group.add_argument(
        "--resume", action="store_true", help="with -i: go on with the review that was left open"
    )


def run(arguments: Namespace) -> int:
    """Fix and summarise; 0 where all went well, 1 where a dry run would fix something."""
    if arguments.interactive or arguments.resume:
        from pyguide.cli.review import run as review

        return review(arguments)
    if arguments.reported is not None:
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
    for line in told:
        tell(line)
    with recorded(arguments, configured, mode, dry=dry) as mode:
        outcome = with_progress(found, mode, arguments.jobs, results, clock)
        if guarded:
            outcome = write_guarded(outcome, arguments, mode.keeper)
    tell_if_lost(outcome, mode, dry=dry)
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
    put(summary.render(outcome, color=color_of(arguments.color), width=width(), dry=dry))
    tell_failures(outcome)
    if any(file.failures for file in outcome.files):
        return max(1, exit_code(outcome))
    told = arguments.check or arguments.exit_non_zero_on_fix
    return 1 if told and any(file.fixed for file in outcome.files) else 0


def with_progress(
    found: Sequence[Task], mode: Mode, jobs: int | None, results: Results | None, clock: Timings
) -> Outcome:
    """Look at the files as `rerun.run` does, with a bar that shows how far it is."""
    with _progress(len(found)) as advance:
        return check(found, mode, jobs, advance, results, clock)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error where that is a terminal; gives the function that moves it."""
    if not sys.stderr.isatty() or total < 2:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("Fixing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Without a thread that refreshes: a process that has threads cannot be forked safely.
    with Progress(
        *columns, console=Console(stderr=True), transient=True, auto_refresh=False
    ) as bar:
        task = bar.add_task("", total=total)
        shown = monotonic()

        def advance(done: int) -> None:
            nonlocal shown
            bar.advance(task, done)
            if monotonic() - shown > REFRESH_SECONDS:
                bar.refresh()
                shown = monotonic()

        yield advance
