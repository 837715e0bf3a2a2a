"""One file at one moment of a review: its text, what is left to ask, what was declined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from pyguide.finding import Applicability, Edit, Finding, Span
from pyguide.fingerprint import fingerprints
from pyguide.fixer import fix
from pyguide.following import Place, known_again
from pyguide.outcome import Failure
from pyguide.session import check_file
from pyguide.source import Source, SourceError
from pyguide.suppressions.adding import add
from pyguide.task import Mode, Task


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it is on disk, and what a review knows about it.

    ``open`` are the findings whose fix nobody was asked about, in the order of the text;
    ``declined`` those that shall stay. ``places`` are all findings, silenced ones included.
    ``failures`` say what could not be looked at.
    """

    task: Task
    source: Source
    open: tuple[Finding, ...] = ()
    declined: tuple[Place, ...] = ()
    places: tuple[Place, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.task.path

    def without(self, finding: Finding) -> Draft:
        """The same with ``finding`` among the declined."""
        rest = tuple(one for one in self.open if one is not finding)
        place = Place(finding.code, finding.span)
        return replace(self, open=rest, declined=(*self.declined, place))

    def marks(self) -> dict[str, str]:
        """The fingerprints of what was declined, each with its rule's code."""
        known = fingerprints(self.source, self.places)
        marks = dict(zip(self.places, known, strict=True))
        return {marks[place]: place.code for place in self.declined if place in marks}


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer makes of a file: the draft after it, and how often each rule was fixed."""

    draft: Draft
    fixed: Counter[str] = field(default_factory=Counter)
    notices: tuple[str, ...] = ()


def read(task: Task, mode: Mode, marks: Mapping[str, str] | None = None) -> Draft:
    """The file as it is on disk; findings with one of the fingerprints ``marks`` are declined.

    A file that cannot be read or decoded has nothing to ask about, and says so in its failures.
    """
    try:
        source = Source.decode(task.path.read_bytes(), task.path)
    except OSError as error:
        failure = Failure("io-error", error.strerror or str(error))
        return Draft(task, Source(""), failures=(failure,))
    except SourceError as error:
        failure = Failure("invalid-syntax", error.message, error.line, error.column)
        return Draft(task, Source(""), failures=(failure,))
    draft = look(task, source, mode)
    if not marks:
        return draft
    known = fingerprints(source, draft.places)
    answered = [place for place, it in zip(draft.places, known, strict=True) if it in marks]
    return _declining(draft, answered)


def look(task: Task, source: Source, mode: Mode, declined: Iterable[Place] = ()) -> Draft:
    """What ``source`` holds, apart from what stands in the places ``declined``."""
    least = mode.least or Applicability.SAFE
    result = check_file(task._replace(raw=source.raw), mode._replace(least=None, write=False))
    found = [finding.offering(least) for finding in result.findings]
    every = [*found, *(silenced.finding for silenced in result.silenced)]
    draft = Draft(
        task,
        source,
        tuple(sorted((one for one in found if _fixes(one, source, least)), key=_place)),
        places=tuple(dict.fromkeys(map(_place_of, every))),
        failures=result.failures,
    )
    return _declining(draft, declined)


class Proposal(NamedTuple):
    """What applying one fix makes of a file: the new source, and the edits that lead there."""

    source: Source
    edits: tuple[Edit, ...]


def proposal(draft: Draft, finding: Finding, mode: Mode) -> Proposal | None:
    """What the fix of ``finding`` alone makes of the file; None where Python would refuse it."""
    offers = iter([[finding]])
    edits: list[Edit] = []
    fixed = fix(
        draft.source,
        lambda _: next(offers, []),
        mode.least or Applicability.SAFE,
        lambda _, applied: edits.extend(applied),
    )
    return Proposal(fixed.source, tuple(edits)) if fixed.counts else None


def take(draft: Draft, finding: Finding, made: Proposal, mode: Mode) -> Change:
    """The file after the fix of ``finding``, of which ``made`` is the proposal."""
    places = [place.after(made.edits) for place in draft.declined]
    return Change(look(draft.task, made.source, mode, places), Counter([finding.code]))


def take_all(draft: Draft, mode: Mode, codes: frozenset[str] | None = None) -> Change:
    """Apply all open fixes of ``codes``, None for every rule, and those that come up by that."""
    choice = _Accepted(draft.declined, codes)
    result = check_file(draft.task._replace(raw=draft.source.raw), mode, choice)
    if result.after is None:
        return Change(draft, notices=result.notices)
    after = draft.source.with_text(result.after)
    found = look(draft.task, after, mode, choice.declined)
    return Change(found, Counter(dict(result.fixed)), result.notices)


def silence(draft: Draft, finding: Finding, reason: str, mode: Mode) -> Change:
    """Let a noqa comment silence ``finding``, with a ``reason`` of one line.

    Raises ValueError with what is wrong where the line can bear no comment or the file's encoding
    cannot spell the reason.
    """
    added = add(draft.source, [finding], reason)
    if not added.rows:
        raise ValueError("no comment can stand at the end of this line")
    try:
        added.source.raw  # noqa: B018
    except UnicodeEncodeError as error:
        raise ValueError(f"the file's encoding {error.encoding} cannot spell the reason") from error
    edits = [Edit.between(0, draft.source.text, added.source.text)]
    places = [place.after(edits) for place in draft.declined]
    after = look(draft.task, added.source, mode, places)
    left = _place_of(finding).after(edits).nearest(after.open)
    # A configuration may heed no comment; the answer counts all the same.
    return Change(after if left is None else after.without(left))


class _Accepted:
    """The choice of all fixes of some rules, but for those that were declined."""

    def __init__(self, declined: Sequence[Place], codes: frozenset[str] | None) -> None:
        self.declined = list(declined)
        self._codes = codes

    def among(self, source: Source, findings: list[Finding]) -> list[Finding]:
        wanted = [one for one in findings if self._codes is None or one.code in self._codes]
        refused = {_place_of(finding) for finding in known_again(self.declined, findings)}
        return [one for one in wanted if _place_of(one) not in refused]

    def applied(self, fixed: Sequence[Finding], edits: Sequence[Edit]) -> None:
        self.declined = [place.after(edits) for place in self.declined]


def _declining(draft: Draft, declined: Iterable[Place]) -> Draft:
    known = {_place_of(finding) for finding in known_again(declined, draft.open)}
    return replace(
        draft,
        open=tuple(one for one in draft.open if _place_of(one) not in known),
        declined=tuple(sorted(known, key=lambda place: place.span)),
    )


def _fixes(finding: Finding, source: Source, least: Applicability) -> bool:
    """Whether a fix may be applied and changes something."""
    fix = finding.fix
    if fix is None or fix.applicability < least:
        return False
    return any(source.text_of(edit.span) != edit.text for edit in fix.edits)


def _place(finding: Finding) -> tuple[Span, str]:
    return finding.span, finding.code


def _place_of(finding: Finding) -> Place:
    return Place(finding.code, finding.span)
