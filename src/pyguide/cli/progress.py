"""How far a long run is: a bar on a terminal, a line now and then in CI, nothing elsewhere."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from pyguide.cli.output import tell
from pyguide.outcome import FileResult

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE_SECONDS = 1.0
"""A run that ends before shows nothing."""
REFRESH_SECONDS = 0.1
LINE_SECONDS = 10.0
"""Between two lines in CI."""


class _Seen:
    """What has been done so far of ``total`` files."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.files = self.findings = self.fixes = 0
        self._begun = self._marked = monotonic()
        self._done_before = 0

    def add(self, result: FileResult) -> None:
        self.files += 1
        self.findings += len(result.findings)
        self.fixes += sum(number for _, number in result.fixed)

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return monotonic() - self._begun

    def mark(self) -> None:
        """Estimate from here on: what came first may have been known from an earlier run."""
        if not self._done_before:
            self._marked, self._done_before = monotonic(), self.files

    @property
    def seconds_left(self) -> float:
        """How much longer it takes if the other files are like those since the mark."""
        done, spent = self.files - self._done_before, monotonic() - self._marked
        if not done:
            done, spent = self.files, self.seconds
        return spent * (self.total - self.files) / done

    @property
    def told(self) -> str:
        """What was found, and fixed if anything was."""
        found = f"{self.findings} finding{'' if self.findings == 1 else 's'}"
        fixed = f", {self.fixes} fix{'' if self.fixes == 1 else 'es'}"
        return found + (fixed if self.fixes else "")


class _Display(Protocol):
    """A way to show what was seen, every so many seconds from a first moment on."""

    after: float
    every: float

    def show(self, seen: _Seen) -> None: ...
    def close(self) -> None: ...


class _Lines:
    """A line each time, for logs."""

    def __init__(self) -> None:
        self.after = self.every = LINE_SECONDS

    def show(self, seen: _Seen) -> None:
        left = _spelled(seen.seconds_left)
        tell(f"pyguide: {seen.files} of {seen.total} files, {seen.told}, about {left} left")

    def close(self) -> None:
        pass


class _Bar:
    """A bar on standard error that leaves nothing behind."""

    def __init__(self) -> None:
        self.after, self.every = PATIENCE_SECONDS, REFRESH_SECONDS
        self._progress: Progress | None = None

    def show(self, seen: _Seen) -> None:
        told, left, files = seen.told, _spelled(seen.seconds_left), seen.files
        if self._progress is None:
            self._progress = _empty()
            self._progress.add_task("", total=seen.total, completed=files, told=told, left=left)
            self._progress.start()
        else:
            (task,) = self._progress.task_ids
            self._progress.update(task, completed=files, told=told, left=left, refresh=True)

    def close(self) -> None:
        if self._progress is not None:
            self._progress.stop()


def add_levels(parser: ArgumentParser) -> None:
    """Add the flags that make ``pyguide-fix`` say less; ``level`` is None without them."""
    told = parser.add_argument_group("what is said").add_mutually_exclusive_group()
    for letter, level, summary in (
        ("-q", "quiet", "print the summary, and no warnings and no progress"),
        ("-s", "silent", "print no summary either; the exit code says all"),
    ):
        told.add_argument(
            letter, f"--{level}", action="store_const", const=level, dest="level", help=summary
        )


@contextmanager
def progress(total: int, *, silent: bool = False) -> Iterator[Callable[[FileResult], None]]:
    """Gives the function that hears of each result of a run over ``total`` files.

    Writes to standard error only: where that is a terminal a bar, which is cleared at the end of
    the block; else lines, where ``CI`` is set. A short run, or a ``silent`` one, shows nothing.
    """
    display = None if silent or total < 2 else _display()
    if display is None:
        yield lambda _: None
        return
    seen = _Seen(total)
    due = display.after

    def advance(result: FileResult) -> None:
        nonlocal due
        seen.add(result)
        if seen.seconds >= due and seen.files < total:
            display.show(seen)
            seen.mark()
            due = seen.seconds + display.every

    try:
        yield advance
    finally:
        display.close()


def _display() -> _Display | None:
    if sys.stderr.isatty():
        return _Bar() if os.environ.get("TERM") != "dumb" else None
    in_ci = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return _Lines() if in_ci else None


def _empty() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, {task.fields[told]}, about {task.fields[left]} left", markup=False),
        console=Console(stderr=True),
        transient=True,
        # Without a thread that refreshes: a process that has threads cannot be forked safely.
        auto_refresh=False,
        # What others write goes where they want it.
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _spelled(seconds: float) -> str:
    """``40 s``, ``3 min``, ``2 h``: as much as an estimate is worth."""
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{round(seconds / 3600)} h"
