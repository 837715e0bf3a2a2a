"""Programs that hypothesmith makes from Python's grammar and from libcst's nodes."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesmith
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

ONCE = settings(
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def programs(seed: int, batch: int = 20) -> Iterator[str]:
    """Programs without end, the same ones for the same ``seed`` and ``batch``."""
    while True:
        yield from _some(seed, batch)
        seed += 1


def _some(seed: int, number: int) -> list[str]:
    found: list[str] = []

    @seeded(seed)
    @settings(ONCE, max_examples=number)
    @given(hypothesmith.from_node(auto_target=False))
    def collect(code: str) -> None:
        found.append(code)

    collect()
    return found
