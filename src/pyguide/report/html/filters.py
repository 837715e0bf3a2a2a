"""The form that leaves some findings on the page; hidden until the script can make it work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import PurePosixPath

from pyguide.outcome import Outcome
from pyguide.report.breakdown import FIXABILITIES, Breakdown, chapter_of, found_in
from pyguide.report.terminal import visible


def form(outcome: Outcome, numbers: Breakdown) -> str:
    """A choice of chapter, rule, folder and fixability, and a box for text."""
    chapters = (_option(name, name) for name in sorted(found_in(numbers.chapters)))
    rules = (
        _option(code, _label(code, outcome), chapter_of(code, outcome))
        for code in sorted(found_in(numbers.rules))
    )
    folders = (_option(name, name) for name in _with_parents(found_in(numbers.folders)))
    fixes = (
        _option(kind, label)
        for kind, label in FIXABILITIES.items()
        if numbers.every.by_fixability[kind]
    )
    return (
        '<form id="filters" role="search" aria-label="Filter the findings" hidden>\n'
        f"{_choice('chapter', 'Chapter', chapters)}{_choice('rule', 'Rule', rules)}"
        f"{_choice('folder', 'Folder', folders)}{_choice('fix', 'Fix', fixes)}"
        '<label>Text <input type="search" name="text" autocomplete="off"></label>\n'
        '<div class="buttons"><button type="reset">Show all</button>\n'
        '<button type="button" name="unfold">Unfold</button>\n'
        '<button type="button" name="fold">Fold</button></div>\n'
        '<output name="shown" aria-live="polite"></output>\n</form>\n'
        '<p id="none" hidden>No finding is of that kind.</p>\n'
    )


def _label(code: str, outcome: Outcome) -> str:
    rule = outcome.rules.get(code)
    return f"{code} {rule.name}" if rule else code


def _choice(name: str, label: str, options: Iterable[str]) -> str:
    return (
        f'<label>{label} <select name="{name}">\n<option value="">all</option>\n'
        f"{''.join(options)}</select></label>\n"
    )


def _option(value: str, label: str, chapter: str = "") -> str:
    within = f' data-chapter="{_text(chapter)}"' if chapter else ""
    return f'<option value="{_text(value)}"{within}>{_text(label)}</option>\n'


def _text(text: str) -> str:
    return escape(visible(text))


def _with_parents(folders: Iterable[str]) -> Iterator[str]:
    """The folders and those that hold them, sorted."""
    every = {parent for name in folders for parent in _and_parents(PurePosixPath(name))}
    yield from sorted(every)


def _and_parents(folder: PurePosixPath) -> Iterator[str]:
    yield folder.as_posix()
    yield from (each.as_posix() for each in folder.parents if each.name)
