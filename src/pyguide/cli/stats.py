"""``pyguide stats``: the numbers of the HTML report as tables in the terminal."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pyguide.cli.known import gone
from pyguide.cli.options import add_selection, configurations, mode_of, stored_results, tasks
from pyguide.cli.output import looks_of, notices, put, started, tell, tell_failures, tell_timings
from pyguide.cli.progress import progress
from pyguide.report import stats
from pyguide.rerun import run as check


def configure(parser: ArgumentParser) -> None:
    """Add the flags of the command."""
    add_selection(parser)
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="print the tables and nothing else"
    )


def run(arguments: Namespace) -> int:
    """Count and print; 0 unless a process or a rule crashed, whatever was found."""
    clock = started()
    with clock.stage("discover"):
        configured = configurations(arguments)
        settings = configured.settings_for(Path())
        arguments.unsafe_fixes = settings.unsafe_fixes
        mode = mode_of(arguments, fixing=False, writing=False)
        results = stored_results(arguments, configured, mode)
        found, warnings = tasks(arguments, configured)
    with progress(len(found), silent=arguments.quiet) as advance:
        outcome = check(found, mode, arguments.jobs, advance, results, clock)
    if not arguments.quiet:
        for line in (*warnings, *notices(outcome)):
            tell(line)
    with clock.stage("report"):
        outcome = outcome._replace(gone=gone(outcome, arguments))
        looks = looks_of(arguments.color)
        form = stats.as_json if arguments.output_format == "json" else stats.render
        put(form(outcome, looks))
    tell_failures(outcome)
    if arguments.timings:
        tell_timings(clock, outcome)
    crashed = any(failure.is_crash for file in outcome.files for failure in file.failures)
    return 2 if crashed else 0
