"""What a run is asked to do: the files to look at, and what to do with findings."""

# Annotations are not postponed here: named tuples would compile the text of each.

from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from pyguide.finding import Applicability
from pyguide.settings import Settings


class Task(NamedTuple):
    """One file to look at, how people know it, and the settings that hold for it.

    ``raw`` holds the bytes where they come from elsewhere, such as standard input; then nothing is
    read or written.
    ``known`` are the fingerprints of findings that are neither shown, fixed nor counted; None where
    nobody asks what is known: then findings have no fingerprints. ``lines`` are the touched ones to
    which findings are confined, as pairs of the first line and the one behind the last, counted
    from 1; None where all of them count.
    """

    path: Path
    shown: str
    settings: Settings
    raw: bytes | None = None
    known: frozenset[str] | None = None
    lines: tuple[tuple[int, int], ...] | None = None


class Keeper(Protocol):
    """Whoever keeps what files held before they are rewritten; must be picklable."""

    def keeping(
        self, path: Path, before: bytes, after: bytes, fixed: tuple[tuple[str, int], ...]
    ) -> AbstractContextManager[None]:
        """A context in which the file may be rewritten; raises OSError where it may not."""


class Mode(NamedTuple):
    """What to do with findings.

    ``least`` is what is fixed, None for nothing; ``write`` puts fixed files on disk; ``unsafe``
    offers unsafe fixes in reports; without ``prefilter`` libcst looks at whole files; with
    ``ignore_noqa`` no comment silences anything; ``timings`` go with the results where they are
    wanted; ``keeper`` keeps what is overwritten.
    """

    least: Applicability | None = None
    write: bool = False
    unsafe: bool = False
    prefilter: bool = True
    timings: bool = False
    ignore_noqa: bool = False
    keeper: Keeper | None = None
