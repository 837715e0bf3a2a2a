"""Findings that are known already: told apart from new ones, and kept in sight while fixing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from pyguide.finding import Edit, Finding, Span, carried
from pyguide.fingerprint import fingerprints
from pyguide.outcome import FileResult, Silenced
from pyguide.source import Source


def fingerprinted(
    source: Source, findings: Sequence[Finding], silenced: Iterable[Silenced]
) -> list[Finding]:
    """All ``findings`` of a text with their fingerprints; ``silenced`` is what else was found."""
    places = [(finding.code, finding.span) for finding in findings]
    places += [(one.finding.code, one.finding.span) for one in silenced]
    return [
        finding._replace(fingerprint=fingerprint)
        for finding, fingerprint in zip(findings, fingerprints(source, places), strict=False)
    ]


def parted(result: FileResult, known: Container[str]) -> FileResult:
    """``result``, whose findings have fingerprints, with those apart that are ``known``."""
    findings = everything(result)
    return result._replace(
        findings=tuple(one for one in findings if one.fingerprint not in known),
        known=tuple(one for one in findings if one.fingerprint in known),
    )


def everything(result: FileResult) -> list[Finding]:
    """The findings of a file, new and known, in the order of the text."""
    found = [*result.findings, *result.known]
    return sorted(found, key=in_order)


class Recognition:
    """Knows the known findings of one file again while fixes change the text around them.

    A fingerprint would not do for that: what is fixed beside a finding may change the text of its
    lines, and of two equal findings the one that is left takes the fingerprint of the other.
    """

    def __init__(self, known: Container[str]) -> None:
        self.met: list[Finding] = []
        """The known findings of the text seen last, each with the fingerprint it is known by."""
        self._known = known
        self._is_fixed = False

    def new_among(
        self, source: Source, findings: Sequence[Finding], silenced: Iterable[Silenced]
    ) -> list[Finding]:
        """Those ``findings`` of a text that are not known; ``silenced`` is what else was found.

        They have fingerprints as long as nothing was fixed.
        """
        if self._is_fixed:
            self.met = met_again(self.met, findings)
            return without(findings, self.met)
        found = fingerprinted(source, findings, silenced)
        self.met = [one for one in found if one.fingerprint in self._known]
        return [one for one in found if one.fingerprint not in self._known]

    def applied(self, edits: Sequence[Edit]) -> None:
        """Hear that ``edits`` changed the text seen last."""
        self._is_fixed = True
        self.met = moved(self.met, edits)


def met_again(earlier: Iterable[Finding], findings: Sequence[Finding]) -> list[Finding]:
    """Those ``findings`` of a text that stand where ``earlier`` ones went, with their fingerprints.

    At most one for each, in the order of the text; the nearest where a place has changed.
    """
    left: dict[tuple[str, Span], list[Finding]] = defaultdict(list)
    for finding in findings:
        left[finding.code, finding.span].append(finding)
    met: list[Finding] = []
    elsewhere: list[Finding] = []
    for one in earlier:
        there = left.get((one.code, one.span))
        if there:
            met.append(there.pop(0)._replace(fingerprint=one.fingerprint))
        else:
            elsewhere.append(one)
    for one in elsewhere:
        near = [
            (abs(span.start - one.span.start), code, span)
            for (code, span), there in left.items()
            if there and code == one.code and span.meets(one.span)
        ]
        if near:
            _, code, span = min(near)
            met.append(left[code, span].pop(0)._replace(fingerprint=one.fingerprint))
    return sorted(met, key=in_order)


def without(findings: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """The ``findings`` that are none of ``others``, whatever their fingerprints."""
    gone = set(map(in_order, others))
    return [one for one in findings if in_order(one) not in gone]


def in_order(finding: Finding) -> tuple[Span, str, str]:
    """What sorts findings in the order of the text, and tells them from each other."""
    return finding.span, finding.code, finding.message


def moved(findings: Iterable[Finding], edits: Sequence[Edit]) -> list[Finding]:
    """The ``findings`` where they stand after ``edits``."""
    return [one._replace(span=carried(one.span, edits)) for one in findings]
