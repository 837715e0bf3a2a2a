"""``--output-format pylint``: ``path:line: [code] message``, which many tools can read."""

from __future__ import annotations

from collections.abc import Iterator

from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.rows import rows
from pyguide.report.terminal import visible


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """One line a finding; nothing where there are none."""
    for row in rows(outcome):
        path, message = visible(row.file.path), visible(row.message)
        yield f"{path}:{row.start[0]}: [{visible(row.code)}] {message}\n"
