"""One rule on trial: make programs, fix them, run both, compare."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from random import Random

from differential.machine import Machine, Observed, difference
from differential.programs import compiles, program
from differential.seeds import importable, seeds
from pyguide.catalog import Entry
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source


@dataclass(frozen=True, slots=True)
class Difference:
    """A program that behaves otherwise once it is fixed, and in what."""

    code: str
    fixed: str
    kind: str
    rule: str


@dataclass(slots=True)
class Tally:
    """What was tried of one rule: programs made, changed by its fixes, run where that changed."""

    rule: str
    tried: int = 0
    fixed: int = 0
    ran: int = 0
    differences: list[Difference] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


class Trial:
    """Programs around the pattern of one rule, the same ones for the same ``seed``."""

    def __init__(self, entry: Entry, machine: Machine, seed: int, least: Applicability) -> None:
        self.entry = entry
        self.machine = machine
        self.dice = Random(f"{entry.rule.code} {seed}")
        self.least = least
        self.seeds = [code for code in seeds(entry) if importable(code) and self.fires(code)]
        self.tally = Tally(entry.rule.code)

    def findings(self, source: Source) -> list[Finding]:
        """What the rule finds."""
        return check(source, [self.entry.rule])

    def fires(self, code: str) -> bool:
        """Whether the rule offers a fix of the wanted kind."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = [finding.offering(self.least) for finding in self.findings(Source(code))]
        return any(f.fix is not None and f.fix.applicability is self.least for f in found)

    def step(self) -> None:
        """Try one program."""
        code = program(self.seeds, self.dice, self.fires)
        self.tally.tried += 1
        if code is None:
            return
        source = Source(code)
        fixed = fix(source, self.findings, self.least)
        if not fixed.counts:
            return
        self.tally.fixed += 1
        old = self.machine.run(code, trace=True)
        if not self._reached(source, fixed.source, old):
            return
        self.tally.ran += 1
        new = self.machine.run(fixed.source.text)
        kind = difference(old, new)
        if kind is None or difference(old, self.machine.run(code)) is not None:
            return  # not even the original does the same twice
        self.tally.kinds[kind.split()[0]] += 1
        if len(self.tally.differences) < 50:
            found = Difference(code, fixed.source.text, kind, self.entry.rule.code)
            self.tally.differences.append(found)

    def _reached(self, source: Source, fixed: Source, old: Observed) -> bool:
        """Whether a line ran that the fix changed."""
        if old.get("raised") == ["str", "'enough'"]:
            return False
        ran = set(old.get("lines", ()))
        lines = source.text.splitlines()
        kept = Counter(fixed.text.splitlines())
        return any(
            number in ran and kept[line] < lines.count(line)
            for number, line in enumerate(lines, start=1)
        )


def differs(code: str, entry: Entry, machine: Machine, least: Applicability) -> str | None:
    """In what the program differs from what the rule makes of it; None where it does not."""
    if not compiles(code):
        return None
    fixed = fix(Source(code), partial(check, rules=[entry.rule]), least)
    if not fixed.counts:
        return None
    old = machine.run(code)
    kind = difference(old, machine.run(fixed.source.text))
    return kind if kind and difference(old, machine.run(code)) is None else None
