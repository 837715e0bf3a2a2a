"""What a value in a configuration may be: how TOML is read into settings, and its JSON schema."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pyguide import __version__
from pyguide.configuration import links
from pyguide.configuration.versions import TARGETS, fits, target_version
from pyguide.errors import nearest
from pyguide.settings import PRESETS, SEVERITIES
from pyguide.template import check

Schema = Mapping[str, object]

MOST_SECONDS = 86_400


class Kind(NamedTuple):
    """A type of values.

    ``parse`` takes the key as the user wrote it and the TOML value, and raises `ValueError` for a
    value that does not fit. ``name`` is what people read; ``schema`` is what editors read.
    """

    name: str
    parse: Callable[[str, object], object]
    schema: Schema

    @property
    def is_table(self) -> bool:
        """Whether TOML writes the values as tables."""
        return self.name.startswith("dict")


def kind_of(value: object) -> str:
    """What TOML calls the type of ``value``."""
    kinds = {
        bool: "a boolean",
        str: "a string",
        int: "an integer",
        float: "a float",
        list: "an array",
        dict: "a table",
    }
    return kinds.get(type(value), "a date or time")


def table(key: str, value: object) -> dict[str, object]:
    """``value`` if it is a table."""
    if not isinstance(value, dict):
        raise _unfit(key, "a table", value)
    return value


def _unfit(key: str, expected: str, value: object) -> ValueError:
    return ValueError(f"`{key}` must be {expected}, not {kind_of(value)}")


def _strings(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _unfit(key, "an array of strings", value)
    for item in value:
        if not isinstance(item, str):
            raise _unfit(key, "an array of strings", item)
    return tuple(value)


def _packs(key: str, value: object) -> tuple[str, ...]:
    for word in _strings(key, value):
        if not is_folder(word) and not all(map(str.isidentifier, word.split("."))):
            hint = "a folder needs a slash, as in `./rules`"
            raise ValueError(f"`{key}`: `{word}` is no importable name; {hint}")
    return _strings(key, value)


def is_folder(pack: str) -> bool:
    """Whether a word under `packs` is the path of a folder, and no importable name."""
    return "/" in pack or os.sep in pack


def _boolean(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _unfit(key, "a boolean", value)
    return value


def _string(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise _unfit(key, "a string", value)
    return value


def _path(key: str, value: object) -> str:
    if not value and isinstance(value, str):
        raise ValueError(f"`{key}` must be a path, not an empty string")
    return _string(key, value)


def _message(key: str, value: object) -> str:
    template = _string(key, value)
    try:
        check(template)
    except ValueError as error:
        raise ValueError(f"`{key}`: {error}") from error
    return template


def _seconds(key: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unfit(key, "an integer", value)
    if not 1 <= value <= MOST_SECONDS:
        raise ValueError(f"`{key}` must be from 1 to {MOST_SECONDS}, not {value}")
    return value


def _target(key: str, value: object) -> tuple[int, int]:
    if not isinstance(value, str):
        raise _unfit(key, 'a string such as "py311"', value)
    try:
        return target_version(value)
    except ValueError as error:
        raise ValueError(f"`{key}`: {error}") from error


def _link(parse: Callable[[str], str]) -> Kind:
    def parsed(key: str, value: object) -> str:
        word = _string(key, value)
        try:
            return parse(word)
        except ValueError as error:
            raise ValueError(f"`{key}`: {error}") from error

    return Kind("URL", parsed, {"type": "string"})


def _required(key: str, value: object) -> str:
    required = _string(key, value)
    try:
        fitting = fits(__version__, required)
    except ValueError as error:
        raise ValueError(f"`{key}`: {error}") from error
    if not fitting:
        raise ValueError(f"`{key}` is `{required}`, but this is pyguide {__version__}")
    return required


def _lists_by_pattern(key: str, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = table(key, value).items()
    return tuple((name, _strings(f"{key}.{name}", codes)) for name, codes in pairs)


def _targets_by_pattern(key: str, value: object) -> tuple[tuple[str, tuple[int, int]], ...]:
    pairs = table(key, value).items()
    return tuple((name, _target(f"{key}.{name}", version)) for name, version in pairs)


def _severities(key: str, value: object) -> tuple[tuple[str, str], ...]:
    word = _one_of(SEVERITIES).parse
    pairs = table(key, value).items()
    return tuple((name, str(word(f"{key}.{name}", severity))) for name, severity in pairs)


def _rules(key: str, value: object) -> tuple[tuple[str, object], ...]:
    rules = table(key, value)
    return tuple((name, _frozen(table(f"{key}.{name}", rules[name]))) for name in sorted(rules))


def _frozen(value: object) -> object:
    """``value`` with tuples for arrays and sorted pairs for tables, so that it can be hashed."""
    match value:
        case dict():
            return tuple((name, _frozen(value[name])) for name in sorted(value))
        case list():
            return tuple(map(_frozen, value))
    return value


def _known(key: str, word: str, words: tuple[str, ...]) -> str:
    if word not in words:
        hint = nearest(word, words) or f"; known are {', '.join(words)}"
        raise ValueError(f"`{key}`: unknown value `{word}`{hint}")
    return word


def _one_of(words: tuple[str, ...]) -> Kind:
    def parse(key: str, value: object) -> str:
        return _known(key, _string(key, value), words)

    return Kind(" | ".join(f'"{word}"' for word in words), parse, {"enum": list(words)})


def _some_of(words: tuple[str, ...]) -> Kind:
    def parse(key: str, value: object) -> tuple[str, ...]:
        return tuple(sorted({_known(key, word, words) for word in _strings(key, value)}))

    schema = {"type": "array", "items": {"enum": list(words)}, "uniqueItems": True}
    return Kind(f"list[{' | '.join(words)}]", parse, schema)


_STRING: Schema = {"type": "string"}
_STRINGS: Schema = {"type": "array", "items": _STRING}
_VERSION: Schema = {"enum": [f"py{major}{minor}" for major, minor in TARGETS]}
_SELECTOR: Schema = {"$ref": "#/$defs/selector"}
_SELECTORS: Schema = {"type": "array", "items": _SELECTOR}

BOOLEAN = Kind("bool", _boolean, {"type": "boolean"})
SECONDS = Kind("seconds", _seconds, {"type": "integer", "minimum": 1, "maximum": MOST_SECONDS})
PATH = Kind("path", _path, _STRING)
MESSAGE = Kind("text", _message, _STRING)
FORMAT = Kind("format", _string, {"$ref": "#/$defs/format"})
EDITOR_LINK = _link(links.editor_link)
REPOSITORY_LINK = _link(links.repository_link)
PACKS = Kind("list[path or name]", _packs, _STRINGS)
PATTERNS = Kind("list[pattern]", _strings, _STRINGS)
SELECTORS = Kind("list[code or name]", _strings, _SELECTORS)
SELECTORS_BY_PATTERN = Kind(
    "dict[pattern, list[code or name]]",
    _lists_by_pattern,
    {"type": "object", "additionalProperties": _SELECTORS},
)
SEVERITY_BY_SELECTOR = Kind(
    'dict[code or name, "error" | "warning" | "info"]',
    _severities,
    {
        "type": "object",
        "propertyNames": _SELECTOR,
        "additionalProperties": {"enum": list(SEVERITIES)},
    },
)
TARGET = Kind("version", _target, _VERSION)
TARGET_BY_PATTERN = Kind(
    "dict[pattern, version]",
    _targets_by_pattern,
    {"type": "object", "additionalProperties": _VERSION},
)
REQUIRED = Kind("version specifier", _required, _STRING)
OPTIONS_BY_RULE = Kind("dict[name, table]", _rules, {"$ref": "#/$defs/rules"})
TRUST = _some_of(("annotations", "attributes", "constants"))
DEDUPE = _one_of(("auto", "never", "ruff"))
PRESET = _one_of(PRESETS)
INHERITED = _one_of(("ruff",))
