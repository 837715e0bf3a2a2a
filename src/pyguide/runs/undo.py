"""Taking a run back: its files get the bytes that they held before, unless somebody edited them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pyguide.errors import PyguideError
from pyguide.runs.entry import Entry, digest
from pyguide.runs.journal import Keeper, Past
from pyguide.write import ChangedOnDisk, replace

_EDITED = "edited since"


class Restored(NamedTuple):
    """What became of a file: nothing hindered, or ``why`` it was left as it is."""

    path: str
    why: str = ""


def undo(
    files: Iterable[Sequence[Entry]],
    keeper: Keeper,
    within: Sequence[str],
    later: Mapping[tuple[str, str], int] = {},
) -> list[Restored]:
    """Give files the bytes that they held before the first of their entries, and say how it went.

    ``keeper`` keeps what is overwritten, so that this can be undone as well. A file that holds what
    no entry left there, that is gone or that lies outside of the folders ``within`` is left as it
    is. ``later`` names the run that made what a file holds now, by path and digest.
    """
    return [Restored(chain[0].path, _restored(chain, keeper, within, later)) for chain in files]


def _restored(
    chain: Sequence[Entry],
    keeper: Keeper,
    within: Sequence[str],
    later: Mapping[tuple[str, str], int],
) -> str:
    """Restore one file; returns why not."""
    first = chain[0]
    path = os.path.realpath(first.path)
    # A journal may come with somebody else's files: it must not lead anywhere.
    if not any(path.startswith(os.path.join(folder, "")) for folder in within):
        return f"lies outside of {within[0]}"
    try:
        with open(path, "rb") as file:
            held = file.read()
    except FileNotFoundError:
        return "deleted since"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    now = digest(held)
    is_back = now == first.old
    if not is_back and (now not in {entry.new for entry in chain} or not _is_whole(chain)):
        number = later.get((first.path, now))
        return f"changed by run {number} since; undo that first" if number else _EDITED
    try:
        before = held if is_back else first.before()
        # Also of a file that is back already, so that the run is known to be taken back wholly.
        with keeper.keeping(path, held, before, ()):
            if not is_back:
                replace(Path(path), held, before)
    except ChangedOnDisk:
        return _EDITED
    except OSError as error:
        return f"cannot be written: {error.strerror or error}"
    except PyguideError as error:
        return str(error)
    return ""


def _is_whole(chain: Sequence[Entry]) -> bool:
    """Whether nobody else wrote between two entries; what a kill kept from being written counts."""
    held = {chain[0].old}
    for entry in chain:
        if entry.old not in held:
            return False
        held = {entry.old, entry.new}
    return True


def later_makers(runs: Iterable[Past], after: int) -> dict[tuple[str, str], int]:
    """The run that gave a file what it holds, by path and digest, for all runs ``after`` one."""
    found: dict[tuple[str, str], int] = {}
    for past in runs:
        if past.number > after:
            for chain in past.files:
                found |= {(entry.path, entry.new): past.number for entry in chain}
    return found


def undone_by(runs: Sequence[Past]) -> dict[int, tuple[int, bool]]:
    """For each run that was taken back the number of the run which did, and whether wholly.

    What was itself taken back does not count.
    """
    found: dict[int, tuple[int, bool]] = {}
    covered: dict[int, set[str]] = {}
    by_number = {past.number: past for past in runs}
    for past in reversed(runs):
        undone = by_number.get(past.undoes or 0)
        if undone is None or past.number in found:
            continue
        paths = covered.setdefault(undone.number, set())
        paths |= {chain[0].path for chain in past.files}
        whole = paths >= {chain[0].path for chain in undone.files if is_changed(chain)}
        last = found.get(undone.number, (past.number, whole))[0]
        found[undone.number] = last, whole
    return found


def is_changed(chain: Sequence[Entry]) -> bool:
    """Whether a run left a file other than it found it."""
    return chain[0].old != chain[-1].new


def is_held(chain: Sequence[Entry]) -> bool:
    """Whether a file holds what its last entry left there."""
    try:
        return digest(Path(chain[0].path).read_bytes()) == chain[-1].new
    except OSError:
        return False


def to_undo(runs: Sequence[Past]) -> Past | None:
    """The last run that took nothing back and is not taken back."""
    undone = undone_by(runs)
    for past in reversed(runs):
        done = past.number in undone and undone[past.number][1]
        if past.undoes is None and not done and any(map(is_changed, past.files)):
            return past
    return None
