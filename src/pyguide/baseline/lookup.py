"""What is known of one file, for those who are handed file after file and ask git nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pyguide.baseline.file import Baseline, read
from pyguide.baseline.places import place_of
from pyguide.settings import Settings


def known_in(path: Path, settings: Settings) -> frozenset[str]:
    """The fingerprints of what is known in a file, under the name that it has now.

    Raises PyguideError for a baseline that is missing or broken.
    """
    baseline = _baseline(settings)
    if baseline is None:
        return frozenset()
    return frozenset(baseline.entries.get(baseline.name_of(path), ()))


@cache
def _baseline(settings: Settings) -> Baseline | None:
    place = place_of(settings)
    return _read(place) if place is not None else None


_read = cache(read)
