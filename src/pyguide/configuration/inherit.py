"""What a configuration may take over from that of ruff: which files there are, and for whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pyguide.configuration import kinds
from pyguide.configuration.documents import RUFF_FILE_NAMES, Document, Documents, mistake, prefix
from pyguide.configuration.kinds import Kind
from pyguide.configuration.layers import anchored
from pyguide.configuration.versions import TARGETS
from pyguide.patterns import absolute

Layer = tuple[Path, dict[str, object]]
"""A file and what it says, by field of `Settings`."""


def inherited(documents: Documents, folder: Path) -> list[Layer]:
    """What ruff's nearest configuration in or above ``folder`` says; what it extends comes first.

    Raises `PyguideError` for files that are broken.
    """
    for step in (folder, *folder.parents):
        for name in RUFF_FILE_NAMES:
            if documents.tool(step / name, "ruff") is not None:
                return _layers(documents, step / name, ())
    return []


def _layers(documents: Documents, file: Path, extending: tuple[Path, ...]) -> list[Layer]:
    table = documents.tool(file, "ruff")
    if table is None or file in extending:
        # Ruff itself refuses to start; that is its own to say.
        return []
    values = anchored(_values(file, table), absolute(file.parent))
    base = table.get("extend")
    below: list[Layer] = []
    if isinstance(base, str):
        extended = Path(absolute(file.parent / Path(base).expanduser()))
        below = _layers(documents, extended, (*extending, file))
    return [*below, (file, values)]


def _values(file: Path, table: Document) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, kind in _KEYS.items():
        if name in table:
            try:
                value = kind.parse(prefix(file, "ruff") + name, table[name])
            except ValueError as error:
                raise mistake(file, str(error)) from error
            found[name.replace("-", "_")] = value
    return found


def _target(key: str, value: object) -> tuple[int, int]:
    """The version; ruff knows older ones than pyguide, and may know newer ones."""
    match = re.fullmatch(r"py3(\d{1,3})", value) if isinstance(value, str) else None
    if not match:
        raise ValueError(f"`{key}` must be a version such as `py311`")
    return min(max((3, int(match[1])), TARGETS[0]), TARGETS[-1])


def _targets(key: str, value: object) -> tuple[tuple[str, tuple[int, int]], ...]:
    pairs = kinds.table(key, value).items()
    return tuple((pattern, _target(f"{key}.{pattern}", version)) for pattern, version in pairs)


_KEYS: Mapping[str, Kind] = {
    "exclude": kinds.PATTERNS,
    "extend-exclude": kinds.PATTERNS,
    "respect-gitignore": kinds.BOOLEAN,
    "target-version": kinds.TARGET._replace(parse=_target),
    "per-file-target-version": kinds.TARGET_BY_PATTERN._replace(parse=_targets),
}
