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
from pyguide.source import Source, SourceError

MAX_PASSES = 10

Check = Callable[[Source], Sequence[Finding]]
Applied = Callable[[Sequence[Finding], Sequence[Edit]], object]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed file: its new source, how often each code was fixed, and what went wrong.

    ``dropped`` names codes whose fixes would have broken the file and were left out; ``converged``
    is False where fixes were still left after `MAX_PASSES`; ``refused`` is True where the compiler
    takes not even the file as it was, so nothing was changed; ``reproduced`` is False where the
    file's encoding would spell the rest of the file in another way, so nothing was changed either.
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
    compile as it did before; rules whose fixes break it are dropped one by one, and those that
    break it only beside others wait for the next pass. ``applied`` is told after each pass what was
    fixed, and by which edits of the text before. Raises what ``check`` raises for the given source,
    never for a text of its own making.
    """
    counts: Counter[str] = Counter()
    dropped: set[str] = set()
    for _ in range(MAX_PASSES):
        findings = [f for f in _fixable(source, check, least) if f.code not in dropped]
        chosen = _without_overlap(findings)
        if chosen and not source.is_reproduced:
            return Fixed(source, counts, reproduced=False)
        better = None
        while chosen:
            better = _apply(source, chosen)
            if better is not None:
                break
            if not counts and not _compiles(source):
                return Fixed(source, counts, refused=True)
            guilty, alone = _guilty(source, chosen)
            if alone:
                dropped.add(guilty)
            chosen = [finding for finding in chosen if finding.code != guilty]
        if better is None:
            return Fixed(source, counts, tuple(sorted(dropped)))
        applied(chosen, _edits(source, chosen))
        source = better
        counts.update(finding.code for finding in chosen)
    converged = all(f.code in dropped for f in _fixable(source, check, least))
    return Fixed(source, counts, tuple(sorted(dropped)), converged)


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


def _without_overlap(findings: Sequence[Finding]) -> list[Finding]:
    """Findings whose fixes can be applied together, first come first served.

    A fix reserves all from its first to its last edit, since what it was proven on lies there.
    """
    chosen: list[Finding] = []
    taken: list[Span] = []
    for finding in findings:
        assert finding.fix is not None
        span = finding.fix.span
        # What is taken is sorted and apart, so only the neighbours can be in the way.
        at = bisect(taken, span)
        if not any(_overlap(span, other) for other in taken[max(at - 1, 0) : at + 1]):
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


def _guilty(source: Source, findings: Sequence[Finding]) -> tuple[str, bool]:
    """The first code whose fixes break the file, and True where they do so alone.

    Where none does alone it is the last one, and False.
    """
    codes = sorted({finding.code for finding in findings})
    for code in codes:
        if _apply(source, [finding for finding in findings if finding.code == code]) is None:
            return code, True
    return codes[-1], False
