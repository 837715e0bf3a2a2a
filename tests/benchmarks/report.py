"""Results as a Markdown page and as the chart beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chart import Bar, drawn
from benchmarks.measure import Cost, Quantity, Spread, ratios
from benchmarks.rows import Row

MIB = 2**20
PAGE, CHART = "index.md", "ratios.svg"
HEADINGS = ("what", "measure", "ask", "stretch", "median", "spread", "n", "verdict")
MEASURES = {"cpu": "CPU", "wall": "wall", "peak": "memory"}
DETAILS = ("row", "CPU", "CPU spread", "wall", "wall spread", "peak MiB", "other's peak MiB")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and how it was measured: versions, processors, load before and after, counts.

    ``spent`` holds what ``--timings`` said, by package.
    """

    versions: dict[str, str]
    processors: int
    load: tuple[float, float]
    files: dict[str, str]
    spent: dict[str, str]
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured of a row: pairs of costs, or our costs alone, or why there is nothing."""

    row: Row
    pairs: tuple[tuple[Cost, Cost], ...] = ()
    alone: tuple[Cost, ...] = ()
    trouble: str = ""

    @property
    def asked(self) -> Spread | None:
        """The quantity that was asked for: a ratio, or MiB where no other tool is measured."""
        if self.alone:
            return Spread.of(cost.peak / MIB for cost in self.alone)
        return self.ratio(self.row.quantity)

    def ratio(self, quantity: Quantity) -> Spread | None:
        """The ratios of a quantity, in the sense that the row asks for."""
        if not self.pairs:
            return None
        return ratios(self.pairs, quantity, faster=self.row.faster)

    @property
    def met(self) -> bool | None:
        """Whether the ask is met; None where nothing was measured or asked of these files."""
        if self.asked is None or self.row.ask is None or self.row.asked_of:
            return None
        return self.row.met(self.asked.median, self.row.ask)

    @property
    def verdict(self) -> str:
        """The judgement in words."""
        if self.trouble or self.asked is None:
            return self.trouble or "not measured"
        if self.row.asked_of:
            return f"none: asked of {self.row.asked_of}"
        if self.met is None:
            return "nothing asked"
        if self.row.met(self.asked.median, self.row.stretch):
            return "met, stretch too"
        return "met" if self.met else "**missed**"

    def peaks(self) -> tuple[float | None, float | None]:
        """The largest process seen, ours and theirs, in MiB."""
        ours = [cost.peak for cost in self.alone] + [pair[0].peak for pair in self.pairs]
        theirs = [pair[1].peak for pair in self.pairs]
        return (max(ours) / MIB if ours else None, max(theirs) / MIB if theirs else None)


def number(value: float | None) -> str:
    """Three digits at least, a dash for nothing."""
    if value is None:
        return "-"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _bound(row: Row, value: float | None) -> str:
    return "-" if value is None else f"{'≥' if row.faster else '≤'} {value:g}"


def line(result: Result) -> tuple[str, ...]:
    """A result as the cells of the first table."""
    row, asked = result.row, result.asked
    measure = MEASURES[row.quantity]
    bounds = (_bound(row, row.ask), _bound(row, row.stretch))
    if asked is None:
        return (row.what, measure, *bounds, "-", "-", "0", result.verdict)
    spread = f"{number(asked.low)} to {number(asked.high)}"
    middle = number(asked.median)
    return (row.what, measure, *bounds, middle, spread, str(asked.count), result.verdict)


def _details(result: Result) -> tuple[str, ...]:
    cells = [result.row.key]
    quantities: tuple[Quantity, ...] = ("cpu", "wall")
    for quantity in quantities:
        ratio = result.ratio(quantity)
        cells.append(number(ratio.median if ratio else None))
        cells.append(f"{number(ratio.low)} to {number(ratio.high)}" if ratio else "-")
    return (*cells, *map(number, result.peaks()))


def _table(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> list[str]:
    rule = ["---"] * len(headings)
    return [f"| {' | '.join(cells)} |" for cells in (headings, rule, *lines)]


def page(results: Sequence[Result], around: Circumstances) -> str:
    """The Markdown page."""
    heading = ["# How quick pyguide is", "", f"![Ratios of cost, log scale]({CHART})", ""]
    if around.quick:
        heading += [
            "**A quick run: it shows that the benchmark works, not how quick pyguide is.**",
            "",
        ]
    text = (
        "Ratios of what pyguide costs to what the other tool costs on the same files, measured in",
        "turn (A B A B), each run in a fresh process with its output in a file: the median of the",
        "pairs' ratios, from the least to the greatest. CPU is user plus system time of all",
        "processes. Where a row says *times faster*, the ratio is the other way round. The tools",
        "do not find the same things: ruff runs the 20 rules that are most like pyguide's, pylint",
        "and Fixit all their defaults, pyguide all it has.",
    )
    measured = [result for result in results if result.pairs or result.alone]
    lines = [
        *heading,
        *text,
        "",
        *_table(HEADINGS, map(line, results)),
        "",
        "## The same runs in full",
        "",
        *_table(DETAILS, map(_details, measured)),
        "",
        "## Where pyguide's time goes",
        "",
        "In one process, by `--timings`; the stopwatch itself costs little.",
        "",
        *(line for name, said in around.spent.items() for line in _quoted(name, said)),
        "## Circumstances",
        "",
        *_circumstances(around),
    ]
    return "\n".join(lines) + "\n"


def _quoted(name: str, said: str) -> list[str]:
    """The tables that pyguide printed for one package, word for word."""
    return [f"### {name}", "", "```text", *said.rstrip().splitlines(), "```", ""]


def _circumstances(around: Circumstances) -> list[str]:
    before, after = around.load
    versions = ", ".join(f"{name} {version}" for name, version in around.versions.items())
    return [
        f"- {around.processors} processors; load {before:.1f} before, {after:.1f} after",
        f"- {versions}",
        *(f"- {name}: {counted}" for name, counted in around.files.items()),
        "- made by `python tests/benchmarks/run.py`",
    ]


def bars(results: Iterable[Result]) -> list[Bar]:
    """The ratios as bars, all of them our cost by theirs."""
    found = []
    for result in results:
        row, asked = result.row, result.asked
        if asked is None or row.theirs is None:
            continue
        label = row.what.replace(", times faster than", ", against")
        label = re.sub(r" \(.*?\)", "", label)
        values = (asked.median, asked.low, asked.high)
        ask = row.ask
        if row.faster:
            values = (1 / asked.median, 1 / asked.high, 1 / asked.low)
            ask = 1 / ask if ask else None
        found.append(Bar(label, *values, ask, result.met, MEASURES[row.quantity]))
    return found


def write(results: Sequence[Result], around: Circumstances, folder: Path) -> None:
    """Write page and chart into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text(page(results, around), encoding="utf-8")
    title = "What pyguide costs beside other linters"
    (folder / CHART).write_text(drawn(bars(results), title), encoding="utf-8")
