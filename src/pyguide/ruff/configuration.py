"""Which configuration ruff follows in a folder, and what it reports there of our twins."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyguide.configuration.documents import RUFF_FILE_NAMES
from pyguide.errors import PyguideError
from pyguide.patterns import absolute, path_patterns
from pyguide.settings import DEFAULT_EXCLUDE, RuffReports

# A project without a configuration of ruff needs none of what follows.
if TYPE_CHECKING:
    from pyguide.ruff.selection import Preview, Selectors

MOST_EXTENDED = 20
"""How many files may extend one another before something must be wrong."""

_DEFAULT_EXCLUDE = tuple(pattern for pattern in DEFAULT_EXCLUDE if "pyguide" not in pattern)
_SUFFIXES = (".py", ".pyi")
_BOUND = r"\s*(===?|~=|<=?|)\s*v?([0-9]+(?:\.[0-9]+)*)"

Document = Mapping[str, object]


class Layer(NamedTuple):
    """One configuration file: where it lies and what stands in it, without its outer tables."""

    file: Path
    table: Document

    @property
    def lint(self) -> Document:
        """Settings of the linter, which may also stand at the top; those of ``lint`` win."""
        inner = self.table.get("lint")
        return {**self.table, **(inner if isinstance(inner, dict) else {})}


class RuffConfigurations:
    """All configurations of ruff that a run meets; each folder is judged once."""

    def __init__(self, document: Callable[[Path], Document | None]) -> None:
        """``document`` gives the parsed file at a path, or None; it may raise PyguideError."""
        self._document = document
        self._reports: dict[Path, RuffReports | None] = {}

    def reports_in(self, folder: Path) -> RuffReports | None:
        """What ruff reports for files in ``folder``; None where it is not configured.

        As in ruff the closest configuration counts, and what that extends.
        """
        climbed = []
        found = None
        for step in (folder, *folder.parents):
            if step in self._reports:
                found = self._reports[step]
                break
            climbed.append(step)
            try:
                own = self.own(step)
                if own is not None:
                    found = _reports(self.layers(own))
                    break
            except PyguideError:
                break  # ruff cannot read it either, so it reports nothing
        self._reports |= dict.fromkeys(climbed, found)
        return found

    def nearest(self, folder: Path) -> Layer | None:
        """The configuration that ruff follows in ``folder``."""
        found = map(self.own, (folder, *folder.parents))
        return next((layer for layer in found if layer is not None), None)

    def own(self, folder: Path) -> Layer | None:
        """The configuration that stands in ``folder`` itself."""
        for name in RUFF_FILE_NAMES:
            table = self._table(folder / name)
            if table is not None:
                return Layer(folder / name, table)
        return None

    def layers(self, own: Layer) -> list[Layer]:
        """``own`` and what it extends, that first."""
        found = [own]
        while isinstance(base := found[0].table.get("extend"), str):
            named = os.path.expanduser(os.path.expandvars(base))  # noqa: PTH111  half a path
            file = Path(absolute(found[0].file.parent / named))
            table = self._table(file)
            if table is None or len(found) == MOST_EXTENDED:
                break
            found.insert(0, Layer(file, table))
        return found

    @staticmethod
    def default_reports() -> RuffReports:
        """What ruff reports where nothing configures it."""
        return _reports([])

    def _table(self, file: Path) -> Document | None:
        document = self._document(file)
        if document is None or file.name != "pyproject.toml":
            return document
        tool = document.get("tool")
        table = tool.get("ruff") if isinstance(tool, dict) else None
        return table if isinstance(table, dict) else None


def _reports(layers: list[Layer]) -> RuffReports:
    from pyguide.ruff.codes import VERSION
    from pyguide.ruff.selection import enabled

    preview = preview_of(layers)
    selectors = list(map(selectors_of, layers))
    by_default = not any(one.select is not None for one in selectors)
    version = (_bound(layers) or _installed() or VERSION) if by_default else VERSION
    return RuffReports(
        enabled(selectors, preview, version), _ignores(layers, preview), _exclude(layers)
    )


def preview_of(layers: Sequence[Layer]) -> Preview:
    """Whether the configuration of ``layers`` turns preview mode on."""
    from pyguide.ruff.selection import Preview

    on = explicit = False
    for layer in layers:
        lint = layer.lint
        on = bool(lint.get("preview", on))
        explicit = bool(lint.get("explicit-preview-rules", explicit))
    return Preview(on, explicit)


def selectors_of(layer: Layer) -> Selectors:
    """What one file says about which rules are on."""
    from pyguide.ruff.selection import Selectors

    lint = layer.lint
    ignore = _strings(lint.get("ignore")) + _strings(lint.get("extend-ignore"))
    select = _strings(lint.get("select")) if "select" in lint else None
    return Selectors(select, _strings(lint.get("extend-select")), ignore)


def _ignores(
    layers: list[Layer], preview: Preview
) -> tuple[tuple[Path, str, tuple[str, ...]], ...]:
    from pyguide.ruff.selection import named

    found: list[tuple[Path, str, tuple[str, ...]]] = []
    for key in ("per-file-ignores", "extend-per-file-ignores"):
        own: list[tuple[Path, str, tuple[str, ...]]] = []
        for layer in layers:
            table = layer.lint.get(key)
            if not isinstance(table, dict):
                continue
            if key == "per-file-ignores":
                own.clear()
            folder = layer.file.parent
            pairs = ((pattern, named(_strings(words), preview)) for pattern, words in table.items())
            own += ((folder, pattern, codes) for pattern, codes in pairs if codes)
        found += own
    return tuple(found)


def _exclude(layers: list[Layer]) -> tuple[tuple[Path, str], ...]:
    root = layers[-1].file.parent if layers else None
    chosen = tuple((root, pattern) for pattern in _DEFAULT_EXCLUDE) if root else ()
    lint: tuple[tuple[Path, str], ...] = ()
    added: tuple[tuple[Path, str], ...] = ()
    for layer in layers:
        folder = layer.file.parent
        if "exclude" in layer.table:
            chosen = _at(folder, layer.table["exclude"])
        inner = layer.table.get("lint")
        if isinstance(inner, dict) and "exclude" in inner:
            lint = _at(folder, inner["exclude"])
        added += _at(folder, layer.table.get("extend-exclude"))
    return chosen + added + lint


def _at(folder: Path, patterns: object) -> tuple[tuple[Path, str], ...]:
    return tuple((folder, pattern) for pattern in _strings(patterns))


def _strings(value: object) -> tuple[str, ...]:
    """The strings of an array; what else stands there, ruff complains of."""
    if not isinstance(value, list):
        return ()
    return tuple(item for item in value if isinstance(item, str))


def _bound(layers: list[Layer]) -> tuple[int, ...] | None:
    """The version that `required-version` pins, or up to which it goes."""
    wanted = next((x for layer in layers[::-1] if (x := layer.table.get("required-version"))), None)
    clauses = str(wanted).split(",") if wanted is not None else []
    bounds = (re.fullmatch(_BOUND, clause.strip()) for clause in clauses)
    return next((_numbers(bound[2]) for bound in bounds if bound), None)


def _installed() -> tuple[int, ...] | None:
    """The version of the ruff that is installed beside pyguide."""
    from pyguide.packs import installed_packs

    names = (name.partition("-") for name in installed_packs().distributions)
    found = (version for name, _, version in names if name == "ruff")
    return next((_numbers(version) for version in found if version[:1].isdigit()), None)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]+", version)[:3])


def reported_in(reports: RuffReports, path: Path) -> frozenset[str]:
    """Codes that ruff reports in the file ``path``, of those that have a twin here."""
    full = Path(absolute(path))
    if full.suffix not in _SUFFIXES or _is_excluded(reports, full):
        return frozenset()
    codes = set(reports.codes)
    for folder, pattern, ignored in reports.per_file_ignores:
        bare = pattern.removeprefix("!")
        if path_patterns((bare,), folder).match(str(full)) == (bare == pattern):
            codes.difference_update(ignored)
    return frozenset(codes)


def _is_excluded(reports: RuffReports, path: Path) -> bool:
    """Whether a pattern names the file or a folder above it."""
    by_folder: dict[Path, tuple[str, ...]] = {}
    for folder, pattern in reports.exclude:
        by_folder[folder] = (*by_folder.get(folder, ()), pattern)
    for folder, patterns in by_folder.items():
        matcher = path_patterns(patterns, folder)
        below = (step for step in (path, *path.parents) if step.is_relative_to(folder))
        if any(matcher.match(str(step)) for step in below):
            return True
    return False
