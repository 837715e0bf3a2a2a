"""What a run found: plain values that cross process borders and feed every report."""

# Annotations are not postponed here: named tuples would compile the text of each.

from typing import NamedTuple

from pyguide.finding import Applicability, Finding
from pyguide.settings import severity_of
from pyguide.timings import Timings

FLEETING = ("io-error", "rule-crash", "too-big", "too-slow", "worker-died")
"""Kinds of failures that depend on more than the files, or must be met again to be mended."""


class Failure(NamedTuple):
    """Why a file, or one rule on a file, could not be looked at; line and column count from 1.

    ``kind`` is ``invalid-syntax`` (Python refuses the file: an ordinary finding to the exit code),
    ``io-error`` (unreadable, vanished), ``too-deep`` or ``not-parsed`` (libcst cannot look at that
    region), ``too-slow`` and ``too-big`` (more processor time than the settings allow, more memory
    than there is), ``rule-crash`` (a bug of a rule) or ``worker-died`` (the process that looked at
    it was killed or crashed); the last two give exit code 2.
    """

    kind: str
    message: str
    line: int = 1
    column: int = 1

    @property
    def is_crash(self) -> bool:
        """Whether pyguide or a rule failed, not the file."""
        return self.kind in ("rule-crash", "worker-died")


class Silenced(NamedTuple):
    """A finding that a comment silences, and the reason that the comment gives, if any."""

    finding: Finding
    reason: str | None = None

    def offering(self, least: Applicability) -> "Silenced":
        """The same with the one fix that applies where ``least`` is wanted."""
        return self._replace(finding=self.finding.offering(least))


class FileResult(NamedTuple):
    """Everything known about one file after a run.

    ``path`` is how people know the file: relative to the working directory where it lies below it.
    ``text`` is the text that the findings' spans refer to, empty where nothing needs to be shown.
    ``fixed`` counts applied fixes as sorted ``(code, number)`` pairs; ``before`` and ``after`` hold
    the texts around them where anything changed. ``notices`` are lines for standard error, such as
    a file that changed on disk during the run. ``timings`` says what the file took where that was
    asked for. ``witnesses`` are what the result depends on, as pairs of name and signature.
    ``severity`` is what the user wishes, see `Settings.severity`.
    ``silenced`` is what was found besides ``findings`` and silenced by a comment. ``known`` is what
    was known already, with the fingerprints that `Task.known` has of it.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    text: str = ""
    failures: tuple[Failure, ...] = ()
    fixed: tuple[tuple[str, int], ...] = ()
    before: str | None = None
    after: str | None = None
    notices: tuple[str, ...] = ()
    timings: Timings | None = None
    witnesses: tuple[tuple[str, str], ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    silenced: tuple[Silenced, ...] = ()
    known: tuple[Finding, ...] = ()

    @property
    def codes(self) -> set[str]:
        """The codes of all that was found, silenced, known or neither."""
        found = {finding.code for finding in (*self.findings, *self.known)}
        return found | {one.finding.code for one in self.silenced}

    def offering(self, least: Applicability) -> "FileResult":
        """The result with the one fix a finding that applies where ``least`` is wanted."""
        if not (self.findings or self.silenced or self.known):
            return self
        return self._replace(
            findings=tuple(one.offering(least) for one in self.findings),
            silenced=tuple(one.offering(least) for one in self.silenced),
            known=tuple(one.offering(least) for one in self.known),
        )


class RuleFacts(NamedTuple):
    """What a report may say about a rule without importing it.

    ``preview`` rules are off unless they are asked for. ``page`` is the path of the rule's page,
    ``answer`` that of the page with the guide's answer; either is empty where there is none.
    """

    code: str
    name: str
    category: str
    summary: str
    url: str
    fixable: bool
    preview: bool = False
    page: str = ""
    answer: str = ""

    @property
    def chapter(self) -> str:
        """The folder that the rule's page lies in; empty where there is no page."""
        return self.page.replace("\\", "/").rpartition("/")[0].rpartition("/")[2]


class Outcome(NamedTuple):
    """A whole run: the files in path order, and the facts of every rule that found something.

    ``quiet`` leaves out of a report for people what is no finding; ``show_fixes`` puts in what was
    fixed. ``gone`` counts the entries of a baseline whose findings are there no more, None where
    nobody can say.
    """

    files: tuple[FileResult, ...]
    rules: dict[str, RuleFacts]
    files_seen: int = 0
    unsafe_fixes: bool = False
    quiet: bool = False
    show_fixes: bool = False
    gone: int | None = None

    def severity(self, file: FileResult, code: str) -> str:
        """How grave a finding or failure of ``code`` in ``file`` is: error, warning or info."""
        if not file.severity or code not in self.rules:
            return "error"
        return severity_of(file.severity, code, self.rules[code].name)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found, nothing fixed and nothing failed."""
        return not any(file.findings or file.failures or file.fixed for file in self.files)

    @property
    def may_be_repeated(self) -> bool:
        """Whether nothing but what the files hold decided about this."""
        failures = [failure for file in self.files for failure in file.failures]
        return not any(failure.kind in FLEETING for failure in failures)

    def offering(self) -> "Outcome":
        """The outcome with the one fix a finding that this run would offer."""
        least = Applicability.UNSAFE if self.unsafe_fixes else Applicability.SAFE
        return self._replace(files=tuple(file.offering(least) for file in self.files))
