"""What the pages say about the rules found, once each, and the answers that rules share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from operator import itemgetter
from pathlib import PurePath

from pyguide.outcome import RuleFacts
from pyguide.page import Page, parse, readable
from pyguide.report.handbook import page_at
from pyguide.report.html.markdown import rendered
from pyguide.report.terminal import visible

_LEFT_OUT = {"Answer", "Rules"}
"""Sections that only link what the report holds itself."""


def sections(rules: Iterable[RuleFacts]) -> Iterator[str]:
    """The part of the page that explains ``rules``; nothing where none was broken."""
    rules = list(rules)
    if not rules:
        return
    places = _places(rules)
    by_name = {PurePath(path).stem: place for path, place in places.items()}
    yield '<section aria-labelledby="rules">\n<h2 id="rules">Rules explained</h2>\n'
    for rule in rules:
        yield _rule(rule, places.get(rule.answer, ""), by_name)
    yield "</section>\n"
    if places:
        yield '<section aria-labelledby="answers">\n<h2 id="answers">The guide\'s answers</h2>\n'
        for path, place in sorted(places.items(), key=itemgetter(1)):
            yield _answer(path, place, by_name)
        yield "</section>\n"


def _places(rules: Iterable[RuleFacts]) -> dict[str, str]:
    """The id in the report of every answer page that can be read, by path."""
    places: dict[str, str] = {}
    for path in dict.fromkeys(rule.answer for rule in rules):
        if page_at(path) is not None:
            stem, taken = PurePath(path).stem, set(places.values())
            free = (f"answer-{stem}{'-' * more}" for more in range(len(places) + 1))
            places[path] = next(place for place in free if place not in taken)
    return places


def _rule(rule: RuleFacts, answer: str, answers: Mapping[str, str]) -> str:
    code, name = escape(visible(rule.code)), escape(visible(rule.name))
    told = [rendered(rule.summary, answers)]
    page = page_at(rule.page)
    if page is not None:
        told.append(_text(parse(readable(page)), answers))
    links = [f'<a href="#{escape(answer)}">The guide\'s answer</a>'] if answer else []
    if rule.url:
        links.append(f'<a href="{escape(visible(rule.url))}">This page on the web</a>')
    if links:
        told.append(f'<p class="links">{" ".join(links)}</p>\n')
    head = f"<h3><code>{code}</code> {name}</h3>"
    return _folded(rule.code, head, "".join(told))


def _answer(path: str, place: str, answers: Mapping[str, str]) -> str:
    page = page_at(path)
    if page is None:
        return ""
    return _folded(place, f"<h3>{escape(visible(page.title))}</h3>", _text(page, answers))


def _text(page: Page, answers: Mapping[str, str]) -> str:
    kept = (section for section in page.sections if section.heading not in _LEFT_OUT)
    return rendered("\n\n".join(f"## {one.heading}\n\n{one.text}" for one in kept), answers)


def _folded(place: str, head: str, body: str) -> str:
    shown = escape(visible(place))
    return (
        f'<details class="page" id="{shown}"><summary>{head}</summary>\n'
        f'<div class="prose">\n{body}</div></details>\n'
    )
