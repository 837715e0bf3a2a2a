"""What other tools report, read from their output: ruff's JSON, or lines as flake8 prints them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from pyguide.errors import PyguideError, kept_short

_LINE = re.compile(r"(?P<path>.+?):(?P<row>\d{1,9}):(?P<column>\d{1,9}): (?P<code>[\w-]+):? ")
# How ruff ends its concise output.
_CLOSING = re.compile(r"Found \d+ errors?|All checks passed!|\[\*\] \d|\d+ unsafe fix|No fixes ")


class Report(NamedTuple):
    """One place that another tool complains of, under its ``code``; rows and columns from 1.

    The end is that of the last character or, where only a beginning is known, the beginning.
    ``name`` is what ruff calls the rule besides, or nothing.
    """

    path: str
    code: str
    row: int
    column: int
    end_row: int
    end_column: int
    name: str = ""


FIXED, UNSAFE, UNFIXED, UNSEEN, UNKNOWN = "fixed", "unsafe", "unfixed", "unseen", "unknown"
"""What may become of a report.

Our fix was applied, or is unsafe and was not asked for, or there is none; or we find nothing there,
or have no such rule at all.
"""


class Fate(NamedTuple):
    """What became of a report, by which of our rules (or none), and why it was not fixed."""

    report: Report
    kind: str
    rule: str = ""
    reason: str = ""


def read_reports(raw: bytes, origin: str) -> list[Report]:
    """All reports in the output of a tool, in its order.

    ``raw`` is ``ruff check --output-format json`` or ``json-lines``, or lines
    ``path:row:column: CODE text``. Raises PyguideError, which names ``origin``, for anything else.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PyguideError(
            f"{origin}: is not UTF-8: {error.reason} at byte {error.start}"
        ) from error
    begins = text.lstrip()[:1]
    if begins == "[":
        return _of_array(text, origin)
    if begins == "{":
        return [_of_value(_parsed(line, f"{origin}:{number}"), f"{origin}:{number}")
                for number, line in _lines(text)]  # fmt: skip
    return [_of_line(line, f"{origin}:{number}") for number, line in _lines(text)
            if not _CLOSING.match(line)]  # fmt: skip


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, counted from 1."""
    return ((n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip())


def _of_array(text: str, origin: str) -> list[Report]:
    values = _parsed(text, origin)
    assert isinstance(values, list)
    return [_of_value(value, f"{origin}: item {n}") for n, value in enumerate(values, 1)]


def _parsed(text: str, where: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PyguideError(f"{where}: broken JSON: {error}") from error


def _of_value(value: object, where: str) -> Report:
    match value:
        case {
            "code": str() | None as code,
            "filename": str() | None as path,
            "location": begin,
            **others,
        }:
            row, column = _place(begin, where)
            end_row, end_column = _place(others.get("end_location"), where)
            last = max((row, column), (end_row, end_column - 1))
            name = str(others.get("name") or "")
            return Report(path or "", code or name or "invalid-syntax", row, column, *last, name)
    raise PyguideError(f"{where}: is no finding of ruff with `code`, `filename` and `location`")


def _place(value: object, where: str) -> tuple[int, int]:
    """A row and a column; the beginning of the file where ruff speaks of the whole."""
    match value:
        case None:
            return 1, 1
        case {"row": int(row), "column": int(column)} if row > 0 and column > 0:
            return row, column
    raise PyguideError(f"{where}: a location has a `row` and a `column` from 1 on")


def _of_line(line: str, where: str) -> Report:
    match = _LINE.match(f"{line} ")
    if match is None or not int(match["row"]):
        raise PyguideError(f"{where}: `{kept_short(line)}` is no line `path:row:column: CODE text`")
    row, column = int(match["row"]), max(int(match["column"]), 1)
    return Report(match["path"], match["code"], row, column, row, column)
