"""Hold pyguide against real code: ``python tests/corpus.py modes|stages|reach|fixes PATH...``.

``modes``   the program reports the same, to the byte, in one process and in two, started by fork
            and by spawn, with and without a cache, cold and warm
``stages``  the two-stage engine gives what the visitors find when they walk whole files
``reach``   how many findings have a safe fix, any fix, and what stops the rest, by rule
``fixes``   all safe fixes (with ``--unsafe``: all fixes) applied to a copy in memory: every file
            compiles, and a second run changes nothing
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pyguide.catalog import installed
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source, SourceError

sys.setrecursionlimit(10_000)


def sources(path: Path) -> Source | None:
    """The file, None where Python refuses it."""
    try:
        source = Source.decode(path.read_bytes(), path)
        _ = source.tree
    except SourceError:
        return None
    return source


def found(source: Source, **how: bool) -> list[Finding]:
    """Findings of every rule, those in preview included."""
    return check(source, installed().rules, **how)


_SPAWNING = (
    "import multiprocessing as m; m.set_start_method('spawn'); import pyguide.cli as c; c.run()"
)


def modes(paths: list[Path]) -> Iterator[tuple[str, int, bytes]]:
    """How the program was run, its exit code, and what it wrote to standard output."""
    words = ["check", "--isolated", "--select=ALL", "--preview", "--output-format=json"]
    with TemporaryDirectory() as folder:
        cache = ["--cache-dir", folder]
        for name, program, flags in (
            ("in one process", ["-m", "pyguide"], ["--no-cache", "-j1"]),
            ("in two processes", ["-m", "pyguide"], ["--no-cache", "-j2"]),
            ("in two spawned processes", ["-c", _SPAWNING], ["--no-cache", "-j2"]),
            ("filling a cache", ["-m", "pyguide"], cache),
            ("from the cache", ["-m", "pyguide"], cache),
            ("from the cache, in one process", ["-m", "pyguide"], [*cache, "-j1"]),
        ):
            command = [sys.executable, *program, *words, *flags, *map(str, paths)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
            yield name, done.returncode, done.stdout


def compared(paths: list[Path]) -> list[str]:
    """The ways of running that report something else than the first."""
    (_, code, expected), *others = modes(paths)
    number = expected.count(b'"noqa_row": ')
    print(f"{number} findings, exit code {code}, {len(others)} more runs")
    return [name for name, *said in others if said != [code, expected]]


def stages(path: Path) -> tuple[int, list[str]]:
    """How many findings a file has, and where the two engines differ."""
    source = sources(path)
    if source is None:
        return 0, []
    quick, whole = found(source), found(source, prefilter=False)
    odd = set(quick) ^ set(whole)
    return len(quick), [
        f"{path}:{source.location(f.span.start)[0]}: {f.code} {'lost' if f in whole else 'extra'}"
        for f in odd
    ]


def reach(path: Path) -> list[tuple[str, str, str]]:
    """Code, kind of fix and reason of each finding of a file."""
    source = sources(path)
    if source is None:
        return []
    kinds = []
    for finding in found(source):
        kind = finding.fix.applicability.label if finding.fix else "none"
        reason = re.sub(r"`[^`]*`", "`…`", finding.reason or "")
        kinds.append((finding.code, kind, reason))
    return kinds


def fixes(path: Path, least: Applicability) -> tuple[Counter[str], list[str]]:
    """What was fixed in a file, and what went wrong."""
    source = sources(path)
    if source is None:
        return Counter(), []
    done = fix(source, found, least)
    troubles = [f"{path}: {code} breaks the file" for code in done.dropped]
    if not done.converged:
        troubles.append(f"{path}: did not converge")
    if done.counts:
        compile(done.source.raw, str(path), "exec", dont_inherit=True)
        if fix(done.source, found, least).counts:
            troubles.append(f"{path}: a second run changes it")
    return done.counts, troubles


def files(paths: list[Path]) -> list[Path]:
    """All Python files at and below ``paths``."""
    listed = (sorted(p.rglob("*.py")) if p.is_dir() else [p] for p in paths)
    return [file for group in listed for file in group if file.is_file()]


def _each(work: partial[object], paths: list[Path]) -> Iterator[object]:
    with ProcessPoolExecutor() as pool:
        yield from pool.map(work, files(paths), chunksize=8)


def main() -> int:
    """Run one of the four; exit code 1 where something differs or breaks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("what", choices=("modes", "stages", "reach", "fixes"))
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--unsafe", action="store_true")
    arguments = parser.parse_args()
    troubles: list[str] = []
    if arguments.what == "modes":
        troubles = compared(arguments.paths)
    elif arguments.what == "stages":
        results = list(_each(partial(stages), arguments.paths))
        troubles = [line for _, lines in results for line in lines]  # type: ignore[misc]
        print(
            f"{len(results)} files, {sum(n for n, _ in results)} findings, {len(troubles)} differ"
        )  # type: ignore[misc]
    elif arguments.what == "reach":
        kinds = [k for result in _each(partial(reach), arguments.paths) for k in result]  # type: ignore[attr-defined]
        for code in sorted({code for code, _, _ in kinds}):
            own = [(kind, reason) for c, kind, reason in kinds if c == code]
            share = {
                k: 100 * sum(kind == k for kind, _ in own) / len(own) for k in ("safe", "none")
            }
            print(
                f"{code}  {len(own)} findings, safe {share['safe']:.0f} %, "
                f"any {100 - share['none']:.0f} %"
            )
            for (kind, reason), number in Counter(o for o in own if o[0] != "safe").most_common(12):
                print(f"    {number:5} {kind:6} {reason}")
    else:
        least = Applicability.UNSAFE if arguments.unsafe else Applicability.SAFE
        total: Counter[str] = Counter()
        for counts, lines in _each(partial(fixes, least=least), arguments.paths):  # type: ignore[misc]
            total += counts
            troubles += lines
        print(dict(sorted(total.items())), f"{len(troubles)} troubles")
    print(*troubles, sep="\n")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
