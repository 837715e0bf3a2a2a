"""What beats what: values of one configuration laid over those of another."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyguide.patterns import absolute
from pyguide.settings import Pack, Settings

Values = Mapping[str, object]
"""Values by field of `Settings`."""

_CODE_PREFIX = r"[A-Za-z]{1,3}[0-9]*"
_ADDING = (
    "extend_per_file_ignores", "extend_safe_fixes", "extend_unsafe_fixes", "severity",
    "extend_include", "extend_exclude", "files",
)  # fmt: skip
_PATTERNS = ("include", "extend_include", "exclude", "extend_exclude")
_BY_PATTERN = ("per_file_ignores", "extend_per_file_ignores", "per_file_target_version")


def merge(settings: Settings, values: Values) -> Settings:
    """``settings`` with ``values`` over them: an extending file, or a command line.

    As in ruff, ``select`` starts afresh: ``ignore`` and ``extend_select`` from below no longer
    count. So does ``preset``, and ``select`` from below no longer counts either. Otherwise these
    two add to what is below and have the last word about what they name. ``fixable``,
    ``extend_fixable`` and ``unfixable`` do the same among themselves. The other ``extend_`` fields
    and severities add, options of rules merge one by one, the rest replaces.
    """
    new: Settings = settings._replace(**values)  # type: ignore[arg-type]
    added = {name: getattr(settings, name) + values[name] for name in _ADDING if name in values}
    if "preset" in values:
        values = {"select": None, **values}
    chosen = _chosen(settings, values, "select", "extend_select", "ignore")
    fixing = _chosen(settings, values, "fixable", "extend_fixable", "unfixable")
    new = new._replace(**added, **chosen, **fixing)  # type: ignore[arg-type]
    if "rules" in values and settings.rules:
        new = new._replace(rules=_options(settings.rules, new.rules))
    return new


def _chosen(
    settings: Settings, values: Values, only: str, more: str, none: str
) -> dict[str, object]:
    """What the three fields of a choice become: ``only`` these, ``more`` and ``none`` of those."""
    if not values.keys() & {only, more, none}:
        return {}
    wanted = _selectors(values.get(more))
    unwanted = _selectors(values.get(none))
    if only in values:
        return {only: values[only], more: wanted, none: unwanted}
    below, packs = getattr(settings, only), settings.packs
    return {
        only: below if below is None else _without(below, unwanted, packs),
        more: _without(getattr(settings, more), unwanted, packs) + wanted,
        none: _without(getattr(settings, none), wanted, packs) + unwanted,
    }


def _selectors(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _without(
    selectors: tuple[str, ...], others: tuple[str, ...], packs: tuple[Pack, ...]
) -> tuple[str, ...]:
    """The ``selectors`` that none of the ``others`` names or, as a prefix of codes, includes."""
    if not (selectors and others):
        return selectors
    prefixes = tuple(_prefix(other, packs) for other in others)
    return tuple(one for one in selectors if not _prefix(one, packs).startswith(prefixes))


def _prefix(selector: str, packs: tuple[Pack, ...]) -> str:
    """The beginning of the codes that ``selector`` means; itself where it means none."""
    if re.fullmatch(_CODE_PREFIX, selector):
        return "" if selector.upper() == "ALL" else selector.upper()
    # Only the rules know their names, so this is asked where nothing else will do.
    from pyguide.catalog import installed

    return installed(packs).names.get(selector.lower(), selector)


def _options(
    below: tuple[tuple[str, tuple[tuple[str, object], ...]], ...],
    above: tuple[tuple[str, tuple[tuple[str, object], ...]], ...],
) -> tuple[tuple[str, tuple[tuple[str, object], ...]], ...]:
    merged = {name: dict(pairs) for name, pairs in below}
    for name, pairs in above:
        merged.setdefault(name, {}).update(pairs)
    return tuple((name, tuple(sorted(merged[name].items()))) for name in sorted(merged))


def anchored(values: Values, folder: str) -> dict[str, object]:
    """``values`` with patterns that stay relative to ``folder`` whatever they are merged with.

    A pattern without slashes names files anywhere, and stays.
    """
    fixed = dict(values)
    for name in _PATTERNS:
        patterns = fixed.get(name)
        if isinstance(patterns, tuple):
            fixed[name] = tuple(_anchored(pattern, folder) for pattern in patterns)
    for name in _BY_PATTERN:
        pairs = fixed.get(name)
        if isinstance(pairs, tuple):
            fixed[name] = tuple((_anchored(pattern, folder), value) for pattern, value in pairs)
    return fixed


def _anchored(pattern: str, folder: str) -> str:
    """A pattern that holds slashes, made absolute; a negation stays in front."""
    negation = "!" * pattern.startswith("!")
    bare = pattern[len(negation) :]
    # The names of folders are no patterns.
    literal = re.sub(r"[*?[]", r"[\g<0>]", folder)
    return negation + (absolute(f"{literal}/{bare}") if "/" in bare else bare)
