"""Measure pyguide beside other linters: ``python tests/benchmarks/run.py [--quick]``.

Makes environments with pinned tools and unpacks pinned packages in a cache folder, runs every
comparison in turn, and writes a table and a chart of the ratios. A quiet machine is up to you.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

# The folder of this script must not stand on the path: a module there is named like a stdlib one.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import measure, report, rows
from benchmarks.corpora import CORPORA, DifferError, same_files, unpacked
from benchmarks.generate import put
from benchmarks.tools import HOME, PLUGIN_SETTINGS, ROOT, BusyError, Tools, claimed

QUICK_PAIRS = 2


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--quick", action="store_true", help="two pairs, one of slow tools: only to see it work"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="ROW",
        help=f"kinds of rows ({', '.join(rows.KINDS)}) or single ones such as cold-django",
    )
    parser.add_argument("--packages", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks", metavar="DIR")
    parser.add_argument("--cache", type=Path, default=HOME, metavar="DIR", help=f"default: {HOME}")
    given = parser.parse_args()
    single = {f"{kind}-{name}" for kind in rows.BY_PACKAGE for name in given.packages}
    unknown = set(given.only) - set(rows.KINDS) - single
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    return given


def laid_out(tools: Tools, names: list[str], *, quick: bool) -> rows.Field:
    """Tools installed and packages unpacked."""
    print("making ready: tools and packages", flush=True)
    tools.prepare()
    tools.folder.mkdir(parents=True, exist_ok=True)
    put(tools.folder / "pyguide.toml", PLUGIN_SETTINGS)
    packages = {name: unpacked(CORPORA[name], tools.folder) for name in names}
    return rows.Field(tools, packages, quick)


def counted(field: rows.Field) -> dict[str, str]:
    """Files and lines by package; raises `DifferError` where tools would see different ones."""
    counts = {}
    for name, path in field.packages.items():
        counts[CORPORA[name].requirement] = str(same_files(*field.tools.discovered(path), path))
        print(f"{CORPORA[name].requirement}: {counts[CORPORA[name].requirement]}", flush=True)
    return counts


def measured(row: rows.Row, *, quick: bool) -> report.Result:
    """One row, or why it could not be measured."""
    if row.skipped:
        return report.Result(row, trouble=row.skipped)
    for cache in row.caches:
        shutil.rmtree(cache, ignore_errors=True)
    # What is not warmed up is slow.
    pairs = min(row.pairs, QUICK_PAIRS if row.warm_ups else 1) if quick else row.pairs
    try:
        if row.theirs is None:
            costs = measure.alone(row.ours, pairs, warm_ups=row.warm_ups)
            return report.Result(row, alone=tuple(costs))
        found = measure.in_turn(row.ours, row.theirs, pairs, warm_ups=row.warm_ups)
        return report.Result(row, pairs=tuple(found))
    except measure.RunError as failure:
        return report.Result(row, trouble=f"failed: {failure}")


def processors() -> int:
    """How many processors the runs may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def collected(given: argparse.Namespace) -> tuple[list[report.Result], report.Circumstances]:
    """Every chosen row measured, with the circumstances."""
    home = given.cache.expanduser().resolve()
    tools = Tools(home, home / "files")
    with claimed(home):
        field = laid_out(tools, given.packages, quick=given.quick)
        files = counted(field)
        before = os.getloadavg()[0]
        results = []
        for row in rows.chosen(field, given.only):
            print(f"{row.key}: ", end="", flush=True)
            results.append(measured(row, quick=given.quick))
            print(*report.line(results[-1])[4:], sep="  ", flush=True)
        load = (before, os.getloadavg()[0])
        spent = {name: tools.timings(path) for name, path in field.packages.items()}
        around = report.Circumstances(
            tools.versions(), processors(), load, files, spent, quick=given.quick
        )
    return results, around


def main() -> int:
    """Measure, print, write; 1 where a row failed or, unless quick, missed what is asked."""
    given = arguments()
    try:
        results, around = collected(given)
    except (BusyError, DifferError) as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    report.write(results, around, given.out)
    print(report.page(results, around))
    failed = any(result.trouble.startswith("failed") for result in results)
    missed = any(result.met is False for result in results) and not given.quick
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(main())
