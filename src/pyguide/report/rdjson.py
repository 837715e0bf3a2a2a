"""``--output-format rdjson``: what reviewdog reads and puts as comments on a change."""

from __future__ import annotations

from collections.abc import Iterator

from pyguide.finding import Edit
from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.json import HERE, around
from pyguide.report.places import absolute
from pyguide.report.rows import Row, rows
from pyguide.report.severity import worded
from pyguide.source import Source

HOME = "https://pyguide.readthedocs.io"


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """One object with all ``diagnostics``, without a final newline.

    Columns count bytes of UTF-8, as the format wants, and not characters, as ruff gives them: a
    suggestion would else land beside its place. As with ruff, the whole report counts as a
    warning; where the user configured severities, each diagnostic says its own.
    """
    document = {
        "diagnostics": HERE,
        "severity": "WARNING",
        "source": {"name": "pyguide", "url": HOME},
    }
    graded = any(file.severity for file in outcome.files)
    entries = (_entry(row, looks.root, graded=graded) for row in rows(outcome))
    return around(document, entries, looks)


def _entry(row: Row, root: str, *, graded: bool) -> dict[str, object]:
    entry: dict[str, object] = {
        "code": {"url": row.url, "value": row.code} if row.url else {"value": row.code},
        "location": {
            "path": absolute(row.file.path, root),
            "range": _range(row.source, row.start, row.end),
        },
        "message": row.message,
    }
    if graded:
        entry["severity"] = worded(row.severity, "rdjson")
    edits = row.edits()
    if edits:
        entry["suggestions"] = [_suggestion(row.source, edit) for edit in edits]
    return entry


def _suggestion(source: Source, edit: Edit) -> dict[str, object]:
    start, end = source.location(edit.span.start), source.location(edit.span.end)
    return {"range": _range(source, start, end), "text": edit.text}


def _range(source: Source, start: tuple[int, int], end: tuple[int, int]) -> dict[str, object]:
    return {"end": _place(source, end), "start": _place(source, start)}


def _place(source: Source, location: tuple[int, int]) -> dict[str, int]:
    line, column = location
    if not source.text.isascii() and line <= len(source.starts):
        start = source.starts[line - 1]
        before = source.text[start : start + column - 1]
        column += len(before.encode(errors="surrogatepass")) - len(before)
    return {"column": column, "line": line}
