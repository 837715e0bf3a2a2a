"""The model of a review: which question comes next, what an answer does, how it is taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pyguide.review import draft as drafts
from pyguide.review.draft import Change, Draft
from pyguide.review.question import Answer, Answered, File, Hindered, Question, Records, Tally
from pyguide.task import Mode
from pyguide.write import ChangedOnDisk

_BROKEN = "these fixes together would break the file"


class _Changed(NamedTuple):
    """A file before and after an answer, and what was fixed between."""

    before: Draft
    after: Draft
    fixed: Counter[str]


@dataclass(slots=True)
class _Step:
    """One answer: the state before it, and the files that it changed."""

    answer: Answer
    question: Question
    tally: Tally
    standing: frozenset[str]
    changed: dict[int, _Changed] = field(default_factory=dict)


class Review:
    """All questions of a run; an answer is on disk before the next question is asked.

    ``standing`` are the rules whose fixes need no question any more, and ``tally`` counts what was
    answered in an earlier session.
    """

    def __init__(
        self,
        files: Sequence[File],
        mode: Mode,
        records: Records,
        standing: frozenset[str] = frozenset(),
        tally: Tally = Tally(),  # noqa: B008  a value that nobody can change
    ) -> None:
        self.tally = tally
        self.notices: list[str] = []
        """What went wrong with files, one line each, in the order of time."""
        self._files = list(files)
        self._mode = mode
        self._records = records
        self._standing = standing
        self._steps: list[_Step] = []
        self._question: Question | None = None

    @property
    def left(self) -> int:
        """How many questions are left, the one that is asked included."""
        return sum(file.waiting.total() for file in self._files)

    @property
    def files_left(self) -> int:
        """How many files have questions left."""
        return sum(1 for file in self._files if file.waiting)

    def question(self) -> Question | None:
        """What is asked now; None where nothing is left."""
        if self._question is None:
            self._question = self._next()
        return self._question

    def answer(
        self,
        answer: Answer,
        reason: str = "",
        advance: Callable[[int, int], None] = lambda done, total: None,
    ) -> Answered:
        """Do what ``answer`` says to the question, on disk too.

        ``reason`` is for `Answer.SUPPRESS` alone; ``advance`` hears how many files of how many are
        done where there are several. Raises `Hindered`; then nothing is done, and the file is asked
        about as it is on disk.
        """
        question = self._question
        assert question is not None, "an answer needs a question"
        self._question = None
        step = _Step(answer, question, self.tally, self._standing)
        self._steps.append(step)
        index = next(i for i, file in enumerate(self._files) if file.draft is question.draft)
        try:
            if answer is Answer.RULE:
                self._take_rule(question.finding.code, index, advance)
            else:
                self._take_one(index, question, answer, reason)
        except Hindered:
            self.tally, self._standing = step.tally, step.standing
            self._steps.pop()
            raise
        return Answered(answer, question, self.tally.fixed - step.tally.fixed, len(step.changed))

    def undo(self) -> Answered | None:
        """Take the last answer back with all that it brought about; None where there is none.

        Raises `Hindered` where a file has changed since; such a file stays as it is.
        """
        self._question = None
        if not self._steps:
            return None
        step = self._steps.pop()
        fixed = self.tally.fixed - step.tally.fixed
        self.tally, self._standing = step.tally, step.standing
        kept = [
            self._files[index].task.shown
            for index, changed in step.changed.items()
            if not self._restored(index, changed)
        ]
        if kept:
            names = ", ".join(kept[:3]) + (" and others" if len(kept) > 3 else "")
            raise Hindered(f"changed since, so left as it is: {names}")
        return Answered(step.answer, step.question, fixed, len(step.changed))

    def _take_one(self, index: int, question: Question, answer: Answer, reason: str) -> None:
        """Carry an answer out that concerns one file."""
        draft, finding = question.draft, question.finding
        fixed, declined, suppressed = self.tally
        if answer is Answer.YES:
            change = drafts.take(draft, finding, question.made, self._mode)
            self._put(index, change, Tally(fixed + 1, declined, suppressed))
        elif answer is Answer.NO:
            change = Change(draft.declining([finding]))
            self._put(index, change, Tally(fixed, declined + 1, suppressed))
        elif answer is Answer.SUPPRESS:
            try:
                change = drafts.silence(draft, finding, reason, self._mode)
            except ValueError as error:
                raise Hindered(str(error)) from error
            self._put(index, change, Tally(fixed, declined, suppressed + 1))
        elif not self._take_all(index, None):
            raise Hindered(_BROKEN)

    def _take_rule(self, code: str, first: int, advance: Callable[[int, int], None]) -> None:
        """Apply all fixes of a rule, those of the file ``first`` before all others."""
        self._standing |= {code}
        others = [i for i, file in enumerate(self._files) if i != first and code in file.waiting]
        if not self._take_all(first, self._standing):
            raise Hindered(_BROKEN)
        for done, index in enumerate(others, start=1):
            advance(done, len(others) + 1)
            self._settle(index)

    def _take_all(self, index: int, codes: frozenset[str] | None) -> bool:
        """Apply what is open of ``codes`` in a file; returns whether that changed it."""
        change = drafts.take_all(self._opened(index), self._mode, codes)
        self._note(index, change.notices)
        if change.fixed:
            tally = self.tally._replace(fixed=self.tally.fixed + change.fixed.total())
            self._put(index, change, tally)
        return bool(change.fixed)

    def _settle(self, index: int) -> None:
        """Apply the rules that need no question; a file that hinders it is asked about."""
        draft = self._opened(index)
        if not self._standing.isdisjoint(finding.code for finding in draft.open):
            try:
                self._take_all(index, self._standing)
            except Hindered as trouble:
                self._note(index, [str(trouble)])

    def _opened(self, index: int) -> Draft:
        file = self._files[index]
        if file.draft is None:
            file.draft = drafts.read(file.task, self._mode, file.marks)
            self._note(index, [failure.message for failure in file.draft.failures])
        return file.draft

    def _put(self, index: int, change: Change, tally: Tally) -> None:
        """Carry ``change`` out on disk; raises `Hindered` with the file as it was."""
        before, after = self._opened(index), change.draft
        self._write(index, before, after, change.fixed, tally)
        self.tally = tally
        if self._steps:
            changed = self._steps[-1].changed
            earlier = changed.get(index, _Changed(before, after, Counter()))
            changed[index] = _Changed(earlier.before, after, earlier.fixed + change.fixed)

    def _restored(self, index: int, changed: _Changed) -> bool:
        """Whether a file is again what it was."""
        draft = self._files[index].draft
        if draft is None or draft.source.raw != changed.after.source.raw:
            return False
        taken_back = Counter({code: -number for code, number in changed.fixed.items()})
        try:
            self._write(index, changed.after, changed.before, taken_back, self.tally)
        except Hindered:
            return False
        return True

    def _write(
        self, index: int, before: Draft, after: Draft, fixed: Counter[str], tally: Tally
    ) -> None:
        """Make a file what ``after`` says; raises `Hindered` with the file as it is on disk."""
        file = self._files[index]
        try:
            self._records.intend(after, tally, self._standing)
            if after.source.raw != before.source.raw:
                self._records.save(after.path, before.source.raw, after.source.raw, fixed)
        except ChangedOnDisk:
            file.draft = drafts.read(file.task, self._mode)
            raise Hindered("it changed on disk; this is what it holds now") from None
        except OSError as error:
            raise Hindered(f"cannot be written: {error.strerror or error}") from error
        file.draft = after

    def _next(self) -> Question | None:
        for index, file in enumerate(self._files):
            if file.waiting:
                self._settle(index)
            while file.draft is not None and file.draft.open:
                draft = file.draft
                finding = draft.open[0]
                made = drafts.proposal(draft, finding, self._mode)
                if made is not None:
                    number = self.tally.answered + 1
                    total = self.tally.answered + self.left
                    return Question(draft, finding, made, number, total, self.files_left - 1)
                self._note(index, [f"the fix of {finding.code} would break the file; left out"])
                file.draft = draft.declining([finding])
        return None

    def _note(self, index: int, lines: Sequence[str]) -> None:
        self.notices += (f"{self._files[index].task.shown}: {line}" for line in lines)
