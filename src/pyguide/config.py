"""Configuration files and command line values into `Settings`."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyguide import witness
from pyguide.errors import PyguideError, one_line
from pyguide.patterns import absolute, path_patterns
from pyguide.schema import fields_of, kind_of, oldest_admitted
from pyguide.settings import DEFAULT_TARGET, RuffReports, Settings

if TYPE_CHECKING:
    from pyguide.ruff.configuration import RuffConfigurations

FILE_NAMES = (".pyguide.toml", "pyguide.toml", "pyproject.toml")
"""What a configuration may be called; in one folder the first of them wins."""

_CODE_PREFIX = r"[A-Z]+[0-9]*"

_Document = Mapping[str, object]


def load(start: Path, *, isolated: bool = False) -> Settings:
    """The settings for the folder or file ``start``; the defaults where it is ``isolated``.

    The closest configuration wins as a whole. Raises `PyguideError` for one that is broken.
    """
    root = start if start.is_dir() else start.parent
    return Configurations(isolated=isolated, root=root).settings_for(root)


def load_file(path: Path, root: Path | None = None) -> Settings:
    """The settings in the file ``path``; patterns are relative to ``root``, by default the cwd."""
    return Configurations(file=path, root=root).settings_for(root or Path())


def merge(settings: Settings, **overrides: object) -> Settings:
    """``settings`` with the values of a command line over them, by field; None is "not given".

    As in ruff, ``select`` starts afresh: the file's ``ignore`` and ``extend_select`` no longer
    count. Otherwise these two, ``extend_exclude`` and ``per_file_ignores`` add to the file's, and
    the command line has the last word. Patterns are relative to the working directory.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    new: Settings = settings._replace(**given)  # type: ignore[arg-type]
    old = settings
    if "select" in given:
        old = old._replace(ignore=(), extend_select=())
    ignored = new.ignore if "ignore" in given else ()
    wanted = new.extend_select if "extend_select" in given else ()
    selected = new.select
    if selected is not None and "select" not in given:
        selected = _without(selected, ignored)
    new = new._replace(
        select=selected,
        extend_select=_without(old.extend_select, ignored) + wanted,
        ignore=_without(old.ignore, wanted) + ignored,
    )
    if "exclude" in given:
        new = new._replace(exclude=tuple(map(_from_here, new.exclude)))
    if "extend_exclude" in given:
        added = tuple(map(_from_here, new.extend_exclude))
        new = new._replace(extend_exclude=old.extend_exclude + added)
    if "per_file_ignores" in given:
        pairs = tuple((_from_here(pattern), codes) for pattern, codes in new.per_file_ignores)
        new = new._replace(per_file_ignores=old.per_file_ignores + pairs)
    return new


def _without(selectors: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The ``selectors`` that none of the ``others`` names or, as a prefix of codes, includes."""

    def named(selector: str) -> bool:
        return any(
            other in ("ALL", selector)
            or (re.fullmatch(_CODE_PREFIX, other) is not None and selector.startswith(other))
            for other in others
        )

    return tuple(selector for selector in selectors if not named(selector))


def _from_here(pattern: str) -> str:
    """A pattern that holds slashes, made absolute; a negation stays in front."""
    negation = "!" * pattern.startswith("!")
    bare = pattern[len(negation) :]
    return negation + (absolute(bare) if "/" in bare else bare)


def ignored_codes(settings: Settings, path: Path) -> tuple[str, ...]:
    """What `per-file-ignores` switches off in ``path``, each selector once.

    A pattern after ``!`` speaks of every file that it does not match.
    """
    codes: dict[str, None] = {}
    for pattern, selectors in settings.per_file_ignores:
        bare = pattern.removeprefix("!")
        matches = path_patterns((bare,), settings.root).match(absolute(path))
        if matches == (bare == pattern):
            codes |= dict.fromkeys(selectors)
    return tuple(codes)


def rule_settings(
    document: _Document, target: tuple[int, int]
) -> tuple[tuple[int, int], dict[str, dict[str, object]]]:
    """Target version (``target`` where none is given) and options of rules in a parsed file.

    ``document`` has the shape of a ``pyguide.toml``, or of a ``pyproject.toml``.
    """
    inner = _table_of(document, "tool", "pyguide")
    values = _values(Path("toml"), document if inner is None else inner)
    settings = Settings(Path(), target_version=target)._replace(**values)  # type: ignore[arg-type]
    return settings.target_version, {name: dict(pairs) for name, pairs in settings.rules}


class _Chosen(NamedTuple):
    """The configuration of a folder: what its file says, by field, and where its patterns begin."""

    root: Path
    values: tuple[tuple[str, object], ...] = ()


class Configurations:
    """All configurations that a run meets: each file is read once, each folder judged once."""

    def __init__(
        self,
        *,
        isolated: bool = False,
        file: Path | None = None,
        overrides: Mapping[str, object] | None = None,
        root: Path | None = None,
    ) -> None:
        """Look only at ``file`` where it is given; ``root`` is where no configuration is."""
        self._isolated = isolated
        self._file = file
        self._overrides = dict(overrides or {})
        self._default = _Chosen(Path(absolute(root or Path())))
        self._settings: dict[Path, Settings] = {}
        self._shared: dict[Settings, Settings] = {}
        self._chosen: dict[Path, _Chosen] = {}
        self._required: dict[Path, tuple[int, int] | None] = {}
        self._documents: dict[Path, _Document | None] = {}
        self._ruff: RuffConfigurations | None = None

    def settings_for(self, path: Path) -> Settings:
        """The settings for a folder or file; raises `PyguideError` for a broken configuration."""
        folder = Path(absolute(path))
        if folder not in self._settings and not folder.is_dir():
            folder = folder.parent
        if folder not in self._settings:
            settings = self._combined(folder)
            self._settings[folder] = self._shared.setdefault(settings, settings)
        return self._settings[folder]

    def _combined(self, folder: Path) -> Settings:
        chosen = self._nearest(folder)
        values: dict[str, object] = {"target_version": DEFAULT_TARGET}
        if not self._isolated and "target_version" not in dict(chosen.values):
            values["target_version"] = self._required_above(folder) or DEFAULT_TARGET
        values |= dict(chosen.values)
        settings = merge(Settings(chosen.root, **values), **self._overrides)  # type: ignore[arg-type]
        if settings.dedupe == "never" or (self._isolated and settings.dedupe == "auto"):
            return settings
        return settings._replace(ruff=self._ruff_reports(folder, always=settings.dedupe == "ruff"))

    def _ruff_reports(self, folder: Path, *, always: bool) -> RuffReports | None:
        """What ruff reports in ``folder``; its defaults where ``always`` and nothing else says."""
        if self._ruff is None:
            from pyguide.ruff.configuration import RuffConfigurations

            self._ruff = RuffConfigurations(self._document)
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
            document = self._document(file)
            table = None if document is None else _pyguide_table(file, document)
            if table is not None:
                return _Chosen(folder, tuple(_values(file, table).items()))
        return None

    def _explicit(self, file: Path) -> _Chosen:
        """The configuration in a file that the user named."""
        document = self._document(file)
        if document is None:
            raise _mistake(file, "no such file" if not file.exists() else "not a regular file")
        table = _pyguide_table(file, document)
        if table is None:
            raise _mistake(file, "no table [tool.pyguide]")
        return self._default._replace(values=tuple(_values(file, table).items()))

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
                document = self._document(step / "pyproject.toml")
            except PyguideError:
                continue  # another tool's file, as far as this question goes
            required = (_table_of(document or {}, "project") or {}).get("requires-python")
            if isinstance(required, str) and (found := oldest_admitted(required)):
                break
        self._required |= dict.fromkeys(climbed, found)
        return found

    def _document(self, file: Path) -> _Document | None:
        """The parsed ``file``; None where there is no such regular file."""
        if file not in self._documents:
            witness.state(file)
            try:
                regular = stat.S_ISREG(file.stat().st_mode)
            except (OSError, ValueError):
                regular = False
            self._documents[file] = _parsed(file) if regular else None
        return self._documents[file]


def _mistake(file: Path | str, text: str) -> PyguideError:
    return PyguideError(one_line(f"{file}: {text}"))


def _values(file: Path, table: _Document) -> dict[str, object]:
    try:
        return fields_of(table, _prefix(file))
    except ValueError as error:
        raise _mistake(file, str(error)) from error


def _parsed(file: Path) -> _Document:
    import tomllib

    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise _mistake(file, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise _mistake(file, f"is not UTF-8: {error.reason} at byte {error.start}") from error
    except RecursionError as error:
        raise _mistake(file, "broken TOML: nested too deeply") from error
    except ValueError as error:
        raise _mistake(file, f"broken TOML: {error}") from error


def _table_of(document: _Document, *names: str) -> _Document | None:
    """The table that ``names`` lead to, or None."""
    table: object = document
    for name in names:
        table = table.get(name) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _prefix(file: Path) -> str:
    return "tool.pyguide." if file.name == "pyproject.toml" else ""


def _pyguide_table(file: Path, document: _Document) -> _Document | None:
    """The part of a file that is meant for pyguide."""
    if not _prefix(file):
        return document
    tool = _table_of(document, "tool") or {}
    if "pyguide" in tool and not isinstance(tool["pyguide"], dict):
        raise _mistake(file, f"`tool.pyguide` must be a table, not {kind_of(tool['pyguide'])}")
    return _table_of(document, "tool", "pyguide")
