"""Flags that several commands share, and the settings that they make."""

from __future__ import annotations

import os
from argparse import SUPPRESS, ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from pyguide import __version__
from pyguide.cache.folder import NAME, Folder, is_forbidden
from pyguide.cli.known import add_baseline, with_known
from pyguide.cli.values import Pairs, Selectors, number, target, whole_seconds
from pyguide.configuration.loading import Configurations, inline
from pyguide.discover import discover
from pyguide.errors import PyguideError, nearest
from pyguide.finding import Applicability
from pyguide.settings import DEDUPE, PRESETS, Settings
from pyguide.task import Mode, Task
from pyguide.witness import absolute

if TYPE_CHECKING:
    from pyguide.cache.results import Results


def add_selection(parser: ArgumentParser) -> None:
    """Add the flags that choose rules, files and settings."""
    parser.add_argument("paths", nargs="*", metavar="PATH", default=["."], help="default: .")
    _add_rules(parser)
    _add_files(parser)
    add_baseline(parser)
    parser.add_argument(
        "-j", "--jobs", type=number, metavar="N", help="processes at most; default: one a core"
    )
    parser.add_argument(
        "--time-limit",
        type=whole_seconds,
        metavar="SECONDS",
        help="processor time that a file may take; default: 120",
    )
    parser.add_argument(
        "--timings", action="store_true", help="say on standard error where the time went"
    )
    parser.add_argument("--no-prefilter", action="store_true", help=SUPPRESS)
    parser.add_argument("--version", action="version", version=f"pyguide {__version__}")


def _add_rules(parser: ArgumentParser) -> None:
    rules = parser.add_argument_group("rules")
    rules.add_argument("--preset", choices=PRESETS, help="look for a named set of rules")
    for flag, told in (
        ("--select", "look for these codes or names only"),
        ("--ignore", "leave these out"),
        ("--extend-select", "look for these as well"),
        ("--fixable", "rules that may fix; default: all"),
        ("--unfixable", "rules that may not fix"),
        ("--extend-fixable", "rules that may fix besides the configured ones"),
    ):
        rules.add_argument(flag, action=Selectors, metavar="CODES", help=told)
    for flag, told in (
        ("--per-file-ignores", "codes to leave out of the files that match: tests/*:PYG3"),
        ("--extend-per-file-ignores", "... besides the configured ones"),
    ):
        rules.add_argument(flag, action=Pairs, metavar="PATTERN:CODE", help=told)
    rules.add_argument(
        "--preview", action=BooleanOptionalAction, default=None, help="with rules in preview"
    )
    rules.add_argument(
        "--dedupe", choices=DEDUPE, help="leave findings to ruff: where it is configured (auto)"
    )
    rules.add_argument(
        "--target-version", type=target, metavar="pyXYZ", help="oldest Python of the code: py311"
    )


def _add_files(parser: ArgumentParser) -> None:
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
    files.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="FILE|KEY=VALUE",
        help="the configuration file to use, or a line of TOML that beats all files",
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


_OVERRIDES = (
    "preset", "select", "ignore", "extend_select", "fixable", "unfixable", "extend_fixable",
    "per_file_ignores", "extend_per_file_ignores", "preview", "target_version", "dedupe", "exclude",
    "extend_exclude", "respect_gitignore", "force_exclude", "time_limit",
)  # fmt: skip
_SETTLED = (
    "fix", "fix_only", "unsafe_fixes", "show_fixes", "output_format", "editor_link",
    "repository_link", "commit_message",
)  # fmt: skip


def configurations(arguments: Namespace) -> Configurations:
    """The configuration files, overridden by what the command line says.

    Raises PyguideError for a ``--config`` that is neither a file nor a key with its value.
    """
    files = [word for word in arguments.config if _is_path(word)]
    lines = [inline(word) for word in arguments.config if not _is_path(word)]
    if len(files) > 1:
        raise PyguideError(f"--config: more than one file: {', '.join(files)}")
    if files and arguments.isolated:
        raise PyguideError(f"--config={files[0]} contradicts --isolated")
    return Configurations(
        isolated=arguments.isolated,
        file=Path(files[0]) if files else None,
        inline=lines,
        overrides={name: getattr(arguments, name) for name in _OVERRIDES},
    )


def _is_path(word: str) -> bool:
    return "=" not in word or os.path.exists(word)


def settle(arguments: Namespace, settings: Settings, formats: Collection[str] = ()) -> None:
    """Fill in what the flags leave open: from the environment, else from ``settings``.

    Raises PyguideError for an output format that is none of ``formats``.
    """
    wanted = os.environ.get("PYGUIDE_OUTPUT_FORMAT")
    if "output_format" in arguments and arguments.output_format is None:
        where = f"{settings.files[-1]}: `output-format`" if settings.files else "output-format"
        if wanted:
            where, arguments.output_format = "PYGUIDE_OUTPUT_FORMAT", wanted
        else:
            arguments.output_format = settings.output_format
        if arguments.output_format not in formats:
            hint = nearest(arguments.output_format, formats) or f"; known are {', '.join(formats)}"
            raise PyguideError(f"{where}: unknown format `{arguments.output_format}`{hint}")
    for name in _SETTLED:
        if name in arguments and getattr(arguments, name) is None:
            setattr(arguments, name, getattr(settings, name))


def tasks(arguments: Namespace, configured: Configurations) -> tuple[list[Task], list[str]]:
    """The files to look at and what is known of them, and warnings.

    Raises PyguideError for a path that does not exist and for a broken baseline.
    """
    paths = [Path(path) for path in arguments.paths]
    found, notices = discover(paths, configured.settings_for)
    warnings = [f"warning: {notice}" for notice in notices]
    if not found:
        from pyguide.session import check_words

        # A misspelt rule is a mistake even where nothing is checked.
        check_words(configured.settings_for(Path()))
        warnings.append("warning: no Python files found under the given paths")
    folders = dict.fromkeys(path.parent for path in found)
    settings = {folder: configured.settings_for(folder) for folder in folders}
    made = [Task(path, shown(path), settings[path.parent]) for path in found]
    knowing, more = with_known(made, arguments)
    return knowing, warnings + more


def stored_results(arguments: Namespace, configured: Configurations, mode: Mode) -> Results | None:
    """The results of earlier runs; None where there shall be no cache, or it is not our own."""
    if arguments.no_cache or is_forbidden():
        return None
    from pyguide.cache.program import installed_program
    from pyguide.cache.results import Results
    from pyguide.cache.tracked import is_tracked

    here = configured.settings_for(Path())
    program = installed_program(pack.place for pack in here.packs)
    if program is None:
        return None
    place = cache_place(arguments, configured)
    if is_tracked(place):
        return None
    folder = Folder(place)
    return Results(folder, program, prefilter=mode.prefilter, ignore_noqa=mode.ignore_noqa)


def cache_place(arguments: Namespace, configured: Configurations) -> str:
    """The absolute path of the cache: by the flag, else the environment, else the configuration."""
    settings = configured.settings_for(Path())
    named = arguments.cache_dir or os.environ.get("PYGUIDE_CACHE_DIR") or settings.cache_dir
    # A link that the user names may lead elsewhere; one in the place of the default may not.
    place = os.path.realpath(named) if named else os.path.join(settings.root, NAME)
    return absolute(place)


def shown(path: Path) -> str:
    """How people know a file: relative to the working directory where it lies below it."""
    return absolute(str(path)).removeprefix(os.path.join(os.getcwd(), ""))


def mode_of(arguments: Namespace, *, fixing: bool, writing: bool) -> Mode:
    """What the flags ask for."""
    unsafe = bool(arguments.unsafe_fixes)
    least = Applicability.UNSAFE if unsafe else Applicability.SAFE
    return Mode(
        least=least if fixing else None,
        write=writing,
        unsafe=unsafe,
        prefilter=not arguments.no_prefilter,
        timings=arguments.timings,
        ignore_noqa=getattr(arguments, "ignore_noqa", False),
    )
