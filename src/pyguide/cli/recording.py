"""Fixing runs are recorded, so that they can be undone."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from pyguide.cache.folder import is_forbidden
from pyguide.cli.options import cache_place
from pyguide.cli.output import tell
from pyguide.configuration.loading import Configurations
from pyguide.errors import PyguideError
from pyguide.outcome import Outcome
from pyguide.task import Mode

if TYPE_CHECKING:
    from pyguide.runs.journal import Journal, Run


def journal(arguments: Namespace, configured: Configurations) -> Journal | None:
    """Where fixing runs are recorded; None where the user wants nothing to be stored."""
    if arguments.no_cache or is_forbidden():
        return None
    from pyguide.runs.journal import Journal

    return Journal(cache_place(arguments, configured))


@contextmanager
def going(
    arguments: Namespace, configured: Configurations, *, dry: bool = False, needed: bool = True
) -> Generator[Run | None]:
    """The run that begins, or goes on where one is resumed; None for a ``dry`` one, which is none.

    It is None as well where the user wants nothing to be stored. Where nothing can be stored, that
    raises PyguideError if a record is ``needed``, else it is said.
    """
    place = None if dry else journal(arguments, configured)
    with ExitStack() as stack:
        run = None
        try:
            if place is not None and arguments.resumed is not None:
                run = stack.enter_context(place.go_on(arguments.resumed))
            elif place is not None:
                run = stack.enter_context(place.begin(command(arguments)))
        except PyguideError as error:
            if needed:
                raise PyguideError(
                    f"{error}; a run that cannot be recorded cannot be undone, so nothing was "
                    "changed (--cache-dir names another place, --no-cache does without)"
                ) from error
            tell(f"warning: {error}; the run is not recorded and cannot be undone")
        yield run


@contextmanager
def recorded(
    arguments: Namespace,
    configured: Configurations,
    mode: Mode,
    *,
    dry: bool = False,
    needed: bool = True,
) -> Generator[Mode]:
    """The mode of a run that can be undone; the rest is as with `going`."""
    with going(arguments, configured, dry=dry, needed=needed) as run:
        yield mode if run is None else mode._replace(keeper=run.keeper())


def command(arguments: Namespace) -> list[str]:
    """The words that a shell was given."""
    program = "pyguide" if arguments.words[:1] == ["check"] else "pyguide-fix"
    return [program, *arguments.words]


def tell_if_lost(outcome: Outcome, *, recorded: bool) -> None:
    """Say that files were changed for good, if so."""
    if not recorded and any(file.fixed for file in outcome.files):
        tell("warning: the run is not recorded, so --undo cannot take it back")
