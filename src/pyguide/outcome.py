"""What a run found: plain values that cross process borders and feed every report."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyguide.finding import Finding
from pyguide.timings import Timings


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a file, or one rule on a file, could not be looked at; line and column count from 1.

    ``kind`` is ``invalid-syntax`` (Python refuses the file: an ordinary finding to the exit code),
    ``io-error`` (unreadable, vanished), ``too-deep`` or ``not-parsed`` (libcst cannot look at that
    region), ``rule-crash`` (a bug of a rule) or ``worker-died`` (the process that looked at it was
    killed or crashed); the last two give exit code 2.
    """

    kind: str
    message: str
    line: int = 1
    column: int = 1

    @property
    def is_crash(self) -> bool:
        """Whether pyguide or a rule failed, not the file."""
        return self.kind in ("rule-crash", "worker-died")


@dataclass(frozen=True, slots=True)
class FileResult:
    """Everything known about one file after a run.

    ``path`` is how people know the file: relative to the working directory where it lies below it.
    ``text`` is the text that the findings' spans refer to, empty where nothing needs to be shown.
    ``fixed`` counts applied fixes as sorted ``(code, number)`` pairs; ``before`` and ``after`` hold
    the texts around them where anything changed. ``notices`` are lines for standard error, such as
    a file that changed on disk during the run. ``timings`` says what the file took where that was
    asked for.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    text: str = ""
    failures: tuple[Failure, ...] = ()
    fixed: tuple[tuple[str, int], ...] = ()
    before: str | None = None
    after: str | None = None
    notices: tuple[str, ...] = ()
    timings: Timings | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a report may say about a rule without importing it."""

    code: str
    name: str
    category: str
    summary: str
    url: str
    fixable: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole run: the files in path order, and the facts of every rule that was on, by code."""

    files: tuple[FileResult, ...]
    rules: dict[str, RuleFacts]
    files_seen: int = 0
    unsafe_fixes: bool = False
