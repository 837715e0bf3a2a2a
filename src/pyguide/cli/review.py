"""``pyguide-fix -i``: show each fix and ask whether to apply it."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyguide.catalog import Catalog, installed
from pyguide.cli import INTERRUPTED
from pyguide.cli.dirty import is_guarded, refuse_dirty
from pyguide.cli.explain import WIDEST, explanation, show
from pyguide.cli.options import configurations, mode_of, settle, stored_results
from pyguide.cli.output import color_of, exit_code, put, started, tell, tell_failures
from pyguide.cli.recording import command, journal
from pyguide.configuration.loading import Configurations
from pyguide.errors import PyguideError
from pyguide.outcome import RuleFacts
from pyguide.report.tally import counted
from pyguide.report.terminal import Terminal, spelled, visible
from pyguide.review.dialogue import Dialogue
from pyguide.review.model import Review
from pyguide.review.question import File
from pyguide.review.records import (
    Memory,
    Recorder,
    is_as_left,
    left_open,
    remembered,
    rewritten,
    to_ask,
)
from pyguide.review.view import summed
from pyguide.runs.journal import Past, Run
from pyguide.task import Mode

if TYPE_CHECKING:
    from pyguide.review.terminal import PosixTerminal
    from pyguide.review.windows import WindowsTerminal

_OPPOSITES = {"diff": "--diff", "check": "--check", "reported": "--from"}
_WITH_RESUME = {"interactive", "resume", "color", "cache_dir"}


def run(arguments: Namespace) -> int:
    """Ask and fix; 0, 1 where a file could not be looked at, 2 after a crash, 130 after Ctrl-C.

    Raises PyguideError for flags that contradict it and where nobody can be asked.
    """
    _refuse(arguments)
    past = None
    if arguments.resume is not None:
        past, arguments = _resumed(arguments)
    configured = configurations(arguments)
    settle(arguments, configured.settings_for(Path()))
    mode = mode_of(arguments, fixing=True, writing=True)
    memory = remembered(past) if past else Memory({})
    files, failed = _to_ask(arguments, configured, mode, memory)
    if not files:
        put("Nothing to ask: there is no fix to apply.\n")
        return failed
    if is_guarded(arguments):
        ours = rewritten(past) if past else {}
        refuse_dirty([f.task.path for f in files if not is_as_left(f.task.path, ours)], arguments)
    with _recorded(arguments, configured, past) as going:
        review = Review(files, mode, Recorder(going, memory), memory.standing, memory.tally)
        try:
            _ask(review, installed(configured.packs), color=color_of(arguments.color))
        except KeyboardInterrupt:
            failed = INTERRUPTED
        finally:
            if going is not None:
                going.is_done = not review.left
    _sum_up(review, recorded=going is not None)
    fixed = arguments.exit_non_zero_on_fix and review.tally.fixed
    return max(failed, 1 if fixed else 0)


def _refuse(arguments: Namespace) -> None:
    for name, flag in _OPPOSITES.items():
        if getattr(arguments, name):
            raise PyguideError(f"-i cannot be used with {flag}")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise PyguideError("-i asks questions, so standard input and output must be a terminal")


def _resumed(arguments: Namespace) -> tuple[Past, Namespace]:
    """The review that was left open, and its command line with today's colour."""
    from pyguide.cli.fix import parser

    own, usual = vars(arguments), vars(parser().parse_args([]))
    if any(own[name] != usual[name] for name in usual if name not in _WITH_RESUME):
        raise PyguideError("-i --resume goes on as the review was begun; give no other flags")
    place = journal(arguments, configurations(arguments))
    past = left_open(place, arguments.resume) if place else None
    if past is None:
        raise PyguideError("no review was left open; `pyguide-fix -i` begins one")
    if os.path.realpath(past.working_directory) != os.path.realpath(Path.cwd()):
        raise PyguideError(f"the review was begun in {past.working_directory}; go on there")
    found = parser().parse_args(past.words[1:])
    found.words, found.color = past.words[1:], arguments.color
    return past, found


def _to_ask(
    arguments: Namespace, configured: Configurations, mode: Mode, memory: Memory
) -> tuple[list[File], int]:
    """The files with something to ask about, and the exit code for those that failed."""
    from pyguide.cli.fix import files, with_progress

    looking = mode._replace(least=None, write=False)
    results = stored_results(arguments, configured, looking)
    clock = started()
    found = files(arguments, configured, looking, clock)
    outcome = with_progress(found, looking, arguments.jobs, results, clock)
    tell_failures(outcome)
    asked = to_ask(found, outcome.files, memory, unsafe_fixes=mode.unsafe)
    failures = any(file.failures for file in outcome.files)
    return asked[: arguments.max_files], max(1, exit_code(outcome)) if failures else 0


@contextmanager
def _recorded(
    arguments: Namespace, configured: Configurations, past: Past | None
) -> Generator[Run | None]:
    """The run in the journal that the review is; None where nothing shall be stored."""
    place = journal(arguments, configured)
    if place is None:
        tell("warning: without a cache, --resume and --undo will know nothing of this review")
        yield None
    elif past is not None:
        with place.go_on(past) as run:
            yield run
    else:
        with place.begin(command(arguments)) as run:
            yield run


def _ask(review: Review, catalog: Catalog, *, color: bool) -> None:
    rules = {rule.code: rule for rule in catalog.rules}

    @cache
    def facts(code: str) -> RuleFacts:
        return catalog.facts([rules[code]])[code]

    @cache
    def explained(code: str, terminal: Terminal) -> list[str]:
        return _page(catalog, code, terminal)

    with _console() as console:
        Dialogue(review, console, facts, explained, color=color).run()


def _page(catalog: Catalog, code: str, terminal: Terminal) -> list[str]:
    """The lines of a rule's page and its answer, as ``pyguide explain`` shows them."""
    from rich.console import Console

    markdown = "\n".join(map(spelled, explanation(catalog, code).split("\n")))
    console = Console(
        width=min(terminal.width, WIDEST),
        force_terminal=terminal.color,
        no_color=not terminal.color,
    )
    with console.capture() as captured:
        show(console, markdown, hyperlinks=False)
    return captured.get().splitlines()


def _console() -> PosixTerminal | WindowsTerminal:
    try:
        from pyguide.review.terminal import PosixTerminal
    except ImportError:
        from pyguide.review.windows import WindowsTerminal

        return WindowsTerminal()
    return PosixTerminal()


def _sum_up(review: Review, *, recorded: bool) -> None:
    """Say on standard output what was answered and what is left."""
    for notice in review.notices:
        tell(f"warning: {visible(notice)}")
    left = f"; {review.left} left in {counted(review.files_left, 'file')}" if review.left else ""
    put(f"{summed(review.tally).capitalize()}{left}.\n")
    if recorded and review.left and review.tally.answered:
        put("`pyguide-fix -i --resume` goes on.\n")
    sys.stdout.flush()
