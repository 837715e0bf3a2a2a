"""``pyguide doctor``: whether the project's other tools and pyguide get along."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pyguide import __version__
from pyguide.catalog import installed
from pyguide.cli.options import shown
from pyguide.cli.output import color_of, put, tell
from pyguide.configuration.loading import Configurations
from pyguide.discover import discover
from pyguide.outcome import FileResult, Outcome
from pyguide.project.change import Change
from pyguide.project.doctor import examined, remedies
from pyguide.project.problem import Problem
from pyguide.report import diff
from pyguide.report.tally import counted
from pyguide.report.terminal import visible

_COMPANIONS = ("libcst", "ruff", "flake8", "pre-commit")


def configure(parser: ArgumentParser) -> None:
    """Add the flags of the command."""
    parser.add_argument("--fix", action="store_true", help="write what can be mended")
    parser.add_argument("--diff", action="store_true", help="show what --fix would write")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto")


def run(arguments: Namespace) -> int:
    """Report the problems of the working directory; 1 if any remain, else 0."""
    put(f"{_versions()}\n\n")
    problems = _problems()
    changes = remedies(problems)
    if arguments.fix or arguments.diff:
        put(shown_changes(changes, color=color_of(arguments.color)))
    if arguments.fix:
        for change in changes:
            change.make()
            put(f"mended {visible(shown(change.path))}\n\n")
        problems = _problems()
        changes = []
    put("".join(map(_text, problems)))
    put(_closing(problems, fixable=bool(changes)))
    return 1 if problems else 0


def _problems() -> list[Problem]:
    configured = Configurations()
    files, notices = discover([Path()], configured.settings_for)
    for line in notices:
        tell(f"warning: {line}")
    return examined(Path.cwd(), [Path.cwd() / file for file in files], installed(configured.packs))


def shown_changes(changes: list[Change], *, color: bool) -> str:
    """A unified diff of ``changes``."""
    results = []
    for change in changes:
        before, after = change.texts
        results.append(FileResult(shown(change.path), before=before, after=after, fixed=(("", 1),)))
    text = diff.render(Outcome(tuple(results), {}), color=color)
    return f"{text}\n" if text else ""


def _text(problem: Problem) -> str:
    lines = [f"{visible(shown(problem.file))}: {visible(problem.message)}"]
    here = f"{Path.cwd()}/"
    lines += [f"    {visible(detail.removeprefix(here))}" for detail in problem.details]
    if problem.remedy:
        lines += ["  to mend it:", *(f"    {visible(line)}" for line in problem.remedy)]
    return "\n".join(lines) + "\n\n"


def _closing(problems: list[Problem], *, fixable: bool) -> str:
    if not problems:
        return "No problems found.\n"
    hint = "; `pyguide doctor --fix` mends what it can" if fixable else ""
    return f"Found {counted(len(problems), 'problem')}{hint}.\n"


def _versions() -> str:
    found = [f"pyguide {__version__}", f"Python {sys.version.partition(' ')[0]}"]
    for name in _COMPANIONS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)
