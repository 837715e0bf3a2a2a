"""``--output-format concise``: one line a finding, as ruff prints it."""

from __future__ import annotations

from collections.abc import Iterator

from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.rows import Row, rows
from pyguide.report.tally import closing, mark
from pyguide.report.terminal import Style, Terminal, visible


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """The report as lines ``path:line:column: code [*] message`` and the closing sentences."""
    terminal = Terminal(looks.color, looks.width, looks.hyperlinks)
    for row in rows(outcome):
        yield f"{_line(row, terminal)}\n"
    for line in closing(outcome, terminal):
        yield f"{line}\n"


def _line(row: Row, terminal: Terminal) -> str:
    colon = terminal.paint(":", Style.SEPARATOR)
    line, column = row.start
    path = terminal.paint(visible(row.file.path), Style.PATH)
    return f"{path}{colon}{line}{colon}{column}{colon} {described(row, terminal)}"


def described(row: Row, terminal: Terminal) -> str:
    """The code, whether it can be fixed now, and the message: ``PYG301 [*] bare except``."""
    code = terminal.link(terminal.paint(visible(row.code), Style.CODE), row.url)
    if row.finding is None:
        code += terminal.paint(":", Style.SEPARATOR)
    elif row.fixable:
        code += f" {mark(terminal)}"
    return f"{code} {visible(row.message)}"
