"""What a review shows: pure functions from what is asked to lines no wider than the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from pyguide.finding import Applicability
from pyguide.outcome import RuleFacts
from pyguide.report import handbook, patch
from pyguide.report.tally import counted
from pyguide.report.terminal import Style, Terminal, cells, clipped, visible
from pyguide.review.question import Answer, Answered, Question, Tally

KEYS = (
    ("y", "yes", "Apply this fix."),
    ("n", "no", "Leave this finding as it is."),
    ("a", "rule", "Apply this fix and all others of this rule, in every file."),
    ("f", "file", "Apply this fix and all that are left in this file."),
    ("s", "suppress", "Keep the code and write a `# noqa` with the reason that you type."),
    ("x", "explain", "Read the rule's page and the guide's answer, then come back."),
    ("u", "undo", "Take the last answer back, in other files as well."),
    ("q", "quit", "Leave; every answer so far stays, and `--resume` goes on."),
    ("?", "keys", "Show this list."),
)
"""Each key, the word beside it, and what it does."""

_FEWEST_LINES = 4


class Screen(NamedTuple):
    """Lines for the whole terminal; the cursor stands behind the last one.

    ``first`` is the first line of the body that is shown, from 0, and ``room`` says how many are.
    """

    lines: list[str]
    first: int = 0
    room: int = 0


def framed(
    head: Sequence[str],
    body: Sequence[str],
    foot: Sequence[str],
    rows: int,
    first: int,
    paint: Terminal,
) -> Screen:
    """A body between head and foot on ``rows`` lines, from its line ``first`` (from 0) on."""
    room = rows - len(head) - len(foot)
    if room < _FEWEST_LINES:
        head, foot = head[:1], foot[-1:]
        room = max(rows - 2, 1)
    if len(body) <= room:
        return Screen([*head, *body, *foot], 0, room)
    room = max(room - 1, 1)
    first = max(min(first, len(body) - room), 0)
    hidden = len(body) - room - first
    told = f"── {counted(hidden, 'more line')}: space ──" if hidden else "── end ──"
    more = paint.paint(clipped(told, paint.width), Style.FAINT)
    return Screen([*head, *body[first : first + room], more, *foot], first, room)


def head(asked: Question, terminal: Terminal) -> list[str]:
    """Where the review is: the place of the finding, and how far it has come."""
    line, column = asked.draft.source.location(asked.finding.span.start)
    where = f"{visible(asked.draft.task.shown)}:{line}:{column}"
    others = f", {counted(asked.files_left, 'file')} left" if asked.files_left else ", last file"
    far = f"{asked.number} of {asked.total}{others}"
    gap = terminal.width - cells(where) - cells(far)
    ruler = terminal.paint("─" * terminal.width, Style.FAINT)
    if gap >= 2:
        return [f"{terminal.paint(where, Style.PATH)}{' ' * gap}{far}", ruler]
    return [clipped(far, terminal.width), terminal.paint(_tail(where, terminal), Style.PATH), ruler]


def question(asked: Question, rule: RuleFacts, terminal: Terminal) -> list[str]:
    """The rule and its message, why it matters, what the fix does, and the diff."""
    finding, fix = asked.finding, asked.finding.fix
    assert fix is not None, "a question without a fix"
    label = f"{visible(finding.code)} {visible(rule.name)}"
    lines = _headline(label, visible(finding.message), terminal)
    lines += ["", *_why(rule, terminal), *terminal.wrap("help", Style.HELP, fix.title)]
    if fix.applicability is Applicability.UNSAFE:
        reason = f": {finding.reason}" if finding.reason else ""
        lines += terminal.wrap("note", Style.NOTE, f"this fix is unsafe{reason}")
    diff = patch.in_context(asked.draft.source.text, asked.made.source.text, terminal)
    return [*lines, "", *diff, ""]


def prompt(terminal: Terminal, message: str = "") -> list[str]:
    """What ends a question: what the last answer did, the keys, and the place to answer."""
    return [*_message(message, terminal), *_keys_in_short(terminal), "Apply this fix? "]


def keys(terminal: Terminal) -> list[str]:
    """The list of keys."""
    indent = " " * 4
    room = max(terminal.width - len(indent), 20)
    lines: list[str] = []
    for key, _, told in KEYS:
        first, *rest = textwrap.wrap(told, room)
        lines += [f"  {terminal.paint(key, Style.HELP)} {first}", *(indent + line for line in rest)]
    more = "Space, b, arrows and page keys scroll where a screen is too long."
    return [*lines, "", *textwrap.wrap(more, terminal.width), ""]


def back(terminal: Terminal) -> list[str]:
    """What ends a screen from which any key leads back."""
    return [clipped("Any key but those that scroll goes back. ", terminal.width)]


def reason(code: str, typed: str, terminal: Terminal, message: str = "") -> list[str]:
    """The line on which the reason for a suppression is typed."""
    told = f"Why shall {visible(code)} stay? Return writes the comment, Escape goes back."
    shown = visible(typed)
    # The end is where one types.
    while cells(shown) > terminal.width - 3:
        shown = shown[1:]
    return [*_message(message, terminal), *textwrap.wrap(told, terminal.width), f"> {shown}"]


def finished(tally: Tally, terminal: Terminal, message: str = "") -> list[str]:
    """What is shown when nothing is left to ask."""
    told = f"Nothing is left to ask: {summed(tally)}."
    asked = "Return finishes, u takes the last answer back. "
    lines = textwrap.wrap(told, terminal.width)
    return [*lines, "", *_message(message, terminal), clipped(asked, terminal.width)]


def summed(tally: Tally) -> str:
    """``3 fixed, 1 declined``; what nobody answered is left out."""
    parts = [f"{number} {name}" for name, number in tally._asdict().items() if number]
    return ", ".join(parts) or "nothing answered"


def told(done: Answered) -> str:
    """What an answer did, in a sentence."""
    where, code = _where(done.question), visible(done.question.finding.code)
    match done.answer:
        case Answer.YES:
            return f"Fixed {code} in {where}."
        case Answer.NO:
            return f"Left {code} in {where}."
        case Answer.SUPPRESS:
            return f"Suppressed {code} in {where}."
    files = counted(done.files, "file")
    which = f" of {code}" if done.answer is Answer.RULE else ""
    return f"Fixed {counted(done.fixed, 'finding')}{which} in {files}."


def taken_back(done: Answered) -> str:
    """What undoing an answer did, in a sentence."""
    return f"Taken back: {told(done)}"


def _where(asked: Question) -> str:
    line = asked.draft.source.location(asked.finding.span.start)[0]
    return f"{visible(asked.draft.task.shown)}:{line}"


def _headline(label: str, message: str, terminal: Terminal) -> list[str]:
    """``CODE name: message``, wrapped, with the label set off."""
    lines = textwrap.wrap(f"{label}: {message}", terminal.width, break_on_hyphens=False)
    first = lines[0]
    if first.startswith(label):
        code, _, name = label.partition(" ")
        painted = f"{terminal.paint(code, Style.CODE)} {terminal.paint(name, Style.NAME)}"
        first = painted + first[len(label) :]
    return [first, *lines[1:]]


def _why(rule: RuleFacts, terminal: Terminal) -> list[str]:
    """The sentences that begin the reason, on two lines; on three where the terminal is narrow.

    They are cut only where a whole line would stay empty otherwise.
    """
    most = 2 if terminal.width >= 70 else 3
    sentences = handbook.gist(rule)
    lines: list[str] = []
    for number in range(1, len(sentences) + 1):
        longer = terminal.wrap("why", Style.WHY, " ".join(sentences[:number]))
        if len(longer) > most:
            return (
                lines if len(lines) == most else _cut(" ".join(sentences[:number]), most, terminal)
            )
        lines = longer
    return lines


def _cut(text: str, most: int, terminal: Terminal) -> list[str]:
    """The first lines of a reason, with ``…`` for the rest, cut behind a clause if one is near."""
    # One column is for the ellipsis.
    lines = Terminal(terminal.color, terminal.width - 1).wrap("why", Style.WHY, text)[:most]
    last = lines[-1]
    ends = (last.rfind(f"{mark} ") for mark in ";:,")
    last = last[: next((end for end in ends if end > len(last) // 2), None)]
    return [*lines[:-1], last.rstrip(" ,;:.") + "…"]


def _keys_in_short(terminal: Terminal) -> list[str]:
    """The keys with their words, on as many lines as they need; on few columns without words."""
    if terminal.width < 60:
        return [" ".join(terminal.paint(key, Style.HELP) for key, *_ in KEYS)]
    lines, used = [""], 0
    for key, word, _ in KEYS:
        size = len(key) + 1 + len(word)
        if used and used + 2 + size > terminal.width:
            lines, used = [*lines, ""], 0
        lines[-1] += ("  " if used else "") + f"{terminal.paint(key, Style.HELP)} {word}"
        used += size + (2 if used else 0)
    return lines


def _message(message: str, terminal: Terminal) -> list[str]:
    lines = textwrap.wrap(visible(message), terminal.width)
    return [terminal.paint(line, Style.FAINT) for line in lines]


def _tail(where: str, terminal: Terminal) -> str:
    """The end of a place that is wider than the terminal: files have more in common in front."""
    if cells(where) <= terminal.width:
        return where
    while cells(where) > terminal.width - 1:
        where = where[1:]
    return f"…{where}"
