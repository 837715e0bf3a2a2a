"""``--verify`` and ``--commit-per-rule``: the fixes of one rule after the other."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyguide import signals
from pyguide.cli.dirty import is_guarded, refuse_dirty
from pyguide.cli.fix_summary import conclude
from pyguide.cli.narrowing import tell_left
from pyguide.cli.options import mode_of, stored_results
from pyguide.cli.output import put
from pyguide.cli.recording import going, tell_if_lost
from pyguide.cli.rule_by_rule import RuleByRule
from pyguide.configuration.loading import Configurations
from pyguide.errors import PyguideError
from pyguide.git.commits import refuse_unfit
from pyguide.git.repository import Repository
from pyguide.outcome import Outcome
from pyguide.report.tally import fixable_now
from pyguide.runs.change_set import Order
from pyguide.runs.command import Command
from pyguide.runs.committing import refuse_dirty_list, repository_of
from pyguide.runs.tree import Tree
from pyguide.source import Source
from pyguide.task import Mode, Task

if TYPE_CHECKING:
    from pyguide.cache.results import Results


def is_asked_for(arguments: Namespace) -> bool:
    """Whether the fixes of each rule shall be a set of their own.

    Raises PyguideError for flags that need that, or that contradict it.
    """
    asked = "--verify" if arguments.verify is not None else "--commit-per-rule"
    if arguments.verify is None and not arguments.commit_per_rule:
        for flag, given, needed in (
            ("--blame-ignore-revs", arguments.blame_ignore_revs, "--commit-per-rule"),
            ("--verify-timeout", arguments.verify_timeout is not None, "--verify"),
        ):
            if given:
                raise PyguideError(f"{flag} needs {needed}")
        return False
    for flag, given in (
        ("--diff", arguments.diff),
        ("--check", arguments.check),
        ("--from", arguments.reported is not None),
    ):
        if given:
            raise PyguideError(f"{asked} cannot be used with {flag}")
    if arguments.blame_ignore_revs and not arguments.commit_per_rule:
        raise PyguideError("--blame-ignore-revs needs --commit-per-rule")
    if arguments.verify is not None and not arguments.verify.strip():
        raise PyguideError("--verify: there is no command")
    return True


Check = Callable[[Sequence[Task], Mode, "Results | None"], Outcome]


def fix_by_rule(
    found: list[Task], arguments: Namespace, configured: Configurations, check: Check
) -> tuple[Outcome, int]:
    """Fix one rule after the other; returns the outcome and the exit code.

    That is 1 where a fix was taken back or a commit refused, else what the outcome gives. ``check``
    looks at files, and shows how far it is. Raises PyguideError where the command fails before
    anything is changed, or cannot be relied on.
    """
    mode = mode_of(arguments, fixing=True, writing=False)
    looking = mode._replace(least=None)
    # Findings that are confined to lines need fingerprints too, since lines move with each rule.
    found = [task if task.lines is None else _fingerprinting(task) for task in found]
    results = stored_results(arguments, configured, looking)
    seen = check(found, looking, results)
    offers = _offers(found, seen, arguments)
    command = None
    if arguments.verify is not None:
        command = Command(arguments.verify, arguments.verify_timeout)
    with going(arguments, configured) as run, signals.raised():
        quiet = arguments.level is not None
        work = RuleByRule(mode, arguments.jobs, seen.rules, run, command, quiet=quiet)
        if offers:
            repository = _repository([order.task.path for order, _ in offers], arguments)
            if repository is not None:
                work.commit_to(repository, arguments.commit_message)
            work.do(_by_code(offers))
            if arguments.blame_ignore_revs:
                work.leave_out_of_blame()
    done = _joined(found, check(found, looking, results), work.tree)
    tell_if_lost(done, recorded=run is not None)
    if arguments.level != "silent":
        put("".join(f"{line}\n" for line in work.ending()))
    return done, max(conclude(done, arguments, dry=False), work.code)


def _fingerprinting(task: Task) -> Task:
    return task if task.known is not None else task._replace(known=frozenset())


def _offers(
    found: Sequence[Task], seen: Outcome, arguments: Namespace
) -> list[tuple[Order, set[str]]]:
    """The files that would be changed, with the codes of what would be fixed in each."""
    files = {file.path: file for file in seen.files}
    offers: list[tuple[Order, set[str]]] = []
    for task in found:
        findings = files[task.shown].findings if task.shown in files else ()
        fixable = [one for one in findings if fixable_now(one, unsafe_fixes=seen.unsafe_fixes)]
        if fixable:
            prints = frozenset(finding.fingerprint for finding in fixable)
            order = Order(task, prints if task.known is not None else None)
            offers.append((order, {finding.code for finding in fixable}))
    if arguments.max_files is None or len(offers) <= arguments.max_files:
        return offers
    tell_left(len(offers) - arguments.max_files)
    return offers[: arguments.max_files]


def _by_code(offers: Sequence[tuple[Order, set[str]]]) -> dict[str, list[Order]]:
    """The files of each rule, in the order of codes."""
    codes = sorted({code for _, own in offers for code in own})
    return {code: [order for order, own in offers if code in own] for code in codes}


def _repository(paths: list[Path], arguments: Namespace) -> Repository | None:
    """Where commits go, if any shall be made; whatever git could not give back is refused.

    To a commit, the changes of the user and of a rule would be one and the same.
    """
    if not arguments.commit_per_rule:
        if is_guarded(arguments):
            refuse_dirty(paths, arguments)
        return None
    repository = repository_of(paths)
    refuse_unfit(repository)
    if arguments.blame_ignore_revs:
        refuse_dirty_list(repository)
    refuse_dirty(paths, Namespace(**{**vars(arguments), "allow_staged": False}))
    return repository


def _joined(found: Sequence[Task], done: Outcome, tree: Tree) -> Outcome:
    """What is left, with what was fixed."""
    paths = {task.shown: task.path for task in found}
    files = []
    for file in done.files:
        path = paths[file.path]
        if tree.first.get(path) != tree.held.get(path):
            fixed = tuple(
                (code, number)
                for (where, code), number in sorted(tree.fixed.items())
                if where == path and number
            )
            before, after = (Source.decode(each[path]).text for each in (tree.first, tree.held))
            file = file._replace(fixed=fixed, before=before, after=after)
        files.append(file)
    return done._replace(files=tuple(files))
