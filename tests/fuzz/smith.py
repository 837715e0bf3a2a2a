"""Programs that hypothesmith makes from Python's grammar and from libcst's nodes."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesmith
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

ONCE = settings(
    max_examples=20,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def programs(seed: int) -> Iterator[str]:
    """Programs without end, the same ones for the same ``seed``."""
    while True:
        yield from _some(seed)
        seed += 1


def _some(seed: int) -> list[str]:
    found: list[str] = []

    @seeded(seed)
    @ONCE
    @given(hypothesmith.from_node(auto_target=False))
    def collect(code: str) -> None:
        found.append(code)

    collect()
    return found
