"""``pyguide check --add-noqa``: silence all that is found by comments."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from pyguide import write
from pyguide.cli.options import configurations, mode_of, stored_results, tasks
from pyguide.cli.output import notices, tell, tell_failures
from pyguide.errors import PyguideError
from pyguide.finding import Finding
from pyguide.report.terminal import visible
from pyguide.rerun import run as check
from pyguide.source import Source
from pyguide.suppressions.adding import add as with_comments

_OPPOSITES = {"fix": "--fix", "diff": "--diff", "ignore_noqa": "--ignore-noqa"}


def add(arguments: Namespace) -> int:
    """Write the comments; 0, or 2 where a file could not be written or a rule crashed.

    Raises PyguideError for flags that contradict it and for a reason of several lines.
    """
    for name, flag in _OPPOSITES.items():
        if getattr(arguments, name):
            raise PyguideError(f"--add-noqa cannot be used with {flag}")
    if arguments.paths == ["-"]:
        raise PyguideError("--add-noqa cannot be used with standard input (-)")
    reason = arguments.add_noqa
    if len(reason.splitlines()) > 1 or not reason.isprintable():
        raise PyguideError("--add-noqa: the reason must be one line of printable characters")
    configured = configurations(arguments)
    mode = mode_of(arguments, fixing=False, writing=False)
    results = stored_results(arguments, configured, mode)
    found, warnings = tasks(arguments, configured)
    outcome = check(found, mode, arguments.jobs, results=results)
    number, troubles = 0, list[str]()
    for task, file in zip(found, outcome.files, strict=True):
        if file.findings:
            added, told = _add(task.path, file.text, file.findings, reason)
            number += added
            troubles += (f"{visible(file.path)}:{line}" for line in told)
    for line in (*warnings, *notices(outcome), *(f"warning: {each}" for each in troubles)):
        tell(line)
    tell_failures(outcome)
    if number:
        tell(f"Added {number} noqa directive{'s' if number > 1 else ''}.")
    crashed = any(failure.is_crash for file in outcome.files for failure in file.failures)
    return 2 if crashed or troubles else 0


def _add(
    path: Path, text: str, findings: tuple[Finding, ...], reason: str
) -> tuple[int, list[str]]:
    """How many comments a file got, and what went wrong, with the line where it did."""
    try:
        before = path.read_bytes()
        source = Source.decode(before, path)
        if source.text != text:
            raise write.ChangedOnDisk(str(path))
        added = with_comments(source, findings, reason)
        if added.rows:
            write.replace(path, before, added.source.raw)
    except write.ChangedOnDisk:
        return 0, ["1: changed while it was looked at, so it was left as it is"]
    except UnicodeEncodeError:
        return 0, [f"1: its encoding {source.encoding} cannot spell the reason"]
    except OSError as error:
        return 0, [f"1: cannot be written: {error.strerror or error}"]
    return added.rows, [
        f"{row}: no comment can stand at the end of this line" for row in added.left
    ]
