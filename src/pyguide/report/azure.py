"""``--output-format azure``: commands to Azure Pipelines that log an issue at a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.places import absolute
from pyguide.report.rows import rows
from pyguide.report.severity import worded
from pyguide.report.terminal import visible

# Agents turn these back, and some of them any other percent sign not at all: so only a sign that
# would be taken for one of these is spelled.
_SPELLED = re.compile("%(?=0[AaDd]|3[Bb]|5[Dd]|AZP25)")


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """One command a finding; nothing where there are none."""
    for row in rows(outcome):
        line, column = row.start
        path = _property(absolute(row.file.path, looks.root))
        yield (
            f"##vso[task.logissue type={worded(row.severity, 'azure')};sourcepath={path};"
            f"linenumber={line};columnnumber={column};code={_property(row.code)};]"
            f"{_data(row.message)}\n"
        )


def _data(text: str) -> str:
    return _SPELLED.sub("%AZP25", visible(text))


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
