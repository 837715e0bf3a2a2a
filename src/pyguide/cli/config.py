"""``pyguide config``: the keys of the configuration, one key, or the schema for editors."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from pyguide.cli.output import put
from pyguide.cli.show import toml
from pyguide.errors import PyguideError, nearest
from pyguide.keys import KEYS, Key
from pyguide.report import FORMATS
from pyguide.schema import Options, default_of, schema


def configure(parser: ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("key", nargs="?", metavar="KEY", help="explain this key; default: list all")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
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
    if arguments.schema:
        rules = _installed() if arguments.schema == "installed" else None
        put(json.dumps(schema(tuple(FORMATS), rules), indent=2, ensure_ascii=False) + "\n")
    elif arguments.key:
        key = _key(arguments.key)
        put(json.dumps(_facts(key), indent=2) if as_json else _text(key))
    elif as_json:
        put(json.dumps({key.name: _facts(key) for key in KEYS.values()}, indent=2))
    else:
        put("".join(f"{name}\n" for name in KEYS))
    return 0


def _key(word: str) -> Key:
    """The key of a name, with or without the tables that it stands in."""
    name = word.removeprefix("tool.pyguide.")
    inner = name.removeprefix("lint.")
    if inner in KEYS and (inner == name or KEYS[inner].lint):
        return KEYS[inner]
    hint = nearest(inner, KEYS) or f"; known are {', '.join(KEYS)}"
    raise PyguideError(f"config: unknown key `{word}`{hint}")


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


def _installed() -> list[Options]:
    from pyguide.catalog import installed

    return [
        Options(entry.rule.code, entry.rule.name, entry.page.lead, entry.rule.options)
        for entry in installed().entries.values()
    ]
