"""The table that ends ``pyguide-fix --from``: what became of another tool's findings, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pyguide.foreign import FIXED, UNFIXED, UNKNOWN, UNSAFE, UNSEEN, Fate
from pyguide.outcome import Outcome
from pyguide.report.summary import files_line
from pyguide.report.tally import counted
from pyguide.report.terminal import Style, Terminal, cells, clipped, visible

MOST_REASONS = 4
"""How many reasons are told for one code and column."""

_HEADINGS = {
    FIXED: "Fixed",
    UNSAFE: "With --unsafe-fixes",
    UNFIXED: "No fix",
    UNSEEN: "Not seen",
}


def render(
    fates: Sequence[Fate],
    outcome: Outcome,
    names: Mapping[str, str],
    *,
    color: bool = False,
    width: int = 100,
    dry: bool = False,
) -> str:
    """A line for each code that was reported, the reasons, and the number of files changed.

    ``names`` are those of our rules, by code. After a ``dry`` run the files would be changed.
    """
    terminal = Terminal(color, width)
    ours = [fate for fate in fates if fate.kind != UNKNOWN]
    paragraphs = []
    if ours:
        paragraphs.append(_table(ours, names, terminal, dry=dry))
    if reasons := _reasons(ours, terminal):
        paragraphs.append(reasons)
    paragraphs.append([*_others(fates), files_line(outcome, dry=dry)])
    return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"


def _table(
    fates: Sequence[Fate], names: Mapping[str, str], terminal: Terminal, *, dry: bool
) -> list[str]:
    headings = ["Found", *_HEADINGS.values()]
    if dry:
        headings[1] = "Would fix"
    codes = sorted({fate.report.code for fate in fates})
    rows = [("Reported", headings)]
    for code in codes:
        kinds = Counter(fate.kind for fate in fates if fate.report.code == code)
        rows.append((_label(code, fates, names), _numbers(kinds)))
    rows.append(("Total", _numbers(Counter(fate.kind for fate in fates))))
    room = terminal.width - sum(len(heading) + 2 for heading in headings)
    labels = [clipped(label, max(room, 12)) for label, _ in rows]
    widest = max(map(cells, labels))
    lines = []
    for label, (_, values) in zip(labels, rows, strict=True):
        columns = (f"  {v:>{len(head)}}" for v, head in zip(values, headings, strict=True))
        lines.append(label + " " * (widest - cells(label)) + "".join(columns))
    lines[0] = terminal.paint(lines[0], Style.HEADING)
    lines[-1] = terminal.paint(lines[-1], Style.HEADING)
    return lines


def _numbers(kinds: Counter[str]) -> list[str]:
    return [str(number or "-") for number in (kinds.total(), *(kinds[kind] for kind in _HEADINGS))]


def _label(code: str, fates: Sequence[Fate], names: Mapping[str, str]) -> str:
    """The code reported and the rule that saw it."""
    rules = sorted({fate.rule for fate in fates if fate.report.code == code and fate.rule})
    ours = ", ".join(f"{rule} {names.get(rule, '')}".rstrip() for rule in rules)
    return visible(f"{code} = {ours}" if ours else code)


def _reasons(fates: Sequence[Fate], terminal: Terminal) -> list[str]:
    """Why reports were not fixed, the most frequent reasons of each code first."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for fate in fates:
        if fate.kind != FIXED:
            key = (fate.report.code, fate.kind)
            counts.setdefault(key, Counter())[_general(fate.reason)] += 1
    lines = []
    for (code, kind), reasons in sorted(counts.items()):
        for reason, number in reasons.most_common(MOST_REASONS):
            lines.append(f"{number:>6}  {visible(code)}  {_WHY[kind]}: {visible(reason)}")
        rest = reasons.total() - sum(n for _, n in reasons.most_common(MOST_REASONS))
        if rest:
            lines.append(f"{rest:>6}  {visible(code)}  {_WHY[kind]}: for other reasons")
    return [terminal.paint("Not fixed", Style.HEADING), *lines] if lines else []


_WHY = {UNSAFE: "unsafe", UNFIXED: "no fix", UNSEEN: "not seen"}


def _general(reason: str) -> str:
    """A reason without the names that it speaks of, so that equal ones can be counted."""
    return re.sub(r"`[^`]*`", "`…`", reason)


def _others(fates: Sequence[Fate]) -> list[str]:
    codes = Counter(fate.report.code for fate in fates if fate.kind == UNKNOWN)
    if not codes:
        return []
    found = counted(codes.total(), "finding")
    return [f"{found} of {counted(len(codes), 'rule')} that pyguide has no twin of."]
