"""Read a rule's page or an answer page: title, sections, code blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TITLE = re.compile(r"# (?P<name>[a-z0-9-]+) \((?P<code>[A-Z]{1,3}[0-9]{3})\)$")
_FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<info>[^`]*)$")
_BEFORE_FIX = {
    "```python fixed": "After the safe fix:",
    "```python unsafe-fixed": "After the unsafe fix:",
}

SECTIONS = (
    "What it finds",
    "Why it matters",
    "Answer",
    "Examples",
    "Fix safety",
    "Limits",
    "References",
)
"""Headings of a rule's page, in their order."""


class PageError(ValueError):
    """A page that breaks the form; the message names the line."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced code block: its info string, its text, and the 1-based line of its fence."""

    info: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """All under one H2 heading; ``text`` is the Markdown without the heading."""

    heading: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown page. ``lead`` is the first paragraph under the title, on one line."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    text: str

    @property
    def name(self) -> str:
        """The rule's kebab-case name; raises PageError where the title is no rule's."""
        return self._title().group("name")

    @property
    def code(self) -> str:
        """The rule's code; raises PageError where the title is no rule's."""
        return self._title().group("code")

    @property
    def fixes(self) -> tuple[str, ...]:
        """``safe`` and ``unsafe``, as far as the page shows such a fix."""
        shown = {block.info for section in self.sections for block in section.blocks}
        kinds = {"python fixed": "safe", "python unsafe-fixed": "unsafe"}
        return tuple(kind for info, kind in kinds.items() if info in shown)

    def section(self, heading: str) -> Section | None:
        """The section with this heading, or None."""
        return next((s for s in self.sections if s.heading == heading), None)

    def _title(self) -> re.Match[str]:
        match = _TITLE.match(f"# {self.title}")
        if not match:
            raise PageError(f"the title is not of the form `# rule-name (PYG123)`: {self.title}")
        return match


def readable(page: Page) -> str:
    """A page's Markdown with a word before each block that a fix made."""
    lines = []
    for line in page.text.splitlines():
        if line in _BEFORE_FIX:
            lines += [_BEFORE_FIX[line], ""]
        lines.append(line)
    return "\n".join(lines).rstrip() + "\n"


def parse(text: str) -> Page:
    """The page that the Markdown ``text`` spells; raises PageError for an unclosed fence."""
    lines = text.splitlines()
    title = next((line[2:].strip() for line in lines if line.startswith("# ")), "")
    parts: list[tuple[str, list[str], list[Block]]] = [("", [], [])]
    at = 0
    while at < len(lines):
        line = lines[at]
        fence = _FENCE.match(line)
        if fence:
            end = next(
                (n for n in range(at + 1, len(lines)) if lines[n].strip() == fence["ticks"]), None
            )
            if end is None:
                raise PageError(f"line {at + 1}: the code block is never closed")
            body = "".join(f"{inner}\n" for inner in lines[at + 1 : end])
            parts[-1][2].append(Block(fence["info"].strip(), body, at + 1))
            parts[-1][1].extend(lines[at : end + 1])
            at = end + 1
            continue
        if line.startswith("## "):
            parts.append((line[3:].strip(), [], []))
        elif not line.startswith("# "):
            parts[-1][1].append(line)
        at += 1
    lead = " ".join("\n".join(parts[0][1]).strip().split("\n\n")[0].split())
    sections = tuple(Section(h, "\n".join(t).strip() + "\n", tuple(b)) for h, t, b in parts[1:])
    return Page(title, lead, sections, text)
