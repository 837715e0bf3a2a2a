"""What the pages say about a rule, read when a report shows it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pyguide import witness
from pyguide.outcome import RuleFacts
from pyguide.page import Page, PageError, parse, readable

# Between pages, which lead nowhere from within a report.
_RELATIVE_LINK = re.compile(r"\[([^\]\n]+)\]\((?!\w+:)[^()\s]+\.md(?:#[^()\s]*)?\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^()\s]+\)")


def manual(rule: RuleFacts) -> str:
    """The rule's page and the answer to the guide's question, as Markdown; empty without a page."""
    pages = [page for page in (page_at(rule.page), page_at(rule.answer)) if page]
    return _RELATIVE_LINK.sub(r"\1", "\n---\n\n".join(map(readable, pages)))


def why(rule: RuleFacts) -> str:
    """Why the pattern is bad, at length, as Markdown; the summary without a page."""
    page = page_at(rule.page)
    section = page.section("Why it matters") if page else None
    return _RELATIVE_LINK.sub(r"\1", section.text).strip() if section else rule.summary


def gist(rule: RuleFacts) -> list[str]:
    """The sentences that begin the reason why the pattern is bad, without links."""
    first = " ".join(why(rule).split("\n\n", 1)[0].split())
    return re.split(r"(?<=[.!?]) (?=[A-Z`\"(])", _LINK.sub(r"\1", first))


def short_answer(rule: RuleFacts) -> tuple[str, str] | None:
    """The title of the guide's question and the short answer to it, as Markdown, if known."""
    page = page_at(rule.answer)
    section = page.section("Short answer") if page else None
    if page is None or section is None:
        return None
    return page.title, _RELATIVE_LINK.sub(r"\1", section.text).strip()


@cache
def page_at(path: str) -> Page | None:
    """The page at a path, None for no path; a report goes on without one that is gone or broken."""
    if not path:
        return None
    witness.state(path)
    try:
        return parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, PageError, UnicodeDecodeError):
        return None
