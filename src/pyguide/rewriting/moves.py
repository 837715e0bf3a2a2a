"""Move the last statement of a `try` body out of it, to where its errors are not caught."""

from __future__ import annotations

import ast

from pyguide.finding import Edit, Span
from pyguide.rewriting.blocks import drop, has_own_lines
from pyguide.rewriting.lines import indent, last_line
from pyguide.source import Source


def out_of_try(source: Source, attempt: ast.Try | ast.TryStar, behind: bool) -> list[Edit] | None:
    """The edits that move the last of several statements of the body behind the `try`.

    It goes into a new `else` unless ``behind``; the comments right above go with it. None where
    it shares a line with other code. The `try` must have handlers and no `else`.
    """
    stmt, before = attempt.body[-1], attempt.body[-2]
    if not has_own_lines(source, stmt) or not has_own_lines(source, before):
        return None
    first, last = stmt.lineno, stmt.end_lineno or stmt.lineno
    while first - 1 > (before.end_lineno or 0) and source.line(first - 1).lstrip()[:1] == "#":
        first -= 1
    old, margin = indent(source, stmt.lineno), indent(source, attempt.lineno)
    kept = source.lines_in_strings
    new = margin if behind else old
    lines = [] if behind else [f"{margin}else:"]
    for number in range(first, last + 1):
        text = source.line(number)
        moved = number not in kept and text.startswith(old)
        lines.append(new + text.removeprefix(old) if moved else text)
    end = source.line_span(last_line(source, attempt.handlers[-1])).end
    inserted = "".join(f"{source.newline}{line}" for line in lines)
    return [drop(source, first, last), Edit(Span(end, end), inserted)]


__all__ = ["out_of_try"]
