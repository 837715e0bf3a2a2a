"""Leave out statements without comments for linters before a file is tokenised, which is slow."""

from __future__ import annotations

import ast
from bisect import bisect_left
from typing import TYPE_CHECKING

from pyguide.region import first_line, stands_alone
from pyguide.source import SourceError
from pyguide.suppressions.grammar import ATTEMPT
from pyguide.tree import children

if TYPE_CHECKING:
    from pyguide.source import Source


def shortened(source: Source, lines: list[str]) -> list[str]:
    """``lines`` of ``source`` with a short one and empty ones for each statement without a noqa.

    Rows and columns of the others stay. All lines stay where comments in another form stand, since
    some reach over the statement below them, and where Python refuses the file.
    """
    attempts = list(ATTEMPT.finditer(source.text))
    if any(attempt["tool"] for attempt in attempts):
        return lines
    try:
        pending: list[ast.AST] = [source.tree]
    except SourceError:
        return lines
    rows = [source.location(attempt.start())[0] for attempt in attempts]
    short = lines.copy()
    for node in pending:  # which grows meanwhile
        for child in children(node):
            if isinstance(child, ast.stmt):
                first, last = first_line(child), child.end_lineno or child.lineno
                heard = bisect_left(rows, last + 1) > bisect_left(rows, first)
                if heard or not stands_alone(source, child, first):
                    pending.append(child)
                else:
                    line = short[first - 1]
                    short[first - 1] = line[: len(line) - len(line.lstrip(" \t\f"))] + "0"
                    short[first:last] = [""] * (last - first)
            elif isinstance(child, ast.excepthandler | ast.match_case):
                pending.append(child)
    return short
