"""The numbers as a page of the documentation."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyguide import Rule
from pyguide.catalog import installed

RESULTS = Path(__file__).with_name("results.json")
READ = Path(__file__).with_name("read.toml")

_HEAD = """# Rules on real code

How often each rule finds something in code that others wrote, and how often it is right there.
Made by `python tests/real_code/run.py table` from `results.json` and `read.toml` beside it.

All rules are on, those in preview (*p*) included, and nothing is silenced, neither by comments nor
by configuration.

- **Safe**, **any**: of all findings, the share with a safe fix, and with any fix.
- **Twin**: of what the twin finds ({tools}), the share that the rule finds on the same lines. Where
  it is low, the rule leaves alone what its page says it leaves alone.
- **Right**: of the findings read one by one, those that a reviewer who knows the page would put
  down as well.
"""

_NOTES = """
## What was read, and what was wrong

The findings were chosen evenly from all those in the code bases that are named.

"""


@dataclass(frozen=True)
class Sums:
    """The numbers of one rule over all code bases."""

    rule: type[Rule]
    cells: list[dict[str, Any]]

    @property
    def found(self) -> int:
        """All findings."""
        return sum(cell.get("found", 0) for cell in self.cells)

    def share(self, *kinds: str) -> str:
        """How many of the findings have one of these kinds of fix."""
        some = sum(cell.get(kind, 0) for cell in self.cells for kind in kinds)
        return f"{100 * some / self.found:.0f} %" if self.found else ""

    @property
    def twin(self) -> str:
        """How much of what the twin finds is found here; empty without a twin that finds any."""
        pairs = [cell["twin"] for cell in self.cells if cell.get("twin")]
        both, only = (sum(pair[at] for pair in pairs) for at in (0, 1))
        return f"{100 * both / (both + only):.0f} % of {both + only:,}" if both + only else ""


def page() -> str:
    """docs/rules-on-real-code.md."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    read = tomllib.loads(READ.read_text(encoding="utf-8"))
    parts = [
        _HEAD.format(tools="ruff, or pylint where it alone has one"),
        *_bases(results),
        *_table(results, read),
        _NOTES,
        *(f"- **{code}**: {_told(entry)}" for code, entry in sorted(read.items())),
    ]
    return "\n".join(parts) + "\n"


def _bases(results: dict[str, Any]) -> Iterator[str]:
    yield "| Code base | Files | Lines | Findings |"
    yield "| --- | ---: | ---: | ---: |"
    for name, base in sorted(results.items(), key=lambda item: item[0].lower()):
        total = sum(rule["found"] for rule in base["rules"].values())
        yield f"| {name} | {base['files']:,} | {base['lines']:,} | {total:,} |"
    yield ""


def _table(results: dict[str, Any], read: dict[str, Any]) -> Iterator[str]:
    names = sorted(results, key=str.lower)
    head = ["Rule", *(name.rpartition(" ")[0] for name in names), "Safe", "Any", "Twin", "Right"]
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    for rule in sorted(installed().rules, key=lambda rule: rule.code):
        cells = [results[name]["rules"].get(rule.code, {}) for name in names]
        sums = Sums(rule, cells)
        entry = read.get(rule.code, {})
        right = f"{entry['right']} of {entry['read']}" if entry.get("read") else ""
        title = f"{rule.code} {rule.name}{' *p*' if rule.preview else ''}"
        counts = [f"{cell['found']:,}" if cell.get("found") else "" for cell in cells]
        shares = [sums.share("safe"), sums.share("safe", "unsafe"), sums.twin, right]
        yield f"| {' | '.join([title, *counts, *shares])} |"


def _told(entry: dict[str, Any]) -> str:
    parts = [entry["note"]] if "note" in entry else []
    if "read" in entry:
        parts.insert(0, f"{entry['right']} of {entry['read']} right, in {entry['where']}")
    return ". ".join(parts) + "."
