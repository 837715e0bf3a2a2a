"""The lines that somebody touched, kept in sight while fixes change the text around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from pyguide.finding import Edit, Finding, Span, carried
from pyguide.source import Source

Lines = tuple[tuple[int, int], ...]
"""Pairs of a first line and the one behind the last, counted from 1."""


class Touched:
    """Tells the findings of one file that stand on touched lines from those that do not."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._spans: list[Span] | None = None
        """The touched lines in the text seen last."""

    def among(self, source: Source, findings: Sequence[Finding]) -> list[Finding]:
        """Those ``findings`` of a text of which at least one line is touched."""
        if self._spans is None:
            self._spans = spans(source, self._lines)
        return standing_on(self._spans, source, findings)

    def applied(self, edits: Sequence[Edit]) -> None:
        """Hear that ``edits`` changed the text seen last."""
        self._spans = [carried(span, edits) for span in self._spans or ()]


def spans(source: Source, lines: Lines) -> list[Span]:
    """Where ``lines`` stand in a text; to git a carriage return alone ends none."""
    starts = [0, *accumulate(len(line) + 1 for line in source.text.split("\n"))]
    return [
        Span(*(starts[min(line, len(starts)) - 1] for line in (first, behind)))
        for first, behind in lines
    ]


def standing_on(
    touched: Sequence[Span], source: Source, findings: Sequence[Finding]
) -> list[Finding]:
    """Those ``findings`` of a text of which at least one line meets a span of ``touched`` lines."""
    return [
        finding
        for finding in findings
        if any(span.meets(_lines_of(source, finding.span)) for span in touched)
    ]


def _lines_of(source: Source, span: Span) -> Span:
    """The lines that a finding stands on."""
    first = source.location(span.start)[0]
    last = source.location(max(span.start, span.end - 1))[0]
    return Span(source.line_span(first).start, source.line_span(last).end)
