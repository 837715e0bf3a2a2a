"""Write comments that silence what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pyguide.finding import Edit, Finding, Span
from pyguide.guard import apply
from pyguide.source import Source
from pyguide.suppressions.comment import OWN, Suppression
from pyguide.suppressions.reader import Comments, read

# What would be read as one more code.
_LIKE_A_CODE = r"[A-Z]+[0-9]"


class Added(NamedTuple):
    """A file with comments: its source, in how many rows, and the rows that can bear none."""

    source: Source
    rows: int
    left: tuple[int, ...]


def add(source: Source, findings: Iterable[Finding], reason: str = "") -> Added:
    """Let a noqa at the end of its row silence each of ``findings`` that stands in code.

    A noqa that names codes gets one more; what else stands in comments stays. ``reason`` goes
    behind the codes where there is none yet; it must be one line.
    """
    comments = read(source)
    wanted: dict[int, set[str]] = {}
    for finding in findings:
        if not finding.code.startswith(OWN):
            row = _marked(source.location(finding.span.start)[0], comments)
            wanted.setdefault(row, set()).add(finding.code)
    left = sorted(wanted.keys() & comments.unmarkable)
    because = _spelled(reason)
    noqas = _noqas(source, comments)
    edits = [
        _edit(source, row, noqas.get(row), ", ".join(sorted(codes)), because)
        for row, codes in sorted(wanted.items())
        if row not in comments.unmarkable
    ]
    return Added(source.with_text(apply(source.text, edits)), len(edits), tuple(left))


def _marked(row: int, comments: Comments) -> int:
    """The row whose noqa speaks for ``row``."""
    for first, last in comments.joined:
        if first <= row <= last:
            return last
    return row


def _spelled(reason: str) -> str:
    text = reason.strip()
    if re.match(_LIKE_A_CODE, text):
        text = f"- {text}"
    return f" {text}" if text else ""


def _noqas(source: Source, comments: Comments) -> dict[int, Suppression]:
    """The first noqa of each row, the one that tools read."""
    found: dict[int, Suppression] = {}
    for suppression in comments.suppressions:
        if suppression.is_line_noqa:
            found.setdefault(source.location(suppression.span.start)[0], suppression)
    return found


def _edit(source: Source, row: int, noqa: Suppression | None, codes: str, because: str) -> Edit:
    if noqa is not None and noqa.words:
        at = noqa.words[-1].span.end
        told = bool(noqa.reason(source))
        return Edit(Span(at, at), f", {codes}{'' if told else because}")
    if noqa is not None:
        # Nothing heeds it, and a noqa behind it would not be read.
        return Edit(Span(noqa.span.start, noqa.span.start), f"# noqa: {codes}{because}  ")
    line = source.line_span(row)
    end = line.start + len(source.text[line.start : line.end].rstrip())
    return Edit(Span(end, line.end), f"  # noqa: {codes}{because}")
