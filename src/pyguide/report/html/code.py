"""Code in the page: the frame around a finding, and the diff of its fix."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pyguide.finding import Edit, Span
from pyguide.report.frame import visible_end
from pyguide.report.hunks import unified
from pyguide.report.terminal import spelled
from pyguide.source import Source

CONTEXT = 2
MOST_LINES = 12
"""Lines of a finding that are shown; of a longer one the first and the last."""
LONGEST = 300
"""Characters of a line that are shown: a file may be one line of megabytes."""


def frame(source: Source, span: Span) -> str:
    """The lines around ``span``, numbered, with the span itself marked."""
    end = visible_end(source, span)
    first, last = source.location(span.start)[0], source.location(end)[0]
    shown = _with_context(source, first, last)
    digits = len(str(shown[-1]))
    hidden = range(first + MOST_LINES - 2, last) if last - first >= MOST_LINES else range(0)
    lines: list[str] = []
    for number in shown:
        if number not in hidden:
            code = _marked(source, number, Span(span.start, end))
            lines.append(f"<i>{number:>{digits}}</i> {code}")
        elif number == hidden[0]:
            lines.append(f"<i>{'':>{digits}}</i> … {len(hidden)} more lines")
    return f'<pre class="frame"><code>{_joined(lines)}</code></pre>\n'


def _with_context(source: Source, first: int, last: int) -> range:
    """The lines to show for those from ``first`` to ``last``, without blank ones at the rim."""
    begin, end = max(first - CONTEXT, 1), min(last + CONTEXT, len(source.starts))
    while begin < first and not source.line(begin).strip():
        begin += 1
    while end > last and not source.line(end).strip():
        end -= 1
    return range(begin, end + 1)


def diff(source: Source, edits: Sequence[Edit]) -> str:
    """What ``edits`` do, as a unified diff; a sentence where it is long."""
    lines = unified(source, edits)
    if lines is None:
        return "<p>The change is too long to be shown here.</p>\n"
    return f'<pre class="diff"><code>{_joined(map(_diff_line, lines))}</code></pre>\n'


def _joined(lines: Sequence[str] | map[str]) -> str:
    return "\n".join(line.rstrip(" ") for line in lines)


def _diff_line(line: str) -> str:
    text = escape(line[0] + spelled(line[1 : LONGEST + 1]))
    text += "…" if len(line) > LONGEST + 1 else ""
    tag = {"-": "del", "+": "ins", "@": "b"}.get(line[0])
    return f"<{tag}>{text}</{tag}>" if tag else text


def _marked(source: Source, number: int, span: Span) -> str:
    """One line with the part that lies in ``span`` marked; the rims of long lines are cut off."""
    whole = source.line_span(number)
    start = min(max(span.start, whole.start), whole.end)
    end = max(min(span.end, whole.end), start)
    inside = span.start <= whole.end and whole.start <= span.end
    left = whole.start
    if inside and end - left > LONGEST:
        left = max(left, start - LONGEST // 4)
    right = min(whole.end, left + LONGEST)
    before, middle, after = _pieces(source.text[left:right], start - left, end - left)
    before = ("…" if left > whole.start else "") + before
    after += "…" if right < whole.end else ""
    if not inside or not (middle or span.start == span.end):
        return escape(before + middle + after)
    return f"{escape(before)}<mark>{escape(middle)}</mark>{escape(after)}"


def _pieces(text: str, start: int, end: int) -> tuple[str, str, str]:
    """``text`` as it is shown, parted at two offsets of the text."""
    shown = spelled(text)
    # What a character becomes depends on nothing that comes after it.
    first, second = len(spelled(text[: max(start, 0)])), len(spelled(text[: max(end, 0)]))
    return shown[:first], shown[first:second], shown[second:]
