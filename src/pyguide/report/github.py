"""``--output-format github``: commands to GitHub Actions that annotate the lines of a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.places import absolute
from pyguide.report.rows import Row, rows
from pyguide.report.severity import worded
from pyguide.report.terminal import visible

MOST_OF_A_KIND = 10
"""How many errors, or warnings, of one step GitHub shows as annotations."""


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """One command a finding; nothing where there are none."""
    for row in rows(outcome):
        yield _command(row, looks)


def as_many_as_shown(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """As many commands as GitHub shows, without line ends, for runs that report to people."""
    told: Counter[str] = Counter()
    for row in rows(outcome):
        told[row.severity] += 1
        if told[row.severity] <= MOST_OF_A_KIND:
            yield _command(row, looks).rstrip("\n")


def _command(row: Row, looks: Looks) -> str:
    (line, column), (end_line, end_column) = row.start, row.end
    properties = {
        "title": f"pyguide ({row.code})",
        "file": absolute(row.file.path, looks.root),
        "line": line,
        "col": column,
        "endLine": end_line,
        "endColumn": end_column,
    }
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{worded(row.severity, 'github')} {told}::{_data(_text(row))}\n"


def _text(row: Row) -> str:
    """What the annotation says: the line of the concise format, and what the fix does."""
    line, column = row.start
    colon = "" if row.finding else ":"
    where = f"{visible(row.file.path)}:{line}:{column}"
    text = f"{where}: {visible(row.code)}{colon} {visible(row.message)}"
    if row.finding and row.finding.fix:
        text += f"\n  help: {visible(row.finding.fix.title)}"
    return text


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # A title may hold brackets, a path anything; a raw comma or colon would end the value.
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
