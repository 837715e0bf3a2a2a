"""The findings, file by file; each unfolds to its code, its fix and what to know about that."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import count

from pyguide.finding import Finding
from pyguide.outcome import FileResult, Outcome
from pyguide.report.breakdown import FIXABILITIES, fixability, folder_of
from pyguide.report.html.code import diff, frame
from pyguide.report.links import Finder
from pyguide.report.rows import Row, rows_of
from pyguide.report.terminal import visible

_REASONS = {
    "safe": "Note",
    "unsafe": "Unsafe",
    "display": "Never applied",
    "none": "No fix",
}


def sections(outcome: Outcome, links: Finder) -> Iterator[str]:
    """One section a file with findings or failures, as they come."""
    numbers = count(1)
    for file in outcome.files:
        if file.findings or file.failures:
            yield _head(file)
            for row in rows_of(outcome, file):
                yield _item(row, next(numbers), outcome, links)
            yield "</section>\n"


def _head(file: FileResult) -> str:
    path, folder = _text(file.path), _text(folder_of(file.path))
    number = len(file.findings) + len(file.failures)
    return (
        f'<section class="file" data-path="{path}" data-folder="{folder}">\n'
        f'<h3><span>{path}</span> <span class="number">{number}</span></h3>\n'
    )


def _item(row: Row, number: int, outcome: Outcome, links: Finder) -> str:
    kind = fixability(row.finding)
    line, column = row.start
    grave = f' <span class="severity">{row.severity}</span>' if row.severity != "error" else ""
    badge = f'<span class="fix {kind}">{FIXABILITIES[kind]}</span>'
    return (
        f'<details class="finding" id="n{number}" data-rule="{_text(row.code)}" data-fix="{kind}">'
        f'<summary><span class="at">{line}:{column}</span> <code>{_text(row.code)}</code> '
        f"{_with_code(row.message)}{grave} {badge}</summary>\n"
        f"{''.join(_body(row, outcome, links))}</details>\n"
    )


def _body(row: Row, outcome: Outcome, links: Finder) -> Iterator[str]:
    yield '<div class="body">\n'
    if row.file.text:
        yield frame(row.source, row.span)
    if row.finding:
        yield from _fix(row, row.finding)
    yield f'<p class="links">{" ".join(_links(row, outcome, links))}</p>\n</div>\n'


def _fix(row: Row, finding: Finding) -> Iterator[str]:
    """What the fix does, and why it is unsafe or absent."""
    if finding.fix is not None:
        yield f"<p><strong>Fix:</strong> {_with_code(finding.fix.title)}</p>\n"
        edits = row.edits()
        if edits is not None:
            yield diff(row.source, edits)
    if finding.reason:
        heading = _REASONS[fixability(finding)]
        yield f"<p><strong>{heading}:</strong> {_with_code(finding.reason)}</p>\n"


def _links(row: Row, outcome: Outcome, links: Finder) -> Iterator[str]:
    rule = outcome.rules.get(row.code)
    if rule:
        yield f'<a href="#{_text(row.code)}">Why <code>{_text(rule.name)}</code>?</a>'
    for url, label in (
        (links.in_editor(row.file.path, *row.start), "Open in the editor"),
        (links.in_repository(row.file.path, *row.start), "See in the repository"),
    ):
        if url:
            yield f'<a href="{escape(url)}">{label}</a>'


def _text(text: str) -> str:
    return escape(visible(text))


def _with_code(text: str) -> str:
    """A message whose backquoted words are code."""
    parts = _text(text).split("`")
    if len(parts) % 2 == 0:
        return _text(text)
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
