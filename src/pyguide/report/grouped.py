"""``--output-format grouped``: findings under the name of their file, or of their rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.concise import described
from pyguide.report.rows import Row, rows
from pyguide.report.tally import closing, counted, mark
from pyguide.report.terminal import Style, Terminal, visible


def by_file(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """One paragraph a file, headed by its path, as ruff prints it."""
    terminal = Terminal(looks.color, looks.width, looks.hyperlinks)
    colon = terminal.paint(":", Style.SEPARATOR)
    for path, group in groupby(rows(outcome), key=lambda row: row.file.path):
        yield f"{terminal.paint(visible(path), Style.PATH)}{colon}\n"
        found = list(group)
        before, after = _widths(found)
        for row in found:
            line, column = row.start
            what = described(row, terminal)
            yield f"  {line:>{before}}{colon}{column:<{after}} {what}\n"
        yield "\n"
    yield from _sentences(outcome, terminal)


def by_rule(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """One paragraph a rule, headed by its code, name and number; the most frequent rule first."""
    terminal = Terminal(looks.color, looks.width, looks.hyperlinks)
    colon = terminal.paint(":", Style.SEPARATOR)
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(outcome):
        groups[row.code].append(row)
    for code, found in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        name = found[0].name
        head = terminal.link(terminal.paint(visible(code), Style.CODE), found[0].url)
        head += f" {terminal.paint(visible(name), Style.NAME)}" if name != code else ""
        yield f"{head} ({counted(len(found), 'time')}){colon}\n"
        for row in found:
            where = f"{colon}".join([terminal.paint(visible(row.file.path), Style.PATH),
                                     *map(str, row.start)])  # fmt: skip
            sign = f"{mark(terminal)} " if row.fixable else ""
            yield f"  {where}{colon} {sign}{visible(row.message)}\n"
        yield "\n"
    yield from _sentences(outcome, terminal)


def _widths(found: Sequence[Row]) -> tuple[int, int]:
    """How many digits the longest line and the longest column have."""
    lines = max(len(str(row.start[0])) for row in found)
    return lines, max(len(str(row.start[1])) for row in found)


def _sentences(outcome: Outcome, terminal: Terminal) -> Iterator[str]:
    for line in closing(outcome, terminal):
        yield f"{line}\n"
