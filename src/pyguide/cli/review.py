"""``pyguide-fix -i``: show each fix and ask whether to apply it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from pyguide.catalog import Catalog, installed
from pyguide.cli import INTERRUPTED
from pyguide.cli.dirty import is_guarded, refuse_dirty
from pyguide.cli.explain import WIDEST, explanation, show
from pyguide.cli.options import stored_results
from pyguide.cli.output import color_of, exit_code, put, started, tell, tell_failures
from pyguide.cli.recording import going
from pyguide.configuration.loading import Configurations
from pyguide.errors import PyguideError
from pyguide.outcome import RuleFacts
from pyguide.report.tally import counted
from pyguide.report.terminal import Terminal, spelled, visible
from pyguide.review.dialogue import Dialogue
from pyguide.review.model import Review
from pyguide.review.question import File
from pyguide.review.records import NOTHING, Memory, Recorder, remembered, to_ask
from pyguide.review.view import summed
from pyguide.task import Mode, Task

if TYPE_CHECKING:
    from pyguide.review.terminal import PosixTerminal
    from pyguide.review.windows import WindowsTerminal

_OPPOSITES = {
    "diff": "--diff",
    "check": "--check",
    "reported": "--from",
    "commit_per_rule": "--commit-per-rule",
    "verify": "--verify",
}


def refuse(arguments: Namespace) -> None:
    """Raise PyguideError for flags that contradict a review, and where nobody can be asked."""
    for name, flag in _OPPOSITES.items():
        if getattr(arguments, name):
            raise PyguideError(f"-i cannot be used with {flag}")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise PyguideError("-i asks questions, so standard input and output must be a terminal")


def review(
    tasks: Sequence[Task], arguments: Namespace, configured: Configurations, mode: Mode
) -> int:
    """Ask and fix; 0, 1 where a file could not be looked at, 2 after a crash, 130 after Ctrl-C.

    A run that is resumed goes on where it stopped. Raises PyguideError where git could not give
    back a file that is asked about.
    """
    memory = remembered(arguments.resumed) if arguments.resumed else NOTHING
    files, failed = _to_ask(tasks, arguments, configured, mode, memory)
    if not files:
        put("Nothing to ask: there is no fix to apply.\n")
        return failed
    if is_guarded(arguments):
        refuse_dirty([file.task.path for file in files], arguments)
    with going(arguments, configured) as run:
        if run is None:
            tell("warning: without a cache, --resume and --undo will know nothing of this review")
        held = Review(files, mode, Recorder(run, memory), memory.standing, memory.tally)
        try:
            _ask(held, installed(configured.packs), color=color_of(arguments.color))
        except KeyboardInterrupt:
            failed = INTERRUPTED
        finally:
            if run is not None:
                run.is_done = not held.left
    _sum_up(held, recorded=run is not None)
    fixed = arguments.exit_non_zero_on_fix and held.tally.fixed
    return max(failed, 1 if fixed else 0)


def _to_ask(
    tasks: Sequence[Task],
    arguments: Namespace,
    configured: Configurations,
    mode: Mode,
    memory: Memory,
) -> tuple[list[File], int]:
    """The files with something to ask about, and the exit code for those that failed."""
    from pyguide.cli.fix import with_progress

    looking = mode._replace(least=None)
    results = stored_results(arguments, configured, looking)
    outcome = with_progress(tasks, looking, arguments, results, started())
    tell_failures(outcome)
    files = to_ask(tasks, outcome.files, memory, unsafe_fixes=mode.unsafe)
    failures = any(file.failures for file in outcome.files)
    return files[: arguments.max_files], max(1, exit_code(outcome)) if failures else 0


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
        put("`pyguide-fix --resume` goes on.\n")
    sys.stdout.flush()
