"""The keys of a configuration and what they accept."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping

from pyguide.errors import nearest
from pyguide.settings import DEDUPE, OLDEST_TARGET

# One minor ahead, so that a project may target the next Python before pyguide runs on it.
_NEWEST_MINOR = max(15, sys.version_info.minor + 1)
_TARGETS = tuple((3, minor) for minor in range(OLDEST_TARGET[1], _NEWEST_MINOR + 1))

_CLAUSE = r"\s*(===?|!=|~=|[<>]=?)\s*v?(\d{1,4})((?:\.\d{1,4}){0,3})(\.\*)?[^,]*"


def target_version(text: str) -> tuple[int, int]:
    """The version that ``py311`` spells; raises `ValueError` with the nearest one that is known."""
    known = {f"py{major}{minor}": (major, minor) for major, minor in _TARGETS}
    if text in known:
        return known[text]
    hint = nearest(text, known) or f"; known are {', '.join(known)}"
    raise ValueError(f"unknown version `{text}`{hint}")


def oldest_admitted(required: str) -> tuple[int, int] | None:
    """The lowest known version that a specifier such as ``>=3.9,<4`` admits, if it is readable."""
    clauses = [re.fullmatch(_CLAUSE, clause) for clause in required.split(",") if clause.strip()]
    for target in _TARGETS:
        if all(clause and _admits(clause, target) for clause in clauses):
            return target
    return None


def _admits(clause: re.Match[str], target: tuple[int, int]) -> bool:
    """Whether some release of ``target`` fits."""
    operator, major, rest, star = clause.groups()
    release = (int(major), *map(int, rest.split(".")[1:]))
    ours = target[: len(release)]
    stated = release[:2]
    patch = any(release[2:])
    if operator in ("==", "==="):
        return ours == stated
    if operator == "!=":
        return not star or len(release) > 2 or ours != stated
    if operator == "~=":
        return (
            target >= stated and target[: len(release) - 1] == release[: min(len(release) - 1, 2)]
        )
    if operator in (">", ">="):
        return ours >= stated
    if operator == "<":
        return ours < stated or (patch and ours == stated)
    return ours <= stated and (len(release) > 1 or ours < stated)


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


def _unfit(key: str, expected: str, value: object) -> ValueError:
    return ValueError(f"`{key}` must be {expected}, not {kind_of(value)}")


def _strings(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _unfit(key, "an array of strings", value)
    for item in value:
        if not isinstance(item, str):
            raise _unfit(key, "an array of strings", item)
    return tuple(value)


def _boolean(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _unfit(key, "a boolean", value)
    return value


def _target(key: str, value: object) -> tuple[int, int]:
    if not isinstance(value, str):
        raise _unfit(key, 'a string such as "py311"', value)
    try:
        return target_version(value)
    except ValueError as error:
        raise ValueError(f"`{key}`: {error}") from error


def _dedupe(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise _unfit(key, "a string", value)
    if value not in DEDUPE:
        hint = nearest(value, DEDUPE) or f"; known are {', '.join(DEDUPE)}"
        raise ValueError(f"`{key}`: unknown value `{value}`{hint}")
    return value


def _table(key: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _unfit(key, "a table", value)
    return value


def _per_file_ignores(key: str, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _table(key, value)
    return tuple((name, _strings(f"{key}.{name}", codes)) for name, codes in table.items())


def _rules(key: str, value: object) -> tuple[tuple[str, object], ...]:
    table = _table(key, value)
    return tuple((name, _frozen(_table(f"{key}.{name}", table[name]))) for name in sorted(table))


def _frozen(value: object) -> object:
    """``value`` with tuples for arrays and sorted pairs for tables, so that it can be hashed."""
    match value:
        case dict():
            return tuple((name, _frozen(value[name])) for name in sorted(value))
        case list():
            return tuple(map(_frozen, value))
    return value


_LINT_KEYS: Mapping[str, Callable[[str, object], object]] = {
    "select": _strings,
    "extend-select": _strings,
    "ignore": _strings,
    "per-file-ignores": _per_file_ignores,
}
_KEYS: Mapping[str, Callable[[str, object], object]] = {
    **_LINT_KEYS,
    "exclude": _strings,
    "extend-exclude": _strings,
    "respect-gitignore": _boolean,
    "force-exclude": _boolean,
    "target-version": _target,
    "preview": _boolean,
    "rules": _rules,
    "dedupe": _dedupe,
    "noqa-aliases": _boolean,
}


def fields_of(table: Mapping[str, object], prefix: str) -> dict[str, object]:
    """What a table says, by field of `Settings`; raises `ValueError` for what it may not say."""
    values: dict[str, object] = {}
    for key, value in table.items():
        if key == "lint":
            for inner, lint_value in _table(f"{prefix}lint", value).items():
                _take(values, inner, lint_value, f"{prefix}lint.", _LINT_KEYS)
        else:
            _take(values, key, value, prefix, _KEYS)
    return values


def _take(
    values: dict[str, object],
    key: str,
    value: object,
    prefix: str,
    keys: Mapping[str, Callable[[str, object], object]],
) -> None:
    if key not in keys:
        valid = [*keys, *(["lint"] if keys is _KEYS else [])]
        hint = nearest(key, valid) or f"; known are {', '.join(valid)}"
        raise ValueError(f"unknown key `{prefix}{key}`{hint}")
    field = key.replace("-", "_")
    if field in values:
        raise ValueError(f"`{key}` stands both in the table and in its `lint` table")
    values[field] = keys[key](f"{prefix}{key}", value)
