"""``pyguide check``: findings of files or of standard input, in the format asked for."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from pathlib import Path

from pyguide.cache import replay
from pyguide.cli.options import (
    add_selection,
    configurations,
    mode_of,
    shown,
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
    tell_timings,
    terminal_columns,
    width,
)
from pyguide.outcome import FileResult, Outcome
from pyguide.report import FORMATS, render
from pyguide.rerun import run as check
from pyguide.task import Mode, Task
from pyguide.timings import Timings
from pyguide.witness import Trail


def configure(parser: ArgumentParser) -> None:
    """Add the flags of the command."""
    add_selection(parser)
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action=BooleanOptionalAction, help="apply the safe fixes")
    fixing.add_argument(
        "--unsafe-fixes",
        action=BooleanOptionalAction,
        default=False,
        help="with fixes that may change what the program does",
    )
    fixing.add_argument(
        "--diff", action="store_true", help="show what --fix would change; write nothing"
    )
    comments = parser.add_argument_group("comments that silence findings")
    comments.add_argument(
        "--ignore-noqa", action="store_true", help="report what comments silence, too"
    )
    comments.add_argument(
        "--add-noqa", metavar="REASON", help="silence what is found: `--add-noqa`, `--add-noqa=why`"
    )
    output = parser.add_argument_group("output")
    output.add_argument("--output-format", choices=FORMATS, default="full", help="default: full")
    output.add_argument("--statistics", action="store_true", help="count findings by rule")
    output.add_argument("-e", "--exit-zero", action="store_true", help="exit 0 with findings too")
    output.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    output.add_argument(
        "--stdin-filename", metavar="NAME", help="what the code on standard input (-) is called"
    )


def run(arguments: Namespace) -> int:
    """Check, report, and return the exit code."""
    if arguments.add_noqa is not None:
        from pyguide.cli.noqa import add

        return add(arguments)
    mode = mode_of(arguments, fixing=arguments.fix or arguments.diff, writing=not arguments.diff)
    clock = started()
    if arguments.paths == ["-"]:
        return _run_on_input(arguments, mode, clock)
    with Trail() as trail:
        with clock.stage("discover"):
            configured = configurations(arguments)
            results = stored_results(arguments, configured, mode)
            found, warnings = tasks(arguments, configured)
        for line in warnings:
            tell(line)
        outcome = check(found, mode, arguments.jobs, results=results, clock=clock)
    for line in notices(outcome):
        tell(line)
    if arguments.diff:
        return show_diff(outcome, arguments)
    with clock.stage("report"):
        report, code = _report(outcome, arguments), exit_code(outcome, zero=arguments.exit_zero)
        put(report)
    if arguments.timings:
        tell_timings(clock, outcome)
    elif results and not arguments.fix and outcome.may_be_repeated and trail.is_settled():
        errors = "".join(f"{line}\n" for line in warnings)
        told = (errors, report, code)
        replay.record(results.folder, arguments.words, terminal_columns(), trail.witnesses, told)
    return code


def _run_on_input(arguments: Namespace, mode: Mode, clock: Timings) -> int:
    with clock.stage("discover"):
        task = _standard_input(arguments)
    outcome = check([task], mode)
    for line in notices(outcome):
        tell(line)
    if arguments.diff:
        return show_diff(outcome, arguments)
    with clock.stage("report"):
        if arguments.fix:
            _put_fixed(task.raw or b"", outcome.files[0])
            tell(_report(outcome, arguments).rstrip("\n"))
        else:
            put(_report(outcome, arguments))
    if arguments.timings:
        tell_timings(clock, outcome)
    return exit_code(outcome, zero=arguments.exit_zero)


def _standard_input(arguments: Namespace) -> Task:
    path = Path(arguments.stdin_filename or "stdin.py")
    settings = configurations(arguments).settings_for(path)
    name = shown(path) if arguments.stdin_filename else "-"
    return Task(path, name, settings, sys.stdin.buffer.read())


def _put_fixed(raw: bytes, file: FileResult) -> None:
    """The code on standard output, in its own encoding, as editors expect it."""
    if file.after is not None:
        from pyguide.source import Source

        raw = Source.decode(raw).with_text(file.after).raw
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def _report(outcome: Outcome, arguments: Namespace) -> str:
    color = color_of(arguments.color)
    if arguments.statistics:
        from pyguide.report import statistics

        return statistics.render(outcome, color=color, as_json=arguments.output_format == "json")
    return render(
        arguments.output_format,
        outcome,
        color=color,
        width=width(),
        hyperlinks=color and sys.stdout.isatty(),
    )
