"""One file at one moment of a review: its text, what is left to ask, what was declined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from pyguide import known, touched
from pyguide.finding import Applicability, Edit, Finding, Span, carried
from pyguide.fingerprint import fingerprints
from pyguide.fixer import fix
from pyguide.outcome import Failure
from pyguide.session import check_file
from pyguide.source import Source, SourceError
from pyguide.suppressions.adding import add
from pyguide.task import Mode, Task


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it is on disk, and what a review knows about it.

    ``open`` are the findings whose fix nobody was asked about, in the order of the text;
    ``declined`` those that shall stay, and ``known`` those that nobody is asked about at all.
    ``touched`` are the lines to which findings are confined, None for the whole file. ``places``
    are codes and spans of all findings, silenced ones included. ``failures`` say what could not be
    looked at.
    """

    task: Task
    source: Source
    open: tuple[Finding, ...] = ()
    declined: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    touched: Sequence[Span] | None = None
    places: tuple[tuple[str, Span], ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.task.path

    def declining(self, findings: Iterable[Finding]) -> Draft:
        """The same with ``findings``, which are open, among the declined."""
        gone = list(findings)
        rest = tuple(known.without(self.open, gone))
        return replace(self, open=rest, declined=(*self.declined, *gone))

    def marks(self) -> dict[str, str]:
        """The fingerprints of what was declined, each with its rule's code."""
        marks = dict(zip(self.places, fingerprints(self.source, self.places), strict=True))
        declined = ((one.code, one.span) for one in self.declined)
        return {marks[place]: place[0] for place in declined if place in marks}


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer makes of a file: the draft after it, and how often each rule was fixed."""

    draft: Draft
    fixed: Counter[str] = field(default_factory=Counter)
    notices: tuple[str, ...] = ()


class Proposal(NamedTuple):
    """What applying one fix makes of a file: the new source, and the edits that lead there."""

    source: Source
    edits: tuple[Edit, ...]


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
    draft = _looked(task, source, mode)
    if not marks:
        return draft
    prints = fingerprints(source, draft.places)
    answered = {place for place, it in zip(draft.places, prints, strict=True) if it in marks}
    return draft.declining(one for one in draft.open if (one.code, one.span) in answered)


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
    return Change(_after(draft, made.source, made.edits, mode), Counter([finding.code]))


def take_all(draft: Draft, mode: Mode, codes: frozenset[str] | None = None) -> Change:
    """Apply all open fixes of ``codes``, None for every rule, and those that come up by that."""
    choice = _Accepted(draft, codes)
    task = draft.task._replace(raw=draft.source.raw, known=None, lines=None)
    result = check_file(task, mode, choice)
    if result.after is None:
        return Change(draft, notices=result.notices)
    after = _looked(draft.task, draft.source.with_text(result.after), mode, choice.followed)
    return Change(after, Counter(dict(result.fixed)), result.notices)


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
    after = _after(draft, added.source, edits, mode)
    # A configuration may heed no comment; the answer counts all the same.
    return Change(after.declining(known.met_again(known.moved([finding], edits), after.open)))


class _Followed(NamedTuple):
    """What decides about who is asked, where it stands in a text: as in `Draft`."""

    declined: Sequence[Finding] = ()
    known: Sequence[Finding] = ()
    touched: Sequence[Span] | None = None

    @classmethod
    def of(cls, draft: Draft) -> _Followed:
        return cls(draft.declined, draft.known, draft.touched)

    def after(self, edits: Sequence[Edit]) -> _Followed:
        spans = None if self.touched is None else [carried(span, edits) for span in self.touched]
        return _Followed(known.moved(self.declined, edits), known.moved(self.known, edits), spans)

    def among(self, findings: Sequence[Finding]) -> _Followed:
        """The same as they are among all ``findings`` of a text."""
        met = known.met_again(self.known, findings)
        declined = known.met_again(self.declined, known.without(findings, met))
        return _Followed(declined, met, self.touched)

    def left(self, source: Source, findings: Sequence[Finding]) -> list[Finding]:
        """The ``findings`` of a text that may be asked about."""
        rest = known.without(findings, (*self.declined, *self.known))
        return rest if self.touched is None else touched.standing_on(self.touched, source, rest)


class _Accepted:
    """The choice of all fixes of some rules, but for what nobody shall be asked about."""

    def __init__(self, draft: Draft, codes: frozenset[str] | None) -> None:
        self.followed = _Followed.of(draft)
        self._codes = codes

    def among(self, source: Source, findings: list[Finding]) -> list[Finding]:
        self.followed = self.followed.among(findings)
        rest = self.followed.left(source, findings)
        return [one for one in rest if self._codes is None or one.code in self._codes]

    def applied(self, fixed: Sequence[Finding], edits: Sequence[Edit]) -> None:
        self.followed = self.followed.after(edits)


def _after(draft: Draft, source: Source, edits: Sequence[Edit], mode: Mode) -> Draft:
    return _looked(draft.task, source, mode, _Followed.of(draft).after(edits))


def _looked(task: Task, source: Source, mode: Mode, followed: _Followed | None = None) -> Draft:
    """What a text holds; without ``followed``, the task says what is known and touched."""
    least = mode.least or Applicability.SAFE
    seen = task._replace(raw=source.raw, known=None if followed else task.known, lines=None)
    result = check_file(seen, mode._replace(least=None, write=False)).offering(least)
    found = known.everything(result)
    if followed is None:
        lines = None if task.lines is None else touched.spans(source, task.lines)
        followed = _Followed(known=result.known, touched=lines)
    followed = followed.among(found)
    every = [*found, *(silenced.finding for silenced in result.silenced)]
    return Draft(
        task,
        source,
        tuple(one for one in followed.left(source, found) if _fixes(one, source, least)),
        tuple(followed.declined),
        tuple(followed.known),
        followed.touched,
        tuple(dict.fromkeys((finding.code, finding.span) for finding in every)),
        result.failures,
    )


def _fixes(finding: Finding, source: Source, least: Applicability) -> bool:
    """Whether a fix may be applied and changes something."""
    fix = finding.fix
    if fix is None or fix.applicability < least:
        return False
    return any(source.text_of(edit.span) != edit.text for edit in fix.edits)
