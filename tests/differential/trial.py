"""One rule on trial: make programs, fix them, run both, compare."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import NamedTuple, TypeGuard

from differential.machine import Machine, Observed, difference, run_alone, variables
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
    *(
        "Forward reference must be",
        "is not a generic class",
        "requires a single type",
        "must be a type",
        "not subscriptable",
    ),
)
_ABOUT_HINTS = ("PYG011", "PYG012")
# Rules whose safe fix mends what always raised, so nothing but its death can be asked of a program.
_ALWAYS_DIED = ("PYG103",)
# Every so many programs run in fresh interpreters, too.
_ALONE = 40
# How often programs must differ, and how often the original must not.
_TIMES = 3
_QUOTED = re.compile("`[^`]*`")


@dataclass(frozen=True, slots=True)
class Change:
    """A program before and after its fix.

    ``lines`` are those at which the first pass changed it, ``reasons`` why its fixes are unsafe.
    """

    rule: str
    before: str
    after: str
    lines: frozenset[int]
    reasons: tuple[str, ...]


class Difference(NamedTuple):
    """A change that makes a program behave otherwise, and in what."""

    change: Change
    kind: str


@dataclass(slots=True)
class Tally:
    """What was tried of one rule: programs made, changed by its fixes, run where that changed.

    Some of those that ``ran`` did so in interpreters that had just been started: ``alone``.
    """

    rule: str
    tried: int = 0
    fixed: int = 0
    ran: int = 0
    alone: int = 0
    differences: list[Difference] = field(default_factory=list)


class Trial:
    """Programs around the pattern of one rule, the same ones for the same ``seed``."""

    def __init__(self, entry: Entry, machine: Machine, seed: int, least: Applicability) -> None:
        self.entry = entry
        self.machine = machine
        self.dice = Random(f"{entry.rule.code} {seed}")
        self.least = least
        self.seeds = [code for code in seeds(entry) if importable(code)]
        self.tally = Tally(entry.rule.code)

    def fires(self, code: str) -> bool:
        """Whether the rule offers a fix of the wanted kind."""
        found = [f.offering(self.least) for f in check(Source(code), [self.entry.rule])]
        return any(f.fix is not None and f.fix.applicability is self.least for f in found)

    def step(self) -> None:
        """Try one program."""
        seed = self.dice.choice(self.seeds)
        code = program(seed, self.dice, self.fires)
        self.tally.tried += 1
        if code is None:
            self.seeds.remove(seed)
            return
        change = changed_by(self.entry, code, self.least)
        if change is None:
            return
        self.tally.fixed += 1
        old = self.machine.run(code, trace=True, without=private(code))
        if not _reached(change, old):
            return
        self.tally.ran += 1
        kind = compared(change, old, self.machine.run)
        if kind is None and self.tally.ran % _ALONE == 0:
            self.tally.alone += 1
            kind = compared(change, run_alone(code, without=private(code)), run_alone)
        if kind is not None:
            self.tally.differences.append(Difference(change, kind))


def compared(change: Change, old: Observed, run: Callable[..., Observed]) -> str | None:
    """In what the fixed program differs from ``old``; None where it does not.

    None also where not even the original always does the same, since it waits or runs threads.
    """
    if change.rule in _ALWAYS_DIED and old.get("raised") != ["NoneType", "None"]:
        return None
    hidden = private(change.before)
    seen = sorted(variables(old))  # a fix may bring names, which are no difference
    kind = None
    for _ in range(_TIMES):
        kind = difference(old, run(change.after, only=seen, without=hidden))
        if kind is None or difference(old, run(change.before, without=hidden)) is not None:
            return None
    return kind


def changed_by(entry: Entry, code: str, least: Applicability) -> Change | None:
    """What the fixes of one rule make of a program; None where that is nothing."""
    source = Source(code)
    lines: set[int] = set()

    reasons: set[str] = set()

    def applied(findings: Sequence[Finding], edits: Sequence[Edit]) -> None:
        if lines:
            return
        reasons.update(_QUOTED.sub("`…`", finding.reason or "safe") for finding in findings)
        for edit in edits:
            first, last = (source.location(at)[0] for at in edit.span)
            beside = int(not source.text_of(edit.span))
            lines.update(range(first - beside, last + beside + 1))

    done = fix(source, partial(check, rules=[entry.rule]), least, applied)
    if not done.counts:
        return None
    text = done.source.text
    return Change(entry.rule.code, code, text, frozenset(lines), tuple(sorted(reasons)))


def _reached(change: Change, old: Observed) -> bool:
    """Whether the program ran, and ran through what the fix changed."""
    if old.get("raised") == ["str", "'enough'"]:
        return False
    shown = repr([old.get("raised"), old.get("log")])
    if change.rule in _ABOUT_HINTS and any(text in shown for text in _REFUSED):
        return False
    return not change.lines.isdisjoint(old.get("lines", ()))


def private(code: str) -> list[str]:
    """Variables that only the script itself can see: bound under its guard and nowhere else."""
    inside: set[str] = set()
    outside: set[str] = set()
    for statement in ast.parse(code).body:
        bound = {node.id for node in ast.walk(statement) if _is_stored(node)}
        guarded = isinstance(statement, ast.If) and "__main__" in ast.unparse(statement.test)
        (inside if guarded else outside).update(bound)
    return sorted(inside - outside)


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def differs(code: str, entry: Entry, machine: Machine, least: Applicability) -> str | None:
    """In what the program differs from what the rule makes of it; None where it does not."""
    change = changed_by(entry, code, least) if compiles(code) else None
    if change is None:
        return None
    old = machine.run(code, trace=True, without=private(code))
    return compared(change, old, machine.run) if _reached(change, old) else None
