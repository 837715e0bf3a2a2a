"""Paths to Python files, as excludes and ignore files leave them."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pyguide import regular, witness
from pyguide.errors import PyguideError, one_line
from pyguide.patterns import PathPatterns, absolute, path_patterns
from pyguide.settings import DEFAULT_INCLUDE, Settings

# Many places have no ignore files at all.
if TYPE_CHECKING:
    from pyguide.gitignore import Ignores


class SettingsFor(Protocol):
    """Whoever knows which settings count where."""

    def __call__(self, path: str | Path, entries: Collection[str] | None = None, /) -> Settings:
        """The settings for a folder, which holds ``entries`` where these are known."""


def discover(paths: Sequence[Path], settings_for: SettingsFor) -> tuple[list[Path], list[str]]:
    """The Python files at and below ``paths``, each once, sorted by their parts; and notices.

    ``settings_for`` is asked for folders only. A notice is a line about a folder or ignore file
    that cannot be read. A named file counts whatever its suffix and is excluded only where the
    settings force it. Raises `PyguideError` for a named path that is missing or special.
    """
    notices: list[str] = []
    walk = _Walk(settings_for, notices)
    found: dict[str, Path] = {}
    for path in paths:
        for file in walk.files(path):
            found.setdefault(absolute(file), file)
    return sorted(found.values(), key=lambda file: file.parts), notices


def is_excluded(path: Path, settings: Settings) -> bool:
    """Whether a file that need not exist is excluded, or ignored by git, though it is named."""
    return _Walk(lambda *_: settings, []).leaves_out(Path(absolute(path)), settings)


def is_wanted(path: Path, settings: Settings) -> bool:
    """Whether a search would find a file, if it were there, by its name and its folders."""
    name = absolute(path)
    included = _included(settings)
    named = included.match(name) if included else name.endswith(_SUFFIXES)
    return named and not is_excluded(path, settings)


class _Walk:
    """One search: whom it asks for settings and where it notes what it cannot read."""

    def __init__(self, settings_for: SettingsFor, notices: list[str]) -> None:
        self._settings_for = settings_for
        self._notices = notices

    def _notice(self, path: str | Path, error: OSError, consequence: str) -> None:
        self._notices.append(one_line(f"{path}: {_reason(error)}, {consequence}"))

    def files(self, named: Path) -> Iterator[Path]:
        """The files that the ``named`` path stands for, as they are reached through it."""
        witness.kind(named)
        try:
            mode = named.stat().st_mode
        except (OSError, ValueError) as error:
            raise PyguideError(one_line(f"{named}: {_reason(error)}")) from error
        folder = stat.S_ISDIR(mode)
        if not folder and not stat.S_ISREG(mode):
            raise PyguideError(one_line(f"{named}: neither a regular file nor a folder"))
        path = Path(absolute(named))
        settings = self._settings_for(path if folder else path.parent)
        ignores, outside = self._above(path, settings, folder=folder)
        if settings.force_exclude and (outside or _excludes(settings, path)):
            return
        if folder:
            yield from self._below(named, str(path), ignores)
        else:
            yield named

    def leaves_out(self, path: Path, settings: Settings) -> bool:
        """Whether exclusions keep a file out that is named by its absolute path."""
        return self._above(path, settings, folder=False)[1] or _excludes(settings, path)

    def _below(self, named: Path, top: str, ignores: Ignores | None) -> Iterator[Path]:
        """The files below the folder ``top``, which the user called ``named``."""
        witness.target(top)
        real_top = os.path.realpath(top)
        cut = len(top.rstrip(os.sep)) + 1
        pending = [(top, ignores)]
        while pending:
            folder, ignores = pending.pop()
            witness.state(folder)
            try:
                with os.scandir(folder) as listing:
                    entries = list(listing)
            except OSError as error:
                self._notice(named / folder[cut:], error, "folder skipped")
                continue
            names = {entry.name for entry in entries}
            settings = self._settings_for(folder, names)
            patterns = path_patterns(settings.exclude + settings.extend_exclude, settings.root)
            included = _included(settings)
            if settings.respect_gitignore:
                ignores = self._entered(folder, ignores, names)
            for entry in entries:
                is_folder = _is_folder(entry)
                if not is_folder and not _is_wanted(entry, real_top, included):
                    continue
                if patterns.match(entry.path):
                    continue
                heeded = ignores if settings.respect_gitignore else None
                if heeded and heeded.ignore(entry.path, folder=is_folder):
                    continue
                if is_folder:
                    pending.append((entry.path, ignores))
                else:
                    yield named / entry.path[cut:]

    def _above(
        self, path: Path, settings: Settings, *, folder: bool
    ) -> tuple[Ignores | None, bool]:
        """The ignore files above ``path`` that apply below it, and whether they ignore it.

        Who names an ignored folder wants it looked into: then what ignored it does not apply.
        Observed in ruff 0.17.6, too.
        """
        if not settings.respect_gitignore:
            return None, False
        ignores: Ignores | None = None
        outside = False
        for step in _steps_to(path, Path(absolute(settings.root))):
            names = {name for name in (".git", ".gitignore") if _is_there(step.parent / name)}
            ignores = self._entered(str(step.parent), ignores, names)
            if ignores and ignores.ignore(str(step), folder=folder or step != path):
                ignores, outside = None, True
        return ignores, outside

    def _entered(self, folder: str, outer: Ignores | None, names: set[str]) -> Ignores | None:
        """The ignore files that apply in ``folder``, which holds ``names``."""
        if ".git" in names:  # a repository knows nothing of the ones around it
            outer = self._read(folder, _exclude_file(Path(folder, ".git")), None)
        if ".gitignore" in names:
            outer = self._read(folder, Path(folder, ".gitignore"), outer)
        return outer

    def _read(self, folder: str, path: Path, outer: Ignores | None) -> Ignores | None:
        try:
            text = _text_of(path)
        except FileNotFoundError:
            return outer
        except OSError as error:
            self._notice(path, error, "its patterns do not count")
            return outer
        from pyguide.gitignore import Ignores, git_pattern

        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        patterns = tuple(filter(None, map(git_pattern, reversed(lines))))
        return Ignores(folder, patterns, outer) if patterns else outer


def _included(settings: Settings) -> PathPatterns | None:
    """The patterns of names that are looked at; None where they are the default ones."""
    wanted = settings.include + settings.extend_include
    return None if wanted == DEFAULT_INCLUDE else path_patterns(wanted, settings.root)


_SUFFIXES = tuple(pattern.removeprefix("*") for pattern in DEFAULT_INCLUDE)


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()


def _text_of(path: Path) -> str:
    """The text of a regular file, decoded as file names are; nothing of any other kind."""
    witness.state(path)
    return os.fsdecode(regular.read(path)) if stat.S_ISREG(path.stat().st_mode) else ""


def _exclude_file(git: Path) -> Path:
    """Where the repository whose folder is ``git`` keeps the patterns that it does not share."""
    try:
        witness.kind(git)
        # A worktree's or submodule's `.git` is a file that names the folder.
        if git.is_file():
            git = git.parent / _text_of(git).removeprefix("gitdir:").strip()
            git = git / _text_of(git / "commondir").strip()
    except (OSError, ValueError):
        pass  # a submodule has no common folder
    return git / "info" / "exclude"


def _steps_to(path: Path, root: Path) -> list[Path]:
    """The way down to ``path`` from the top of its repository, which is left out.

    Outside of any repository the way begins at the configuration's ``root``.
    """
    way = [path, *path.parents]
    for at, step in enumerate(way):
        if _is_there(step / ".git"):
            return way[:at][::-1]
    return way[: way.index(root)][::-1] if root in way else []


def _is_there(path: Path) -> bool:
    witness.kind(path)
    return os.path.lexists(path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _excludes(settings: Settings, path: Path) -> bool:
    """Whether a pattern names ``path`` or a folder between it and the configuration's root."""
    patterns = path_patterns(settings.exclude + settings.extend_exclude, settings.root)
    root = Path(absolute(settings.root))
    within = [step for step in (path, *path.parents) if root in step.parents]
    return any(patterns.match(str(step)) for step in within)


def _is_wanted(entry: os.DirEntry[str], real_top: str, included: PathPatterns | None) -> bool:
    """Whether an entry is a regular file by name and kind; a link must stay below ``real_top``.

    ``included`` are the patterns of names where they are not the default ones.
    """
    if not (included.match(entry.path) if included else entry.name.endswith(_SUFFIXES)):
        return False
    try:
        if entry.is_symlink():
            witness.target(entry.path)
            witness.kind(entry.path)
            target = os.path.realpath(entry.path)
            return os.path.commonpath((target, real_top)) == real_top and entry.is_file()
        return entry.is_file()
    except (OSError, ValueError):
        return False
