"""What is left to ruff: findings that it reports just as well in the same project.

A finding is left to ruff only where an exact twin of its rule is on for the file and pyguide has no
better fix: a finding that ruff misses, or cannot mend, must not vanish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pyguide.finding import Applicability, Finding
from pyguide.rule import Rule
from pyguide.settings import Settings

_WORTH = {"none": -1, "unsafe": Applicability.UNSAFE, "safe": Applicability.SAFE}


class Left(NamedTuple):
    """A rule that is left to ruff's rule ``twin`` wherever its fix is no better."""

    code: str
    name: str
    twin: str
    twin_name: str


def left_to_ruff(rules: Iterable[type[Rule]], settings: Settings, path: Path) -> list[Left]:
    """Which of ``rules`` are left to which rules of ruff in the file ``path``."""
    from pyguide.ruff.codes import RULES

    twins = _twins(settings, path, {rule.code: rule for rule in rules})
    return [
        Left(rule.code, rule.name, twin, RULES[twin].name)
        for rule in rules
        for twin in twins.get(rule.code, ())
    ]


def without_twins(
    findings: Sequence[Finding], settings: Settings, path: Path, rules: Mapping[str, type[Rule]]
) -> list[Finding]:
    """The findings that are not left to ruff; ``rules`` maps codes to all rules."""
    if settings.ruff is None or not any(rules[one.code].exact_twins for one in findings):
        return list(findings)
    from pyguide.ruff.codes import RULES

    twins = _twins(settings, path, {one.code: rules[one.code] for one in findings})
    return [
        finding
        for finding in findings
        if finding.alone
        or all(_worth(finding) > _WORTH[RULES[twin].fix] for twin in twins.get(finding.code, ()))
    ]


def _twins(
    settings: Settings, path: Path, rules: Mapping[str, type[Rule]]
) -> dict[str, tuple[str, ...]]:
    """The exact twins of ``rules`` that are on in the file, by our code."""
    if settings.ruff is None:
        return {}
    from pyguide.ruff.configuration import reported_in

    reported = reported_in(settings.ruff, path)
    found = {
        code: tuple(twin for twin in rule.exact_twins if twin in reported)
        for code, rule in rules.items()
    }
    return {code: twins for code, twins in found.items() if twins}


def _worth(finding: Finding) -> int:
    """How far the better of a finding's fixes may be trusted, -1 where there is none."""
    fixes = (finding.fix, finding.repair)
    return max((int(fix.applicability) for fix in fixes if fix is not None), default=-1)
