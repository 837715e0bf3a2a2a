"""How many findings there are by chapter, by rule, by folder, and what can be done about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from pyguide.finding import Finding
from pyguide.outcome import Outcome
from pyguide.report.tally import Tally

FIXABILITIES = {
    "safe": "safe fix",
    "unsafe": "unsafe fix",
    "display": "fix to look at",
    "none": "no fix",
}
"""What can be done about a finding, best first, and how people are told."""

UNCHECKED = "not checked"
"""The chapter of what is no finding: files that could not be read, rules that crashed."""


@dataclass(slots=True)
class Counts:
    """Findings by what can be done about them; failures count as findings without a fix."""

    by_fixability: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIXABILITIES, 0))

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_fixability.values())


Groups = dict[str, Counts]
"""Counts by name of a group: a chapter, a code, a folder."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The numbers of a run; each of the groups begins with its largest."""

    tally: Tally
    every: Counts
    files: int
    """Files in which anything was found."""
    files_seen: int
    chapters: Mapping[str, Counts]
    rules: Mapping[str, Counts]
    folders: Mapping[str, Counts]

    @classmethod
    def of(cls, outcome: Outcome) -> Breakdown:
        """The numbers of ``outcome``."""
        every, files = Counts(), 0
        chapters: Groups = {}
        rules: Groups = {}
        folders: Groups = {}
        for file in outcome.files:
            found = [(one.code, fixability(one)) for one in file.findings]
            found += [(failure.kind, "none") for failure in file.failures]
            files += bool(found)
            for code, kind in found:
                groups = (
                    chapters.setdefault(chapter_of(code, outcome), Counts()),
                    rules.setdefault(code, Counts()),
                    folders.setdefault(folder_of(file.path), Counts()),
                )
                for counts in (every, *groups):
                    counts.by_fixability[kind] += 1
        seen = max(outcome.files_seen, len(outcome.files))
        sorted_groups = map(_largest_first, (chapters, rules, folders))
        return cls(Tally.of(outcome), every, files, seen, *sorted_groups)


def fixability(finding: Finding | None) -> str:
    """One of `FIXABILITIES` for a finding with the one fix that a run offers."""
    return finding.fix.applicability.label if finding and finding.fix else "none"


def chapter_of(code: str, outcome: Outcome) -> str:
    """The chapter of a rule; `UNCHECKED` for a kind of failure."""
    rule = outcome.rules.get(code)
    return (rule.chapter or "other") if rule else UNCHECKED


def folder_of(path: str) -> str:
    """The folder of a file, as people know it, with slashes; ``.`` for the working directory."""
    return PurePath(path).parent.as_posix()


def _largest_first(groups: Groups) -> Groups:
    return dict(sorted(groups.items(), key=lambda pair: (-pair[1].total, pair[0])))
