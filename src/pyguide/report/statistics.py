"""``--statistics``: how often each rule was broken, as ruff prints it."""

from __future__ import annotations

from dataclasses import dataclass

from pyguide.outcome import Outcome
from pyguide.report.rows import rows
from pyguide.report.tally import closing, mark
from pyguide.report.terminal import Style, Terminal, visible


@dataclass(slots=True)
class _Count:
    """How often one rule was broken; failures have no code."""

    code: str | None
    name: str
    count: int = 0
    fixable_count: int = 0

    @property
    def sign(self) -> str:
        """What stands between the brackets: all, some or none can be fixed now."""
        if not self.fixable_count:
            return " "
        return "*" if self.fixable_count == self.count else "-"


def render(outcome: Outcome, *, color: bool = False, as_json: bool = False) -> str:
    """The counts, most frequent first: a table and the closing sentences, or a JSON array."""
    counts = _counts(outcome)
    if as_json:
        return _json(counts)
    terminal = Terminal(color)
    digits = max((len(str(entry.count)) for entry in counts), default=0)
    letters = max((len(entry.code or "") for entry in counts), default=0)
    marked = any(entry.fixable_count for entry in counts)
    lines = []
    for entry in counts:
        number = terminal.paint(f"{entry.count:>{digits}}", Style.NAME)
        code = terminal.paint(f"{entry.code or '':<{letters}}", Style.CODE)
        fixable = f"{mark(terminal, entry.sign)} " if marked else ""
        lines.append(f"{number}\t{code}\t{fixable}{visible(entry.name)}")
    return "\n".join([*lines, *closing(outcome, terminal), ""])


def _counts(outcome: Outcome) -> list[_Count]:
    """One entry a rule or kind of failure, by falling count, then by name."""
    entries: dict[str, _Count] = {}
    for row in rows(outcome):
        code = row.code if row.finding else None
        entry = entries.setdefault(row.code, _Count(code, row.name))
        entry.count += 1
        entry.fixable_count += row.fixable
    return sorted(entries.values(), key=lambda entry: (-entry.count, entry.name))


def _json(counts: list[_Count]) -> str:
    from pyguide.report.json import dumped

    return dumped(
        [
            {
                "code": entry.code,
                "name": entry.name,
                "count": entry.count,
                "fixable": entry.sign == "*",
                "fixable_count": entry.fixable_count,
            }
            for entry in counts
        ]
    )
