"""The JSON schema of a configuration, for editors, made from the table of keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyguide.configuration.keys import KEYS, Key
from pyguide.settings import DEFAULT_TARGET, Settings

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that the TOML extensions of editors read."""

_ANY_SELECTOR = {
    "type": "string",
    "pattern": r"^(ALL|[A-Za-z]{1,3}[0-9]{0,3}|[a-z0-9]+(-[a-z0-9]+)*)$",
}


class Options(NamedTuple):
    """A rule's code, name, one sentence about it, and its options with their defaults."""

    code: str
    name: str
    summary: str
    defaults: Mapping[str, object]


def schema(formats: Sequence[str], rules: Iterable[Options] | None = None) -> dict[str, object]:
    """The schema; ``formats`` are those of reports.

    Where ``rules`` are given it knows their codes, names and options, and refuses all others.
    """
    top = {key.name: _property(key) for key in KEYS.values()}
    lint = {key.name: _property(key) for key in KEYS.values() if key.lint}
    top["lint"] = {
        "description": "A place for the keys that ruff keeps in its table `lint`.",
        "type": "object",
        "properties": lint,
        "additionalProperties": False,
    }
    known = None if rules is None else tuple(rules)
    return {
        "$schema": DRAFT,
        "title": "pyguide",
        "description": "What [tool.pyguide] of a pyproject.toml, or a pyguide.toml, may say.",
        "type": "object",
        "properties": top,
        "additionalProperties": False,
        "$defs": {
            "format": {"enum": list(formats)},
            "selector": _ANY_SELECTOR if known is None else {"enum": _selectors(known)},
            "rules": _rules(known),
        },
    }


def default_of(key: Key) -> object:
    """The default as TOML would say it; None where a key is not there by default."""
    if key.field not in Settings._field_defaults:
        return None
    value = Settings._field_defaults[key.field]
    if value == DEFAULT_TARGET:
        return "py{}{}".format(*DEFAULT_TARGET)
    if value == () and key.kind.is_table:
        return {}
    return list(value) if isinstance(value, tuple) else value


def _property(key: Key) -> dict[str, object]:
    told: dict[str, object] = {"description": key.doc}
    default = default_of(key)
    if default is not None:
        told["default"] = default
    if "$ref" in key.kind.schema:
        # In draft 7 nothing beside a reference counts.
        return told | {"allOf": [dict(key.kind.schema)]}
    return told | dict(key.kind.schema)


def _selectors(rules: tuple[Options, ...]) -> list[str]:
    """Every selector that names one of ``rules``: all, beginnings of codes, codes, names."""
    found: dict[str, None] = {"ALL": None}
    for rule in rules:
        letters = rule.code.rstrip("0123456789")
        found |= dict.fromkeys(rule.code[:end] for end in range(len(letters), len(rule.code) + 1))
    return [*sorted(found), *sorted(rule.name for rule in rules)]


def _rules(rules: tuple[Options, ...] | None) -> dict[str, object]:
    if rules is None:
        return {"type": "object", "additionalProperties": {"type": "object"}}
    tables = {
        rule.name: {
            "description": rule.summary,
            "type": "object",
            "properties": {name: _option(value) for name, value in rule.defaults.items()},
            "additionalProperties": False,
        }
        for rule in rules
        if rule.defaults
    }
    tables |= {rule.code: tables[rule.name] for rule in rules if rule.defaults}
    return {"type": "object", "properties": tables, "additionalProperties": False}


def _option(default: object) -> dict[str, object]:
    match default:
        case bool():
            return {"type": "boolean", "default": default}
        case int():
            return {"type": "integer", "default": default}
        case float():
            return {"type": "number", "default": default}
        case tuple():
            return {"type": "array", "default": list(default)}
    return {"type": "string", "default": default}
