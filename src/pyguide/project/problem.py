"""What `pyguide doctor` says is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pyguide.project.change import Edit


class Problem(NamedTuple):
    """Something in ``file`` that keeps pyguide and another tool from working together.

    ``details`` are places that suffer from it; ``remedy`` the exact lines to write. ``edit`` writes
    them where that can be done.
    """

    file: Path
    message: str
    remedy: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    edit: Edit | None = None
