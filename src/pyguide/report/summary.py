"""The table that ends ``pyguide-fix``: per rule what was fixed and what is left, and why."""

from __future__ import annotations

from dataclasses import dataclass

from pyguide.outcome import Outcome
from pyguide.report.diff import changes
from pyguide.report.rows import rows
from pyguide.report.tally import counted, fixable_if_unsafe
from pyguide.report.terminal import Style, Terminal, cells, clipped, visible

_HEADINGS = ("Fixed", "Fixable", "With --unsafe-fixes", "No fix")
_OPTIONAL = 1


@dataclass(slots=True)
class _Counts:
    """What became of one rule's findings, in the order of the headings."""

    fixed: int = 0
    fixable: int = 0
    unsafe: int = 0
    none: int = 0

    @property
    def cells(self) -> list[int]:
        return [self.fixed, self.fixable, self.unsafe, self.none]


def render(outcome: Outcome, *, color: bool = False, width: int = 100, dry: bool = False) -> str:
    """The table and the number of files changed; without rows only the latter.

    After a ``dry`` run the files would be changed, and what was fixed would be.
    """
    terminal = Terminal(color, width)
    counts = _counts(outcome)
    lines = [*_table(counts, outcome, terminal, dry=dry), ""] if counts else []
    return "\n".join([*lines, files_line(outcome, dry=dry), ""])


def _counts(outcome: Outcome) -> dict[str, _Counts]:
    """The counts of every rule that found or fixed something, by code."""
    counts: dict[str, _Counts] = {}
    for file in outcome.files:
        for code, number in file.fixed:
            counts.setdefault(code, _Counts()).fixed += number
    for row in rows(outcome):
        if row.finding is None:
            continue
        entry = counts.setdefault(row.code, _Counts())
        if row.fixable:
            entry.fixable += 1
        elif fixable_if_unsafe(row.finding, unsafe_fixes=outcome.unsafe_fixes):
            entry.unsafe += 1
        else:
            entry.none += 1
    return dict(sorted(counts.items()))


def _table(
    counts: dict[str, _Counts], outcome: Outcome, terminal: Terminal, *, dry: bool
) -> list[str]:
    """Heading, one line a rule, totals; a column that only dry runs fill is left out if empty."""
    body = [entry.cells for entry in counts.values()]
    totals = [sum(column) for column in zip(*body, strict=True)]
    shown = [index for index in range(len(_HEADINGS)) if index != _OPTIONAL or totals[index]]
    headings = ["Would fix" if dry else "Fixed", *(_HEADINGS[index] for index in shown[1:])]
    room = terminal.width - sum(len(heading) + 2 for heading in headings)
    names = [clipped(_label(code, outcome), max(room, 12)) for code in counts]
    widest = max(map(cells, ["Rule", "Total", *names]))

    def line(name: str, values: list[str], style: Style | None = None) -> str:
        columns = [f"  {value:>{len(head)}}" for value, head in zip(values, headings, strict=True)]
        text = name + " " * (widest - cells(name)) + "".join(columns)
        return terminal.paint(text, style) if style else text

    def numbers(values: list[int]) -> list[str]:
        return [str(values[index] or "-") for index in shown]

    return [
        line("Rule", headings, Style.HEADING),
        *(line(name, numbers(values)) for name, values in zip(names, body, strict=True)),
        line("Total", numbers(totals), Style.HEADING),
    ]


def _label(code: str, outcome: Outcome) -> str:
    rule = outcome.rules.get(code)
    return visible(f"{code} {rule.name}" if rule else code)


def files_line(outcome: Outcome, *, dry: bool) -> str:
    """``3 files changed, 12 left unchanged``, and how many could not be checked, if any."""
    changed = {file.path for file in outcome.files if changes(file)}
    failed = {file.path for file in outcome.files if file.failures}
    seen = max(outcome.files_seen, len(outcome.files))
    left = seen - len(changed | failed)
    trouble = f", {len(failed)} not fully checked" if failed else ""
    verb = "would be changed" if dry else "changed"
    return f"{counted(len(changed), 'file')} {verb}, {left} left unchanged{trouble}."
