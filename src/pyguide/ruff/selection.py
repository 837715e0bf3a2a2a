"""Which of ruff's rules its selectors turn on, as ruff 0.17.6 was seen to decide it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyguide.ruff.codes import RULES, VERSION, RuffRule

# Until then a project that chose nothing got these prefixes.
FEW_DEFAULTS_UNTIL = (0, 16)
_FEW_DEFAULTS = ("E4", "E7", "E9", "F")

_SELECTOR = r"([A-Z]+)([0-9]*)"
_ALL, _CATEGORY, _CODE = 0, 1, 2
"""How specific a selector is; the beginning of a code counts one more for each character."""


class Selectors(NamedTuple):
    """What one configuration file says: ``select`` is None where it chooses nothing afresh."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Preview(NamedTuple):
    """Whether ruff's preview mode is on, and whether its preview rules must be named in full."""

    on: bool = False
    explicit: bool = False


def enabled(
    layers: Sequence[Selectors], preview: Preview, version: tuple[int, ...] = VERSION
) -> tuple[str, ...]:
    """Codes of our twins that ruff turns on, sorted.

    ``layers`` are what the configuration files say, the one that all others extend first.
    """
    return tuple(code for code in sorted(RULES) if _is_on(RULES[code], layers, preview, version))


def _is_on(
    rule: RuffRule, layers: Sequence[Selectors], preview: Preview, version: tuple[int, ...]
) -> bool:
    on = _is_default(rule, preview, version)
    for layer in layers:
        wanted = _rank(rule, (*(layer.select or ()), *layer.extend_select), preview)
        unwanted = _rank(rule, layer.ignore, preview)
        if max(wanted, unwanted) >= 0:
            on = wanted > unwanted
        elif layer.select is not None:
            on = False
    return on


def _is_default(rule: RuffRule, preview: Preview, version: tuple[int, ...]) -> bool:
    if rule.preview and (preview.explicit or not preview.on):
        return False
    if version < FEW_DEFAULTS_UNTIL:
        return not rule.preview and _rank(rule, _FEW_DEFAULTS, preview) >= 0
    return rule.default == "always" or (preview.on and rule.default == "preview")


def _rank(rule: RuffRule, selectors: Iterable[str], preview: Preview) -> int:
    """How specifically one of ``selectors`` names the rule, -1 if none does."""
    return max((_specificity(rule, selector, preview) for selector in selectors), default=-1)


def _specificity(rule: RuffRule, selector: str, preview: Preview) -> int:
    full = selector == rule.code or (preview.on and selector == rule.name)
    if rule.preview and not (preview.on and (full or not preview.explicit)):
        return -1
    if full:
        return _CODE + len(rule.code)
    return _ALL if selector == "ALL" else _partly(rule, selector, preview)


def _partly(rule: RuffRule, selector: str, preview: Preview) -> int:
    if preview.on and selector == rule.category:
        return _CATEGORY
    parts = re.fullmatch(_SELECTOR, selector)
    return _CODE + len(selector) if parts and _begins(rule.code, *parts.groups()) else -1


def _begins(code: str, letters: str, digits: str) -> bool:
    """Whether a prefix names ``code``; ``S`` does not name ``SIM107``, ``PL`` names ``PLC1802``."""
    own = re.fullmatch(_SELECTOR, code)
    if own is None or not own[2].startswith(digits):
        return False
    return own[1] == letters or (letters == "PL" and not digits and own[1].startswith("PL"))


def named(selectors: Iterable[str], preview: Preview) -> tuple[str, ...]:
    """Codes of our twins that one of ``selectors`` names, sorted: for ignoring them in files."""
    wanted = tuple(selectors)
    return tuple(c for c in sorted(RULES) if _rank(RULES[c], wanted, preview) >= 0)
