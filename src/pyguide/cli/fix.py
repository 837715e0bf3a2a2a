"""``pyguide-fix``: the codemod that rewrites a whole repository."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyguide.cli.changed import add_changed, changed_tasks, is_confined, refuse_changed
from pyguide.cli.dirty import add_guard, write_guarded
from pyguide.cli.fix_flags import add_change_sets, add_narrowing, add_review, add_runs
from pyguide.cli.fix_summary import conclude
from pyguide.cli.options import (
    add_selection,
    configurations,
    mode_of,
    settle,
    stored_results,
    tasks,
)
from pyguide.cli.output import (
    started,
    tell,
    tell_timings,
)
from pyguide.cli.parser import Parser
from pyguide.cli.progress import add_levels, progress
from pyguide.cli.recording import recorded, tell_if_lost
from pyguide.errors import PyguideError
from pyguide.outcome import Outcome
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
    add_narrowing(made)
    add_changed(made, staged=SUPPRESS)
    add_guard(made)
    add_change_sets(made)
    add_runs(made)
    add_review(made)
    made.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    add_levels(made)
    return made


def run(arguments: Namespace) -> int:
    """Do what the flags ask for; returns the exit code."""
    if arguments.log:
        from pyguide.cli.undo import log

        return log(arguments)
    if arguments.undo is not None:
        from pyguide.cli.undo import undo_run

        return undo_run(arguments)
    if arguments.resume is not None:
        from pyguide.cli.resume import resume

        return resume(arguments, parser(), run)
    if arguments.interactive:
        from pyguide.cli.review import refuse

        refuse(arguments)
    by_rule = _is_by_rule(arguments)
    if arguments.staged:
        raise PyguideError(
            "--staged is for `pyguide check`: fixes are for files, not for the index"
        )
    if arguments.reported is not None:
        refuse_changed(arguments, "--from", "the report says what is fixed")
        from pyguide.cli.fix_reported import run as fix_reported

        return fix_reported(arguments)
    return fix(arguments, by_rule=by_rule)


def _is_by_rule(arguments: Namespace) -> bool:
    given = (arguments.verify_timeout, arguments.blame_ignore_revs, arguments.commit_per_rule)
    if arguments.verify is None and not any(given):
        return False
    from pyguide.cli.sets import is_asked_for

    return is_asked_for(arguments)


def fix(arguments: Namespace, *, by_rule: bool = False) -> int:
    """Fix and summarise; 0 where all went well, 1 where a dry run would fix something."""
    dry = arguments.diff or arguments.check
    clock = started()
    with clock.stage("discover"):
        configured = configurations(arguments)
        settle(arguments, configured.settings_for(Path()))
        mode = mode_of(arguments, fixing=True, writing=False)
        results = stored_results(arguments, configured, mode)
        found, told = tasks(arguments, configured)
        found = _narrowed(found, arguments)
    if is_confined(arguments):
        with clock.stage("compare"):
            found = changed_tasks(found, arguments, configured, mode)
    for line in told if arguments.level is None else ():
        tell(line)
    if arguments.interactive:
        from pyguide.cli.review import review

        return review(found, arguments, configured, mode)
    if by_rule:
        from pyguide.cli.sets import fix_by_rule

        def looking(found: Sequence[Task], mode: Mode, results: Results | None) -> Outcome:
            return with_progress(found, mode, arguments, results, clock)

        outcome, code = fix_by_rule(found, arguments, configured, looking)
        if arguments.timings:
            tell_timings(clock, outcome)
        return code
    with recorded(arguments, configured, mode, dry=dry) as mode:
        outcome = with_progress(found, mode, arguments, results, clock)
        if arguments.max_files is not None:
            from pyguide.cli.narrowing import at_most

            outcome = at_most(outcome, arguments.max_files)
        if not dry:
            outcome = write_guarded(outcome, arguments, mode.keeper)
    tell_if_lost(outcome, recorded=dry or mode.keeper is not None)
    with clock.stage("report"):
        code = conclude(outcome, arguments, dry=dry)
    if arguments.timings:
        tell_timings(clock, outcome)
    return code


def _narrowed(found: list[Task], arguments: Namespace) -> list[Task]:
    if not (arguments.only or arguments.skip):
        return found
    from pyguide.cli.narrowing import narrowed

    return narrowed(found, arguments)


def with_progress(
    found: Sequence[Task],
    mode: Mode,
    arguments: Namespace,
    results: Results | None,
    clock: Timings,
) -> Outcome:
    """Look at the files as `rerun.run` does, and show how far it is."""
    with progress(len(found), silent=arguments.level is not None) as advance:
        return check(found, mode, arguments.jobs, advance, results, clock)
