"""``pyguide rules``: every rule with its fix and its twins in other tools."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pyguide.catalog import Entry, installed
from pyguide.cli.output import put
from pyguide.configuration.loading import packs_here

_FORMATS = ("text", "json", "markdown")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--output-format", choices=_FORMATS, default="text")


def run(arguments: Namespace) -> int:
    """Print the table."""
    rows = [row(entry) for entry in installed(packs_here()).entries.values()]
    if arguments.output_format == "json":
        import json

        put(json.dumps(rows, indent=2) + "\n")
    elif arguments.output_format == "markdown":
        put(markdown(rows))
    else:
        put(_text(rows))
    return 0


def row(entry: Entry) -> dict[str, str]:
    """What the table says about one rule; ``fix`` is ``safe``, ``unsafe``, both or empty."""
    rule = entry.rule
    twins = [f"{tool} {code}" for tool, codes in rule.twins.items() for code in codes]
    return {
        "code": rule.code,
        "name": rule.name,
        "category": rule.category.value,
        "fix": ", ".join(entry.fixes),
        "default": "off" if rule.preview or rule.optional else "on",
        "guide": ", ".join(rule.guide),
        "twins": ", ".join(twins),
        "summary": entry.page.lead,
    }


def _text(rows: list[dict[str, str]]) -> str:
    columns = ("code", "name", "category", "fix", "default", "guide", "twins")
    table = [dict(zip(columns, columns, strict=True)), *rows]
    widths = {name: max(len(line[name]) for line in table) for name in columns}
    lines = ("  ".join(line[name].ljust(widths[name]) for name in columns) for line in table)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def markdown(rows: list[dict[str, str]]) -> str:
    """The table of the README."""
    lines = ["| Rule | What it finds | Fix | Found elsewhere as |", "|---|---|---|---|"]
    lines += [
        f"| `{r['code']}` {r['name']} | {_cell(r['summary'])} | {r['fix'] or 'none'} | "
        f"{r['twins'] or 'nothing'} |"
        for r in rows
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text in a cell; a bar would end it even in code."""
    return text.replace("|", "\\|")
