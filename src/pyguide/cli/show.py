"""``--show-files``, ``--show-settings`` and ``--verbose``: what a run looks at, and how."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pyguide.cli.known import counted
from pyguide.cli.output import put, tell
from pyguide.configuration.keys import KEYS
from pyguide.configuration.loading import ignored_codes, target_for
from pyguide.errors import PyguideError, one_line
from pyguide.patterns import absolute
from pyguide.settings import Settings
from pyguide.task import Task

if TYPE_CHECKING:
    from pyguide.baseline.knowledge import Knowledge
    from pyguide.cache.results import Results


def files(found: Sequence[Task]) -> int:
    """Print the absolute path of each file; returns the exit code."""
    put("".join(f"{one_line(absolute(task.path))}\n" for task in found))
    return 0


def settings(found: Sequence[Task]) -> int:
    """Print what holds for the first file, as a configuration that says it all.

    Returns the exit code; raises PyguideError where there is no file.
    """
    if not found:
        raise PyguideError("--show-settings: no files found under the given paths")
    put("".join(f"{one_line(line)}\n" for line in _lines(found[0])))
    return 0


def circumstances(
    found: Sequence[Task], results: Results | None, knowledge: Knowledge | None
) -> None:
    """Say on standard error how many files are looked at, what holds for them, and the cache."""
    tell(one_line(f"[verbose] files: {len(found)}"))
    for chain, number in Counter(task.settings.files for task in found).items():
        tell(one_line(f"[verbose] configuration of {number}: {', '.join(chain) or 'none'}"))
    for baseline in knowledge.baselines if knowledge else ():
        tell(one_line(f"[verbose] baseline: {baseline.path}, {counted(len(baseline))}"))
    tell(one_line(f"[verbose] cache: {results.folder.path if results else 'none'}"))


def _lines(task: Task) -> Iterator[str]:
    from pyguide.catalog import installed
    from pyguide.deduping import left_to_ruff
    from pyguide.session import check_words

    settings = task.settings
    check_words(settings)
    yield f"# Resolved settings for: {toml(absolute(task.path))}"
    for file in settings.files:
        yield f"# Settings path: {toml(file)}"
    yield f"# Patterns are relative to: {toml(str(settings.root))}"
    yield "# Target version of this file: py{}{}".format(*target_for(settings, task.path))
    yield "# Rules that are on for this file:"
    catalog = installed(settings.packs)
    ignored = ignored_codes(settings, task.path)
    rules = [
        rule
        for rule in catalog.selected(settings)
        if not any(catalog.rank(rule, selector, "per-file-ignores") >= 0 for selector in ignored)
    ]
    for rule in rules:
        yield f"#   {rule.code} {rule.name}"
    left = left_to_ruff(rules, settings, task.path)
    if left:
        yield "# Left to ruff, unless the fix here is better:"
    for one in left:
        yield f"#   {one.code} {one.name}: {one.twin} {one.twin_name}"
    yield from assignments(settings)


def assignments(settings: Settings) -> Iterator[str]:
    """Lines of TOML that say the same as ``settings``."""
    for key in KEYS.values():
        value = getattr(settings, key.field, None)
        if value is None:
            continue
        if key.name.endswith("target-version"):
            value = _spelled(value)
        elif key.name == "packs":
            value = tuple(pack.place for pack in value)
        yield f"{key.name} = {toml(value, table=key.kind.is_table)}"


def _spelled(target: object) -> object:
    """Target versions as configurations spell them."""
    match target:
        case (int(major), int(minor)):
            return f"py{major}{minor}"
        case tuple():
            return tuple((pattern, _spelled(one)) for pattern, one in target)
    return target


def toml(value: object, *, table: bool = False) -> str:
    """``value`` in one line of TOML; pairs make a ``table``, and inside of it what is no list."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case tuple() | list() if table:
            pairs = (
                f"{toml(name)} = {toml(inner, table=_is_table(inner))}" for name, inner in value
            )
            return f"{{{', '.join(pairs)}}}"
        case tuple() | list():
            return f"[{', '.join(map(toml, value))}]"
    return str(value)


def _is_table(value: object) -> bool:
    """Whether a value inside of a table is one, as the options of a rule are: pairs in a tuple."""
    return isinstance(value, tuple) and bool(value) and all(isinstance(one, tuple) for one in value)
