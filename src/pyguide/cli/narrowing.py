"""``--only``, ``--skip`` and ``--max-files``: to fix a part of what could be fixed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from pyguide.catalog import installed
from pyguide.cli.output import tell
from pyguide.outcome import Outcome
from pyguide.report.diff import changes
from pyguide.report.tally import counted
from pyguide.session import check_words
from pyguide.settings import Settings
from pyguide.task import Task


def narrowed(tasks: Sequence[Task], arguments: Namespace) -> list[Task]:
    """The ``tasks`` without the rules that ``--only`` and ``--skip`` leave out.

    Raises PyguideError for a selector that names no rule. Says so where ``--only`` names rules none
    of which is on.
    """
    known: dict[int, Settings] = {}
    for task in tasks:
        if id(task.settings) not in known:
            known[id(task.settings)] = _narrowed(task.settings, arguments)
    if tasks and not any(settings.select for settings in known.values()):
        words = ", ".join(arguments.only or arguments.skip)
        flag = "--only" if arguments.only else "--skip"
        tell(
            f"warning: {flag} {words}: no rule is left that is on (--extend-select turns rules on)"
        )
    return [task._replace(settings=known[id(task.settings)]) for task in tasks]


def _narrowed(settings: Settings, arguments: Namespace) -> Settings:
    check_words(settings)
    catalog = installed(settings.packs)
    codes = []
    for rule in catalog.selected(settings):
        only = [catalog.rank(rule, word, "--only") for word in arguments.only or ("ALL",)]
        skip = [catalog.rank(rule, word, "--skip") for word in arguments.skip or ()]
        # As everywhere, the more specific selector wins, and against an equal one the one that
        # leaves out.
        if max(only) > max(skip, default=-1):
            codes.append(rule.code)
    return with_rules(settings, codes)


def with_rules(settings: Settings, codes: Sequence[str]) -> Settings:
    """``settings`` under which exactly the rules ``codes`` are on."""
    return settings._replace(select=tuple(codes), extend_select=(), ignore=())


def at_most(outcome: Outcome, most: int) -> Outcome:
    """The outcome of a run that writes nothing yet, with no more than ``most`` files to change.

    Of the others the result is forgotten; says how many these are.
    """
    changed = [file for file in outcome.files if changes(file)]
    left = changed[most:]
    if not left:
        return outcome
    tell_left(len(left))
    paths = {file.path for file in left}
    return outcome._replace(files=tuple(one for one in outcome.files if one.path not in paths))


def tell_left(number: int) -> None:
    """Say how many files more could be changed."""
    tell(f"{counted(number, 'file')} with fixes left for another run (--max-files).")
