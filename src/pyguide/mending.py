"""Apply our fixes to exactly those places that another tool reports."""

from __future__ import annotations

import ast
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from pyguide.catalog import Catalog, installed
from pyguide.finding import Applicability, Edit, Finding, Span, carried
from pyguide.foreign import FIXED, UNFIXED, UNKNOWN, UNSAFE, UNSEEN, Fate, Report
from pyguide.outcome import FLEETING, FileResult
from pyguide.session import all_findings, check_file
from pyguide.settings import Settings
from pyguide.source import Source, SourceError
from pyguide.task import Mode, Task
from pyguide.twins import find_twin
from pyguide.workers import spread

_NOTHING = "pyguide finds nothing there"
_SILENCED = "a comment silences what pyguide finds there"
_STALE = "the file has changed since the report was made"
_BROKEN = "the fix would break the file"


class Mended(NamedTuple):
    """One file: what was changed, and what became of each report, in their order."""

    result: FileResult
    fates: tuple[Fate, ...]

    def written(self, result: FileResult) -> Mended:
        """The same after the attempt to write the file, which ended with ``result``."""
        lost = next((failure.message for failure in result.failures), "")
        if not lost or result == self.result:
            return self
        return Mended(result, tuple(Fate(one.report, UNSEEN, reason=lost) for one in self.fates))


class Order(NamedTuple):
    """A file to mend, what is reported of it, and our codes for the codes reported."""

    task: Task
    reports: tuple[Report, ...]
    rules: Mapping[str, tuple[str, ...]]


def mend_all(
    reports: Sequence[Report],
    settings_for: Callable[[Path], Settings],
    shown: Callable[[Path], str],
    mode: Mode,
    *,
    made_ns: int | None = None,
    jobs: int | None = None,
) -> tuple[list[Mended], list[Fate]]:
    """Mend every file that ``reports`` speak of, in the order of paths; and what concerns none.

    ``settings_for`` gives target version and options of rules; which rules are on does not count.
    ``shown`` is how people know a file. A file that is younger than ``made_ns``, the moment when
    the reports were made, is left alone. Raises PyguideError for a broken configuration.
    """
    packs = settings_for(Path.cwd()).packs
    catalog = installed(packs)
    rules = {report.code: _rules_for(catalog, report) for report in reports}
    by_path: dict[Path, list[Report]] = defaultdict(list)
    fates: list[Fate] = []
    for report in reports:
        if not rules[report.code]:
            fates.append(Fate(report, UNKNOWN))
        elif reason := _hindrance(report.path, made_ns):
            fates.append(Fate(report, UNSEEN, reason=reason))
        else:
            by_path[Path(report.path)].append(report)
    orders = []
    for path, own in sorted(by_path.items()):
        asked = {report.code: rules[report.code] for report in own}
        settings = _only(settings_for(path.parent), asked.values())
        catalog.options(settings)
        orders.append(Order(Task(path, shown(path), settings), tuple(own), asked))
    sizes = [_size(order.task.path) for order in orders]
    limits = [order.task.settings.time_limit for order in orders]
    return spread(orders, partial(mend, mode=mode), _died, sizes, jobs, limits=limits), fates


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _rules_for(catalog: Catalog, report: Report) -> tuple[str, ...]:
    """Our codes for what is reported."""
    twin = find_twin(catalog, report.code) or (report.name and find_twin(catalog, report.name))
    return twin.rules if twin else ()


def _hindrance(path: str, made_ns: int | None) -> str:
    """Why a file cannot be mended at all, or nothing."""
    if path.endswith(".ipynb"):
        return "it stands in a notebook"
    if not path or not os.path.isfile(path):  # noqa: PTH113  the empty path is no folder here
        return "there is no such file"
    if made_ns is not None and Path(path).stat().st_mtime_ns > made_ns:
        return _STALE
    return ""


def _only(settings: Settings, rules: Iterable[tuple[str, ...]]) -> Settings:
    """The settings with nothing on but ``rules``, and nothing left to others."""
    codes = {code for some in rules for code in some}
    return Settings(
        settings.root,
        select=tuple(sorted(codes)),
        target_version=settings.target_version,
        rules=settings.rules,
        packs=settings.packs,
        dedupe="never",
    )


def mend(order: Order, mode: Mode) -> Mended:
    """Fix what is reported of one file, and nothing else."""
    choice = _Reported(order, mode)
    result = check_file(order.task, mode, choice)
    lost = next((f.message for f in result.failures if f.kind in FLEETING or not choice.asked), "")
    return Mended(result, choice.fates(lost))


def _died(order: Order, how: str) -> Mended:
    from pyguide.outcome import Failure

    failure = Failure("worker-died", f"the process that looked at this file {how}")
    fates = tuple(Fate(report, UNSEEN, reason=failure.message) for report in order.reports)
    return Mended(FileResult(order.task.shown, failures=(failure,)), fates)


class _Wanted:
    """A finding that is reported: where it stands now, and which reports speak of it."""

    def __init__(self, finding: Finding) -> None:
        self.finding: Finding | None = finding
        self.code = finding.code
        self.span = finding.span
        self.fixed = False

    def is_met_by(self, finding: Finding) -> bool:
        return finding.code == self.code and finding.span.meets(self.span)

    def follow(self, edits: Sequence[Edit]) -> None:
        """Go where ``edits`` shift the text."""
        self.span = carried(self.span, edits)


class _Reported:
    """The choice of those findings of a file that another tool reports."""

    def __init__(self, order: Order, mode: Mode) -> None:
        self.asked = False
        self._order = order
        self._mode = mode
        self._wanted: dict[Report, _Wanted] = {}
        self._unseen: dict[Report, str] = {}
        self._uncommented: Places | None = None

    def among(self, source: Source, findings: list[Finding]) -> list[Finding]:
        if not self.asked:
            self.asked = True
            self._match(source, findings)
            return [one for one in findings if any(w.finding is one for w in self._pending())]
        chosen: list[Finding] = []
        for wanted in self._pending():
            met = [one for one in findings if wanted.is_met_by(one)]
            wanted.finding = min(met, key=lambda one: abs(one.span.start - wanted.span.start),
                                 default=None)  # fmt: skip
            if wanted.finding is not None:
                wanted.span = wanted.finding.span
                chosen.append(wanted.finding)
        return sorted(set(chosen), key=findings.index)

    def applied(self, fixed: Sequence[Finding], edits: Sequence[Edit]) -> None:
        done = {(finding.code, finding.span) for finding in fixed}
        for wanted in self._pending():
            wanted.fixed = (wanted.code, wanted.span) in done
            wanted.follow(edits)

    def fates(self, lost: str) -> tuple[Fate, ...]:
        """What became of every report; ``lost`` says why the file could not be looked at, if so."""
        return tuple(self._fate(report, lost) for report in self._order.reports)

    def _fate(self, report: Report, lost: str) -> Fate:
        wanted = self._wanted.get(report)
        if lost or wanted is None:
            return Fate(report, UNSEEN, reason=lost or self._unseen[report])
        # What another fix took away is mended as well.
        if wanted.fixed or wanted.finding is None:
            return Fate(report, FIXED, wanted.code)
        least = self._mode.least or Applicability.SAFE
        offered = wanted.finding.offering(least)
        if offered.fix is None:
            return Fate(report, UNFIXED, wanted.code, offered.reason or "")
        if offered.fix.applicability < least:
            return Fate(report, UNSAFE, wanted.code, offered.reason or "")
        return Fate(report, UNFIXED, wanted.code, _BROKEN)

    def _pending(self) -> list[_Wanted]:
        return [one for one in dict.fromkeys(self._wanted.values()) if not one.fixed]

    def _match(self, source: Source, findings: list[Finding]) -> None:
        """Find for each report the finding that it means."""
        known: dict[int, _Wanted] = {}
        places = Places(source, findings)
        for report in self._order.reports:
            meant = places.meant_by(report, self._rules(report))
            if meant is None:
                self._unseen[report] = self._why_unseen(report, source)
            else:
                key = findings.index(meant)
                self._wanted[report] = known.setdefault(key, _Wanted(meant))

    def _rules(self, report: Report) -> tuple[str, ...]:
        return self._order.rules[report.code]

    def _why_unseen(self, report: Report, source: Source) -> str:
        if report.row > len(source.starts):
            return _STALE
        if self._uncommented is None:
            text = source.text.lower()
            heeded = "noqa" in text or "ruff" in text
            every = all_findings(source, self._order.task, self._mode) if heeded else []
            self._uncommented = Places(source, every)
        silenced = self._uncommented.meant_by(report, self._rules(report))
        return _SILENCED if silenced else _NOTHING


class Places:
    """The findings of a text by where they stand."""

    def __init__(self, source: Source, findings: Sequence[Finding]) -> None:
        self._source = source
        self._findings = findings

    def meant_by(self, report: Report, rules: Sequence[str]) -> Finding | None:
        """The finding of one of ``rules`` that a report speaks of.

        That is the one which overlaps it, or stands on its rows, or whose fix or statement does.
        """
        source = self._source
        own = [finding for finding in self._findings if finding.code in rules]
        if not own or report.end_row > len(source.starts):
            return None
        place = _span_of(report, source)
        rows = Span(source.starts[report.row - 1], source.line_span(report.end_row).end)
        for place_of, there in (
            (self._shown, place),
            (self._shown, rows),
            (self._mended, place),
            (self._statement, place),
        ):
            met = [one for one in own if place_of(one).meets(there)]
            if met:
                return min(met, key=lambda one: _distance(one, place))
        return None

    def _shown(self, finding: Finding) -> Span:
        return finding.span

    def _mended(self, finding: Finding) -> Span:
        """What the fixes of a finding change, with the finding itself."""
        spans = [f.span for f in (finding.fix, finding.repair) if f is not None] + [finding.span]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def _statement(self, finding: Finding) -> Span:
        """The whole of a compound statement that a finding shows by its header."""
        return self._statements.get(finding.span.start, finding.span)

    @cached_property
    def _statements(self) -> dict[int, Span]:
        """The largest statement or handler that begins at each offset."""
        found: dict[int, Span] = {}
        try:
            nodes = ast.walk(self._source.tree)
        except SourceError:
            return found
        for node in nodes:
            if isinstance(node, ast.stmt | ast.ExceptHandler):
                span = self._source.span(node)
                found[span.start] = max(span, found.get(span.start, span))
        return found


def _span_of(report: Report, source: Source) -> Span:
    start = source.starts[report.row - 1] + report.column - 1
    end = source.starts[report.end_row - 1] + report.end_column
    return Span(start, max(start + 1, end))


def _distance(finding: Finding, place: Span) -> tuple[int, int]:
    """How far the finding's beginning is from the place, those that come before it first."""
    away = place.start - finding.span.start
    return (away < 0, abs(away))
