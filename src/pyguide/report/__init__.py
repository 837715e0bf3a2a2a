"""One module a format; each turns an outcome into text and does nothing else."""

# Annotations are not postponed here: named tuples would compile the text of each.

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from pyguide.outcome import Outcome

FORMATS = {
    "full": "full:stream",
    "concise": "concise:stream",
    "grouped": "grouped:by_file",
    "grouped-by-rule": "grouped:by_rule",
    "json": "json:stream",
    "json-lines": "json:lines",
    "junit": "junit:stream",
    "github": "github:stream",
    "gitlab": "gitlab:stream",
    "pylint": "pylint:stream",
    "rdjson": "rdjson:stream",
    "azure": "azure:stream",
    "sarif": "sarif:stream",
    "markdown": "markdown:stream",
    "html": "html:stream",
}
"""Each ``--output-format``, the module of this package that renders it, imported when asked for,
and the function in it."""

FOR_PEOPLE = frozenset({"full", "concise", "grouped", "grouped-by-rule"})
"""The formats that end with sentences and may be coloured."""

PASSED = "All checks passed!"


class Links(NamedTuple):
    """Patterns of URLs with ``{path}``, ``{line}`` and ``{column}``; empty for no links.

    The path is absolute for the ``editor``, but for its first slash, and relative to the folder
    ``top`` for the ``repository``.
    """

    editor: str = ""
    repository: str = ""
    top: str = ""


class Looks(NamedTuple):
    """What may be assumed about the place where a report is read.

    ``ascii_only`` is for places that cannot hold UTF-8; formats for programs then spell everything
    else in their own way. ``root`` is the folder that relative paths start from, the working
    directory where empty. ``links`` lead to the places that findings name.
    """

    color: bool = False
    width: int = 100
    hyperlinks: bool = False
    ascii_only: bool = False
    root: str = ""
    links: Links = Links()


PLAIN = Looks()


def stream(name: str, outcome: Outcome, looks: Looks = PLAIN) -> Iterator[str]:
    """``outcome`` in the format ``name``, piece by piece; `KeyError` if unknown."""
    if outcome.is_clean and name in FOR_PEOPLE:
        return iter(
            () if outcome.quiet else (f"{PASSED}\n",)
        )  # the most frequent report needs nothing of the others
    module, _, function = FORMATS[name].partition(":")
    pieces: Iterator[str] = getattr(import_module(f"{__name__}.{module}"), function)(outcome, looks)
    return pieces


def render(
    name: str,
    outcome: Outcome,
    *,
    color: bool = False,
    width: int = 100,
    hyperlinks: bool = False,
) -> str:
    """All that `stream` gives, exactly as it is to be written."""
    return "".join(stream(name, outcome, Looks(color, width, hyperlinks)))
