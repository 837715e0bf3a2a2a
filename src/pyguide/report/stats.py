"""``pyguide stats``: how many findings there are, where, and what can be done about them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.breakdown import FIXABILITIES, KNOWN, Breakdown, Counts, chapter_of
from pyguide.report.tally import counted
from pyguide.report.terminal import cells, clipped, visible

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

MOST_FOLDERS = 20
"""Folders that are named; the JSON names all."""

_BAR = 24
_NARROWEST = 60
_GAP = 3
_LONGEST_NUMBER = 6
_SHORTEST_NAME = 12
_HEADINGS = {
    "safe": "Safe",
    "unsafe": "Unsafe",
    "display": "To look at",
    "none": "No fix",
    KNOWN: "Known",
}
_STYLES = {
    "safe": "green",
    "unsafe": "yellow",
    "display": "magenta",
    "none": "bright_black",
    KNOWN: "blue",
}


def render(outcome: Outcome, looks: Looks) -> str:
    """The tables by fixability, chapter, rule and folder, and a line with the totals before them.

    The largest groups come first. Nothing but that line where nothing was found.
    """
    from rich.console import Console

    numbers = Breakdown.of(outcome)
    file = io.StringIO()
    console = Console(
        file=file,
        width=looks.width,
        force_terminal=looks.color,
        no_color=not looks.color,
        color_system="standard" if looks.color else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        _environ={},
    )
    console.print(_totals(numbers))
    if numbers.every.total or numbers.every.known:
        drawing = _Drawing(looks, numbers, outcome)
        for table in (drawing.by_fixability(), *drawing.by_group()):
            console.print(table)
    # Cells are as wide as the table, even where nothing follows.
    return "\n".join(line.rstrip(" ") for line in file.getvalue().split("\n"))


def as_json(outcome: Outcome, looks: Looks) -> str:
    """The same as a JSON object, with every folder; names of groups by falling number."""
    from pyguide.report.json import dumped

    numbers = Breakdown.of(outcome)
    return dumped(
        {
            "files": numbers.files_seen,
            "files_with_findings": numbers.files,
            "gone": numbers.gone,
            "findings": _entry(numbers.every),
            "chapters": [{"name": name} | _entry(each) for name, each in numbers.chapters.items()],
            "rules": [
                {"code": code, "name": _name(code, outcome), "chapter": chapter_of(code, outcome)}
                | _entry(each)
                for code, each in numbers.rules.items()
            ],
            "folders": [{"path": path} | _entry(each) for path, each in numbers.folders.items()],
        },
        ascii_only=looks.ascii_only,
    )


def _entry(counts: Counts) -> dict[str, object]:
    return {"count": counts.total, "by_fix": dict(counts.by_fixability), "known": counts.known}


def _totals(numbers: Breakdown) -> str:
    new = " new" if numbers.has_trend else ""
    found = f"No{new} findings in {counted(numbers.files_seen, 'file')}"
    if numbers.every.total:
        where = f"in {numbers.files} of {counted(numbers.files_seen, 'file')}"
        found = f"{counted(numbers.every.total, f'{new} finding'.strip())} {where}"
    known = f", {numbers.every.known} known" if numbers.has_trend else ""
    gone = f", {numbers.gone} of the baseline gone" if numbers.gone is not None else ""
    return found + known + gone


def _name(code: str, outcome: Outcome) -> str:
    rule = outcome.rules.get(code)
    return rule.name if rule else code


def _label(code: str, outcome: Outcome) -> str:
    name = _name(code, outcome)
    return visible(f"{code} {name}" if name != code else code)


class _Drawing:
    """Tables whose columns stand below each other and whose bars show a group's share."""

    def __init__(self, looks: Looks, numbers: Breakdown, outcome: Outcome) -> None:
        self._looks = looks
        self._all = numbers.every
        self._kinds = [kind for kind, number in self._all.parts.items() if number]
        self._total = "New" if numbers.has_trend else "All"
        self._bars = _BAR if looks.width >= _NARROWEST else 0
        widths = [_LONGEST_NUMBER, self._bars, *(len(_HEADINGS[kind]) for kind in self._kinds)]
        taken = 2 * _GAP + sum(width + _GAP for width in widths if width)
        room = max(looks.width - taken, _SHORTEST_NAME)
        self._tables = [
            ("Chapter", _named(numbers.chapters, visible, room)),
            ("Rule", _named(numbers.rules, lambda code: _label(code, outcome), room)),
            ("Folder", _named(numbers.folders, visible, room, MOST_FOLDERS)),
        ]
        self._widest = max(cells(name) for _, rows in self._tables for name, _ in rows)

    def by_fixability(self) -> Table:
        """How many findings can be fixed, and how far the fixes may be trusted."""
        table = self._table("Fix", [])
        for kind in self._kinds:
            number = self._all.parts[kind]
            counts = Counts({}, number) if kind == KNOWN else Counts({kind: number})
            label = FIXABILITIES.get(kind, KNOWN)
            table.add_row(label, str(number), *self._bar(counts, self._all.whole))
        return table

    def by_group(self) -> Iterator[Table]:
        """The tables of chapters, of rules and of folders."""
        for title, rows in self._tables:
            table = self._table(title, self._kinds)
            most = max(counts.whole for _, counts in rows if counts)
            for name, counts in rows:
                if counts is None:
                    table.add_row(name)
                else:
                    numbers = (str(counts.parts[kind] or "-") for kind in self._kinds)
                    bar = self._bar(counts, most)
                    table.add_row(name, str(counts.total), *bar, *numbers)
            yield table

    def _table(self, title: str, kinds: list[str]) -> Table:
        from rich import box
        from rich.table import Table

        edges = box.ASCII2 if self._looks.ascii_only else box.SIMPLE_HEAD
        table = Table(box=edges, header_style="bold")
        table.add_column(title, no_wrap=True, min_width=self._widest)
        table.add_column(self._total, justify="right", no_wrap=True, min_width=_LONGEST_NUMBER)
        if self._bars:
            table.add_column("", no_wrap=True, min_width=self._bars)
        for kind in kinds:
            table.add_column(_HEADINGS[kind], justify="right", no_wrap=True)
        return table

    def _bar(self, counts: Counts, most: int) -> list[Text]:
        """A bar as long as the group is large against ``most``, or none where there is no room."""
        from rich.text import Text

        if not self._bars:
            return []
        bar = Text()
        done = 0
        for kind, number in counts.parts.items():
            done += number
            cell = "#" if self._looks.ascii_only else "█"
            bar.append(cell * (round(done * _BAR / most) - len(bar)), style=_STYLES[kind])
        return [bar or Text("." if self._looks.ascii_only else "▏", style=_STYLES["none"])]


def _named(
    groups: Mapping[str, Counts],
    shown: Callable[[str], str],
    room: int,
    most_rows: int | None = None,
) -> list[tuple[str, Counts | None]]:
    """The rows of a table; a last one without counts says how many were left out."""
    rows: list[tuple[str, Counts | None]] = [
        (clipped(shown(name), room), counts) for name, counts in groups.items()
    ]
    if most_rows is None or len(rows) <= most_rows:
        return rows
    return [*rows[:most_rows], (f"and {len(rows) - most_rows} more", None)]
