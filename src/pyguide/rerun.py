"""A run that looks only at what has changed since an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pyguide import witness
from pyguide.outcome import FileResult, Outcome, RuleFacts
from pyguide.task import Mode, Task
from pyguide.timings import Timings

if TYPE_CHECKING:
    from pyguide.cache.results import Results


def run(
    tasks: Sequence[Task],
    mode: Mode,
    jobs: int | None = None,
    advance: Callable[[FileResult], None] = lambda _: None,
    results: Results | None = None,
    clock: Timings | None = None,
) -> Outcome:
    """Look at all files, as `session.run` does, and offer the fixes that ``mode`` wants.

    What ``results`` hold is taken from there, and the rest is added to them; ``clock`` hears what
    that takes. The engine and the rules are imported only if a file is left to look at. Raises what
    `session.run` raises.
    """
    if results is None:
        from pyguide.session import run as check

        return check(tasks, mode, jobs, advance).offering()
    clock = clock or Timings()
    with clock.stage("cache"):
        found = {task.path: _known(task, mode, results) for task in tasks}
    left = [task for task in tasks if found[task.path] is None]
    for result in found.values():
        if result is not None:
            advance(result)
    files: list[FileResult] = []
    rules: dict[str, RuleFacts] = {}
    if left:
        fresh = _looked_at(left, mode, jobs, advance, results)
        found |= zip((task.path for task in left), fresh.files, strict=True)
        # What is too young to be stored is reported all the same.
        rules |= fresh.rules
    for task in tasks:
        if (result := found[task.path]) is not None:
            witness.note(result.witnesses)
            files.append(result._replace(severity=task.settings.severity))
        rules |= results.rules(task.settings) or {}
    with clock.stage("cache"):
        results.save()
    return Outcome(tuple(files), rules, len(tasks), unsafe_fixes=mode.unsafe).offering()


def _known(task: Task, mode: Mode, results: Results) -> FileResult | None:
    """The stored result for a file, as far as it answers what is asked."""
    result = results.recall(task)
    if result is not None and mode.least is not None and (result.findings or result.failures):
        return None  # a fix is made from the file, not from what was once found in it
    return result


def _looked_at(
    tasks: Sequence[Task],
    mode: Mode,
    jobs: int | None,
    advance: Callable[[FileResult], None],
    results: Results,
) -> Outcome:
    """Fresh results; those that may be used again are stored."""
    from pyguide import session
    from pyguide.packs import imported

    outcome = session.run(tasks, mode, jobs, advance)
    beside = imported(own=False)
    for path in beside:
        witness.state(path)
    for settings in {id(task.settings): task.settings for task in tasks}.values():
        results.keep_rules(settings, outcome.rules, beside)
    for task, result in zip(tasks, outcome.files, strict=True):
        results.keep(task, result)
    return outcome
