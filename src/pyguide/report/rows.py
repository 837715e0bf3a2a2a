"""Findings and failures as one stream of rows with lines and columns, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyguide.finding import Edit, Finding, Span
from pyguide.outcome import Failure, FileResult, Outcome, Silenced
from pyguide.report.tally import fixable_now
from pyguide.source import Source, SourceError


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to show: a finding, or a failure where ``finding`` is None.

    ``silenced`` is set for a finding that a comment silences. ``fingerprint`` is empty unless it
    was asked for.
    """

    file: FileResult
    source: Source
    code: str
    name: str
    url: str
    message: str
    span: Span
    start: tuple[int, int]
    finding: Finding | None = None
    fixable: bool = False
    severity: str = "error"
    silenced: Silenced | None = None
    fingerprint: str = ""

    @property
    def end(self) -> tuple[int, int]:
        """Line and column after the last character.

        A failure in a file whose text nobody could read ends where it starts.
        """
        return max(self.source.location(self.span.end), self.start)

    def edits(self) -> list[Edit] | None:
        """All edits of the fix and of the imports that it needs, in order; None without a fix.

        None too where nobody can say where imports go, since Python cannot read the file.
        """
        fix = self.finding.fix if self.finding else None
        if fix is None:
            return None
        if not fix.imports:
            return sorted(fix.edits)
        from pyguide.imports import import_edits

        try:
            return sorted([*import_edits(self.source, fix.imports), *fix.edits])
        except SourceError:
            return None


def rows(outcome: Outcome) -> Iterator[Row]:
    """Every finding and failure, file by file, in the order of the text."""
    for file in outcome.files:
        yield from rows_of(outcome, file)


def rows_of(outcome: Outcome, file: FileResult) -> list[Row]:
    """Every finding and failure of one file, in the order of the text."""
    return sorted(_shown(outcome, file, Source(file.text)), key=_place)


def known_rows(outcome: Outcome) -> Iterator[Row]:
    """The same with silenced findings among them, and all with their fingerprints."""
    from pyguide.fingerprint import fingerprints

    for file in outcome.files:
        source = Source(file.text)
        found = _shown(outcome, file, source)
        for one in file.silenced:
            found.append(replace(_of_finding(outcome, file, source, one.finding), silenced=one))
        places = [(row.code, row.span) for row in found]
        places += [(one.code, one.span) for one in file.known]
        prints = fingerprints(source, places)
        for index in sorted(range(len(found)), key=lambda index: _place(found[index])):
            yield replace(found[index], fingerprint=prints[index])


def _place(row: Row) -> tuple[tuple[int, int], str]:
    return row.start, row.code


def _shown(outcome: Outcome, file: FileResult, source: Source) -> list[Row]:
    found = [_of_finding(outcome, file, source, finding) for finding in file.findings]
    found += [_of_failure(file, source, failure) for failure in file.failures]
    return found


def _of_finding(outcome: Outcome, file: FileResult, source: Source, finding: Finding) -> Row:
    rule = outcome.rules.get(finding.code)
    return Row(
        file=file,
        source=source,
        code=finding.code,
        name=rule.name if rule else finding.code,
        url=rule.url if rule else "",
        message=finding.message,
        span=finding.span,
        start=source.location(finding.span.start),
        finding=finding,
        fixable=fixable_now(finding, unsafe_fixes=outcome.unsafe_fixes),
        severity=outcome.severity(file, finding.code),
    )


def _of_failure(file: FileResult, source: Source, failure: Failure) -> Row:
    line = min(max(failure.line, 1), len(source.starts))
    whole = source.line_span(line)
    start = min(whole.start + max(failure.column, 1) - 1, whole.end)
    return Row(
        file=file,
        source=source,
        code=failure.kind,
        name=failure.kind,
        url="",
        message=failure.message,
        # One character where there is one, so that there is something to point at.
        span=Span(start, min(start + 1, whole.end)),
        start=(failure.line, failure.column),
    )
