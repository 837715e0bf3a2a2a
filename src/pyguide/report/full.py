"""``--output-format full``: what a person reads, with the code, the reason and the fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pyguide.finding import Applicability, Finding
from pyguide.outcome import Outcome
from pyguide.report import Looks, patch
from pyguide.report.frame import Frame
from pyguide.report.rows import Row, rows
from pyguide.report.tally import closing, mark
from pyguide.report.terminal import Style, Terminal, visible

_MOST_CODES = 6
_WHERE_SHOWN = {Applicability.SAFE: "--diff", Applicability.UNSAFE: "--diff --unsafe-fixes"}


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """The findings with their code frames, reasons and fixes, then the closing sentences.

    The first finding of each rule also says why the rule exists.
    """
    terminal = Terminal(looks.color, looks.width, looks.hyperlinks)
    found: Counter[str] = Counter()
    for row in rows(outcome):
        lines = _row(row, outcome, terminal, first=row.code not in found)
        yield "\n".join([*lines, "", ""])
        found[row.code] += 1
    codes = [code for code, _ in found.most_common() if code in outcome.rules]
    for line in (*closing(outcome, terminal), *_nudge(codes, outcome, terminal)):
        yield f"{line}\n"


def _row(row: Row, outcome: Outcome, terminal: Terminal, *, first: bool) -> list[str]:
    """Everything about one finding or failure."""
    frame = Frame(row.source, row.span, terminal)
    out = [_header(row, terminal)]
    line, column = row.start
    arrow = terminal.paint(" " * frame.digits + "-->", Style.GUTTER)
    out.append(f"{arrow} {visible(row.file.path)}:{line}:{column}")
    if row.file.text:
        out += [*frame.draw(), frame.gutter()]
    rule = outcome.rules.get(row.code)
    if first and rule and rule.summary:
        out += terminal.wrap("why", Style.WHY, rule.summary)
    if row.finding:
        out += _fix(row, row.finding, frame, terminal)
        out += _note(row.finding, terminal)
    return out


def _header(row: Row, terminal: Terminal) -> str:
    code = terminal.link(terminal.paint(visible(row.code), Style.CODE), row.url)
    if row.name != row.code:
        code += f" {terminal.paint(visible(row.name), Style.NAME)}"
    if row.fixable:
        code += f" {mark(terminal)}"
    return f"{code}: {visible(row.message)}"


def _fix(row: Row, finding: Finding, frame: Frame, terminal: Terminal) -> list[str]:
    """What the fix does, as a small diff where it is small."""
    fix = finding.fix
    if fix is None:
        return []
    edits = row.edits()
    found = patch.changes(row.source, edits) if edits is not None else None
    title = fix.title
    if found is None and fix.applicability in _WHERE_SHOWN:
        title += f" (`{_WHERE_SHOWN[fix.applicability]}` shows the change)"
    out = terminal.wrap("help", Style.HELP, title)
    if found:
        out += patch.draw(found, frame.digits, terminal)
    return out


def _note(finding: Finding, terminal: Terminal) -> list[str]:
    """Why there is no fix, or why the fix is not applied without being asked for."""
    reason = f": {finding.reason}" if finding.reason else ""
    match finding.fix and finding.fix.applicability:
        case None if reason:
            text = f"no fix{reason}"
        case Applicability.DISPLAY:
            text = f"this fix is only shown, never applied{reason}"
        case Applicability.UNSAFE:
            text = f"this fix is unsafe{reason}"
        case _:
            return []
    return terminal.wrap("note", Style.NOTE, text)


def _nudge(codes: list[str], outcome: Outcome, terminal: Terminal) -> list[str]:
    """One pointer to the long explanations, naming the codes found, most frequent first."""
    if not codes or outcome.quiet:
        return []
    shown = [
        terminal.link(terminal.paint(code, Style.CODE), outcome.rules[code].url)
        for code in codes[1:_MOST_CODES]
    ]
    if len(codes) > _MOST_CODES:
        shown.append("…")
    others = f" (or {', '.join(shown)})" if shown else ""
    return [f"Run `pyguide explain {codes[0]}` for the whole story{others}."]
