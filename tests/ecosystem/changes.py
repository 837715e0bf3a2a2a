"""What two versions of pyguide say about the same files, and where they differ, as Markdown."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

Row = dict[str, Any]
"""A finding or failure as `pyguide check --output-format json` writes it."""

Place = tuple[str, str, int, int, int]
"""File, code, row, column, and which of several findings there."""

KINDS = ("came", "went", "changed")


class Change(NamedTuple):
    """What was said of a place before and after; None where nothing was."""

    place: Place
    before: Row | None
    after: Row | None

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        if self.before is None:
            return "came"
        return "went" if self.after is None else "changed"


def placed(rows: Iterable[Row]) -> dict[Place, Row]:
    """Rows by their places."""
    seen: Counter[tuple[str, str, int, int]] = Counter()
    result = {}
    for row in rows:
        at = row["location"]
        where = (row["filename"], row["code"] or "failure", at["row"], at["column"])
        result[*where, seen[where]] = row
        seen[where] += 1
    return result


def changes(before: Mapping[Place, Row], after: Mapping[Place, Row]) -> list[Change]:
    """All places of which the two do not say the same, in order of rules and files."""
    places = sorted(before.keys() | after.keys(), key=lambda place: (place[1], place))
    both = (Change(place, before.get(place), after.get(place)) for place in places)
    return [change for change in both if _told(change.before) != _told(change.after)]


def _told(row: Row | None) -> object:
    """What counts as a difference: not the address of a page, say."""
    if row is None:
        return None
    return row["message"], row["end_location"], row["fix"], row.get("reason")


def markdown(found: list[Change], most: int) -> str:
    """Counts by rule, then ``most`` changes of each kind and rule with what their fixes do."""
    if not found:
        return "No finding and no fix came, went or changed.\n"
    by_rule: dict[str, list[Change]] = defaultdict(list)
    for change in found:
        by_rule[change.place[1]].append(change)
    lines = ["| Rule | Came | Went | Changed |", "| --- | ---: | ---: | ---: |"]
    for code, some in by_rule.items():
        counts = Counter(change.kind for change in some)
        lines.append(f"| {code} | {' | '.join(str(counts[kind]) for kind in KINDS)} |")
    for code, some in by_rule.items():
        for kind in KINDS:
            chosen = [change for change in some if change.kind == kind]
            if chosen:
                lines += ["", f"## {code}: {len(chosen)} {kind}", ""]
                lines += [line for change in chosen[:most] for line in _described(change)]
                if len(chosen) > most:
                    lines += [f"- … and {len(chosen) - most} more"]
    return "\n".join(lines) + "\n"


def _described(change: Change) -> Iterator[str]:
    path, _, number, *_ = change.place
    told = [row for row in (change.before, change.after) if row is not None]
    yield f"- `{path}:{number}`: {' → '.join(dict.fromkeys(row['message'] for row in told))}"
    if change.kind == "changed" and told[0]["fix"] == told[1]["fix"]:
        reasons = (row.get("reason") or "no reason" for row in told)
        yield f"  ({' → '.join(dict.fromkeys(reasons))})"
        return
    for name, row in (("before", change.before), ("after", change.after)):
        if row is not None and change.kind == "changed":
            yield f"  {name}: {_kind_of_fix(row)}"
        elif row is not None:
            yield f"  {_kind_of_fix(row)}"
        if row is not None and row["fix"]:
            yield from ("", "  ```diff", *(f"  {line}" for line in _diff(row)), "  ```", "")


def _kind_of_fix(row: Row) -> str:
    reason = f" ({row['reason']})" if row.get("reason") else ""
    return f"{row['fix']['applicability']} fix{reason}" if row["fix"] else f"no fix{reason}"


def _diff(row: Row) -> Iterator[str]:
    """What the fix does to the lines of its file."""
    old = _lines(row["filename"])
    text, starts = "".join(old), _starts(row["filename"])
    edits = sorted(row["fix"]["edits"], key=lambda edit: _at(edit["location"], starts))
    for edit in reversed(edits):
        first, last = (_at(edit[end], starts) for end in ("location", "end_location"))
        text = text[:first] + edit["content"] + text[last:]
    for line in difflib.unified_diff(old, text.splitlines(keepends=True), n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield line.rstrip()


def _at(location: Mapping[str, int], starts: tuple[int, ...]) -> int:
    return starts[location["row"] - 1] + location["column"] - 1


@cache
def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)


@cache
def _starts(path: str) -> tuple[int, ...]:
    """Where each line begins, and where the file ends."""
    starts = [0]
    for line in _lines(path):
        starts.append(starts[-1] + len(line))
    return tuple(starts)
