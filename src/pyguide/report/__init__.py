"""One module a format; each turns an outcome into text and does nothing else."""

from __future__ import annotations

from importlib import import_module

from pyguide.outcome import Outcome

FORMATS = {
    "full": "pyguide.report.full",
    "concise": "pyguide.report.concise",
    "json": "pyguide.report.json",
}
"""Name of each ``--output-format`` and the module that renders it, imported when asked for."""

PASSED = "All checks passed!"
FOR_PEOPLE = frozenset({"full", "concise"})
"""The formats that end with sentences and may be coloured."""


def render(
    name: str,
    outcome: Outcome,
    *,
    color: bool = False,
    width: int = 100,
    hyperlinks: bool = False,
) -> str:
    """``outcome`` in the format ``name``, exactly as it is to be written; `KeyError` if unknown."""
    if outcome.is_clean and name in FOR_PEOPLE:
        # The most frequent report needs nothing of what draws the others.
        return "" if outcome.quiet else f"{PASSED}\n"
    module = import_module(FORMATS[name])
    text: str = module.render(outcome, color=color, width=width, hyperlinks=hyperlinks)
    return text
