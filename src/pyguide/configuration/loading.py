"""Configuration files and command line values into `Settings`."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyguide.configuration.documents import (
    RUFF_FILE_NAMES,
    Document,
    Documents,
    mistake,
    prefix,
    table_of,
)
from pyguide.configuration.keys import fields_of
from pyguide.configuration.kinds import is_folder
from pyguide.configuration.layers import Values, anchored, merge
from pyguide.configuration.versions import oldest_admitted
from pyguide.errors import PyguideError, UnknownWord
from pyguide.patterns import absolute, path_patterns
from pyguide.settings import DEFAULT_TARGET, Pack, RuffReports, Settings

if TYPE_CHECKING:
    from pyguide.ruff.configuration import RuffConfigurations

FILE_NAMES = (".pyguide.toml", "pyguide.toml", "pyproject.toml")
"""What a configuration may be called; in one folder the first of them wins."""

_BEARING = frozenset(FILE_NAMES + RUFF_FILE_NAMES)
"""A folder that holds none of these has the settings of the one above."""


def load(start: Path, *, isolated: bool = False) -> Settings:
    """The settings for the folder or file ``start``; the defaults where it is ``isolated``.

    The closest configuration wins as a whole. Raises `PyguideError` for one that is broken.
    """
    root = start if start.is_dir() else start.parent
    return Configurations(isolated=isolated, root=root).settings_for(root)


def load_file(path: Path, root: Path | None = None) -> Settings:
    """The settings in the file ``path``; patterns are relative to ``root``, by default the cwd."""
    return Configurations(file=path, root=root).settings_for(root or Path())


def ignored_codes(settings: Settings, path: Path) -> tuple[str, ...]:
    """What `per-file-ignores` switches off in ``path``, each selector once.

    A pattern after ``!`` speaks of every file that it does not match.
    """
    codes: dict[str, None] = {}
    for pattern, selectors in settings.per_file_ignores + settings.extend_per_file_ignores:
        if _speaks_of(pattern, path, settings.root):
            codes |= dict.fromkeys(selectors)
    return tuple(codes)


def target_for(settings: Settings, path: Path) -> tuple[int, int]:
    """The oldest Python that ``path`` must run on: the first pattern that matches decides."""
    for pattern, target in settings.per_file_target_version:
        if _speaks_of(pattern, path, settings.root):
            return target
    return settings.target_version


def _speaks_of(pattern: str, path: Path, root: Path) -> bool:
    bare = pattern.removeprefix("!")
    return path_patterns((bare,), root).match(absolute(path)) == (bare == pattern)


def rule_settings(
    document: Document, target: tuple[int, int]
) -> tuple[tuple[int, int], dict[str, dict[str, object]]]:
    """Target version (``target`` where none is given) and options of rules in a parsed file.

    ``document`` has the shape of a ``pyguide.toml``, or of a ``pyproject.toml``.
    """
    inner = table_of(document, "tool", "pyguide")
    values = _values(Path("toml"), document if inner is None else inner)
    settings = merge(Settings(Path(), target_version=target), values)
    return settings.target_version, {name: dict(pairs) for name, pairs in settings.rules}


def inline(text: str) -> dict[str, object]:
    """The values, by field, that a line of TOML such as ``preview = true`` stands for.

    Raises `PyguideError` for anything else. Patterns and paths are relative to the cwd.
    """
    import tomllib

    try:
        table = tomllib.loads(text)
    except ValueError as error:
        raise PyguideError(f"`{text}` is neither a file nor TOML: {error}") from error
    try:
        values = fields_of(table, "")
    except ValueError as error:
        raise PyguideError(f"`{text}`: {error}") from error
    for name in ("extend", "inherit"):
        if name in values:
            raise PyguideError(f"`{text}`: `{name}` stands in files only")
    here = str(Path.cwd())
    return anchored(_placed(_with_packs(values, here, f"`{text}`"), here), here)


def located(error: UnknownWord, settings: Settings) -> PyguideError:
    """``error`` with the file that holds the unknown word, where it is in a file."""
    documents = Documents()
    for name in reversed(settings.files):
        try:
            table = documents.tool(Path(name), "pyguide") or {}
        except PyguideError:
            continue  # gone or changed since it was read
        for values in (table, table_of(table, "lint") or {}):
            if _mentions(values.get(error.key), error.word):
                return mistake(name, str(error))
    return error


def _mentions(value: object, word: str) -> bool:
    match value:
        case str():
            return value == word
        case list():
            return any(_mentions(item, word) for item in value)
        case dict():
            return word in value or any(_mentions(item, word) for item in value.values())
    return False


def packs_here() -> tuple[Pack, ...]:
    """The packs that the configuration of the working directory names.

    Raises `PyguideError` for a broken configuration.
    """
    return Configurations().packs


class _Chosen(NamedTuple):
    """The configuration of a folder: where its patterns begin, and what its files say, by field.

    What is extended or inherited comes before what is laid over it.
    """

    root: Path
    layers: tuple[Mapping[str, object], ...] = ()

    def says(self, name: str) -> bool:
        """Whether some layer gives the field ``name``."""
        return any(name in layer for layer in self.layers)


class Configurations:
    """All configurations that a run meets: each file is read once, each folder judged once."""

    def __init__(
        self,
        *,
        isolated: bool = False,
        file: Path | None = None,
        overrides: Values | None = None,
        inline: Sequence[Values] = (),
        root: Path | None = None,
    ) -> None:
        """Look only at ``file`` where it is given; ``root`` is where no configuration is.

        What `inline` gave is laid over whatever the files say, and ``overrides`` over that; their
        patterns are relative to the cwd.
        """
        self._isolated = isolated
        self._file = file
        given = {name: value for name, value in (overrides or {}).items() if value is not None}
        self._above = (*inline, anchored(given, str(Path.cwd())) if given else {})
        self._default = _Chosen(Path(absolute(root or Path())))
        self._settings: dict[str, Settings] = {}
        self._shared: dict[Settings, Settings] = {}
        self._merged: dict[tuple[int, tuple[int, int]], Settings] = {}
        self._chosen: dict[Path, _Chosen] = {}
        self._required: dict[Path, tuple[int, int] | None] = {}
        self._documents = Documents()
        self._ruff: RuffConfigurations | None = None

    def settings_for(self, path: str | Path, entries: Collection[str] | None = None) -> Settings:
        """The settings for a folder or file; raises `PyguideError` for a broken configuration.

        ``entries`` are the names of all that the folder holds, from whoever has just listed it.
        """
        # No `Path`, of which making and hashing thousands takes longer than listing the folders.
        folder = absolute(path)
        if entries is not None and _BEARING.isdisjoint(map(str.lower, entries)):
            above = self.settings_for(os.path.dirname(folder))  # noqa: PTH120
            return self._settings.setdefault(folder, above)
        if folder not in self._settings and not os.path.isdir(folder):  # noqa: PTH112
            folder = os.path.dirname(folder)  # noqa: PTH120
        if folder not in self._settings:
            settings = self._combined(Path(folder))
            self._settings[folder] = self._shared.setdefault(settings, settings)
        return self._settings[folder]

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """The packs of the run: those that the configuration of the working directory names.

        No other configuration may name any, because their code runs. Raises `PyguideError` where
        the environment forbids it.
        """
        layers = (*self._nearest(Path(absolute(Path()))).layers, *self._above)
        named = [layer["packs"] for layer in layers if "packs" in layer]
        packs: tuple[Pack, ...] = named[-1] if named else ()  # type: ignore[assignment]
        if packs and os.environ.get("PYGUIDE_NO_PACKS", "") not in ("", "0"):
            raise PyguideError(f"{packs[0].said}: PYGUIDE_NO_PACKS forbids packs")
        return packs

    def _combined(self, folder: Path) -> Settings:
        chosen = self._nearest(folder)
        target = DEFAULT_TARGET
        if not self._isolated and not chosen.says("target_version"):
            target = self._required_above(folder) or DEFAULT_TARGET
        known = (id(chosen), target)
        if known not in self._merged:
            settings = Settings(chosen.root, target_version=target, packs=self.packs)
            for values in (*chosen.layers, *self._above):
                settings = merge(settings, {**values, "packs": self.packs})
            self._merged[known] = settings
        settings = self._merged[known]
        if settings.dedupe == "never" or (self._isolated and settings.dedupe == "auto"):
            return settings
        return settings._replace(ruff=self._ruff_reports(folder, always=settings.dedupe == "ruff"))

    def _ruff_reports(self, folder: Path, *, always: bool) -> RuffReports | None:
        """What ruff reports in ``folder``; its defaults where ``always`` and nothing else says."""
        if self._ruff is None:
            from pyguide.ruff.configuration import RuffConfigurations

            self._ruff = RuffConfigurations(self._documents.read)
        found = None if self._isolated else self._ruff.reports_in(folder)
        return self._ruff.default_reports() if found is None and always else found

    def _nearest(self, folder: Path) -> _Chosen:
        if self._isolated:
            return self._default
        if self._file:
            if self._default.root not in self._chosen:
                self._chosen[self._default.root] = self._explicit(self._file)
            return self._chosen[self._default.root]
        climbed = []
        found = self._default
        for step in (folder, *folder.parents):
            climbed.append(step)
            own = self._chosen.get(step) or self._own(step)
            if own:
                found = own
                break
        self._chosen |= dict.fromkeys(climbed, found)
        return found

    def _own(self, folder: Path) -> _Chosen | None:
        """The configuration that stands in ``folder`` itself."""
        for name in FILE_NAMES:
            file = folder / name
            if self._documents.tool(file, "pyguide") is not None:
                return _Chosen(folder, tuple(self._layers(file, folder)))
        return None

    def _explicit(self, file: Path) -> _Chosen:
        """The configuration in a file that the user named."""
        root = self._default.root
        return _Chosen(root, tuple(self._layers(file, root)))

    def _layers(
        self, file: Path, root: Path, extending: tuple[Path, ...] = ()
    ) -> list[dict[str, object]]:
        """What ``file`` and the files that it extends or inherits from say, the last one first.

        Raises `PyguideError` for a file that is missing, says nothing about pyguide or, in the end,
        extends itself.
        """
        if self._documents.read(file) is None:
            found = os.path.exists(file)  # noqa: PTH110, which raises for a name that is too long
            raise mistake(file, "not a regular file" if found else "no such file")
        table = self._documents.tool(file, "pyguide")
        if table is None:
            raise mistake(file, "no table [tool.pyguide]")
        said = f"{file}: `{prefix(file, 'pyguide')}packs`"
        values = _with_packs(_values(file, table), str(file.parent), said)
        values = _placed(values, str(root))
        base = values.pop("extend", None)
        below: list[dict[str, object]] = []
        if isinstance(base, str):
            extended = Path(absolute(file.parent / Path(base).expanduser()))
            chain = (*extending, Path(absolute(file)))
            try:
                if extended in chain:
                    raise mistake(extended, "extends itself")
                below = self._layers(extended, extended.parent, chain)
            except PyguideError as error:
                key = f"{prefix(file, 'pyguide')}extend"
                raise mistake(file, f"`{key}`: {error}") from error
        if values.pop("inherit", None):
            from pyguide.configuration.inherit import inherited

            for source, taken in inherited(self._documents, Path(absolute(file.parent))):
                below.append(taken | {"files": (str(source),)})
        if extending:
            values = anchored(values, str(root))
        return [*below, values | {"files": (absolute(file),)}]

    def _required_above(self, folder: Path) -> tuple[int, int] | None:
        """The oldest version that the nearest `requires-python` admits."""
        climbed = []
        found = None
        for step in (folder, *folder.parents):
            if step in self._required:
                found = self._required[step]
                break
            climbed.append(step)
            try:
                document = self._documents.read(step / "pyproject.toml")
            except PyguideError:
                continue  # another tool's file, as far as this question goes
            required = (table_of(document or {}, "project") or {}).get("requires-python")
            if isinstance(required, str) and (found := oldest_admitted(required)):
                break
        self._required |= dict.fromkeys(climbed, found)
        return found


def _values(file: Path, table: Document) -> dict[str, object]:
    try:
        return fields_of(table, prefix(file, "pyguide"))
    except ValueError as error:
        raise mistake(file, str(error)) from error


def _with_packs(values: dict[str, object], folder: str, said: str) -> dict[str, object]:
    """``values`` with packs whose paths are absolute, and that know where they are named."""
    named = values.get("packs")
    if not isinstance(named, tuple):
        return values
    places = (absolute(os.path.join(folder, word)) if is_folder(word) else word for word in named)  # noqa: PTH118
    return values | {"packs": tuple(Pack(place, said) for place in places)}


def _placed(values: dict[str, object], folder: str) -> dict[str, object]:
    """``values`` with the places of cache and baseline made absolute."""
    places = {name: values.get(name) for name in ("cache_dir", "baseline")}
    return values | {
        name: absolute(os.path.join(folder, os.path.expanduser(place)))  # noqa: PTH111, PTH118
        for name, place in places.items()
        if isinstance(place, str)
    }
