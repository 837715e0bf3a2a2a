"""``pyguide check``: findings of files or of standard input, in the format asked for."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from pyguide.cache import replay
from pyguide.cli.changed import add_changed, changed_tasks, is_confined, refuse_changed
from pyguide.cli.known import of_fixed, with_known
from pyguide.cli.options import (
    add_selection,
    configurations,
    mode_of,
    settle,
    shown,
    stored_results,
    tasks,
)
from pyguide.cli.output import (
    exit_code,
    looks_of,
    notices,
    put,
    save,
    show_diff,
    started,
    tell,
    tell_failures,
    tell_timings,
    terminal_columns,
    to_annotate,
)
from pyguide.configuration.loading import Configurations
from pyguide.discover import is_excluded
from pyguide.errors import PyguideError
from pyguide.outcome import FileResult, Outcome
from pyguide.report import FOR_PEOPLE, FORMATS, Looks, stream
from pyguide.rerun import run as check
from pyguide.settings import Settings
from pyguide.task import Mode, Task
from pyguide.witness import Trail


def configure(parser: ArgumentParser) -> None:
    """Add the flags of the command."""
    add_selection(parser)
    add_changed(parser, staged="look at what is staged, as it stands in the index")
    _add_fixing(parser)
    _add_output(parser)
    told = parser.add_argument_group("what is said").add_mutually_exclusive_group()
    for letter, level, summary in (
        ("-v", "verbose", "say what is looked at, and under which settings"),
        ("-q", "quiet", "print findings and nothing else"),
        ("-s", "silent", "print nothing; the exit code says all"),
    ):
        told.add_argument(
            letter, f"--{level}", action="store_const", const=level, dest="level", help=summary
        )


def _add_fixing(parser: ArgumentParser) -> None:
    fixing = parser.add_argument_group("fixing")
    for flag, summary in (
        ("--fix", "apply the safe fixes"),
        ("--unsafe-fixes", "with fixes that may change what the program does"),
        ("--show-fixes", "list what was fixed"),
        ("--fix-only", "fix, say nothing of what is left, and exit 0"),
    ):
        fixing.add_argument(flag, action=BooleanOptionalAction, default=None, help=summary)
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


def _add_output(parser: ArgumentParser) -> None:
    output = parser.add_argument_group("output")
    output.add_argument("--output-format", choices=FORMATS, help="default: full")
    output.add_argument(
        "-o", "--output-file", metavar="FILE", help="where the report goes; default: here"
    )
    output.add_argument("--statistics", action="store_true", help="count findings by rule")
    output.add_argument("--color", choices=("auto", "always", "never"), default="auto")
    output.add_argument(
        "-w", "--watch", action=BooleanOptionalAction, help="check again after each change"
    )
    output.add_argument("--show-files", action="store_true", help="list the files; check nothing")
    output.add_argument(
        "--show-settings", action="store_true", help="print what holds for the first file"
    )
    output.add_argument(
        "--stdin-filename", metavar="NAME", help="what the code on standard input (-) is called"
    )
    exits = output.add_mutually_exclusive_group()
    exits.add_argument("-e", "--exit-zero", action="store_true", help="exit 0 with findings too")
    exits.add_argument(
        "--exit-non-zero-on-fix", action="store_true", help="exit 1 if anything was fixed"
    )


def run(arguments: Namespace) -> int:
    """Check, report, and return the exit code."""
    confined = is_confined(arguments)
    if arguments.add_noqa is not None:
        refuse_changed(arguments, "--add-noqa", "comments are added for all that is found")
        from pyguide.cli.noqa import add

        return add(arguments)
    arguments.output_file = arguments.output_file or os.environ.get("PYGUIDE_OUTPUT_FILE")
    if arguments.watch:
        if arguments.staged:
            refuse_changed(arguments, "--watch", "the index is not watched")
        from pyguide.cli.watch import watch

        return watch(arguments)
    if arguments.paths == ["-"]:
        return _run_on_input(arguments)
    with Trail() as trail:
        return _run_on_files(arguments, trail, confined=confined)


def _run_on_files(arguments: Namespace, trail: Trail, *, confined: bool) -> int:
    clock = started()
    with clock.stage("discover"):
        configured = configurations(arguments)
        here = configured.settings_for(Path())
        settle(arguments, here, FORMATS)
        mode = _mode(arguments)
        if arguments.staged and mode.least is not None:
            raise PyguideError("--staged: fixes are for files, not for the index (--no-fix)")
        results = stored_results(arguments, configured, mode)
        found, warnings = tasks(arguments, configured)
    if confined:
        with clock.stage("compare"):
            found = changed_tasks(found, arguments, configured, mode)
    if not _says_little(arguments):
        for line in warnings:
            tell(line)
    if arguments.show_files or arguments.show_settings or arguments.level == "verbose":
        from pyguide.cli import show

        if arguments.show_files:
            return show.files(found)
        if arguments.show_settings:
            return show.settings(found)
        show.circumstances(found, results)
    with _recorded(arguments, configured, mode) as mode:
        outcome = check(found, mode, arguments.jobs, results=results, clock=clock)
    outcome = _shaped(outcome, arguments)
    if not _says_little(arguments):
        for line in notices(outcome):
            tell(line)
    if arguments.diff:
        return show_diff(outcome, arguments)
    with clock.stage("report"):
        report, code = _hand_over(outcome, arguments), _exit_code(outcome, arguments)
        annotated = _annotations(outcome, arguments)
        if not (confined or _says_little(arguments)):
            annotated += of_fixed(outcome, arguments)
    for line in annotated:
        tell(line)
    if arguments.timings:
        tell_timings(clock, outcome)
    elif (
        results
        and report is not None
        and outcome.may_be_repeated
        and not confined
        and _is_repeatable(arguments, here, trail)
    ):
        said = [] if _says_little(arguments) else warnings
        told = ("".join(f"{line}\n" for line in (*said, *annotated)), report, code)
        replay.record(results.folder, arguments.words, terminal_columns(), trail.witnesses, told)
    return code


def _run_on_input(arguments: Namespace) -> int:
    clock = started()
    with clock.stage("discover"):
        path = Path(arguments.stdin_filename or "stdin.py")
        settings = configurations(arguments).settings_for(path)
        settle(arguments, settings, FORMATS)
        name = shown(path) if arguments.stdin_filename else "-"
    if arguments.show_files or arguments.show_settings:
        from pyguide.cli import show

        return show.settings([Task(path, name, settings)]) if arguments.show_settings else 0
    [task], warnings = with_known([Task(path, name, settings, sys.stdin.buffer.read())], arguments)
    for line in warnings:
        tell(line)
    # Editors hand over whatever is open, and want it back.
    left_out = arguments.stdin_filename and settings.force_exclude and is_excluded(path, settings)
    outcome = _shaped(check([] if left_out else [task], _mode(arguments)), arguments)
    for line in notices(outcome):
        tell(line)
    if arguments.diff:
        return show_diff(outcome, arguments)
    with clock.stage("report"):
        if arguments.fix or arguments.fix_only:
            _put_fixed(task.raw or b"", next(iter(outcome.files), None))
            report = "".join(_report(outcome, arguments, looks_of(arguments.color)))
            if report and arguments.level != "silent":
                tell(report.rstrip("\n"))
        else:
            _hand_over(outcome, arguments)
    if arguments.timings:
        tell_timings(clock, outcome)
    return _exit_code(outcome, arguments)


def _recorded(
    arguments: Namespace, configured: Configurations, mode: Mode
) -> AbstractContextManager[Mode]:
    """The mode of a run that can be undone if it writes, which most do not."""
    if mode.least is None or not mode.write:
        return nullcontext(mode)
    from pyguide.cli.recording import recorded

    return recorded(arguments, configured, mode, needed=False)


def _mode(arguments: Namespace) -> Mode:
    fixing = arguments.fix or arguments.fix_only or arguments.diff
    return mode_of(arguments, fixing=bool(fixing), writing=not arguments.diff)


def _says_little(arguments: Namespace) -> bool:
    return arguments.level in ("quiet", "silent")


def _shaped(outcome: Outcome, arguments: Namespace) -> Outcome:
    quiet = _says_little(arguments)
    return outcome._replace(quiet=quiet, show_fixes=bool(arguments.show_fixes))


def _is_repeatable(arguments: Namespace, here: Settings, trail: Trail) -> bool:
    """Whether the same words may be answered from what this run says, until something changes."""
    if arguments.fix or arguments.fix_only or arguments.output_file or arguments.level == "verbose":
        return False
    # Who looks for a run that may be repeated reads no configuration.
    named = arguments.cache_dir or os.environ.get("PYGUIDE_CACHE_DIR")
    return (bool(named) or here.cache_dir is None) and trail.is_settled()


def _put_fixed(raw: bytes, file: FileResult | None) -> None:
    """The code on standard output, in its own encoding, as editors expect it."""
    if file is not None and file.after is not None:
        from pyguide.source import Source

        raw = Source.decode(raw).with_text(file.after).raw
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def _report(outcome: Outcome, arguments: Namespace, looks: Looks) -> Iterable[str]:
    if arguments.fix_only:
        tell_failures(outcome)
        if arguments.output_format not in FOR_PEOPLE:
            return []  # programs ask for findings, and of these nothing is said
        from pyguide.report import fixes

        return [fixes.render(outcome, color=looks.color, width=looks.width)]
    if arguments.statistics:
        from pyguide.report import statistics

        as_json = arguments.output_format == "json"
        return [statistics.render(outcome, color=looks.color, as_json=as_json)]
    return stream(arguments.output_format, outcome, looks)


def _hand_over(outcome: Outcome, arguments: Namespace) -> str | None:
    """Put the report where the user wants it, and return what `put` or `save` returns.

    Raises PyguideError if it cannot be written.
    """
    looks = looks_of(arguments.color)
    if arguments.output_file:
        colored = arguments.color == "always"
        looks = looks._replace(color=colored, hyperlinks=False, ascii_only=False)
        path = Path(arguments.output_file)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return save(_report(outcome, arguments, looks), str(path))
        except (OSError, ValueError) as error:
            why = str(getattr(error, "strerror", None) or error).lower()
            raise PyguideError(f"--output-file {path}: {why}") from error
    pieces = _report(outcome, arguments, looks)
    return "" if arguments.level == "silent" else put(pieces)


def _annotations(outcome: Outcome, arguments: Namespace) -> list[str]:
    """What is said to GitHub besides a report for people."""
    if arguments.level == "silent" or arguments.fix_only:
        return []
    return to_annotate(outcome, arguments.output_format)


def _exit_code(outcome: Outcome, arguments: Namespace) -> int:
    """What `exit_code` says, for those who want to hear of fixes, or of fixes only."""
    code = exit_code(outcome, zero=arguments.exit_zero)
    if arguments.fix_only and code == 1:
        # Code that Python refuses was left alone; a file that cannot be written went wrong.
        kinds = {failure.kind for file in outcome.files for failure in file.failures}
        code = 1 if "io-error" in kinds and not arguments.exit_zero else 0
    if arguments.exit_non_zero_on_fix and any(file.fixed for file in outcome.files):
        return max(code, 1)
    return code
