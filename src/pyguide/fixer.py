"""Apply fixes: without overlap, checked after each pass, until nothing changes."""

from __future__ import annotations

import ast
import warnings
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyguide.depth import overflows_compiler
from pyguide.finding import Applicability, Edit, Finding, Span
from pyguide.guard import apply
from pyguide.imports import import_edits
from pyguide.newnames import NewNames
from pyguide.source import Source, SourceError

SURE_PASSES = 10
"""So many passes there are in any case; each further one must leave fewer fixes than it found."""
_MANY = 8
"""So many broken fixes of one rule are taken for a fault of the rule, not of the place."""

Check = Callable[[Source], Sequence[Finding]]
Applied = Callable[[Sequence[Finding], Sequence[Edit]], object]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed file: its new source, how often each code was fixed, and what went wrong.

    ``dropped`` names codes of which fixes would have broken the file and were left out;
    ``converged`` is False where fixes were left that got no fewer; ``refused`` is True where
    the compiler takes not even the file as it was, so nothing was changed; ``reproduced`` is False
    where the file's encoding would spell the rest of the file in another way, so nothing was
    changed either.
    """

    source: Source
    counts: Counter[str]
    dropped: tuple[str, ...] = ()
    converged: bool = True
    refused: bool = False
    reproduced: bool = True


def fix(
    source: Source,
    check: Check,
    least: Applicability = Applicability.SAFE,
    applied: Applied = lambda fixed, edits: None,
) -> Fixed:
    """Apply every fix that ``check`` offers and that is at least ``least``, pass after pass.

    ``check`` returns the findings to heed, suppressed ones left out. After each pass the file must
    compile as it did before; fixes that break it are dropped one by one, and those that break it
    only beside others wait for the next pass. ``applied`` is told after each pass what was fixed,
    and by which edits of the text before. Raises what ``check`` raises for the given source, never
    for a text of its own making.
    """
    counts: Counter[str] = Counter()
    broken = _Broken()
    passes = left = 0
    while True:
        fixable = broken.spared(source, _fixable(source, check, least))
        if passes >= SURE_PASSES and len(fixable) >= left:
            return Fixed(source, counts, broken.codes, converged=False)
        passes, left = passes + 1, len(fixable)
        chosen = _apart(source, fixable)
        if chosen and not source.is_reproduced:
            return Fixed(source, counts, reproduced=False)
        better = None
        while chosen:
            better = _apply(source, chosen)
            if better is not None:
                break
            if not counts and not _compiles(source):
                return Fixed(source, counts, refused=True)
            guilty = _guilty(source, chosen)
            if _apply(source, [guilty]) is None:
                broken.add(source, guilty)
            chosen.remove(guilty)
            chosen = broken.spared(source, chosen)
        if better is None:
            return Fixed(source, counts, broken.codes)
        applied(chosen, _edits(source, chosen))
        source = better
        counts.update(finding.code for finding in chosen)


class _Broken:
    """The fixes that would break a file, told apart by what they would make of which text."""

    def __init__(self) -> None:
        self._known: dict[str, set[tuple[str, ...]]] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that have any, sorted."""
        return tuple(sorted(self._known))

    def add(self, source: Source, finding: Finding) -> None:
        """Note the fix of ``finding``."""
        self._known.setdefault(finding.code, set()).add(_change(source, finding))

    def spared(self, source: Source, findings: Sequence[Finding]) -> list[Finding]:
        """The findings whose fixes are not known to break the file.

        Of a rule that broke it in many ways none is tried any more.
        """
        return [
            finding
            for finding in findings
            if not (known := self._known.get(finding.code))
            or (len(known) < _MANY and _change(source, finding) not in known)
        ]


def _change(source: Source, finding: Finding) -> tuple[str, ...]:
    """The lines that a fix touches, and what it writes."""
    assert finding.fix is not None
    span = finding.fix.span
    first, last = (source.location(offset)[0] for offset in (span.start, span.end))
    lines = source.text[source.line_span(first).start : source.line_span(last).end]
    return (lines, *(edit.text for edit in finding.fix.edits))


def _fixable(source: Source, check: Check, least: Applicability) -> list[Finding]:
    """Findings whose fix is at least ``least`` and changes something."""
    offers = (finding.offering(least) for finding in check(source))
    return [
        finding
        for finding in offers
        if finding.fix is not None
        and finding.fix.applicability >= least
        and any(source.text_of(edit.span) != edit.text for edit in finding.fix.edits)
    ]


def _apart(source: Source, findings: Sequence[Finding]) -> list[Finding]:
    """Findings whose fixes can be applied together, first come first served.

    A fix reserves all from its first to its last edit, since what it was proven on lies there,
    what else it says that it stands on, and the new names that it writes: another rule may have
    found the same one free.
    """
    chosen: list[Finding] = []
    taken: list[Span] = []
    names = NewNames(source)
    for finding in findings:
        assert finding.fix is not None
        span = finding.fix.reserved
        # What is taken is sorted and apart, so only the neighbours can be in the way.
        at = bisect(taken, span)
        beside = taken[max(at - 1, 0) : at + 1]
        if not any(_overlap(span, other) for other in beside) and names.take(finding):
            chosen.append(finding)
            taken.insert(at, span)
    return chosen


def _overlap(one: Span, other: Span) -> bool:
    # Two insertions at one place would have no order, so touching empty spans count.
    return (one.start < other.end and other.start < one.end) or one.start == other.start


def _apply(source: Source, findings: Sequence[Finding]) -> Source | None:
    """The source after the fixes of ``findings``; None where Python would refuse it."""
    try:
        better = source.with_text(apply(source.text, _edits(source, findings)))
    except ValueError:
        return None
    return better if _compiles(better) else None


def _edits(source: Source, findings: Sequence[Finding]) -> list[Edit]:
    """The edits of all fixes, and those that bring the imports which they need."""
    fixes = [finding.fix for finding in findings if finding.fix is not None]
    edits = [edit for one in fixes for edit in one.edits]
    needed = {new for one in fixes for new in one.imports}
    return edits + import_edits(source, sorted(needed))


def _compiles(source: Source) -> bool:
    """Whether the compiler takes the file.

    It refuses what parsers let through: a walrus in a comprehension, a `global` after use.
    """
    try:
        if overflows_compiler(source):
            return False
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source.raw, "<fixed>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, True)
    except (SourceError, SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _guilty(source: Source, findings: Sequence[Finding]) -> Finding:
    """A finding whose fix breaks the file, alone or beside those before it."""
    good, bad = 0, len(findings)
    while bad - good > 1:
        middle = (good + bad) // 2
        if _apply(source, findings[:middle]) is None:
            bad = middle
        else:
            good = middle
    return findings[good]
