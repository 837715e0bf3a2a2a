"""``pyguide rule``: the page of a rule, or of all, in ruff's shapes."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser, Namespace

from pyguide.catalog import DOCS, Catalog, Entry, installed
from pyguide.cli.output import put
from pyguide.configuration.loading import packs_here
from pyguide.errors import PyguideError

_FORMATS = ("text", "json", "markdown")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="a code or name")
    parser.add_argument("--all", action="store_true", help="every rule")
    parser.add_argument("--output-format", choices=_FORMATS, default="text")


def run(arguments: Namespace) -> int:
    """Print the pages; raises PyguideError for an unknown rule, or for one and all of them."""
    if bool(arguments.rule) == arguments.all:
        raise PyguideError("rule: expected a code or name, or else --all")
    catalog = installed(packs_here())
    if arguments.all:
        entries = list(catalog.entries.values())
    else:
        entries = [catalog.find(arguments.rule)]
    if arguments.output_format == "json":
        facts = [_facts(entry, catalog) for entry in entries]
        put(json.dumps(facts if arguments.all else facts[0], indent=2, ensure_ascii=False))
    elif arguments.output_format == "markdown":
        put("\n".join(entry.page.text.rstrip() + "\n" for entry in entries))
    else:
        put("\n".join(_text(entry) for entry in entries))
    return 0


def _text(entry: Entry) -> str:
    """The page, with what is no part of it: how the rule is switched on, and its options."""
    head, _, rest = entry.page.text.partition("\n")
    facts = [_availability(entry)[1]]
    if entry.rule.preview:
        facts.append("This rule is in preview: it is off unless it is selected or in preview mode.")
    if entry.rule.options:
        pairs = ", ".join(f"{name} = {_toml(value)}" for name, value in entry.rule.options.items())
        facts.append(f"Options, with their defaults: [rules.{entry.rule.name}] {pairs}")
    return f"{head}\n\n" + "\n\n".join(facts) + f"\n{rest.rstrip()}\n"


def _toml(value: object) -> str:
    from pyguide.cli.show import toml

    return toml(value)


def _availability(entry: Entry) -> tuple[str, str]:
    """How often a rule has a fix, in ruff's word and in its sentence.

    No rule of pyguide can fix always: what would lose a comment, say, gets no fix.
    """
    if entry.fixes:
        return "Sometimes", "Fix is sometimes available."
    return "None", "Fix is not available."


def _facts(entry: Entry, catalog: Catalog) -> dict[str, object]:
    """What ruff says about its rules, then what only pyguide knows."""
    rule = entry.rule
    word, sentence = _availability(entry)
    return {
        "name": rule.name,
        "code": rule.code,
        "linter": catalog.chapter(entry),
        "summary": entry.page.lead,
        "message_formats": [rule.message],
        "fix": sentence,
        "fix_availability": word,
        "explanation": entry.page.text,
        "preview": rule.preview,
        "status": {"Preview" if rule.preview else "Stable": {}},
        "category": rule.category.value,
        "source_location": {"file": _file(entry), "line": _line(entry)},
        "url": f"{DOCS}{rule.name}/",
        "fixes": list(entry.fixes),
        "guide": list(rule.guide),
        "twins": {tool: list(codes) for tool, codes in rule.twins.items()},
        "options": dict(rule.options),
    }


def _file(entry: Entry) -> str:
    return entry.rule.__module__.replace(".", "/") + ".py"


def _line(entry: Entry) -> int:
    """The line where the class of the rule begins."""
    text = (entry.folder / f"{entry.module}.py").read_text(encoding="utf-8")
    found = re.search(rf"^class {entry.rule.__name__}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
