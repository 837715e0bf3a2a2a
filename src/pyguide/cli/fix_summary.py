"""The end of a fixing run: what it says, and its exit code."""

from __future__ import annotations

from argparse import Namespace

from pyguide.cli.output import (
    color_of,
    exit_code,
    notices,
    put,
    show_diff,
    tell,
    tell_failures,
    width,
)
from pyguide.outcome import Outcome
from pyguide.report import summary


def conclude(outcome: Outcome, arguments: Namespace, *, dry: bool) -> int:
    """Write the summary or the diff; returns the exit code."""
    for line in notices(outcome) if arguments.level is None else ():
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
