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
TOOLS = ("ruff", "flake8-bugbear", "pylint")
"""From the quickest; of several, the first is the one that the table of rules names."""

READ = Path(__file__).with_name("read.toml")

_HEAD = """# Rules on real code

How often each rule finds something in code that others wrote, and how often it is right there.
Made by `python tests/real_code/run.py table` from `results.json` and `read.toml` beside it.

All rules are on, those in preview (*p*) included, and nothing is silenced, neither by comments nor
by configuration.

- **Safe**, **any**: of all findings, the share with a safe fix, and with any fix.
- **Twin**: of what the twin finds (ruff, or flake8-bugbear or pylint where only they have one), the
  share that the rule finds on the same lines. Where it is low, the rule leaves alone what its page
  says it leaves alone; [below](#beside-the-twins) is the whole comparison.
- **Right**: of the findings read one by one, those that a reviewer who knows the page would put
  down as well; empty where nothing was read. A finding that is meant, as in the tests of the very
  thing, is counted as wrong unless the note says otherwise.
"""

_TWINS = """
## Beside the twins

How many findings stand on the same lines in both, and how many only one of the two has, in the code
bases in which the tool was run. The reasons come from reading a sample of each difference
(`run.py sample CODE --twin TOOL`), and are kept in `read.toml`.

| Rule | Tool | Code bases | Both | Only the twin | Only this rule | Why |
| --- | --- | ---: | ---: | ---: | ---: | --- |
"""

_NOTES = """
## What was read, and what was wrong

The findings were chosen evenly from all those in the code bases that are named.

"""


@dataclass(frozen=True)
class Sums:
    """The numbers of one rule over all code bases; ``agreed`` by tool, one triple a code base."""

    rule: type[Rule]
    cells: list[dict[str, Any]]
    agreed: dict[str, list[list[int]]]

    @property
    def found(self) -> int:
        """All findings."""
        return sum(cell.get("found", 0) for cell in self.cells)

    def share(self, *kinds: str) -> str:
        """How many of the findings have one of these kinds of fix."""
        some = sum(cell.get(kind, 0) for cell in self.cells for kind in kinds)
        return f"{100 * some / self.found:.0f} %" if self.found else ""

    def agreement(self, tool: str) -> tuple[int, int, int]:
        """Findings of both, of the twin alone and of this rule alone."""
        both, theirs, ours = (sum(one[at] for one in self.agreed[tool]) for at in range(3))
        return both, theirs, ours

    @property
    def twin(self) -> str:
        """How much of what the twin finds is found here; empty without a twin that finds any."""
        tool = next((tool for tool in TOOLS if self.agreed.get(tool)), "")
        both, theirs, _ = self.agreement(tool) if tool else (0, 0, 0)
        return f"{100 * both / (both + theirs):.0f} % of {both + theirs:,}" if both + theirs else ""


def page() -> str:
    """docs/rules-on-real-code.md."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    read = tomllib.loads(READ.read_text(encoding="utf-8"))
    parts = [
        _HEAD,
        *_bases(results),
        *_table(results, read),
        _TWINS.rstrip("\n"),
        *_twins(results, read),
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
        sums = _sums(rule, results)
        cells = sums.cells
        entry = read.get(rule.code, {})
        right = f"{entry['right']} of {entry['read']}" if entry.get("read") else ""
        title = f"{rule.code} {rule.name}{' *p*' if rule.preview else ''}"
        counts = [f"{cell['found']:,}" if cell.get("found") else "" for cell in cells]
        shares = [sums.share("safe"), sums.share("safe", "unsafe"), sums.twin, right]
        yield f"| {' | '.join([title, *counts, *shares])} |"


def _sums(rule: type[Rule], results: dict[str, Any]) -> Sums:
    names = sorted(results, key=str.lower)
    agreed = {
        tool: [
            results[name]["twins"][tool][rule.code]
            for name in names
            if rule.code in results[name]["twins"].get(tool, {})
        ]
        for tool in TOOLS
    }
    return Sums(rule, [results[name]["rules"].get(rule.code, {}) for name in names], agreed)


def _twins(results: dict[str, Any], read: dict[str, Any]) -> Iterator[str]:
    for rule in sorted(installed().rules, key=lambda rule: rule.code):
        sums = _sums(rule, results)
        for tool in (tool for tool in TOOLS if sums.agreed[tool]):
            numbers = sums.agreement(tool)
            if any(numbers):
                why = read.get(rule.code, {}).get("twins", {}).get(tool, "")
                cells = [str(len(sums.agreed[tool])), *(f"{number:,}" for number in numbers), why]
                yield f"| {rule.code} | {tool} | {' | '.join(cells)} |"


def _told(entry: dict[str, Any]) -> str:
    parts = [entry["note"]] if "note" in entry else []
    if "read" in entry:
        parts.insert(0, f"{entry['right']} of {entry['read']} right, in {entry['where']}")
    return ". ".join(parts) + "."
