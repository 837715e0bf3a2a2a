"""All rules on one file, the way the commands look at it."""

from __future__ import annotations

import re
import tokenize
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from pyguide.finding import Applicability, Edit, Finding
from pyguide.outcome import FileResult
from pyguide.session import check_file
from pyguide.settings import Settings
from pyguide.source import Source
from pyguide.task import Mode, Task

PATH = Path("/nowhere/case.py")
ALL = Settings(PATH.parent, select=("ALL",), preview=True, dedupe="never")
ABOUT_CODE = ALL._replace(ignore=("PYG090", "PYG091", "PYG092", "PYG093"))


def look(raw: bytes, mode: Mode = Mode(), settings: Settings = ALL) -> FileResult:  # noqa: B008
    """What ``pyguide check`` finds, or makes, of a file."""
    return check_file(Task(PATH, "case.py", settings, raw), mode)


class Passes:
    """The texts that a fixed file went through, and the edits between them."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.edits: list[tuple[Source, tuple[Edit, ...]]] = []

    def among(self, source: Source, findings: list[Finding]) -> list[Finding]:
        """Take note of a text; everything is wanted."""
        self.sources.append(source)
        return findings

    def applied(self, fixed: Sequence[Finding], edits: Sequence[Edit]) -> None:
        """Take note of the edits of the text seen last."""
        self.edits.append((self.sources[-1], tuple(edits)))


def passes(raw: bytes, least: Applicability) -> Passes:
    """How ``pyguide check --fix`` comes from the first text to the last."""
    seen = Passes()
    check_file(Task(PATH, "case.py", ABOUT_CODE, raw), Mode(least=least), seen)
    return seen


def comments(text: str) -> Counter[str]:
    """Every comment of a program, without the blanks around it."""
    raw = re.sub(r"\r\n?", "\n", text).encode()
    found = tokenize.tokenize(BytesIO(raw).readline)
    return Counter(token.string.strip() for token in found if token.type == tokenize.COMMENT)
