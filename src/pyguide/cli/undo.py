"""``pyguide-fix --undo`` and ``--log``: what fixing runs did, and taking it back."""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from calendar import timegm
from pathlib import Path
from time import localtime, strftime, strptime

from pyguide.cli.fix_flags import LAST
from pyguide.cli.options import cache_place, configurations, shown
from pyguide.cli.output import color_of, put, tell, width
from pyguide.cli.recording import command
from pyguide.errors import PyguideError, one_line
from pyguide.report.tally import counted
from pyguide.report.terminal import Style, Terminal, clipped, visible
from pyguide.runs.journal import Journal, Past, Run, total
from pyguide.runs.undo import Restored, is_changed, later_makers, to_undo, undo, undone_by

_HEADINGS = ("Run", "When", "Files", "Fixes", "State", "Command")


def undo_run(arguments: Namespace) -> int:
    """Take a run back; 0, or 1 where some of its files were left as they are.

    Raises PyguideError where there is no such run, or it is still going.
    """
    if arguments.paths != ["."]:
        raise PyguideError("--undo takes back a whole run; leave out the paths")
    journal = _journal(arguments)
    runs = journal.runs()
    past = to_undo(runs) if arguments.undo == LAST else journal.find(arguments.undo)
    if past is None:
        put("Nothing to undo.\n")
        return 0
    if past.stays_going:
        raise PyguideError(f"run {past.number} is still going")
    with journal.begin(command(arguments), undoes=past.number) as run:
        return take_back(journal, past, run)


def take_back(journal: Journal, past: Past, run: Run) -> int:
    """Take ``past`` back as the run ``run``, and say how that went; the exit code."""
    within = list(dict.fromkeys([os.path.realpath("."), os.path.dirname(journal.cache)]))
    later = later_makers(journal.runs(), past.number)
    files = [chain for chain in past.files if is_changed(chain) or not past.has_ended]
    restored = undo(files, run.keeper(), within, later)
    for one in restored:
        if one.why:
            tell(f"{visible(shown(Path(one.path)))}: left as it is: {one_line(one.why)}")
    put(_told(past, run, restored))
    return 1 if any(one.why for one in restored) else 0


def _told(past: Past, run: Run, restored: list[Restored]) -> str:
    left = sum(1 for one in restored if one.why)
    rest = f", {left} left as {'it is' if left == 1 else 'they are'}" if left else ""
    back = f"Run {past.number} undone: {counted(len(restored) - left, 'file')} restored{rest}."
    again = f" `pyguide-fix --undo {run.number}` would redo it."
    return f"{back}{again if run.is_worth_keeping else ''}\n"


def log(arguments: Namespace) -> int:
    """List the runs that are known, the newest first."""
    runs = _journal(arguments).runs()
    if not runs:
        put("No run is known.\n")
        return 0
    undone = undone_by(runs)
    rows = [_row(past, undone.get(past.number)) for past in reversed(runs)]
    terminal = Terminal(color_of(arguments.color), width())
    widths = [max(map(len, column)) for column in zip(_HEADINGS, *rows, strict=True)]
    lines = []
    for row in (_HEADINGS, *rows):
        cells = [
            cell.rjust(size) if index in (0, 2, 3) else cell.ljust(size)
            for index, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        text = clipped("  ".join(cells).rstrip(), terminal.width)
        lines.append(terminal.paint(text, Style.HEADING) if row is _HEADINGS else text)
    put("\n".join([*lines, ""]))
    return 0


def _row(past: Past, undone: tuple[int, bool] | None) -> tuple[str, ...]:
    fixes = str(total(past.files)) if past.undoes is None else "-"
    command = visible(shlex.join(past.words))
    files = sum(map(is_changed, past.files))
    return str(past.number), _when(past), str(files), fixes, _state(past, undone), command


def _when(past: Past) -> str:
    try:
        moment = timegm(strptime(past.began, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return "?"
    return strftime("%Y-%m-%d %H:%M:%S", localtime(moment))


def _state(past: Past, undone: tuple[int, bool] | None) -> str:
    if past.is_going:
        return "going"
    if undone is not None:
        number, whole = undone
        return f"undone by {number}" if whole else f"undone in part by {number}"
    if not past.has_ended:
        return "interrupted"
    return f"undid {past.undoes}" if past.undoes is not None else "done"


def _journal(arguments: Namespace) -> Journal:
    """The journal, which is read even where nothing shall be stored."""
    return Journal(cache_place(arguments, configurations(arguments)))
