"""Where the baseline of a file lies; a project without one imports nothing else of this package."""

from __future__ import annotations

import os

from pyguide import witness
from pyguide.settings import Settings

NAME = "pyguide-baseline.txt"
"""What a baseline is called that is found by itself."""


def place_of(settings: Settings) -> str | None:
    """The absolute path of the baseline that holds under ``settings``; None where there is none.

    That is the one that the configuration names, which need not be there, else the nearest one with
    the usual name in the folder of the configuration or above.
    """
    if settings.baseline is not None:
        return settings.baseline
    for folder in (settings.root, *settings.root.parents):
        place = str(folder / NAME)
        witness.state(place)
        if os.path.lexists(place):
            return place
    return None


def new_place(settings: Settings) -> str:
    """The absolute path of a baseline to be made for ``settings``."""
    return settings.baseline or str(settings.root / NAME)
