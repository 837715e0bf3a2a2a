"""Which entries of a baseline are gone after a run, and which come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pyguide.baseline.entry import Entry
from pyguide.baseline.file import Baseline
from pyguide.fingerprint import scopes
from pyguide.known import everything
from pyguide.outcome import FileResult
from pyguide.source import Source

Results = Mapping[str, FileResult]
"""What a run says of files, by their names in a baseline."""


def gone(baseline: Baseline, results: Results, folders: Collection[Path]) -> list[Entry]:
    """The entries whose finding is there no more.

    A file that could not be looked at as a whole says nothing. A deleted file counts where it lay
    below one of ``folders``, the absolute paths that the run covered.
    """
    found: list[Entry] = []
    for name, own in baseline.entries.items():
        result = results.get(baseline.renamed.get(name, name))
        if result is None:
            is_deleted = name in baseline.missing and name not in baseline.renamed
            if is_deleted and _is_below(baseline.path_of(name), folders):
                found += own.values()
        elif not result.failures:
            met = {finding.fingerprint for finding in (*result.known, *result.findings)}
            found += [entry for entry in own.values() if entry.fingerprint not in met]
    return found


def _is_below(path: Path, folders: Iterable[Path]) -> bool:
    return any(folder in path.parents for folder in folders)


def entries(name: str, result: FileResult) -> list[Entry]:
    """An entry for each finding of a file, known or new."""
    found = everything(result)
    source = Source(result.text)
    lines = [source.location(finding.span.start)[0] for finding in found]
    around = scopes(source, set(lines))
    return [
        Entry(name, finding.code, finding.fingerprint, around.get(line, ""))
        for finding, line in zip(found, lines, strict=True)
    ]


def settle(baseline: Baseline) -> None:
    """Let the entries of renamed files have the new names."""
    for name, new in baseline.renamed.items():
        for entry in baseline.entries.pop(name, {}).values():
            baseline.add(entry._replace(name=new))


def drop(baseline: Baseline, entries: Iterable[Entry]) -> int:
    """Take ``entries`` away; returns how many these were."""
    number = 0
    for entry in entries:
        del baseline.entries[entry.name][entry.fingerprint]
        number += 1
    return number


def add(baseline: Baseline, entries: Iterable[Entry]) -> int:
    """Add those ``entries`` that are not there yet; returns how many these were."""
    new = [entry for entry in entries if not baseline.holds(entry)]
    for entry in new:
        baseline.add(entry)
    return len(new)


def grown(now: Baseline, before: Baseline) -> list[Entry]:
    """The entries of ``now`` that ``before`` lacks, as lines are sorted.

    An entry that has only moved to another file is no new one: as many as went may come.
    """
    went = Counter(entry.fingerprint for entry in before if not now.holds(entry))
    found = []
    for entry in sorted((one for one in now if not before.holds(one)), key=lambda one: one.line):
        if went[entry.fingerprint]:
            went[entry.fingerprint] -= 1
        else:
            found.append(entry)
    return found
