"""``--output-format json`` and ``json-lines``: ruff's objects with one key more, ``reason``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring as encode
from json.encoder import encode_basestring_ascii as encode_ascii

from pyguide.finding import Edit, Fix
from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.places import absolute
from pyguide.report.rows import Row, rows
from pyguide.source import Source

# What JSON allows to stand raw but a terminal obeys, and halves of surrogate pairs (undecodable
# bytes of a file name), which no encoding can write. They only ever stand inside strings.
_UNPRINTABLE = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
HERE = "\0"
"""Stands for the array in a document that is given to `around`."""


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """The findings as a JSON array without a final newline, ``[]`` where there are none.

    Keys are sorted; lines and columns count code points from 1, ends are exclusive. File names are
    absolute. ``reason`` says why a fix is unsafe or absent and is null otherwise.
    """
    return around(HERE, (_entry(row, looks.root) for row in rows(outcome)), looks)


def lines(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """The same objects, one a line; nothing where there are none."""
    for row in rows(outcome):
        entry = _entry(row, looks.root)
        text = json.dumps(entry, ensure_ascii=looks.ascii_only, separators=(",", ":"))
        yield f"{_harmless(text)}\n"


def dumped(value: object, *, ascii_only: bool = False, line_end: str = "\n") -> str:
    """``value`` as indented JSON that is readable in any script and harmless on any terminal.

    ``line_end`` is a line feed and the indentation of what stands around the value.
    """
    return _harmless(_indented(value, line_end, encode_ascii if ascii_only else encode))


def _indented(value: object, line_end: str, spelled: Callable[[str], str]) -> str:
    """What `json.dumps` gives with an indentation of two, in a fifth of the time."""
    deeper = f"{line_end}  "
    match value:
        case str():
            return spelled(value)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case dict() if value:
            pairs = (f"{spelled(k)}: {_indented(v, deeper, spelled)}" for k, v in value.items())
            return f"{{{deeper}{f',{deeper}'.join(pairs)}{line_end}}}"
        case list() if value:
            items = (_indented(item, deeper, spelled) for item in value)
            return f"[{deeper}{f',{deeper}'.join(items)}{line_end}]"
    return json.dumps(value)


def around(document: object, entries: Iterable[object], looks: Looks) -> Iterator[str]:
    """``document`` as JSON with the array of ``entries`` in the place of `HERE`, as they come.

    Holds one entry at a time, however many there are. No final newline.
    """
    text = dumped(document, ascii_only=looks.ascii_only)
    before, _, after = text.partition(json.dumps(HERE))
    line = before.rpartition("\n")[2]
    indent = "\n" + " " * (len(line) - len(line.lstrip()))
    yield before
    opening = "["
    for entry in entries:
        text = dumped(entry, ascii_only=looks.ascii_only, line_end=f"{indent}  ")
        yield f"{opening}{indent}  {text}"
        opening = ","
    yield ("[]" if opening == "[" else f"{indent}]") + after


def _place(location: tuple[int, int]) -> dict[str, int]:
    return {"column": location[1], "row": location[0]}


def _harmless(text: str) -> str:
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _entry(row: Row, root: str) -> dict[str, object]:
    """One finding or failure in ruff's keys and order."""
    finding = row.finding
    fix = finding.fix if finding else None
    edits = row.edits()
    return {
        "cell": None,
        "code": row.code,
        "end_location": _place(row.end),
        "filename": absolute(row.file.path, root),
        "fix": _fix(fix, edits, row.source) if fix and edits is not None else None,
        "location": _place(row.start),
        "message": row.message,
        "name": row.name,
        "noqa_row": row.start[0] if finding else None,
        "reason": finding.reason if finding else None,
        "severity": row.severity,
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
