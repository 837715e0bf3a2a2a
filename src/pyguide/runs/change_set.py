"""The fixes of one rule in all files, which can be applied in part."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pyguide.catalog import installed
from pyguide.finding import Applicability, Edit, Finding
from pyguide.outcome import Failure, FileResult
from pyguide.session import check_file
from pyguide.settings import Settings
from pyguide.source import Source
from pyguide.task import Mode, Task
from pyguide.workers import spread

Item = tuple[Path, str]
"""One fix: the file, and the fingerprint of the finding in what the file held before the set."""


class Order(NamedTuple):
    """A file to plan for.

    ``wanted`` are the fingerprints that what may be fixed had in the file before the run; None
    where all may be. What looks otherwise since then, is left to another run.
    """

    task: Task
    wanted: frozenset[str] | None = None


class Place(NamedTuple):
    """A finding that a set would fix, and where it stood; line and column count from 1."""

    finding: Finding
    line: int
    column: int


class Planned(NamedTuple):
    """What a rule's fixes make of one file: the bytes ``before`` and ``after``, the fixes' count.

    ``places`` are those of the findings that are fixed, by fingerprint in the order of the text.
    """

    task: Task
    before: bytes
    after: bytes
    fixes: int
    places: dict[str, Place]
    result: FileResult


class ChangeSet:
    """What one rule's fixes make of files."""

    def __init__(self, code: str, mode: Mode, files: Sequence[Planned]) -> None:
        self.code = code
        self.files = {one.task.path: one for one in files}
        self._mode = mode
        self._tried: dict[tuple[Path, frozenset[str]], Planned] = {}

    @property
    def groups(self) -> list[list[Item]]:
        """All fixes, file by file."""
        return [[(path, name) for name in one.places] for path, one in self.files.items()]

    def made(self, path: Path, names: frozenset[str]) -> Planned:
        """A file with the fixes of the places ``names`` and no others of the set."""
        whole = self.files[path]
        if names == whole.places.keys():
            return whole
        if not names:
            return whole._replace(after=whole.before, fixes=0)
        if (path, names) not in self._tried:
            left_out = frozenset(whole.places) - names
            known = (whole.task.known or frozenset()) | left_out
            task = whole.task._replace(raw=whole.before, known=known)
            self._tried[path, names] = _planned(task, self.code, self._mode)
        return self._tried[path, names]


def planned(
    code: str, orders: Sequence[Order], mode: Mode, jobs: int | None
) -> tuple[ChangeSet, list[FileResult]]:
    """What the fixes of a rule make of files as they are now; and those that cannot be read.

    Files that stay as they are belong to no set. ``jobs`` is the same as for `session.run`.
    """
    mode = mode._replace(write=False)
    orders = [order._replace(task=_with_rule(order.task, code)) for order in orders]
    sizes = [_size(order.task.path) for order in orders]
    files = spread(orders, partial(_done, code=code, mode=mode), _died, sizes, jobs)
    changed = [one for one in files if one.after != one.before]
    failed = [one.result for one in files if one.result.failures]
    return ChangeSet(code, mode, changed), failed


def _with_rule(task: Task, code: str) -> Task:
    """The task under which only one rule looks, where it does not judge what others find."""
    known = task.known or frozenset()
    if installed(task.settings.packs).entries[code].rule.judges_comments:
        return task._replace(known=known)
    return task._replace(known=known, settings=_only(task.settings, code))


def _only(settings: Settings, code: str) -> Settings:
    return settings._replace(select=(code,), extend_select=(), ignore=())


class _OfRule:
    """The choice of what one rule finds."""

    def __init__(self, code: str, least: Applicability) -> None:
        self.places: dict[str, Place] = {}
        self._code = code
        self._least = least
        self._asked = False

    def among(self, source: Source, findings: list[Finding]) -> list[Finding]:
        own = [finding for finding in findings if finding.code == self._code]
        if not self._asked:
            self._asked = True
            for finding in own:
                offered = finding.offering(self._least)
                if offered.fix is not None and offered.fix.applicability >= self._least:
                    place = Place(offered, *source.location(finding.span.start))
                    self.places[finding.fingerprint] = place
        return own

    def applied(self, fixed: Sequence[Finding], edits: Sequence[Edit]) -> None:
        pass


def _done(order: Order, code: str, mode: Mode) -> Planned:
    task = order.task
    try:
        raw = task.path.read_bytes()
    except OSError as error:
        return _unplanned(task, Failure("io-error", error.strerror or str(error)))
    task = task._replace(raw=raw)
    if order.wanted is not None:
        # Lines and fingerprints of the first text say nothing of this one.
        task = task._replace(known=frozenset(), lines=None)
        seen = check_file(task, mode._replace(least=None))
        task = task._replace(known=frozenset(f.fingerprint for f in seen.findings) - order.wanted)
    return _planned(task, code, mode)


def _planned(task: Task, code: str, mode: Mode) -> Planned:
    """What the fixes make of the bytes that a task brings along."""
    assert mode.least is not None
    assert task.raw is not None
    choice = _OfRule(code, mode.least)
    result = check_file(task, mode, choice)
    after = task.raw
    if result.after is not None:
        after = Source.decode(task.raw, task.path).with_text(result.after).raw
    fixes = sum(number for _, number in result.fixed)
    return Planned(task._replace(raw=None), task.raw, after, fixes, choice.places, result)


def _unplanned(task: Task, failure: Failure) -> Planned:
    return Planned(task, b"", b"", 0, {}, FileResult(task.shown, failures=(failure,)))


def _died(order: Order, how: str) -> Planned:
    failure = Failure("worker-died", f"the process that looked at this file {how}")
    return _unplanned(order.task, failure)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
