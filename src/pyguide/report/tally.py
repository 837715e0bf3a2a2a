"""How much was found and fixed, and the sentences that say so under every report for people."""

from __future__ import annotations

from dataclasses import dataclass

from pyguide.finding import Applicability, Finding
from pyguide.outcome import Outcome
from pyguide.report import PASSED
from pyguide.report.terminal import Style, Terminal


def fixable_now(finding: Finding, *, unsafe_fixes: bool) -> bool:
    """Whether ``--fix`` would fix this: a safe fix, or an unsafe one where those are allowed."""
    least = Applicability.UNSAFE if unsafe_fixes else Applicability.SAFE
    return finding.fix is not None and finding.fix.applicability >= least


def fixable_if_unsafe(finding: Finding, *, unsafe_fixes: bool) -> bool:
    """Whether ``--unsafe-fixes`` is all that is missing for a fix."""
    return fixable_now(finding, unsafe_fixes=True) and not fixable_now(
        finding, unsafe_fixes=unsafe_fixes
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of a run: what is left (failures included), what was fixed, what could be."""

    remaining: int
    fixed: int
    fixable: int
    hidden: int

    @classmethod
    def of(cls, outcome: Outcome) -> Tally:
        """The numbers of ``outcome``."""
        findings = [finding for file in outcome.files for finding in file.findings]
        unsafe = outcome.unsafe_fixes
        return cls(
            remaining=len(findings) + sum(len(file.failures) for file in outcome.files),
            fixed=sum(number for file in outcome.files for _, number in file.fixed),
            fixable=sum(fixable_now(finding, unsafe_fixes=unsafe) for finding in findings),
            hidden=sum(fixable_if_unsafe(finding, unsafe_fixes=unsafe) for finding in findings),
        )


def mark(terminal: Terminal, sign: str = "*") -> str:
    """The ``[*]`` before what can be fixed; ``sign`` is ``-`` for some and a space for none."""
    return f"[{terminal.paint(sign, Style.MARK) if sign.strip() else sign}]"


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``, ``2 fixes``."""
    plural = "es" if noun.endswith("x") else "s"
    return f"{number} {noun}{'' if number == 1 else plural}"


def closing(outcome: Outcome, terminal: Terminal) -> list[str]:
    """The lines that end a report: what was found, and what ``--fix`` could do about it.

    What was fixed comes first where that is wanted; where quiet is wanted, nothing else does.
    """
    shown: list[str] = []
    if outcome.show_fixes:
        from pyguide.report.fixes import listed

        shown = listed(outcome, terminal)
    return shown if outcome.quiet else [*shown, *_found(outcome, terminal)]


def _found(outcome: Outcome, terminal: Terminal) -> list[str]:
    tally = Tally.of(outcome)
    total = counted(tally.remaining + tally.fixed, "error")
    if tally.fixed:
        lines = [f"Found {total} ({tally.fixed} fixed, {tally.remaining} remaining)."]
    elif tally.remaining:
        lines = [f"Found {total}."]
    else:
        lines = [PASSED]
    hidden = f"{counted(tally.hidden, 'unsafe fix')} available with `--fix --unsafe-fixes`"
    if tally.fixable:
        more = f" ({hidden})" if tally.hidden else ""
        lines.append(f"{mark(terminal)} {tally.fixable} fixable with `--fix`{more}.")
    elif tally.hidden:
        lines.append(f"{hidden}.")
    return lines
