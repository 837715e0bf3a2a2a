"""Pages of the docs that the rules and answers themselves say: ``python tests/readme.py``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pyguide.catalog import Entry, installed
from pyguide.cli.rules import row

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
_ANSWERS = ROOT / "rules" / "pyguide_rules" / "answers"


def rules() -> str:
    """All rules by chapter, with their pages, fixes and twins."""
    lines = [
        "# Rules",
        "",
        "Every rule by chapter. *Fix* says what its page shows: a safe fix never changes what a",
        "program does. Rules marked *preview* are off unless they are selected or `preview` is on.",
        "The answers that they lead to are in [Questions](questions.md).",
    ]
    for chapter, entries in _chapters().items():
        lines += ["", f"## {chapter.capitalize()}", ""]
        lines += [
            "| Rule | What it finds | Fix | Question | Found elsewhere as |",
            "|---|---|---|---|---|",
        ]
        lines += map(_rule_row, entries)
    return "\n".join(lines) + "\n"


def _chapters() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in installed().entries.values():
        found.setdefault(entry.folder.name, []).append(entry)
    return found


def _rule_row(entry: Entry) -> str:
    facts = row(entry)
    rule = entry.rule
    page = _path(_page(entry))
    off = " *preview*" if rule.preview else ""
    asked = ", ".join(f"[{q}]({_path(_answer(q))})" for q in rule.guide)
    return (
        f"| [`{rule.code}`]({page}) {rule.name}{off} | {_cell(facts['summary'])} | "
        f"{facts['fix'] or 'none'} | {asked} | {facts['twins'] or 'nothing'} |"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def questions() -> str:
    """Every question of the guide with its answer and the rules that come from it."""
    lines = [
        "# Questions",
        "",
        "The questions of the guide, by its numbers. `pyguide explain Q16` prints an answer;",
        "each shows running code, what a weak answer misses, and follow-up questions. Where no",
        "rule is named, the answer says why there is no anti-pattern to find.",
        "",
        "| Question | Rules |",
        "|---|---|",
    ]
    by_question = _by_question()
    for question, page in installed().answers().items():
        title = page.title.partition(": ")[2]
        found = ", ".join(by_question.get(question, ())) or "none"
        lines.append(f"| [{question}: {title}]({_path(_answer(question))}) | {found} |")
    return "\n".join(lines) + "\n"


def _by_question() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in installed().entries.values():
        page = _path(_page(entry))
        for question in entry.rule.guide:
            found.setdefault(question, []).append(f"[{entry.rule.code}]({page}) {entry.rule.name}")
    return found


def _answer(question: str) -> Path:
    return _ANSWERS / f"q{int(question[1:]):03}.md"


def _page(entry: Entry) -> Path:
    """The rule's page in this checkout, wherever the rules are installed."""
    return ROOT / "rules" / f"{entry.rule.__module__.replace('.', '/')}.md"


def _path(target: Path) -> str:
    return Path(os.path.relpath(target, DOCS)).as_posix()


def overview() -> str:
    """For the README: each chapter with its number of rules and of rules that fix."""
    lines = ["| Chapter | Rules | With a fix | On by default |", "|---|---|---|---|"]
    lines += map(_chapter_row, _chapters().items())
    every = list(installed().entries.values())
    return "\n".join([*lines, _chapter_row(("all", every))]) + "\n"


def _chapter_row(chapter: tuple[str, list[Entry]]) -> str:
    name, entries = chapter
    codes = [entry.rule.code for entry in entries]
    span = codes[0] if len(codes) == 1 else f"{codes[0]} to {codes[-1]}"
    fixing = sum(bool(entry.fixes) for entry in entries)
    default = sum(row(entry)["default"] == "on" for entry in entries)
    return f"| {name} ({span}) | {len(entries)} | {fixing} | {default} |"


def pages() -> Iterator[tuple[Path, str]]:
    """The files to write, with their text."""
    yield DOCS / "rules.md", rules()
    yield DOCS / "questions.md", questions()
