"""The unified diff of one fix, made from the lines around its edits and not from whole files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from pyguide.finding import Edit, Span
from pyguide.report.diff import hunks
from pyguide.report.patch import LONGEST, blocks, edited, touched
from pyguide.source import Source

CONTEXT = 2
MOST_LINES = 60
_LINE_END = re.compile(r"\r\n|\n|\r")


def unified(source: Source, edits: Sequence[Edit]) -> list[str] | None:
    """The lines of the diff from the first ``@@`` on, without line ends.

    None where there are too many to be read at a glance.
    """
    found: list[str] = []
    shift = 0
    for block in blocks(source, sorted(edits), 2 * CONTEXT + 1):
        first, whole = _surroundings(source, block)
        if whole.end - whole.start + sum(len(edit.text) for edit in block) > LONGEST:
            return None
        before = _LINE_END.split(source.text[whole.start : whole.end])
        after = _LINE_END.split(edited(source.text, whole, block))
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        groups = matcher.get_grouped_opcodes(CONTEXT)
        found += hunks(before, after, groups, first - 1, first - 1 + shift)
        shift += len(after) - len(before)
        if len(found) > MOST_LINES:
            return None
    return found


def _surroundings(source: Source, edits: Sequence[Edit]) -> tuple[int, Span]:
    """The first line shown for a group of edits, and the range of all its lines."""
    first, whole = touched(source, edits)
    last = source.location(whole.end)[0]
    first = max(first - CONTEXT, 1)
    lines = len(source.starts)
    # After the last line end stands no line.
    lines -= lines > last and source.starts[-1] == len(source.text)
    end = source.line_span(min(last + CONTEXT, lines)).end
    return first, Span(source.line_span(first).start, end)
