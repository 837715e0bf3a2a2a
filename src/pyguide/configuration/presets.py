"""Which rules each preset turns on."""

from __future__ import annotations

from pyguide.rule import Rule

_ANTI_PATTERNS = "Q107"
"""The question of the guide that lists its anti-patterns."""

_CORE = frozenset(
    ("PYG001", "PYG101", "PYG202", "PYG203", "PYG301", "PYG306", "PYG401", "PYG501", "PYG801")
)
"""The anti-patterns that pyguide began with: those of the guide's list, and jumps in `finally`."""


def includes(preset: str, rule: type[Rule]) -> bool:
    """Whether ``rule`` belongs to ``preset``, one of `settings.PRESETS`.

    A rule in preview is on with its preset in preview mode only; in `all` it is on as it is.
    """
    match preset:
        case "guide":
            return rule.code in _CORE or _ANTI_PATTERNS in rule.guide
        case "default":
            return not rule.optional
    return True


def shows_preview(preset: str) -> bool:
    """Whether ``preset`` turns rules in preview on without preview mode."""
    return preset == "all"
