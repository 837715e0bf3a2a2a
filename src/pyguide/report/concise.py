"""``--output-format concise``: one line a finding, as ruff prints it."""

from __future__ import annotations

from pyguide.outcome import Outcome
from pyguide.report.rows import Row, rows
from pyguide.report.tally import closing, mark
from pyguide.report.terminal import Style, Terminal, visible


def render(
    outcome: Outcome, *, color: bool = False, width: int = 100, hyperlinks: bool = False
) -> str:
    """The report as lines ``path:line:column: code [*] message`` and the closing sentences."""
    terminal = Terminal(color, width, hyperlinks)
    lines = [_line(row, terminal) for row in rows(outcome)]
    return "\n".join([*lines, *closing(outcome, terminal), ""])


def _line(row: Row, terminal: Terminal) -> str:
    colon = terminal.paint(":", Style.SEPARATOR)
    line, column = row.start
    path = terminal.paint(visible(row.file.path), Style.PATH)
    code = terminal.link(terminal.paint(visible(row.code), Style.CODE), row.url)
    if row.finding is None:
        code += colon
    elif row.fixable:
        code += f" {mark(terminal)}"
    return f"{path}{colon}{line}{colon}{column}{colon} {code} {visible(row.message)}"
