"""Know a finding again after edits: where it went, and which finding of the new text it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyguide.finding import Edit, Finding, Span


class Place(NamedTuple):
    """A rule's code and the span at which it found something."""

    code: str
    span: Span

    def after(self, edits: Iterable[Edit]) -> Place:
        """The place in the text that ``edits`` made, which do not overlap each other."""
        start, end = self.span
        growth = [(edit.span, len(edit.text) - (edit.span.end - edit.span.start)) for edit in edits]
        start += sum(by for span, by in growth if span.end <= self.span.start)
        end += sum(by for span, by in growth if span.start < self.span.end)
        return self._replace(span=Span(start, max(start, end)))

    def nearest(self, findings: Iterable[Finding]) -> Finding | None:
        """The finding of the same rule that touches the span, the one whose start is nearest."""
        met = [one for one in findings if one.code == self.code and overlap(one.span, self.span)]
        return min(met, key=lambda one: abs(one.span.start - self.span.start), default=None)


def known_again(places: Iterable[Place], findings: Sequence[Finding]) -> list[Finding]:
    """The findings that ``places`` mean, at most one each; one that stands exactly there first."""
    exact = {(finding.code, finding.span): finding for finding in findings}
    known = list(places)
    found = [exact.pop(place, None) for place in known]
    for index, place in enumerate(known):
        if found[index] is None:
            found[index] = place.nearest(exact.values())
            if (met := found[index]) is not None:
                del exact[met.code, met.span]
    return [finding for finding in found if finding is not None]


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character; an empty one counts as the character behind it."""
    return one.start < max(other.end, other.start + 1) and other.start < max(one.end, one.start + 1)
