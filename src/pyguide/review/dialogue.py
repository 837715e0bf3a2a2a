"""Questions shown, keys heard, answers carried out, until nothing is left or somebody quits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from time import monotonic
from typing import Protocol

from pyguide.outcome import RuleFacts
from pyguide.report.terminal import Terminal
from pyguide.review import view
from pyguide.review.keys import END, Key
from pyguide.review.model import Review
from pyguide.review.question import Answer, Hindered, Question

REFRESH_SECONDS = 0.1


class Console(Protocol):
    """Where a review is shown and answered."""

    def size(self) -> tuple[int, int]:
        """Columns and rows."""

    def draw(self, lines: Sequence[str]) -> None:
        """Show lines, with the cursor behind the last one."""

    def key(self) -> Key:
        """The next key; `keys.REDRAW` where all must be drawn anew."""

    def forget_keys(self) -> None:
        """Drop the keys that nobody has asked for yet."""


class _Page(Enum):
    """What the screen shows."""

    QUESTION = "question"
    REASON = "reason"
    KEYS = "keys"
    EXPLANATION = "explanation"


_ANSWERS = {"y": Answer.YES, "n": Answer.NO, "a": Answer.RULE, "f": Answer.FILE}
_PAGES = {"s": _Page.REASON, "x": _Page.EXPLANATION, "?": _Page.KEYS}


class Dialogue:
    """One review on one console.

    ``facts`` tells of a rule by its code; ``explain`` gives the lines of its whole page for a
    terminal.
    """

    def __init__(
        self,
        review: Review,
        console: Console,
        facts: Callable[[str], RuleFacts],
        explain: Callable[[str, Terminal], list[str]],
        *,
        color: bool,
    ) -> None:
        self._review = review
        self._console = console
        self._facts = facts
        self._explain = explain
        self._color = color
        self._page = _Page.QUESTION
        self._message = ""
        self._typed = ""
        self._first = 0
        self._room = 1

    def run(self) -> bool:
        """Ask until somebody quits; returns whether nothing was left to ask."""
        while True:
            asked = self._review.question()
            self._draw(asked)
            key = self._console.key()
            if key == END:
                return asked is None
            if self._scrolled(key):
                continue
            if asked is None:
                if key.name == "enter" or key.text.lower() == "q":
                    return True
                self._finished_key(key)
            elif self._page is _Page.REASON:
                self._reason_key(key)
            elif self._page is not _Page.QUESTION:
                if key.name != "redraw":
                    self._turn_to(_Page.QUESTION)
            elif key.name == "text" and key.text.lower() == "q":
                return False
            else:
                self._question_key(key, asked)

    def _draw(self, asked: Question | None) -> None:
        columns, rows = self._console.size()
        terminal = Terminal(self._color, columns)
        if asked is None:
            body = view.finished(self._review.tally, terminal, self._message)
            self._console.draw(body)
            return
        rule = self._facts(asked.finding.code)
        head = view.head(asked, terminal)
        match self._page:
            case _Page.KEYS:
                body, foot = view.keys(terminal), view.back(terminal)
            case _Page.EXPLANATION:
                body, foot = self._explain(asked.finding.code, terminal), view.back(terminal)
            case _Page.REASON:
                body = view.question(asked, rule, terminal)
                foot = view.reason(asked.finding.code, self._typed, terminal, self._message)
            case _Page.QUESTION:
                body = view.question(asked, rule, terminal)
                foot = view.prompt(terminal, self._message)
        screen = view.framed(head, body, foot, rows, self._first, terminal)
        self._first, self._room = screen.first, screen.room
        self._console.draw(screen.lines)

    def _turn_to(self, page: _Page, message: str = "") -> None:
        self._page, self._message, self._typed, self._first = page, message, "", 0

    def _scrolled(self, key: Key) -> bool:
        """Whether a key only moved what is shown."""
        name = key.name
        if name == "text" and self._page is not _Page.REASON:
            name = {" ": "page-down", "b": "page-up"}.get(key.text, name)
        by = {"down": 1, "up": -1, "page-down": self._room, "page-up": -self._room,
              "home": -self._first, "end": 1_000_000}.get(name)  # fmt: skip
        if by is None:
            return False
        self._first = max(self._first + by, 0)
        return True

    def _question_key(self, key: Key, asked: Question) -> None:
        char = key.text.lower() if key.name == "text" else ""
        if char in _PAGES:
            self._turn_to(_PAGES[char])
        elif char in _ANSWERS:
            self._answer(_ANSWERS[char], asked)
        elif char == "u":
            self._undo()
        elif key.name == "paste":
            self._message = "Pasted text is no answer."
        elif key.name != "redraw":
            self._message = (
                f"`{char}` is no key here; ? lists them." if char else "? lists the keys."
            )

    def _reason_key(self, key: Key) -> None:
        self._message = ""
        match key.name:
            case "text":
                self._typed += key.text
            case "paste":
                line = " ".join(key.text.split())
                self._typed += "".join(char for char in line if char.isprintable())
            case "backspace":
                self._typed = self._typed[:-1]
            case "clear-line":
                self._typed = ""
            case "clear-word":
                self._typed = self._typed.rstrip().rpartition(" ")[0]
            case "escape":
                self._turn_to(_Page.QUESTION)
            case "enter" if self._typed.strip():
                asked = self._review.question()
                assert asked is not None, "a reason without a question"
                self._answer(Answer.SUPPRESS, asked)
            case "enter":
                self._message = "A comment without a reason helps nobody; type one."

    def _finished_key(self, key: Key) -> None:
        if key.text.lower() == "u":
            self._undo()

    def _answer(self, answer: Answer, asked: Question) -> None:
        begun = shown = monotonic()

        def advance(done: int, total: int) -> None:
            nonlocal shown
            if monotonic() - shown > REFRESH_SECONDS:
                self._message = f"Fixing {asked.finding.code}: file {done} of {total}"
                self._draw(asked)
                shown = monotonic()

        reason = self._typed.strip()
        try:
            message = view.told(self._review.answer(answer, reason, advance))
        except Hindered as trouble:
            message = f"Not done: {trouble}."
        if shown > begun:
            # Whoever grew impatient has not seen the question that comes next.
            self._console.forget_keys()
        self._turn_to(_Page.QUESTION, message)

    def _undo(self) -> None:
        try:
            done = self._review.undo()
            message = view.taken_back(done) if done else "There is nothing to take back."
        except Hindered as trouble:
            message = f"Taken back, but {trouble}."
        self._turn_to(_Page.QUESTION, message)
