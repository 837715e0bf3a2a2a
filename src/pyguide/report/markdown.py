"""``--output-format markdown``: a page for a job's summary or a comment on a change."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pyguide.outcome import Outcome, RuleFacts
from pyguide.report import PASSED, Looks
from pyguide.report.handbook import short_answer
from pyguide.report.rows import Row, rows
from pyguide.report.tally import Tally, counted
from pyguide.report.terminal import visible

_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&@]")


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """A heading with the numbers, then a section a rule, the most frequent rule first.

    A section says once why the pattern is bad and what the guide answers, then lists the places.
    """
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(outcome):
        groups[row.code].append(row)
    yield f"# pyguide\n\n{_numbers(outcome, groups)}\n"
    for code, found in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield from _section(outcome.rules.get(code), found)


def _numbers(outcome: Outcome, groups: dict[str, list[Row]]) -> str:
    tally = Tally.of(outcome)
    found = counted(tally.remaining, "finding")
    files = counted(len({row.file.path for found in groups.values() for row in found}), "file")
    fixed = f" {counted(tally.fixed, 'finding')} fixed." if tally.fixed else ""
    if not tally.remaining:
        return f"{PASSED}{fixed}"
    fixable = f", {tally.fixable} fixable with `--fix`" if tally.fixable else ""
    return f"{found} in {files}{fixable}.{fixed}"


def _section(rule: RuleFacts | None, found: list[Row]) -> Iterator[str]:
    code, name = _prose(found[0].code), _prose(found[0].name)
    title = f"[{code}]({rule.url})" if rule and rule.url else code
    title += f" {name}" if name != code else ""
    yield f"\n## {title} ({len(found)})\n\n"
    if rule and rule.summary:
        yield f"{_prose(rule.summary)}\n\n"
    answer = short_answer(rule) if rule else None
    if answer:
        question, text = answer
        yield f"<details><summary>{_prose(question)}</summary>\n\n{text}\n\n</details>\n\n"
    for row in found:
        line, column = row.start
        fixable = " (fixable)" if row.fixable else ""
        place = _code(f"{visible(row.file.path)}:{line}:{column}")
        yield f"- {place} {_prose(row.message)}{fixable}\n"


def _code(text: str) -> str:
    """``text`` as a span of code, whatever backquotes it holds."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"{fence}{text}{fence}"


def _prose(text: str) -> str:
    """``text`` on one line that means nothing to Markdown but for its spans of code."""
    shown = visible(text)
    parts: list[str] = []
    end = 0
    for span in _CODE_SPAN.finditer(shown):
        parts += [_plain(shown[end : span.start()]), span.group()]
        end = span.end()
    return "".join([*parts, _plain(shown[end:])])


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
