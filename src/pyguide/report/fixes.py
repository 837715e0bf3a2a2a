"""What was fixed: ``--show-fixes``, and all that ``--fix-only`` says."""

from __future__ import annotations

from pyguide.outcome import Outcome
from pyguide.report.tally import Tally, counted
from pyguide.report.terminal import Style, Terminal, visible


def listed(outcome: Outcome, terminal: Terminal) -> list[str]:
    """Lines that say by file how often each rule was fixed, blank ones around them; or none."""
    total = sum(number for file in outcome.files for _, number in file.fixed)
    if not total:
        return []
    lines = ["", f"Fixed {counted(total, 'error')}:"]
    for file in outcome.files:
        if file.fixed:
            lines.append(f"- {terminal.paint(visible(file.path), Style.PATH)}:")
        for code, number in sorted(file.fixed, key=lambda pair: (-pair[1], pair[0])):
            shown = terminal.paint(visible(code), Style.CODE)
            lines.append(f"    {number} × {shown} ({visible(outcome.rules[code].name)})")
    return [*lines, ""]


def render(outcome: Outcome, *, color: bool = False, width: int = 100) -> str:
    """The report of ``--fix-only``: what was fixed, and how many more unsafe fixes there are."""
    terminal = Terminal(color, width)
    lines = listed(outcome, terminal) if outcome.show_fixes else []
    if not outcome.quiet:
        lines += _summary(Tally.of(outcome))
    return "".join(f"{line}\n" for line in lines)


def _summary(tally: Tally) -> list[str]:
    told = f"Fixed {counted(tally.fixed, 'error')}" if tally.fixed else "No errors fixed"
    if tally.hidden:
        more = counted(tally.hidden, "additional fix" if tally.fixed else "fix")
        return [f"{told} ({more} available with `--unsafe-fixes`)."]
    return [f"{told}."] if tally.fixed else []
