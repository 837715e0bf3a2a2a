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

KNOWN = "known"
"""The part of findings that were known before the run."""

UNCHECKED = "not checked"
"""The chapter of what is no finding: files that could not be read, rules that crashed."""


@dataclass(slots=True)
class Counts:
    """Findings by what can be done about them; failures count as findings without a fix.

    Those that were ``known`` before the run are counted apart.
    """

    by_fixability: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIXABILITIES, 0))
    known: int = 0

    @property
    def total(self) -> int:
        """All that are not known."""
        return sum(self.by_fixability.values())

    @property
    def whole(self) -> int:
        """All of them, the known ones included."""
        return self.total + self.known

    @property
    def parts(self) -> dict[str, int]:
        """The numbers by fixability, and that of `KNOWN` ones last."""
        return self.by_fixability | {KNOWN: self.known}


Groups = dict[str, Counts]
"""Counts by name of a group: a chapter, a code, a folder."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The numbers of a run; each of the groups begins with its largest.

    ``gone`` counts what a baseline still names, None where there is none.
    """

    tally: Tally
    every: Counts
    files: int
    """Files in which anything was found."""
    files_seen: int
    chapters: Mapping[str, Counts]
    rules: Mapping[str, Counts]
    folders: Mapping[str, Counts]
    gone: int | None

    @property
    def has_trend(self) -> bool:
        """Whether anything was known before the run."""
        return self.gone is not None or self.every.known > 0

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
            for code, kind in (*found, *((one.code, None) for one in file.known)):
                groups = (
                    chapters.setdefault(chapter_of(code, outcome), Counts()),
                    rules.setdefault(code, Counts()),
                    folders.setdefault(folder_of(file.path), Counts()),
                )
                for counts in (every, *groups):
                    if kind is None:
                        counts.known += 1
                    else:
                        counts.by_fixability[kind] += 1
        seen = max(outcome.files_seen, len(outcome.files))
        return cls(
            tally=Tally.of(outcome),
            every=every,
            files=files,
            files_seen=seen,
            chapters=_largest_first(chapters),
            rules=_largest_first(rules),
            folders=_largest_first(folders),
            gone=outcome.gone,
        )


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
    def order(pair: tuple[str, Counts]) -> tuple[int, int, str]:
        name, counts = pair
        return -counts.total, -counts.known, name

    return dict(sorted(groups.items(), key=order))


def found_in(groups: Mapping[str, Counts]) -> list[str]:
    """The names of the groups that hold more than known findings."""
    return [name for name, counts in groups.items() if counts.total]
