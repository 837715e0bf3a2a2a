"""``pyguide explain``: a rule's page with its answer, or the answer to a question of the guide."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from pyguide.catalog import Catalog, Entry, installed
from pyguide.cli.output import color_of, put
from pyguide.configuration.loading import packs_here
from pyguide.errors import PyguideError, nearest
from pyguide.page import readable
from pyguide.twins import Twin, find_twin, known_twins

if TYPE_CHECKING:
    from rich.console import Console

_QUESTION = re.compile(r"[Qq]\s*0*([0-9]{1,3})(?:\.[0-9]+)?")
WIDEST = 100
_RULER = "\n---\n\n"


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "what", metavar="CODE|NAME|QUESTION", help="PYG301, bare-except, Q107, or B006"
    )
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")


def run(arguments: Namespace) -> int:
    """Print the page or the answer; raises PyguideError for an unknown word."""
    text = explanation(installed(packs_here()), arguments.what)
    if color_of(arguments.color):
        from rich.console import Console

        console = Console(force_terminal=True, width=min(Console().width, WIDEST))
        show(console, text, hyperlinks=sys.stdout.isatty())
    else:
        put(text)
    return 0


def show(console: Console, markdown: str, *, hyperlinks: bool) -> None:
    """Print a page or an answer as people read it."""
    from rich.markdown import Markdown

    console.print(Markdown(markdown, hyperlinks=hyperlinks))


def explanation(catalog: Catalog, what: str) -> str:
    """Markdown of what is known about a rule's code or name, or about a question.

    A rule may be named as other tools call its twin: ``B006``, ``W0102``.
    """
    word = what.strip()
    question = _QUESTION.fullmatch(word)
    if question:
        return _answer(catalog, f"Q{int(question[1])}")
    try:
        return _rule(catalog, catalog.find(word))
    except PyguideError:
        twin = find_twin(catalog, word)
    if twin is None:
        twins = known_twins(catalog).values()
        names = [name for twin in twins for name in (twin.code, twin.name) if name]
        valid = [*catalog.entries, *catalog.names, *catalog.answers(), *names]
        raise PyguideError(f"unknown rule `{what}`{nearest(what, valid)}")
    pages = (_rule(catalog, catalog.entries[code]) for code in twin.rules)
    return _RULER.join([_same(catalog, twin), *pages])


def _rule(catalog: Catalog, entry: Entry) -> str:
    """The page of a rule with the answer to its first question."""
    answers = catalog.answers()
    pages = [entry.page, *(answers[q] for q in entry.rule.guide[:1] if q in answers)]
    return _RULER.join(map(readable, pages))


def _same(catalog: Catalog, twin: Twin) -> str:
    """One line that says which rules of ours a twin stands for."""
    called = f" ({twin.name})" if twin.name else ""
    ours = " and ".join(f"{code} {catalog.entries[code].rule.name}" for code in twin.rules)
    return f"{twin.code}{called} of {' and '.join(twin.tools)} is found here by {ours}.\n"


def _answer(catalog: Catalog, question: str) -> str:
    answers = catalog.answers()
    if question not in answers:
        known = ", ".join(answers)
        raise PyguideError(f"no answer page for {question}; there are {known}")
    return readable(answers[question])
