"""What a review leaves in the journal of runs: to take it back by, and to go on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

from pyguide import write
from pyguide.outcome import FileResult
from pyguide.report.tally import fixable_now
from pyguide.review.draft import Draft
from pyguide.review.question import File, Tally
from pyguide.runs.entry import digest
from pyguide.runs.journal import Past, Run
from pyguide.task import Task
from pyguide.witness import absolute

NOTE = "review"
"""The name of the note in the folder of a run."""

# The state before an answer and the one after it: whenever the process is killed, the file on disk
# is one of both.
_STATES_KEPT = 2

Marks = Mapping[str, str]
"""The fingerprints of what was declined in a file, each with its rule's code."""


class Memory(NamedTuple):
    """What a review remembers of an earlier session.

    ``declined`` holds the marks of each file, by absolute path and by the digest of its bytes;
    ``standing`` are the rules that need no question any more.
    """

    declined: Mapping[str, Mapping[str, Marks]]
    standing: frozenset[str] = frozenset()
    tally: Tally = Tally()

    def marks(self, path: Path) -> Marks:
        """What was declined in a file, if it still holds what it held then."""
        states = self.declined.get(absolute(str(path)))
        if not states:
            return {}
        try:
            return states.get(digest(path.read_bytes()), {})
        except OSError:
            return {}


NOTHING = Memory({})
"""What a review that begins remembers."""


class Recorder:
    """Keeps a review in the folder of a ``run``; without one, it only writes the files."""

    def __init__(self, run: Run | None, memory: Memory) -> None:
        self._run = run
        self._declined = {path: dict(states) for path, states in memory.declined.items()}

    def intend(self, draft: Draft, tally: Tally, standing: frozenset[str]) -> None:
        """Note what a file shall be; raises OSError."""
        if self._run is None:
            return
        states = self._declined.setdefault(absolute(str(draft.path)), {})
        now = digest(draft.source.raw)
        states.pop(now, None)
        states[now] = draft.marks()
        for old in list(states)[:-_STATES_KEPT]:
            del states[old]
        note = {"declined": self._declined, "standing": sorted(standing), "tally": list(tally)}
        self._run.store(NOTE, note)

    def save(self, path: Path, before: bytes, after: bytes, fixed: Counter[str]) -> None:
        """Replace a file, with its old bytes kept; raises ChangedOnDisk or OSError."""
        keeping: AbstractContextManager[None] = nullcontext()
        if self._run is not None:
            counts = tuple(sorted(fixed.items()))
            keeping = self._run.keeper().keeping(path, before, after, counts)
        with keeping:
            write.replace(path, before, after)


def remembered(past: Past) -> Memory:
    """What a run noted; what is damaged is asked anew."""
    note = past.note(NOTE)
    try:
        declined = {
            str(path): {str(state): dict(marks) for state, marks in states.items()}
            for path, states in note["declined"].items()  # type: ignore[index]
        }
        standing = frozenset(map(str, note["standing"]))  # type: ignore[index]
        return Memory(declined, standing, Tally(*map(int, note["tally"])))  # type: ignore[index]
    except (TypeError, ValueError, KeyError, AttributeError):
        return NOTHING


def to_ask(
    tasks: Sequence[Task], results: Sequence[FileResult], memory: Memory, *, unsafe_fixes: bool
) -> list[File]:
    """The files that hold something to ask about, in the order of ``tasks``.

    ``results`` say what was found in each; what ``memory`` knows as declined does not count.
    """
    files = []
    for task, result in zip(tasks, results, strict=True):
        found = (one for one in result.findings if fixable_now(one, unsafe_fixes=unsafe_fixes))
        codes = Counter(finding.code for finding in found)
        marks = memory.marks(task.path) if codes else {}
        codes -= Counter(marks.values())
        if codes:
            files.append(File(task, codes, marks))
    return files
