"""What a review asks and may be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Protocol

from pyguide.finding import Finding
from pyguide.review.draft import Draft, Proposal
from pyguide.task import Task


class Answer(Enum):
    """What may be said to a question."""

    YES = "yes"
    NO = "no"
    RULE = "rule"
    FILE = "file"
    SUPPRESS = "suppress"


class Tally(NamedTuple):
    """How many findings got which answer."""

    fixed: int = 0
    declined: int = 0
    suppressed: int = 0

    @property
    def answered(self) -> int:
        """All of them."""
        return sum(self)


class Question(NamedTuple):
    """A fix to be decided on, what it would do, and how far the review is.

    ``number`` counts from 1 up to ``total``, which changes where one fix brings or takes others;
    ``files_left`` counts the other files that have questions.
    """

    draft: Draft
    finding: Finding
    made: Proposal
    number: int
    total: int
    files_left: int


class Answered(NamedTuple):
    """What an answer did: to which question, and how many findings it fixed in how many files."""

    answer: Answer
    question: Question
    fixed: int
    files: int


class Hindered(Exception):
    """An answer that could not be carried out, or not in every file; one line says why."""


class Records(Protocol):
    """Whoever keeps what a review does, so that it can be resumed and undone."""

    def intend(self, draft: Draft, tally: Tally, standing: frozenset[str]) -> None:
        """Hear what a file shall be after an answer, before it is written; raises OSError."""

    def save(self, path: Path, before: bytes, after: bytes, fixed: Counter[str]) -> None:
        """Replace a file; raises ChangedOnDisk or OSError, with the file as it was.

        ``fixed`` counts the fixes by rule; those that are taken back count less than nothing.
        """


@dataclass(slots=True)
class File:
    """A file with questions: how many by rule, and its draft once it was opened.

    ``marks`` are the fingerprints of what was declined in an earlier session.
    """

    task: Task
    codes: Counter[str]
    marks: Mapping[str, str] = field(default_factory=dict)
    draft: Draft | None = None

    @property
    def waiting(self) -> Counter[str]:
        """How many questions are left, by rule."""
        if self.draft is None:
            return self.codes
        return Counter(finding.code for finding in self.draft.open)
