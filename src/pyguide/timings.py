"""Where a run's time went: by stage of the work, and by rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

STAGES = (
    "start", "discover", "compare", "cache", "read", "parse", "scan", "suspect", "cut",
    "import libcst", "region parse", "visit", "comments", "fix", "report",
)  # fmt: skip
"""The stages in the order in which a file goes through them."""


class RuleTimings:
    """What one rule took: seconds of its suspicions and its visits, and how often it was right."""

    def __init__(self) -> None:
        self.suspecting = 0.0
        self.visiting = 0.0
        self.suspects = 0
        self.findings = 0


class Timings:
    """Seconds by stage and by rule; those of several processes are added up.

    ``lines`` are those of all files, ``region_lines`` those that libcst had to parse. A stage that
    runs inside another one counts for itself alone.
    """

    def __init__(
        self, files: int = 0, lines: int = 0, regions: int = 0, region_lines: int = 0
    ) -> None:
        self.stages: dict[str, float] = {}
        self.rules: dict[str, RuleTimings] = {}
        self.files = files
        self.lines = lines
        self.regions = regions
        self.region_lines = region_lines
        # For each stage that is open, the seconds of the stages inside it.
        self._inner: list[float] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time of the block for the stage ``name``."""
        self._inner.append(0.0)
        began = perf_counter()
        try:
            yield
        finally:
            took = perf_counter() - began
            self.spend(name, took - self._inner.pop())
            if self._inner:
                self._inner[-1] += took

    def spend(self, stage: str, seconds: float) -> None:
        """Add ``seconds`` to a stage."""
        self.stages[stage] = self.stages.get(stage, 0.0) + seconds

    def rule(self, code: str) -> RuleTimings:
        """The timings of the rule ``code``, to be added to."""
        found = self.rules.get(code)
        if found is None:
            found = self.rules[code] = RuleTimings()
        return found

    def add(self, other: Timings) -> None:
        """Add what another process, or another file, took."""
        for stage, seconds in other.stages.items():
            self.spend(stage, seconds)
        for code, took in other.rules.items():
            mine = self.rule(code)
            mine.suspecting += took.suspecting
            mine.visiting += took.visiting
            mine.suspects += took.suspects
            mine.findings += took.findings
        self.files += other.files
        self.lines += other.lines
        self.regions += other.regions
        self.region_lines += other.region_lines
