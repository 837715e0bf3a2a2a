"""``pyguide baseline show`` and ``check``: what a baseline holds, and what is new in it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from pyguide.baseline.file import Baseline, from_bytes, read
from pyguide.baseline.upkeep import grown
from pyguide.cli.known import counted
from pyguide.cli.options import shown
from pyguide.cli.output import put, tell
from pyguide.errors import PyguideError
from pyguide.report.terminal import visible


def show(place: str) -> int:
    """Print the numbers of entries by rule and by folder; raises PyguideError for a bad file."""
    from pyguide.catalog import installed
    from pyguide.configuration.loading import packs_here

    baseline = read(place)
    names = {rule.code: rule.name for rule in installed(packs_here()).rules}
    rules = Counter(entry.code for entry in baseline)
    folders = Counter(os.path.dirname(entry.name) or "." for entry in baseline)
    files = sum(1 for own in baseline.entries.values() if own)
    put(f"{visible(shown(Path(place)))}: {counted(len(baseline))} in {files} files\n")
    if len(baseline):
        put("\nby rule\n")
        put(_table({f"{code} {names.get(code, '')}".rstrip(): rules[code] for code in rules}))
        put("\nby folder\n")
        put(_table({visible(folder): folders[folder] for folder in folders}))
    return 0


def _table(numbers: Mapping[str, int]) -> str:
    """Lines of number and name, the greatest number first."""
    digits = len(str(max(numbers.values())))
    ordered = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"  {number:>{digits}}  {name}\n" for name, number in ordered)


def compare(place: str, revision: str) -> int:
    """Print the entries that a baseline did not have at ``revision``; 1 if there are any, else 0.

    Raises PyguideError for a bad file, and where git knows no such revision.
    """
    now = read(place) if os.path.lexists(place) else Baseline(place)
    before = _earlier(place, revision)
    if before is None:
        tell(f"{visible(shown(Path(place)))} was not there at {revision}: all its entries may come")
        return 0
    new = grown(now, before)
    if not new:
        return 0
    put("".join(f"{entry.line}\n" for entry in new))
    tell(
        f"{counted(len(new))} of the baseline did not stand in it at {revision}; "
        "fix or silence what they speak of instead"
    )
    return 1


def _earlier(place: str, revision: str) -> Baseline | None:
    """The baseline as it was committed; None where it was not there."""
    from pyguide.git.repository import Repository, parts
    from pyguide.git.versions import blobs, compared_with

    folder = Path(place).parent
    repository = Repository.of(folder)
    if repository is None:
        raise PyguideError(f"{visible(place)} is in no git repository")
    commit = compared_with(repository, revision)
    name = repository.name_of(Path(place))
    listed = parts(repository.run("ls-tree", "-z", "--full-tree", commit, "--", name))
    if not listed:
        return None
    blob = listed[0].split("\t")[0].split(" ")[2]
    return from_bytes(blobs(repository, [blob])[blob], f"{revision}:{name}")
