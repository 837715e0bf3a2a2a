"""``pyguide explain``: a rule's page with its answer, or the answer to a question of the guide."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace

from pyguide.catalog import Catalog, installed
from pyguide.cli.output import color_of, put
from pyguide.errors import PyguideError, nearest
from pyguide.page import readable

_QUESTION = re.compile(r"[Qq]\s*0*([0-9]{1,3})(?:\.[0-9]+)?")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("what", metavar="CODE|NAME|QUESTION", help="PYG301, bare-except or Q107")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")


def run(arguments: Namespace) -> int:
    """Print the page or the answer; raises PyguideError for an unknown word."""
    text = explanation(installed(), arguments.what)
    if color_of(arguments.color):
        from rich.console import Console
        from rich.markdown import Markdown

        console = Console(force_terminal=True, width=min(Console().width, 100))
        console.print(Markdown(text, hyperlinks=sys.stdout.isatty()))
    else:
        put(text)
    return 0


def explanation(catalog: Catalog, what: str) -> str:
    """Markdown of what is known about a rule's code or name, or about a question."""
    question = _QUESTION.fullmatch(what.strip())
    if question:
        return _answer(catalog, f"Q{int(question[1])}")
    try:
        entry = catalog.find(what.strip())
    except PyguideError as error:
        raise PyguideError(_with_questions(catalog, what, str(error))) from error
    answers = catalog.answers()
    pages = [entry.page, *(answers[q] for q in entry.rule.guide[:1] if q in answers)]
    return "\n---\n\n".join(map(readable, pages))


def _with_questions(catalog: Catalog, what: str, message: str) -> str:
    if "did you mean" in message:
        return message
    return f"{message}{nearest(what, catalog.answers())}"


def _answer(catalog: Catalog, question: str) -> str:
    answers = catalog.answers()
    if question not in answers:
        known = ", ".join(answers)
        raise PyguideError(f"no answer page for {question}; there are {known}")
    return readable(answers[question])
