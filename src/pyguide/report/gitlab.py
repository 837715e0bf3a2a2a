"""``--output-format gitlab``: a Code Quality report, the artifact that merge requests show."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b

from pyguide.outcome import Outcome
from pyguide.report import Looks
from pyguide.report.json import HERE, around
from pyguide.report.places import in_project
from pyguide.report.rows import Row, known_rows
from pyguide.report.severity import worded


def stream(outcome: Outcome, looks: Looks) -> Iterator[str]:
    """The findings as a JSON array without a final newline, ``[]`` where there are none.

    Paths start from ``CI_PROJECT_DIR``, as GitLab wants them, else from the working directory.
    """
    project = os.environ.get("CI_PROJECT_DIR")
    shown = (row for row in known_rows(outcome) if not row.silenced)
    return around(HERE, (_entry(row, looks.root, project) for row in shown), looks)


def _entry(row: Row, root: str, project: str | None) -> dict[str, object]:
    path = in_project(row.file.path, root, project)
    return {
        "check_name": row.code,
        "description": f"{row.code}: {row.message}",
        "severity": worded(row.severity, "gitlab"),
        "fingerprint": _fingerprint(path, row.fingerprint),
        "location": {
            "path": path,
            "positions": {"begin": _place(row.start), "end": _place(row.end)},
        },
    }


def _fingerprint(path: str, fingerprint: str) -> str:
    """One for the whole project: GitLab shows but one of those that share a fingerprint."""
    text = f"{path}\0{fingerprint}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _place(location: tuple[int, int]) -> dict[str, int]:
    return {"line": location[0], "column": location[1]}
