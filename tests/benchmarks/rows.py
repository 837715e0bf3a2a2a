"""What is measured and what is asked of it: one `Row` each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generate
from benchmarks.corpora import CORPORA, Files
from benchmarks.measure import Command, Quantity
from benchmarks.tools import Tools

BRIEF_PAIRS = 15
"""Pairs of runs that take a blink, where noise weighs most."""
PIECES = 10
"""How many files hold together what the long one holds."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: our command, theirs, and the asked ratio of one quantity.

    Without ``theirs`` the peak of memory is asked for in MiB; without ``ask`` nothing is. With
    ``faster`` the ratio is theirs by ours, and more is better. ``asked_of`` names the files that
    were asked for where others stand in; ``skipped`` says why nothing can be measured; ``caches``
    are emptied before.
    """

    key: str
    what: str
    quantity: Quantity
    ours: Command
    theirs: Command | None
    ask: float | None
    stretch: float | None = None
    faster: bool = False
    pairs: int = 5
    warm_ups: int = 1
    asked_of: str = ""
    skipped: str = ""
    caches: tuple[Path, ...] = ()

    @property
    def group(self) -> str:
        """The kind of row, for all packages the same."""
        return self.key.partition("-")[0]

    def met(self, value: float, bound: float | None) -> bool:
        """Whether a measured value keeps a bound."""
        return bound is not None and (value >= bound if self.faster else value <= bound)


@dataclass(frozen=True, slots=True)
class Field:
    """What rows are made of: the tools and the chosen packages by name."""

    tools: Tools
    packages: dict[str, Path]
    quick: bool = False

    def chosen(self, *wanted: str) -> tuple[list[str], str]:
        """The names of the wanted packages, or of a stand-in and what it stands for."""
        if set(wanted) <= set(self.packages):
            return list(wanted), ""
        return [next(iter(self.packages))], " + ".join(wanted)

    def part(self, name: str) -> list[Path]:
        """The folders of a package for tools too slow for the whole."""
        return [self.packages[name] / folder for folder in CORPORA[name].part]


def cold(field: Field) -> Iterator[Row]:
    """No cache, all processes, against ruff."""
    for name, path in field.packages.items():
        ours, theirs = field.tools.pyguide([path]), field.tools.ruff([path])
        yield Row(f"cold-{name}", f"cold, {name}, against ruff", "cpu", ours, theirs, 10, 6)


def bugbear(field: Field) -> Iterator[Row]:
    """No cache, against flake8 with bugbear."""
    (name,), asked = field.chosen("django")
    path = field.packages[name]
    yield Row(
        "bugbear",
        f"cold, {name}, times faster than flake8 + bugbear -j 2",
        "cpu",
        field.tools.pyguide([path]),
        field.tools.bugbear(Files.below([path]).paths),
        13,
        20,
        faster=True,
        warm_ups=0,
        asked_of=asked,
    )


def slow_tools(field: Field) -> Iterator[Row]:
    """No cache, a part of a package, against Fixit and pylint."""
    (name,), asked = field.chosen("django")
    folders = field.part(name)
    files = Files.below(folders)
    where = f"cold, {' + '.join(CORPORA[name].part)} of {name} ({files}), times faster than"
    ours = field.tools.pyguide(folders)
    for key, tool, theirs, ask, stretch in (
        ("fixit", "Fixit", field.tools.fixit(files.paths), 50, 100),
        ("pylint", "pylint -j 1", field.tools.pylint(files.paths), None, None),
    ):
        yield Row(
            key,
            f"{where} {tool}",
            "cpu",
            ours,
            theirs,
            ask,
            stretch,
            faster=True,
            warm_ups=0,
            asked_of=asked,
        )


def warm(field: Field) -> Iterator[Row]:
    """Unchanged files, both caches filled."""
    skipped = "" if field.tools.knows("--cache-dir") else "no cache yet"
    for name, path in field.packages.items():
        caches = tuple(field.tools.home / "caches" / f"{tool}-{name}" for tool in ("ours", "ruff"))
        yield Row(
            f"warm-{name}",
            f"warm, {name}, against ruff with its cache",
            "cpu",
            field.tools.pyguide([path], cache=caches[0]),
            field.tools.ruff([path], cache=caches[1]),
            0.5,
            0.25,
            pairs=BRIEF_PAIRS,
            warm_ups=2,
            skipped=skipped,
            caches=caches,
        )


def starts(field: Field) -> Iterator[Row]:
    """What a user waits for when there is next to nothing to do."""
    tools = field.tools
    small = generate.put(tools.folder / "small.py", generate.SMALL)
    ours = tools.pyguide([small])
    clean = Command(ours.argv, ours.folder, good=(0,))
    what = f"one clean file of {generate.SMALL.count(chr(10))} lines, no cache, against flake8"
    theirs = tools.flake8([small], plugin=False)
    yield Row("small", what, "wall", clean, theirs, 0.5, 0.3, pairs=BRIEF_PAIRS)
    what = "pyguide --version against python -c pass"
    ours, theirs = tools.version(), tools.bare_python()
    yield Row("version", what, "wall", ours, theirs, 4, 2.5, pairs=BRIEF_PAIRS)


def plugin(field: Field) -> Iterator[Row]:
    """What the plugin adds to flake8."""
    (name,), asked = field.chosen("django")
    paths = [field.packages[name]]
    yield Row(
        "plugin",
        f"flake8 with the plugin against flake8 without it, {name}",
        "cpu",
        field.tools.flake8(paths, plugin=True),
        field.tools.flake8(paths, plugin=False),
        1.15,
        1.08,
        warm_ups=0,
        asked_of=asked,
    )


def jobs(field: Field) -> Iterator[Row]:
    """What a second process saves."""
    (name,), asked = field.chosen("scikit-learn")
    paths = [field.packages[name]]
    two, one = (field.tools.pyguide(paths, "-j", number) for number in (2, 1))
    what = f"two processes against one, {name}"
    yield Row("jobs", what, "wall", two, one, 0.65, 0.55, asked_of=asked)


def memory(field: Field) -> Iterator[Row]:
    """The largest process on a great many files, in MiB."""
    names, asked = field.chosen("pandas", "sympy")
    ours = field.tools.pyguide([field.packages[name] for name in names])
    what = f"largest process, {' + '.join(names)}, MiB"
    yield Row("memory", what, "peak", ours, None, 150, 100, pairs=3, warm_ups=0, asked_of=asked)


def growth(field: Field) -> Iterator[Row]:
    """One long file against several short ones, in one process."""
    tools = field.tools
    lines = 10_000 if field.quick else 100_000
    long, short = (
        tools.pyguide(generate.written(tools.folder / f"made{each}", files, each), "-j", 1)
        for files, each in ((1, lines), (PIECES, lines // PIECES))
    )
    what = f"one file of {lines:,} lines against {PIECES} of {lines // PIECES:,}"
    asked = "100,000 lines" if field.quick else ""
    yield Row("growth", what, "cpu", long, short, 1.3, warm_ups=0, asked_of=asked)


KINDS: dict[str, Callable[[Field], Iterator[Row]]] = {
    "cold": cold,
    "bugbear": bugbear,
    "fixit": slow_tools,
    "pylint": slow_tools,
    "warm": warm,
    "small": starts,
    "version": starts,
    "plugin": plugin,
    "jobs": jobs,
    "memory": memory,
    "growth": growth,
}
BY_PACKAGE = ("cold", "warm")
"""The kinds that have a row for each package, its name after a dash."""


def chosen(field: Field, only: Sequence[str]) -> list[Row]:
    """The rows of the kinds or keys in ``only``, all where it is empty."""
    kinds = dict.fromkeys(KINDS[word.partition("-")[0]] for word in only or KINDS)
    rows = [row for kind in kinds for row in kind(field)]
    return [row for row in rows if not only or row.key in only or row.group in only]
