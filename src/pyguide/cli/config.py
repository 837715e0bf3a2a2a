"""``pyguide config``: the keys of the configuration, one key, or the schema for editors."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from pyguide.cli.output import put
from pyguide.cli.show import toml
from pyguide.configuration.keys import KEYS, Key
from pyguide.configuration.schema import Options, default_of, schema
from pyguide.errors import PyguideError, nearest
from pyguide.report import FORMATS

_FORMATS = ("text", "json", "markdown")


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("key", nargs="?", metavar="KEY", help="explain this key; default: list all")
    parser.add_argument("--output-format", choices=_FORMATS, default="text")
    parser.add_argument(
        "--schema",
        nargs="?",
        const="installed",
        choices=("installed", "any"),
        help="print the JSON schema, with the rules that are installed here or for any rules",
    )


def run(arguments: Namespace) -> int:
    """Print what is asked for; raises PyguideError for an unknown key."""
    as_json = arguments.output_format == "json"
    keys = [_key(arguments.key)] if arguments.key else list(KEYS.values())
    if arguments.schema:
        rules = _installed() if arguments.schema == "installed" else None
        put(json.dumps(schema(tuple(FORMATS), rules), indent=2, ensure_ascii=False) + "\n")
    elif arguments.output_format == "markdown":
        put(_markdown(keys))
    elif arguments.key:
        put(json.dumps(_facts(keys[0]), indent=2) if as_json else _text(keys[0]))
    elif as_json:
        put(json.dumps({key.name: _facts(key) for key in keys}, indent=2))
    else:
        put("".join(f"{key.name}\n" for key in keys))
    return 0


def _key(word: str) -> Key:
    """The key of a name, with or without the tables that it stands in."""
    name = word.removeprefix("tool.pyguide.")
    if name.startswith("rules."):
        return _options(name.removeprefix("rules."))
    inner = name.removeprefix("lint.")
    if inner in KEYS and (inner == name or KEYS[inner].lint):
        return KEYS[inner]
    hint = nearest(inner, KEYS) or f"; known are {', '.join(KEYS)}"
    raise PyguideError(f"config: unknown key `{word}`{hint}")


def _options(word: str) -> Key:
    """The options of a rule, told as a key of their own."""
    from pyguide.catalog import installed
    from pyguide.configuration.loading import packs_here

    entry = installed(packs_here()).find(word)
    pairs = ", ".join(f"{name} = {toml(value)}" for name, value in entry.rule.options.items())
    line = f"# the defaults\nrules.{entry.rule.name} = {{ {pairs} }}"
    kind = KEYS["rules"].kind._replace(name="table")
    example = line if pairs else "# this rule has no options"
    return Key(f"rules.{entry.rule.name}", kind, entry.page.lead, example)


def _facts(key: Key) -> dict[str, object]:
    """The same facts, under the same names, as ruff tells."""
    return {
        "doc": key.doc,
        "default": _default(key),
        "value_type": key.kind.name,
        "scope": None,
        "example": key.example,
        "deprecated": None,
    }


def _default(key: Key) -> str | None:
    value = default_of(key)
    return None if value is None else toml(value) if value != {} else "{}"


def _text(key: Key) -> str:
    default = _default(key) or "none"
    lines = [key.doc, "", f"Default value: {default}", f"Type: {key.kind.name}"]
    return "\n".join([*lines, "Example usage:", "```toml", key.example, "```", ""])


def _markdown(keys: Sequence[Key]) -> str:
    """The table of the documentation."""
    lines = ["| key | what it says | values | example |", "|---|---|---|---|"]
    for key in keys:
        values = key.kind.name.replace("|", "\\|")
        lines.append(f"| `{key.name}` | {key.doc} | {values} | `{key.example}` |")
    return "\n".join(lines) + "\n"


def _installed() -> list[Options]:
    from pyguide.catalog import installed
    from pyguide.configuration.loading import packs_here

    return [
        Options(entry.rule.code, entry.rule.name, entry.page.lead, entry.rule.options)
        for entry in installed(packs_here()).entries.values()
    ]
