"""Flags that several commands share, and the settings that they make."""

from __future__ import annotations

import os
from argparse import (
    SUPPRESS,
    Action,
    ArgumentParser,
    ArgumentTypeError,
    BooleanOptionalAction,
    Namespace,
)
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyguide import __version__
from pyguide.cache.folder import NAME, Folder, is_forbidden
from pyguide.config import Configurations
from pyguide.discover import discover
from pyguide.errors import PyguideError
from pyguide.finding import Applicability
from pyguide.schema import target_version
from pyguide.settings import DEDUPE
from pyguide.task import Mode, Task
from pyguide.witness import absolute

if TYPE_CHECKING:
    from pyguide.cache.results import Results


class Selectors(Action):
    """Collects comma-separated selectors, also when the flag is given more than once."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[object] | None,
        option_string: str | None = None,
    ) -> None:
        """Add the words of ``values`` to what earlier flags brought."""
        words = [word.strip() for word in str(values).split(",") if word.strip()]
        namespace.__dict__[self.dest] = (*(getattr(namespace, self.dest) or ()), *words)


def _target(text: str) -> tuple[int, int]:
    try:
        return target_version(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"expected a whole number from 1 on, got `{text}`")
    return int(text)


def add_selection(parser: ArgumentParser) -> None:
    """Add the flags that choose rules, files and settings."""
    parser.add_argument("paths", nargs="*", metavar="PATH", default=["."], help="default: .")
    rules = parser.add_argument_group("rules")
    codes = {"action": Selectors, "metavar": "CODES"}
    rules.add_argument("--select", **codes, help="look for these codes or names only")  # type: ignore[arg-type]
    rules.add_argument("--ignore", **codes, help="leave these out")  # type: ignore[arg-type]
    rules.add_argument("--extend-select", **codes, help="look for these as well")  # type: ignore[arg-type]
    rules.add_argument(
        "--preview", action=BooleanOptionalAction, default=None, help="with rules in preview"
    )
    rules.add_argument(
        "--dedupe", choices=DEDUPE, help="leave findings to ruff: where it is configured (auto)"
    )
    rules.add_argument(
        "--target-version", type=_target, metavar="pyXYZ", help="oldest Python of the code: py311"
    )
    files = parser.add_argument_group("files and configuration")
    files.add_argument(
        "--exclude", action=Selectors, metavar="PATTERNS", help="files not to look at"
    )
    files.add_argument(
        "--extend-exclude", action=Selectors, metavar="PATTERNS", help="... besides the usual ones"
    )
    files.add_argument(
        "--respect-gitignore", action=BooleanOptionalAction, default=None, help="default: yes"
    )
    files.add_argument(
        "--force-exclude",
        action=BooleanOptionalAction,
        default=None,
        help="exclude files that are named on the command line too",
    )
    files.add_argument("--isolated", action="store_true", help="ignore every configuration file")
    files.add_argument(
        "-n", "--no-cache", action="store_true", help="neither use nor store earlier results"
    )
    files.add_argument(
        "--cache-dir",
        metavar="DIR",
        help=f"default: {NAME} beside the configuration, else in the working directory",
    )
    files.add_argument(
        "-j", "--jobs", type=_jobs, metavar="N", help="processes at most; default: one a core"
    )
    parser.add_argument(
        "--timings", action="store_true", help="say on standard error where the time went"
    )
    parser.add_argument("--no-prefilter", action="store_true", help=SUPPRESS)
    parser.add_argument("--version", action="version", version=f"pyguide {__version__}")


_OVERRIDES = (
    "select",
    "ignore",
    "extend_select",
    "preview",
    "target_version",
    "dedupe",
    "exclude",
    "extend_exclude",
    "respect_gitignore",
    "force_exclude",
)


def configurations(arguments: Namespace) -> Configurations:
    """The configuration files, overridden by what the command line says."""
    given = {name: getattr(arguments, name) for name in _OVERRIDES}
    overrides = {name: value for name, value in given.items() if value is not None}
    return Configurations(isolated=arguments.isolated, overrides=overrides)


def tasks(arguments: Namespace, configured: Configurations) -> tuple[list[Task], list[str]]:
    """The files to look at, and warnings; raises PyguideError for a path that does not exist."""
    paths = [Path(path) for path in arguments.paths]
    found, notices = discover(paths, configured.settings_for)
    warnings = [f"warning: {notice}" for notice in notices]
    if not found:
        from pyguide.catalog import installed

        # A misspelt rule is a mistake even where nothing is checked.
        installed().selected(configured.settings_for(Path()))
        warnings.append("warning: no Python files found under the given paths")
    folders = dict.fromkeys(path.parent for path in found)
    settings = {folder: configured.settings_for(folder) for folder in folders}
    return [Task(path, shown(path), settings[path.parent]) for path in found], warnings


def stored_results(arguments: Namespace, configured: Configurations, mode: Mode) -> Results | None:
    """The results of earlier runs; None where there shall be no cache."""
    if arguments.no_cache or is_forbidden():
        return None
    from pyguide.cache.program import installed_program
    from pyguide.cache.results import Results

    # A link that the user names may lead elsewhere; one in the place of the default may not.
    named = arguments.cache_dir or os.environ.get("PYGUIDE_CACHE_DIR")
    program = installed_program()
    if program is None:
        return None
    place = os.path.realpath(named) if named else os.path.join(_root(configured), NAME)
    folder = Folder(absolute(place))
    return Results(folder, program, prefilter=mode.prefilter)


def _root(configured: Configurations) -> Path:
    """The folder of the configuration that holds here, the working directory if it is broken."""
    try:
        return configured.settings_for(Path()).root
    except PyguideError:
        return Path()


def shown(path: Path) -> str:
    """How people know a file: relative to the working directory where it lies below it."""
    return absolute(str(path)).removeprefix(os.path.join(os.getcwd(), ""))


def mode_of(arguments: Namespace, *, fixing: bool, writing: bool) -> Mode:
    """What the flags ask for."""
    least = Applicability.UNSAFE if arguments.unsafe_fixes else Applicability.SAFE
    return Mode(
        least=least if fixing else None,
        write=writing,
        unsafe=arguments.unsafe_fixes,
        prefilter=not arguments.no_prefilter,
        timings=arguments.timings,
    )
