"""The numbers of a run: totals, then tables by chapter, by rule and by folder."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from html import escape

from pyguide.outcome import Outcome
from pyguide.report.breakdown import KNOWN, Breakdown, Counts, found_in
from pyguide.report.tally import counted
from pyguide.report.terminal import visible

MOST_ROWS = 12
"""Rows of a table that are shown at once; the others are folded away."""

_HEADINGS = {
    "safe": "Safe fix",
    "unsafe": "Unsafe fix",
    "display": "To look at",
    "none": "No fix",
    KNOWN: "Known",
}


def sections(outcome: Outcome, numbers: Breakdown) -> Iterator[str]:
    """The part of the page that holds totals and tables."""
    yield '<section aria-labelledby="overview">\n<h2 id="overview">Overview</h2>\n'
    yield _totals(numbers)
    if numbers.every.total or numbers.every.known:
        total = "New" if numbers.has_trend else "All"
        yield from _table("chapter", total, numbers.chapters, _named)
        explained = set(found_in(numbers.rules))
        yield from _table(
            "rule", total, numbers.rules, lambda code: _rule(code, outcome, explained)
        )
        yield from _table("folder", total, numbers.folders, _named)
    yield "</section>\n"


def _totals(numbers: Breakdown) -> str:
    where = f"in {numbers.files} of {counted(numbers.files_seen, 'file')}"
    label = "New findings" if numbers.has_trend else "Findings"
    shown = [(label, numbers.every.total, where, "")]
    for kind, number in numbers.every.by_fixability.items():
        if number or kind in ("safe", "unsafe", "none"):
            shown.append((_HEADINGS[kind], number, _share(number, numbers.every.total), kind))
    if numbers.has_trend:
        shown.append(("Known findings", numbers.every.known, "from before", "known"))
    if numbers.gone is not None:
        shown.append(("Gone", numbers.gone, "of the baseline", "gone"))
    if numbers.tally.fixed:
        shown.append(("Fixed", numbers.tally.fixed, "in this run", "safe"))
    cards = "".join(
        f'<div class="{kind}"><dt>{label}</dt><dd><b>{number:,}</b> {note}</dd></div>\n'
        for label, number, note, kind in shown
    )
    return f'<dl class="totals">\n{cards}</dl>\n'


def _share(number: int, total: int) -> str:
    return f"{number / total:.0%}" if total else ""


def _named(name: str) -> str:
    return escape(visible(name))


def _rule(code: str, outcome: Outcome, explained: Container[str]) -> str:
    """A code that leads to what the report says about the rule, if it does."""
    rule = outcome.rules.get(code)
    shown = f"<code>{_named(code)}</code>"
    if rule is None:
        return shown
    if code in explained:
        shown = f'<a href="#{_named(code)}">{shown}</a>'
    return f"{shown} {_named(rule.name)}"


def _table(
    group: str, total: str, groups: Mapping[str, Counts], named: Callable[[str], str]
) -> Iterator[str]:
    """One table by a kind of ``group``, its largest groups first; many of them are folded away."""
    always = {"safe", "unsafe", "none"}
    kinds = [
        kind
        for kind in _HEADINGS
        if kind in always or any(one.parts[kind] for one in groups.values())
    ]
    most = max(one.whole for one in groups.values())
    rows = [_row(named(name), counts, kinds, most) for name, counts in groups.items()]
    head = "".join(f'<th scope="col">{_HEADINGS[kind]}</th>' for kind in kinds)
    yield f'<div class="table" role="region" aria-label="By {group}" tabindex="0">\n'
    yield f'<h3>By {group}</h3>\n<table>\n<thead><tr><th scope="col">{group.capitalize()}</th>'
    yield f'<th scope="col">{total}</th><td></td>{head}</tr></thead>\n'
    yield "<tbody>\n"
    yield from rows[:MOST_ROWS]
    yield "</tbody>\n</table>\n"
    if len(rows) > MOST_ROWS:
        yield f"<details><summary>{len(rows) - MOST_ROWS} more</summary>\n<table>\n<tbody>\n"
        yield from rows[MOST_ROWS:]
        yield "</tbody>\n</table></details>\n"
    yield "</div>\n"


def _row(name: str, counts: Counts, kinds: Iterable[str], most: int) -> str:
    cells = "".join(f"<td>{counts.parts[kind] or '–'}</td>" for kind in kinds)
    return (
        f'<tr><th scope="row">{name}</th><td><b>{counts.total}</b></td>'
        f"<td>{_bar(counts, most)}</td>{cells}</tr>\n"
    )


def _bar(counts: Counts, most: int) -> str:
    """A bar as long as the group is large against the largest, a part for each number."""
    parts: list[str] = []
    left = 0.0
    for kind, number in counts.parts.items():
        width = 100 * number / most
        if number:
            parts.append(f'<rect class="{kind}" x="{left:.2f}" width="{width:.2f}" height="10"/>')
        left += width
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )
