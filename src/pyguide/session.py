"""Many files: read, check, fix, silence, write; the one place that catches a rule's crash."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pyguide import witness
from pyguide.catalog import Catalog, installed
from pyguide.config import Configurations, ignored_codes
from pyguide.engine import RuleCrash, Skipped, check
from pyguide.finding import Edit, Finding
from pyguide.outcome import Failure, FileResult, Outcome
from pyguide.rule import Rule
from pyguide.settings import Settings
from pyguide.source import Source, SourceError
from pyguide.task import Mode, Task
from pyguide.timings import Timings
from pyguide.workers import spread

# What a clean file does not need is imported where it is used: a small run is all imports.
if TYPE_CHECKING:
    from pyguide.fixer import Fixed

# Deep code needs deep recursion in libcst's printer; Python frames do not use the native stack.
RECURSION_LIMIT = 10_000


def run(
    tasks: Sequence[Task],
    mode: Mode,
    jobs: int | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Look at all files, in several processes where that pays; results keep the order of tasks.

    ``jobs`` is the greatest number of processes, None for one a core. ``advance`` is called with
    the number of files done since it was last called. Findings carry all that could be offered;
    `Outcome.offering` makes the choice. Raises PyguideError for selectors and rule options that
    name no rule.
    """
    catalog = installed()
    for settings in {id(task.settings): task.settings for task in tasks}.values():
        catalog.options(settings)
        _selected(catalog, settings)
    sizes = [_size(task) for task in tasks]
    work = partial(check_file, mode=mode)
    with _without_collector():
        files = spread(tasks, work, _worker_died, sizes, jobs, advance, _import_libcst)
    found = {finding.code for file in files for finding in file.findings}
    found |= {code for file in files for code, _ in file.fixed}
    found |= {code for file in files if file.timings for code in file.timings.rules}
    facts = catalog.facts(rule for rule in catalog.rules if rule.code in found)
    return Outcome(tuple(files), facts, len(tasks), unsafe_fixes=mode.unsafe)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Trees are made by the million and hold no circles: searching them for garbage is a waste."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Choice(Protocol):
    """Whoever wants to see only some findings of a file, and to know what was fixed."""

    def among(self, source: Source, findings: list[Finding]) -> list[Finding]:
        """The wanted ones among the ``findings`` of a text."""

    def applied(self, fixed: Sequence[Finding], edits: Sequence[Edit]) -> None:
        """Hear that findings of the text seen last were fixed by ``edits``."""


class _Everything:
    """The choice of whoever wants all."""

    def among(self, source: Source, findings: list[Finding]) -> list[Finding]:
        return findings

    def applied(self, fixed: Sequence[Finding], edits: Sequence[Edit]) -> None:
        pass


def check_file(task: Task, mode: Mode, choice: Choice | None = None) -> FileResult:
    """Everything about one file, and what that depends on; never raises for what it holds.

    Where a ``choice`` is given, nothing else is found and fixed.
    """
    with witness.Trail() as trail:
        if task.raw is None:
            witness.state(task.path)
        result = _check_file(task, mode, choice or _Everything())
    return result._replace(witnesses=tuple(trail.witnesses.items()))


def all_findings(source: Source, task: Task, mode: Mode) -> list[Finding]:
    """Findings of a text as if no comment silenced any."""
    return _all_findings(source, task.path, task.settings, mode, [], Timings())


def _check_file(task: Task, mode: Mode, choice: Choice) -> FileResult:
    clock = Timings(files=1)
    try:
        with clock.stage("read"):
            raw = task.path.read_bytes() if task.raw is None else task.raw
    except OSError as error:
        return _failed(task, "io-error", error.strerror or str(error))
    result, fixed = _check_bytes(raw, task, mode, clock, choice)
    if mode.timings:
        clock.lines = raw.count(b"\n")
        result = result._replace(timings=clock)
    if fixed is None or not result.fixed or not mode.write or task.raw is not None:
        return result
    from pyguide import write

    try:
        write.replace(task.path, raw, fixed.source.raw)
    except write.ChangedOnDisk:
        notice = "changed on disk since it was read, so it was left as it is"
    except OSError as error:
        notice = f"cannot be written: {error.strerror or error}"
    else:
        return result
    return _failed(task, "io-error", notice)


def _check_bytes(
    raw: bytes, task: Task, mode: Mode, clock: Timings, choice: Choice
) -> tuple[FileResult, Fixed | None]:
    """What stands in ``raw``, and the fixed file where ``mode`` asks for one."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
    failures: list[Failure] = []
    heeded = partial(_heeded, task=task, mode=mode, failures=failures, clock=clock)

    def looking(source: Source) -> list[Finding]:
        return choice.among(source, heeded(source))

    try:
        with clock.stage("read"):
            source = Source.decode(raw, task.path)
        if mode.least is None:
            return _result(task, source, looking(source), failures), None
        from pyguide.fixer import fix

        with clock.stage("fix"):
            fixed = fix(source, looking, mode.least, choice.applied)
        failures.clear()  # their lines are those of texts that came before
        left = looking(fixed.source)
    except SourceError as error:
        failure = Failure("invalid-syntax", error.message, error.line, error.column)
        text = raw.decode(errors="replace")
        return FileResult(task.shown, text=text, failures=(failure,)), None
    result = _result(task, fixed.source, left, failures)
    counts = tuple(sorted(fixed.counts.items()))
    notices = _troubles(fixed)
    result = result._replace(fixed=counts, notices=notices)
    if counts:
        result = result._replace(before=source.text, after=fixed.source.text)
    return result, fixed


def _troubles(fixed: Fixed) -> tuple[str, ...]:
    """What a user should know of fixes that did not go well."""
    notices = [f"the fixes of {code} would break the file; left out" for code in fixed.dropped]
    if not fixed.converged:
        notices.append("fixes still change the file after ten passes; run again")
    if fixed.refused:
        notices.append("Python compiles this file neither fixed nor as it is; not fixed")
    return tuple(notices)


def _result(
    task: Task, source: Source, found: Iterable[Finding], failures: Iterable[Failure]
) -> FileResult:
    findings = tuple(found)
    kept = tuple(dict.fromkeys(failures))
    return FileResult(task.shown, findings, source.text if findings or kept else "", kept)


def _failed(task: Task, kind: str, message: str) -> FileResult:
    return FileResult(task.shown, failures=(Failure(kind, message),))


def _heeded(
    source: Source, task: Task, mode: Mode, failures: list[Failure], clock: Timings
) -> list[Finding]:
    """Findings that no comment silences; a rule that crashes is left out and noted."""
    found = _all_findings(source, task.path, task.settings, mode, failures, clock)
    if not found:
        return found
    from pyguide.suppress import suppress

    with clock.stage("comments"):
        kept = suppress(source, found, installed().names)[0]
        return _beside_others(source, kept, task.path, task.settings)


def _beside_others(
    source: Source, findings: list[Finding], path: Path, settings: Settings
) -> list[Finding]:
    """The findings that neither a comment for another tool silences nor ruff reports as well."""
    if findings and settings.noqa_aliases:
        from pyguide.twins import heeding_aliases

        findings = heeding_aliases(source, findings, installed())
    if findings and settings.ruff is not None:
        from pyguide.deduping import without_twins

        findings = without_twins(findings, settings, path, installed().by_code)
    return findings


def _all_findings(
    source: Source,
    path: Path,
    settings: Settings,
    mode: Mode,
    failures: list[Failure],
    clock: Timings,
) -> list[Finding]:
    """Findings of all rules that are on for this file, before any comment is heeded."""
    catalog = installed()
    rules = _rules(catalog, settings, path)
    while True:
        skipped: list[Skipped] = []
        try:
            found = check(
                source,
                rules,
                target_version=settings.target_version,
                options=catalog.options(settings),
                prefilter=mode.prefilter,
                skipped=skipped,
                timings=clock,
            )
        except RuleCrash as crash:
            failures.append(Failure("rule-crash", str(crash), crash.line))
            rules = tuple(rule for rule in rules if rule is not crash.rule)
        else:
            failures += (Failure(trouble.kind, str(trouble), trouble.line) for trouble in skipped)
            return found


def _rules(catalog: Catalog, settings: Settings, path: Path) -> tuple[type[Rule], ...]:
    rules = _selected(catalog, settings)
    ignored = ignored_codes(settings, path)
    return tuple(
        rule
        for rule in rules
        if not any(catalog.rank(rule, code, "per-file-ignores") >= 0 for code in ignored)
    )


@cache
def _selected(catalog: Catalog, settings: Settings) -> tuple[type[Rule], ...]:
    return catalog.selected(settings)


def _size(task: Task) -> int:
    try:
        return task.path.stat().st_size
    except OSError:
        return 0


def _import_libcst() -> None:
    """Import libcst even where its import is delayed until something is asked of it."""
    from libcst import Module  # noqa: F401


def _worker_died(task: Task, how: str) -> FileResult:
    return _failed(task, "worker-died", f"the process that looked at this file {how}")


@cache
def _configurations() -> Configurations:
    return Configurations()


def settings_here() -> None:
    """Raise what a broken configuration of the working directory raises, rule names included."""
    settings = _configurations().settings_for(Path.cwd())
    _selected(installed(), settings)
    installed().options(settings)


def check_text(
    text: str, path: Path, tree: ast.Module | None = None, failures: list[Failure] | None = None
) -> list[tuple[int, int, str]]:
    """Findings for flake8: 1-based line and column, and the text that begins with the code.

    Settings come from the configuration nearest to ``path``; only the ``ruff:`` comments are
    heeded, because flake8 applies its own. What could not be looked at is added to ``failures``.
    Raises what a broken configuration raises.
    """
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
    source = Source(text, path, tree=tree)
    settings = _configurations().settings_for(path)
    noted = [] if failures is None else failures
    found = _all_findings(source, path, settings, Mode(), noted, Timings())
    from pyguide.suppress import heeded_in_flake8

    kept = heeded_in_flake8(source, found, installed().names)
    kept = _beside_others(source, kept, path, settings)
    return [(*source.location(f.span.start), f"{f.code} {f.message}") for f in kept]
