"""``--output-format json``: ruff's array of findings, with one key more, ``reason``."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from pyguide.finding import Edit, Fix
from pyguide.outcome import Outcome
from pyguide.report.rows import Row, rows
from pyguide.source import Source

# What JSON allows to stand raw but a terminal obeys, and halves of surrogate pairs (undecodable
# bytes of a file name), which no encoding can write. They only ever stand inside strings.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def render(outcome: Outcome, *, root: str | None = None, **_looks: object) -> str:
    """The findings as a JSON array without a final newline, ``[]`` where there are none.

    Keys are sorted; lines and columns count code points from 1, ends are exclusive. File names are
    absolute, joined to ``root`` (the working directory where none is given). ``reason`` says why a
    fix is unsafe or absent and is null otherwise.
    """
    base = Path.cwd() if root is None else Path(root)
    return dumped([_entry(row, base) for row in rows(outcome)])


def dumped(value: object) -> str:
    """``value`` as indented JSON that is readable in any script and harmless on any terminal."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _entry(row: Row, root: Path) -> dict[str, object]:
    """One finding or failure in ruff's keys and order."""
    finding = row.finding
    fix = finding.fix if finding else None
    edits = row.edits()
    line, column = row.start
    end = row.source.location(row.span.end)
    return {
        "cell": None,
        "code": row.code,
        # A failure may lie in a file whose text nobody could read: then it ends where it starts.
        "end_location": _place(max(end, row.start)),
        "filename": _absolute(row.file.path, root),
        "fix": _fix(fix, edits, row.source) if fix and edits is not None else None,
        "location": {"column": column, "row": line},
        "message": row.message,
        "name": row.name,
        "noqa_row": line if finding else None,
        "reason": finding.reason if finding else None,
        "severity": "error",
        "url": row.url or None,
    }


def _fix(fix: Fix, edits: list[Edit], source: Source) -> dict[str, object]:
    return {
        "applicability": fix.applicability.label,
        "edits": [
            {
                "content": edit.text,
                "end_location": _place(source.location(edit.span.end)),
                "location": _place(source.location(edit.span.start)),
            }
            for edit in edits
        ],
        "message": fix.title,
    }


def _place(location: tuple[int, int]) -> dict[str, int]:
    return {"column": location[1], "row": location[0]}


def _absolute(path: str, root: Path) -> str:
    """The absolute form of ``path``; ``-`` stands for standard input and stays."""
    return path if path == "-" else os.path.normpath(root / path)
