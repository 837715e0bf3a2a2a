"""The diff of one fix: the lines that its edits touch, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyguide.finding import Edit, Span
from pyguide.report.frame import Window
from pyguide.report.matching import Matcher
from pyguide.report.terminal import Style, Terminal, cells
from pyguide.source import Source

MOST_CHANGES = 12
LONGEST = 20_000
"""Beyond this many characters the touched lines are no small diff whatever they hold."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_STYLES = {"-": (Style.REMOVED, Style.REMOVED_PART), "+": (Style.ADDED, Style.ADDED_PART)}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the diff: its number on its own side, ``-``, ``+`` or a space, and its text.

    ``part`` is the range that differs from the line's twin on the other side, if it has one;
    ``longer`` is the longer of the two with its own range, so that both are clipped alike.
    """

    number: int
    sign: str
    text: str
    part: Span
    longer: tuple[str, Span]


def changes(source: Source, edits: Sequence[Edit]) -> list[Change] | None:
    """The removed and added lines in order; None where they are too many to be shown."""
    found: list[Change] = []
    shift = 0
    for block in blocks(source, sorted(edits)):
        first, whole = touched(source, block)
        if whole.end - whole.start + sum(len(edit.text) for edit in block) > LONGEST:
            return None
        before = _LINE_END.split(source.text[whole.start : whole.end])
        after = _LINE_END.split(edited(source.text, whole, block))
        found += _compared(first, first + shift, before, after)
        shift += len(after) - len(before)
        if len(found) > MOST_CHANGES:
            return None
    return found


def draw(found: Sequence[Change], digits: int, terminal: Terminal) -> list[str]:
    """The diff as it is shown under a frame whose line numbers take ``digits`` columns."""
    digits = max([digits, *(len(str(change.number)) for change in found)])
    room = terminal.width - digits - 3
    return [_drawn(change, digits, room, terminal) for change in found]


def in_context(before: str, after: str, terminal: Terminal, context: int = 3) -> list[str]:
    """All that differs between two texts, numbered, with ``context`` lines around each change.

    Removed lines have the numbers of ``before``, all others those of ``after``. A line ``⋮`` stands
    for those between two changes that are far apart.
    """
    old, new = _LINE_END.split(before), _LINE_END.split(after)
    found: list[Change | None] = []
    for group in Matcher(old, new).get_grouped_opcodes(context):
        hunk: list[Change] = []
        for kind, start, end, begin, stop in group:
            if kind == "equal":
                lines = enumerate(new[begin:stop], start=begin + 1)
                hunk += (_change(number, " ", text, None) for number, text in lines)
            else:
                hunk += _replaced(start + 1, begin + 1, old[start:end], new[begin:stop])
        found += [*([None] if found else []), *_without_blank_rims(hunk)]
    digits = max((len(str(change.number)) for change in found if change), default=1)
    room = terminal.width - digits - 3
    gap = terminal.paint(f"{'⋮':>{digits}}", Style.GUTTER)
    return [_drawn(change, digits, room, terminal) if change else gap for change in found]


def _without_blank_rims(hunk: Sequence[Change]) -> Sequence[Change]:
    """A hunk without blank lines of context where it begins and ends: they show nothing."""
    shown = [
        index for index, change in enumerate(hunk) if change.sign != " " or change.text.strip()
    ]
    return hunk[shown[0] : shown[-1] + 1]


def blocks(source: Source, edits: Sequence[Edit], apart: int = 1) -> Iterator[list[Edit]]:
    """The sorted edits in groups that touch the same lines, or lines at most ``apart``."""
    group: list[Edit] = []
    last = 0
    for edit in edits:
        if group and source.location(edit.span.start)[0] > last + apart:
            yield group
            group = []
        group.append(edit)
        last = source.location(edit.span.end)[0]
    if group:
        yield group


def touched(source: Source, edits: Sequence[Edit]) -> tuple[int, Span]:
    """The first line that a group of edits touches, and the range of all of them."""
    first = source.location(edits[0].span.start)[0]
    last = source.location(edits[-1].span.end)[0]
    return first, Span(source.line_span(first).start, source.line_span(last).end)


def edited(text: str, whole: Span, edits: Sequence[Edit]) -> str:
    """The text of the range ``whole`` after the edits, which lie in it."""
    parts = []
    position = whole.start
    for edit in edits:
        parts += [text[position : edit.span.start], edit.text]
        position = edit.span.end
    return "".join([*parts, text[position : whole.end]])


def _compared(old: int, new: int, before: list[str], after: list[str]) -> Iterator[Change]:
    """What differs between two runs of lines, which begin at line ``old`` and at line ``new``."""
    if len(before) == len(after) == 1:
        if before != after:
            yield from _replaced(old, new, before, after)
        return
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind != "equal":
            yield from _replaced(old + start, new + begin, before[start:end], after[begin:stop])


def _replaced(old: int, new: int, removed: list[str], added: list[str]) -> Iterator[Change]:
    """Lines that others take the place of; the first ones are line ``old`` and line ``new``."""
    twins = list(zip(removed, added, strict=True)) if len(removed) == len(added) else []
    for index, text in enumerate(removed):
        yield _change(old + index, "-", text, twins[index][1] if twins else None)
    for index, text in enumerate(added):
        yield _change(new + index, "+", text, twins[index][0] if twins else None)


def _change(number: int, sign: str, text: str, twin: str | None) -> Change:
    if twin is None:
        return Change(number, sign, text, Span(0, 0), (text, Span(0, 0)))
    edit = Edit.between(0, text, twin)
    other = Span(edit.span.start, edit.span.start + len(edit.text))
    longer = max((len(text), text, edit.span), (len(twin), twin, other))
    return Change(number, sign, text, edit.span, longer[1:])


def _clipped(change: Change, room: int) -> tuple[str, int, int]:
    """What is shown of a line, and the columns where its part that differs begins and ends."""
    text, span = change.longer
    if len(text) < room and all(one.isascii() and one.isprintable() for one in (text, change.text)):
        return change.text, change.part.start, change.part.end
    window = Window.around(Source(text), span, room)
    line = Source(change.text)
    start, end = window.column(line, change.part.start), window.column(line, change.part.end)
    return window.show(line, 1), start, end


def _drawn(change: Change, digits: int, room: int, terminal: Terminal) -> str:
    """One line of the diff with what differs from its twin set off."""
    shown, start, end = _clipped(change, room)
    number = terminal.paint(f"{change.number:>{digits}}", Style.GUTTER)
    if change.sign not in _STYLES:
        return f"{number} {change.sign} {shown}".rstrip()
    style, strong = _STYLES[change.sign]
    # Columns are indices of the text only where no character is wide.
    if start < end and cells(shown) == len(shown):
        pieces = ((shown[:start], style), (shown[start:end], strong), (shown[end:], style))
        painted = "".join(terminal.paint(piece, kind) for piece, kind in pieces)
    else:
        painted = terminal.paint(shown, style)
    sign = terminal.paint(change.sign, style)
    return f"{number} {sign} {painted}" if painted else f"{number} {sign}"
