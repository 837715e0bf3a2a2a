"""``pyguide linter``: which packs of rules there are, and the chapters of each."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from typing import NamedTuple

from pyguide.catalog import Catalog, installed
from pyguide.cli.output import put
from pyguide.configuration.loading import packs_here


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def run(arguments: Namespace) -> int:
    """Print what the codes of each pack begin with, and those of each of its chapters."""
    packs = _packs(installed(packs_here()))
    if arguments.output_format == "json":
        put(json.dumps([pack._asdict() for pack in packs], indent=2))
        return 0
    for pack in packs:
        put(f"{pack.prefix:>5} {pack.name}\n")
        put("".join(f"{one['prefix']:>5} {one['name']}\n" for one in pack.categories))
    return 0


class _Pack(NamedTuple):
    """The beginning of a pack's codes, its name, and the same of its chapters, as ruff says it."""

    prefix: str
    name: str
    categories: list[dict[str, str]]


def _packs(catalog: Catalog) -> list[_Pack]:
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for entry in catalog.entries.values():
        code = entry.rule.code
        letters = code.rstrip("0123456789")
        pack = found.setdefault((letters, entry.rule.__module__.partition(".")[0]), {})
        chapters = pack.setdefault(code[: len(letters) + 1], [])
        if (chapter := catalog.chapter(entry)) not in chapters:
            chapters.append(chapter)
    return [
        _Pack(
            letters,
            name,
            [{"prefix": prefix, "name": ", ".join(names)} for prefix, names in chapters.items()],
        )
        for (letters, name), chapters in found.items()
    ]
