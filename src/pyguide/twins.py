"""Our rules by what other tools call their twins: codes, and the names of ruff's rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from pyguide.catalog import Catalog
from pyguide.finding import Finding
from pyguide.outcome import Silenced

if TYPE_CHECKING:
    from pyguide.source import Source


class Twin(NamedTuple):
    """A rule of other tools: its code, ruff's name for it or nothing, who has it, and ours."""

    code: str
    name: str
    tools: tuple[str, ...]
    rules: tuple[str, ...]
    """Codes of our rules, sorted."""


def known_twins(catalog: Catalog) -> dict[str, Twin]:
    """Every twin by its code as the other tool spells it."""
    from pyguide.ruff.codes import RULES

    tools: dict[str, dict[str, None]] = {}
    ours: dict[str, set[str]] = {}
    for rule in catalog.rules:
        for tool, codes in rule.twins.items():
            for code in codes:
                tools.setdefault(code, {})[tool] = None
                ours.setdefault(code, set()).add(rule.code)
    return {
        code: Twin(
            code,
            RULES[code].name if code in RULES and "ruff" in tools[code] else "",
            tuple(tools[code]),
            tuple(sorted(ours[code])),
        )
        for code in sorted(tools)
    }


def find_twin(catalog: Catalog, word: str) -> Twin | None:
    """The twin of a code or of ruff's name for it, in any case."""
    twins = known_twins(catalog)
    spelled = {key.upper(): twin for key, twin in twins.items()}
    spelled |= {twin.name.upper(): twin for twin in twins.values() if twin.name}
    return spelled.get(word.upper())


def heeding_aliases(
    source: Source, findings: Sequence[Finding], catalog: Catalog
) -> tuple[list[Finding], list[Silenced]]:
    """The findings that no comment silences under the code or ruff's name of a twin; the others.

    ``# noqa: B006`` speaks of what PYG101 finds, too, where the user wants that.
    """
    from pyguide.suppressions.heeding import Vocabulary, heed

    twins = known_twins(catalog)
    names = {twin.name: twin.code for twin in twins.values() if twin.name}
    words = Vocabulary(frozenset(twins), names)
    silenced: dict[Finding, Silenced] = {}
    for code in sorted({finding.code for finding in findings}):
        own = [finding for finding in findings if finding.code == code]
        for twin in (twin for twin in twins.values() if code in twin.rules):
            alias = [finding._replace(code=twin.code) for finding in own]
            for one in heed(source, alias, words)[1]:
                finding = one.finding._replace(code=code)
                silenced[finding] = Silenced(finding, one.reason)
    return [one for one in findings if one not in silenced], list(silenced.values())
