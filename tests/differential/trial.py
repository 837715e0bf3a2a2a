"""One rule on trial: make programs, fix them, run both, compare."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TypeGuard

from differential.machine import Machine, Observed, difference, variables
from differential.programs import compiles, program
from differential.seeds import importable, seeds
from pyguide.catalog import Entry
from pyguide.engine import check
from pyguide.finding import Applicability, Edit, Finding
from pyguide.fixer import fix
from pyguide.source import Source

# What hints are refused with: such programs died of the very pattern.
_REFUSED = (
    *("as type argument", "Plain typing.", "Parameters to generic", "arguments for typing."),
    *("is not a generic class", "requires a single type", "must be a type", "not subscriptable"),
)
_ABOUT_HINTS = ("PYG011", "PYG012")
# Rules whose safe fix mends what always raised, so nothing but its death can be asked of a program.
_ALWAYS_DIED = ("PYG103",)


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

    def fires(self, code: str) -> bool:
        """Whether the rule offers a fix of the wanted kind."""
        found = [f.offering(self.least) for f in check(Source(code), [self.entry.rule])]
        return any(f.fix is not None and f.fix.applicability is self.least for f in found)

    def step(self) -> None:
        """Try one program."""
        code = program(self.seeds, self.dice, self.fires)
        self.tally.tried += 1
        if code is None:
            return
        change = changed_by(self.entry, code, self.least)
        if change is None:
            return
        self.tally.fixed += 1
        old = self.machine.run(code, trace=True)
        if not _reached(change, old):
            return
        self.tally.ran += 1
        kind = change.difference(self.machine, old)
        if kind is None or (old["raised"] is not None and self.tally.rule in _ALWAYS_DIED):
            return
        self.tally.kinds[kind.split()[0]] += 1
        if len(self.tally.differences) < 50:
            found = Difference(code, change.after, kind, self.entry.rule.code)
            self.tally.differences.append(found)


@dataclass(frozen=True, slots=True)
class Change:
    """A program before and after its fix, and the lines at which the first pass changed it."""

    rule: str
    before: str
    after: str
    lines: frozenset[int]

    def difference(self, machine: Machine, old: Observed) -> str | None:
        """In what the fixed program differs from ``old``; None where it does not.

        None also where not even the original does the same twice.
        """
        # Names that only the fixed program has are no difference: a fix may bring some.
        seen = variables(old).keys() - _private(self.before)
        again = machine.run(self.before, only=seen)
        kind = difference(again, machine.run(self.after, only=seen))
        return kind if difference(again, machine.run(self.before, only=seen)) is None else None


def changed_by(entry: Entry, code: str, least: Applicability) -> Change | None:
    """What the fixes of one rule make of a program; None where that is nothing."""
    source = Source(code)
    lines: set[int] = set()

    def applied(findings: Sequence[Finding], edits: Sequence[Edit]) -> None:
        if not lines:
            for edit in edits:
                first, last = (source.location(at)[0] for at in edit.span)
                beside = int(not source.text_of(edit.span))
                lines.update(range(first - beside, last + beside + 1))

    fixed = fix(source, partial(check, rules=[entry.rule]), least, applied)
    return (
        Change(entry.rule.code, code, fixed.source.text, frozenset(lines)) if fixed.counts else None
    )


def _reached(change: Change, old: Observed) -> bool:
    """Whether the program ran, and ran through what the fix changed."""
    if old.get("raised") == ["str", "'enough'"]:
        return False
    shown = repr([old.get("raised"), old.get("log")])
    if change.rule in _ABOUT_HINTS and any(text in shown for text in _REFUSED):
        return False
    return not change.lines.isdisjoint(old.get("lines", ()))


def _private(code: str) -> set[str]:
    """Variables that only the script itself can see: bound under its guard and nowhere else."""
    inside: set[str] = set()
    outside: set[str] = set()
    for statement in ast.parse(code).body:
        bound = {node.id for node in ast.walk(statement) if _is_stored(node)}
        guarded = isinstance(statement, ast.If) and "__main__" in ast.unparse(statement.test)
        (inside if guarded else outside).update(bound)
    return inside - outside


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def differs(code: str, entry: Entry, machine: Machine, least: Applicability) -> str | None:
    """In what the program differs from what the rule makes of it; None where it does not."""
    change = changed_by(entry, code, least) if compiles(code) else None
    if change is None:
        return None
    old = machine.run(code, trace=True)
    return change.difference(machine, old) if _reached(change, old) else None
