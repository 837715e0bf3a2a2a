"""Many files: read, check, fix, silence, write; the one place that catches a rule's crash."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from pyguide import regular, witness
from pyguide.baseline.places import place_of
from pyguide.catalog import Catalog, Fixing, installed
from pyguide.configuration.loading import Configurations, ignored_codes, located, target_for
from pyguide.engine import RuleCrash, Rules, Skipped, check
from pyguide.errors import UnknownWord
from pyguide.finding import Applicability, Edit, Finding
from pyguide.outcome import Failure, FileResult, Outcome, Silenced
from pyguide.overtime import OutOfTime, limited
from pyguide.settings import Settings
from pyguide.source import Source, SourceError
from pyguide.task import Keeper, Mode, Task
from pyguide.timings import Timings
from pyguide.workers import OVERTIME, spread

# What a clean file does not need is imported where it is used: a small run is all imports.
if TYPE_CHECKING:
    from pyguide.fixer import Fixed
    from pyguide.known import Recognition
    from pyguide.suppressions.rule import SuppressionRule
    from pyguide.touched import Touched

# Deep code needs deep recursion in libcst's printer; Python frames do not use the native stack.
RECURSION_LIMIT = 10_000

_CHANGED = "changed on disk since it was read, so it was left as it is"


def run(
    tasks: Sequence[Task],
    mode: Mode,
    jobs: int | None = None,
    advance: Callable[[FileResult], None] = lambda _: None,
) -> Outcome:
    """Look at all files, in several processes where that pays; results keep the order of tasks.

    ``jobs`` is the greatest number of processes, None for one a core. ``advance`` is called with
    each result as it comes. Findings carry all that could be offered; `Outcome.offering` makes the
    choice. Raises PyguideError for selectors and rule options that name no rule.
    """
    catalog = installed(tasks[0].settings.packs if tasks else ())
    for settings in {id(task.settings): task.settings for task in tasks}.values():
        check_words(settings)
    sizes = [_size(task) for task in tasks]
    limits = [task.settings.time_limit for task in tasks]
    work = partial(check_file, mode=mode)
    ahead = partial(_import_rules, catalog, tasks)
    with _without_collector():
        files = spread(tasks, work, _worker_died, sizes, jobs, advance, ahead, limits)
    found = {code for file in files for code in file.codes}
    found |= {code for file in files for code, _ in file.fixed}
    found |= {code for file in files if file.timings for code in file.timings.rules}
    facts = catalog.facts(rule for rule in catalog.rules if rule.code in found)
    return Outcome(tuple(files), facts, len(tasks), unsafe_fixes=mode.unsafe)


def check_words(settings: Settings) -> None:
    """Raise PyguideError for a selector or rule option of ``settings`` that names nothing.

    Raises it for a broken pack, too.
    """
    catalog = installed(settings.packs)
    try:
        catalog.options(settings)
        _selected(catalog, settings)
    except UnknownWord as error:
        raise located(error, settings) from error


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
    witnesses = tuple(trail.witnesses.items())
    return result._replace(witnesses=witnesses, severity=task.settings.severity)


def all_findings(source: Source, task: Task, mode: Mode) -> list[Finding]:
    """Findings of a text as if no comment silenced any."""
    rules = _rules(installed(task.settings.packs), task.settings, task.path)
    return _looked(source, task.path, rules, task.settings, mode, [], Timings()).findings


def _check_file(task: Task, mode: Mode, choice: Choice) -> FileResult:
    clock = Timings(files=1)
    try:
        with clock.stage("read"):
            raw = regular.read(task.path) if task.raw is None else task.raw
    except OSError as error:
        return _failed(task, "io-error", error.strerror or str(error))
    try:
        with limited(task.settings.time_limit):
            result, fixed = _check_bytes(raw, task, mode, clock, choice)
    except OutOfTime:
        return _failed(task, "too-slow", _too_slow(task.settings))
    except MemoryError:
        return _failed(task, "too-big", "needs more memory than there is")
    if mode.timings:
        clock.lines = raw.count(b"\n")
        result = result._replace(timings=clock)
    if fixed is None or not result.fixed or task.raw is not None:
        return result
    from pyguide import write

    if write.leads_out(task.path, task.settings.root, Path()):
        return _failed(task, "io-error", "a link that leads out of the project is not fixed")
    if not mode.write:
        return result
    return _written(task.path, result, raw, fixed.source.raw, mode.keeper)


def write_all(
    fixed: Sequence[FileResult], jobs: int | None = None, keeper: Keeper | None = None
) -> list[FileResult]:
    """Put files on disk that a run has fixed but not written; a result says where that failed.

    ``jobs`` is the same as for `run`. A file that has changed since then is left as it is.
    """
    sizes = [len(result.after or "") for result in fixed]
    return spread(fixed, partial(_write_fixed, keeper=keeper), _writer_died, sizes, jobs)


def _write_fixed(result: FileResult, keeper: Keeper | None) -> FileResult:
    path = Path(result.path)
    try:
        raw = regular.read(path)
        source = Source.decode(raw)
    except OSError as error:
        return _unwritten(result, error.strerror or str(error))
    except SourceError:
        return _unwritten(result, _CHANGED)
    if result.after is None or source.text != result.before:
        return _unwritten(result, _CHANGED)
    return _written(path, result, raw, source.with_text(result.after).raw, keeper)


def _writer_died(result: FileResult, how: str) -> FileResult:
    failure = Failure("worker-died", f"the process that wrote this file {how}")
    return FileResult(result.path, failures=(failure,))


def _written(
    path: Path, result: FileResult, before: bytes, after: bytes, keeper: Keeper | None
) -> FileResult:
    """The result where the file could be written, else a failure that says why not."""
    if after == before:
        return result
    from pyguide import write

    keeping = keeper.keeping(path, before, after, result.fixed) if keeper else nullcontext()
    try:
        with keeping:
            write.replace(path, before, after)
    except write.ChangedOnDisk:
        return _unwritten(result, _CHANGED)
    except OSError as error:
        return _unwritten(result, f"cannot be written: {error.strerror or error}")
    return result


def _unwritten(result: FileResult, why: str) -> FileResult:
    return FileResult(result.path, failures=(Failure("io-error", why),))


def _check_bytes(
    raw: bytes, task: Task, mode: Mode, clock: Timings, choice: Choice
) -> tuple[FileResult, Fixed | None]:
    """What stands in ``raw``, and the fixed file where ``mode`` asks for one."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
    failures: list[Failure] = []
    silenced: list[Silenced] = []
    heeded = partial(
        _heeded, task=task, mode=mode, failures=failures, silenced=silenced, clock=clock
    )

    recognition = _recognition(task)
    touched = _touched(task)

    def looking(source: Source) -> list[Finding]:
        found = heeded(source)
        if recognition is not None:
            found = recognition.new_among(source, found, silenced)
        if touched is not None:
            found = touched.among(source, found)
        return choice.among(source, found)

    def applied(fixed: Sequence[Finding], edits: Sequence[Edit]) -> None:
        for one in (recognition, touched):
            if one is not None:
                one.applied(edits)
        choice.applied(fixed, edits)

    try:
        with clock.stage("read"):
            source = Source.decode(raw, task.path)
        if mode.least is None:
            found = looking(source)
            return _result(task, source, found, failures, silenced, recognition), None
        from pyguide.fixer import fix

        with clock.stage("fix"):
            catalog = installed(task.settings.packs)
            comments_first = partial(
                _comments_first, looking=looking, least=mode.least, catalog=catalog
            )
            fixed = fix(source, comments_first, mode.least, applied)
        failures.clear()  # their lines are those of texts that came before
        left = looking(fixed.source)
    except SourceError as error:
        failure = Failure("invalid-syntax", error.message, error.line, error.column)
        text = raw.decode(errors="replace")
        return FileResult(task.shown, text=text, failures=(failure,)), None
    result = _result(task, fixed.source, left, failures, silenced, recognition)
    counts = tuple(sorted(fixed.counts.items()))
    notices = _troubles(fixed)
    result = result._replace(fixed=counts, notices=notices)
    if counts:
        result = result._replace(before=source.text, after=fixed.source.text)
    return result, fixed


def _recognition(task: Task) -> Recognition | None:
    """What tells known findings apart, where somebody asks."""
    if task.known is None:
        return None
    from pyguide.known import Recognition

    return Recognition(task.known)


def _touched(task: Task) -> Touched | None:
    """What tells findings on touched lines apart, where somebody asks."""
    if task.lines is None:
        return None
    from pyguide.touched import Touched

    return Touched(task.lines)


def _comments_first(
    source: Source,
    looking: Callable[[Source], list[Finding]],
    least: Applicability,
    catalog: Catalog,
) -> list[Finding]:
    """Findings in comments while some can be fixed: once put right, these may silence others."""
    found = looking(source)
    in_comments = [
        finding
        for finding in found
        if catalog.entries[finding.code].rule.judges_comments
        and finding.fix is not None
        and finding.fix.applicability >= least
    ]
    return in_comments or found


def _troubles(fixed: Fixed) -> tuple[str, ...]:
    """What a user should know of fixes that did not go well."""
    notices = [f"fixes of {code} would break the file; left out" for code in fixed.dropped]
    if not fixed.converged:
        notices.append("fixes still change the file after ten passes and get no fewer")
    if fixed.refused:
        notices.append("Python compiles this file neither fixed nor as it is; not fixed")
    if not fixed.reproduced:
        notices.append("its encoding would spell the rest of the file in another way; not fixed")
    return tuple(notices)


def _result(
    task: Task,
    source: Source,
    found: Iterable[Finding],
    failures: Iterable[Failure],
    silenced: Iterable[Silenced],
    recognition: Recognition | None,
) -> FileResult:
    findings = tuple(found)
    kept = tuple(dict.fromkeys(failures))
    hushed = tuple(silenced)
    known = tuple(recognition.met) if recognition else ()
    text = source.text if findings or kept or hushed or known else ""
    return FileResult(task.shown, findings, text, kept, silenced=hushed, known=known)


def _failed(task: Task, kind: str, message: str) -> FileResult:
    return FileResult(task.shown, failures=(Failure(kind, message),))


def _heeded(
    source: Source,
    task: Task,
    mode: Mode,
    failures: list[Failure],
    silenced: list[Silenced],
    clock: Timings,
) -> list[Finding]:
    """Findings that no comment silences, and those in comments; a rule that crashes is noted.

    Those that a comment does silence take the place of what was in ``silenced`` before.
    """
    silenced.clear()
    rules = _rules(installed(task.settings.packs), task.settings, task.path)
    looked = _looked(source, task.path, rules, task.settings, mode, failures, clock)
    if mode.ignore_noqa or not (looked.findings or _may_be_silenced(source)):
        return looked.findings
    with clock.stage("comments"):
        kept, hushed = _after_comments(source, looked, rules, task.settings, failures)
        kept, aliased = _beside_others(source, kept, task.path, task.settings)
    silenced += (*hushed, *aliased)
    return kept


def _beside_others(
    source: Source, findings: list[Finding], path: Path, settings: Settings
) -> tuple[list[Finding], list[Silenced]]:
    """What neither a comment for another tool silences nor ruff reports too; and the silenced."""
    silenced: list[Silenced] = []
    if findings and settings.noqa_aliases:
        from pyguide.twins import heeding_aliases

        findings, silenced = heeding_aliases(source, findings, installed(settings.packs))
    if findings and settings.ruff is not None:
        from pyguide.deduping import without_twins

        findings = without_twins(findings, settings, path, installed(settings.packs).by_code)
    return findings, silenced


def _may_be_silenced(source: Source) -> bool:
    """Whether some comment might address a linter: to read comments, more must be imported."""
    text = source.text
    return any(tool in text for tool in ("ruff", "flake8", "pyguide")) or "noqa" in text.lower()


def _after_comments(
    source: Source,
    looked: Looked,
    rules: Rules,
    settings: Settings,
    failures: list[Failure],
    *,
    noqa: bool = True,
) -> tuple[list[Finding], list[Silenced]]:
    """What is left and what is found in the comments themselves, and what comments silence."""
    from pyguide.suppressions.heeding import Vocabulary, heed

    words = Vocabulary.of(installed(settings.packs))
    judges = [cast("type[SuppressionRule]", rule) for rule in rules if rule.judges_comments]
    while True:
        try:
            return heed(source, looked.findings, words, judges, looked.codes, noqa=noqa)
        except RuleCrash as crash:
            failures.append(Failure("rule-crash", str(crash), crash.line))
            judges = [judge for judge in judges if judge.code != crash.rule.code]


class Looked(NamedTuple):
    """What was found in a file before comments count, by rules of which ``codes`` saw all of it."""

    findings: list[Finding]
    codes: frozenset[str]


def _looked(
    source: Source,
    path: Path,
    rules: Rules,
    settings: Settings,
    mode: Mode,
    failures: list[Failure],
    clock: Timings,
) -> Looked:
    """Findings of the rules that look at code."""
    catalog = installed(settings.packs)
    rules = _looking(rules)
    while True:
        skipped: list[Skipped] = []
        try:
            found = check(
                source,
                rules,
                target_version=target_for(settings, path),
                options=catalog.options(settings),
                prefilter=mode.prefilter,
                skipped=skipped,
                timings=clock,
                trust=frozenset(settings.trust),
            )
        except RuleCrash as crash:
            failures.append(Failure("rule-crash", str(crash), crash.line))
            rules = tuple(rule for rule in rules if rule.code != crash.rule.code)
        else:
            failures += (Failure(trouble.kind, str(trouble), trouble.line) for trouble in skipped)
            codes = frozenset(() if skipped else (rule.code for rule in rules))
            return Looked(_with_allowed_fixes(found, catalog, settings), codes)


@cache
def _looking(rules: Rules) -> Rules:
    """Those of ``rules`` that look at code."""
    return tuple(rule for rule in rules if not rule.judges_comments)


def _with_allowed_fixes(
    found: list[Finding], catalog: Catalog, settings: Settings
) -> list[Finding]:
    """The findings with the fixes that the user lets rules make."""
    if not found:
        return found
    fixing = _fixing(catalog, settings)
    return [fixing[finding.code].of(finding) for finding in found]


@cache
def _fixing(catalog: Catalog, settings: Settings) -> dict[str, Fixing]:
    return {rule.code: catalog.fixing(rule, settings) for rule in catalog.rules}


def _rules(catalog: Catalog, settings: Settings, path: Path) -> Rules:
    rules = _selected(catalog, settings)
    ignored = ignored_codes(settings, path)
    if not ignored:
        return rules
    return tuple(
        rule
        for rule in rules
        if not any(catalog.rank(rule, code, "per-file-ignores") >= 0 for code in ignored)
    )


@cache
def _selected(catalog: Catalog, settings: Settings) -> Rules:
    return catalog.selected(settings)


def _size(task: Task) -> int:
    if task.raw is not None:
        return len(task.raw)
    try:
        return task.path.stat().st_size
    except OSError:
        return 0


def _import_rules(catalog: Catalog, tasks: Sequence[Task]) -> None:
    """Import the rules, and with them the proofs, which each process would else do by itself."""
    for settings in {id(task.settings): task.settings for task in tasks}.values():
        for rule in _selected(catalog, settings):
            _ = rule.suspicious  # whoever stands for a rule imports it now


def _too_slow(settings: Settings) -> str:
    return f"took more than {settings.time_limit} s of processor time; `time-limit` may allow more"


def _worker_died(task: Task, how: str) -> FileResult:
    if how == OVERTIME:
        return _failed(task, "too-slow", _too_slow(task.settings))
    return _failed(task, "worker-died", f"the process that looked at this file {how}")


@cache
def _configurations() -> Configurations:
    return Configurations()


def settings_here(configured: Configurations | None = None) -> None:
    """Raise what a broken configuration of the working directory raises, rule names included."""
    check_words((configured or _configurations()).settings_for(Path.cwd()))


def check_text(
    text: str,
    path: Path,
    tree: ast.Module | None = None,
    failures: list[Failure] | None = None,
    configured: Configurations | None = None,
) -> list[tuple[int, int, str]]:
    """Findings for flake8: 1-based line and column, and the text that begins with the code.

    Settings come from the configuration nearest to ``path``; only the ``ruff:`` comments are
    heeded, because flake8 applies its own. What could not be looked at is added to ``failures``.
    Raises what a broken configuration raises.
    """
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
    source = Source(text, path, tree=tree)
    settings = (configured or _configurations()).settings_for(path)
    check_words(settings)
    noted = [] if failures is None else failures
    try:
        with limited(settings.time_limit):
            left = _beside_flake8(source, path, settings, noted)
    except OutOfTime:
        noted.append(Failure("too-slow", _too_slow(settings)))
        return []
    return [(*source.location(f.span.start), f"{f.code} {f.message}") for f in left]


def _beside_flake8(
    source: Source, path: Path, settings: Settings, failures: list[Failure]
) -> list[Finding]:
    """What no comment silences but those that flake8 itself heeds."""
    rules = _rules(installed(settings.packs), settings, path)
    looked = _looked(source, path, rules, settings, Mode(), failures, Timings())
    left = looked.findings
    if left or _may_be_silenced(source):
        left, silenced = _after_comments(source, looked, rules, settings, failures, noqa=False)
        left, aliased = _beside_others(source, left, path, settings)
        left = _unknown(source, left, [*silenced, *aliased], path, settings)
    return left


def _unknown(
    source: Source,
    findings: list[Finding],
    silenced: list[Silenced],
    path: Path,
    settings: Settings,
) -> list[Finding]:
    """The findings that no baseline holds."""
    if not findings or place_of(settings) is None:
        return findings
    from pyguide.baseline.lookup import known_in
    from pyguide.known import fingerprinted

    known = known_in(path, settings)
    found = fingerprinted(source, findings, silenced)
    return [finding for finding in found if finding.fingerprint not in known]
