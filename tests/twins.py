"""Hold each rule against its twin elsewhere: ``python tests/twins.py PATH...``.

Runs ruff, flake8-bugbear for what ruff lacks, and pylint over the same files, each with the codes
that our rules name as their twins and nothing silenced, and says for each rule how many findings
both have, only the twin has and only we have. With ``--list CODE`` the differences are shown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from linecache import getline
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.tools import HOME, Tools
from corpus import files, found, sources
from pyguide.catalog import installed

TOOLS = ("ruff", "flake8-bugbear", "pylint")
_USES = {"F405", "W0614"}
"""Codes that repeat a finding at each use of what it is about."""

_BODY = 3
"""Lines below the head of a loop on which a twin may point at what its body does."""

_MOST = 200
"""Files that are named on one command line."""


class Place(NamedTuple):
    """The lines of a finding, both inclusive."""

    path: str
    first: int
    last: int


class Pairing(NamedTuple):
    """The findings of one rule beside those of a twin; of common ones ours is kept."""

    both: list[Place]
    only_twin: list[Place]
    only_us: list[Place]


Places = Mapping[str, list[Place]]
"""Findings by code."""


def twins(tool: str) -> dict[str, tuple[str, ...]]:
    """The codes by which a tool knows each of our rules; bugbear only those that ruff does not."""
    return {
        rule.code: tuple(code for code in rule.twins[tool] if code not in _USES)
        for rule in installed().rules
        if tool in rule.twins and not (tool == "flake8-bugbear" and "ruff" in rule.twins)
    }


def ours(path: Path) -> list[tuple[str, Place]]:
    """All findings in a file, suppressed ones included."""
    source = sources(path)
    if source is None:
        return []
    return [
        (
            finding.code,
            Place(
                str(path.resolve()),
                source.location(finding.span.start)[0],
                source.location(max(finding.span.start, finding.span.end - 1))[0],
            ),
        )
        for finding in found(source)
    ]


def _said(command: list[str]) -> Any:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if not done.stdout.strip():
        raise RuntimeError(f"{Path(command[0]).name} said nothing: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)


def ruff(tools: Tools, paths: list[Path], codes: Iterable[str]) -> Iterator[tuple[str, Place]]:
    """What ruff finds."""
    flags = ["--isolated", "--preview", "--no-cache", "--ignore-noqa", "--no-respect-gitignore"]
    wanted = ["--select", ",".join(codes), "--target-version=py311", "--output-format=json"]
    program = tools.program("others", "ruff")
    for some in _portions(paths):
        for one in _said([program, "check", "--exit-zero", *flags, *wanted, *some]):
            rows = one["location"]["row"], one["end_location"]["row"]
            yield one["code"], Place(one["filename"], *rows)


def bugbear(tools: Tools, paths: list[Path], codes: Iterable[str]) -> Iterator[tuple[str, Place]]:
    """What flake8-bugbear finds."""
    form = '["%(code)s", "%(path)s", %(row)d]'
    flags = ["--isolated", "-j2", "--disable-noqa", "--exit-zero", f"--format={form}"]
    program = tools.program("others", "flake8")
    for some in _portions(paths):
        command = [program, *flags, "--select", ",".join(codes), *some]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        for line in done.stdout.splitlines():
            code, path, row = json.loads(line)
            yield code, Place(path, row, row)


def pylint(tools: Tools, paths: list[Path], codes: Iterable[str]) -> Iterator[tuple[str, Place]]:
    """What pylint finds; it takes minutes on large packages."""
    flags = ["-j2", "--rcfile=/dev/null", "--persistent=n", "--output-format=json2"]
    extra = "--load-plugins=pylint.extensions.bad_builtin"
    wanted = ["--disable=all", f"--enable={','.join(codes)}"]
    said = _said([tools.program("others", "pylint"), *flags, extra, *wanted, *map(str, paths)])
    for one in said["messages"]:
        last = one["endLine"] or one["line"]
        yield one["messageId"], Place(one["absolutePath"], one["line"], last)


_RUN = {"ruff": ruff, "flake8-bugbear": bugbear, "pylint": pylint}


def _portions(paths: list[Path]) -> Iterator[list[str]]:
    names = [str(path.resolve()) for path in paths]
    for start in range(0, len(names), _MOST):
        yield names[start : start + _MOST]


def theirs(tool: str, tools: Tools, paths: list[Path]) -> Places:
    """What a tool finds, by its codes, each place once."""
    codes = {code for those in twins(tool).values() for code in those}
    places = defaultdict[str, list[Place]](list)
    if codes:
        for code, place in dict.fromkeys(_RUN[tool](tools, paths, sorted(codes))):
            places[code].append(place)
    return places


def paired(mine: list[Place], other: list[Place]) -> Pairing:
    """Findings that begin on the same line, else nearby."""
    left, rest, both = list(mine), list(other), list[Place]()
    for same in (_same_line, _within, _below):
        by_path = defaultdict[str, list[Place]](list)
        for place in rest:
            by_path[place.path].append(place)
        for place in list(left):
            match = next((one for one in by_path[place.path] if same(place, one)), None)
            if match is not None:
                by_path[place.path].remove(match)
                rest.remove(match)
                left.remove(place)
                both.append(place)
    return Pairing(both, rest, left)


def _same_line(one: Place, other: Place) -> bool:
    return one.first == other.first


def _within(one: Place, other: Place) -> bool:
    return one.first <= other.first <= one.last or other.first <= one.first <= other.last


def _below(one: Place, other: Place) -> bool:
    return one.last < other.first <= one.last + _BODY


def compared(mine: Places, tool: str, others: Places) -> dict[str, Pairing]:
    """Our findings beside the tool's, by our rule.

    What another of our rules with the same twin finds counts as found by nobody here.
    """
    known = twins(tool)
    result = {}
    for rule, codes in known.items():
        siblings = [r for r, c in known.items() if r != rule and set(c) & set(codes)]
        those = sorted({place for code in codes for place in others.get(code, [])})
        pairing = paired(mine.get(rule, []), those)
        left = pairing.only_twin
        for sibling in siblings:
            left = paired(mine.get(sibling, []), left).only_twin
        result[rule] = pairing._replace(only_twin=left)
    return result


def all_ours(paths: list[Path]) -> Places:
    """Our findings in all files, by code."""
    places = defaultdict[str, list[Place]](list)
    with ProcessPoolExecutor() as pool:
        for result in pool.map(ours, paths, chunksize=8):
            for code, place in result:
                places[code].append(place)
    return places


def _listed(code: str, pairing: Pairing, most: int) -> Iterator[str]:
    for name, places in (("only twin", pairing.only_twin), ("only us", pairing.only_us)):
        for place in places[:: max(1, len(places) // most)][:most]:
            line = getline(place.path, place.first).strip()
            yield f"{code} {name:9} {place.path}:{place.first}: {line[:100]}"


def main() -> int:
    """Compare, print, list."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--no-pylint", action="store_true", help="leave out the slow one")
    parser.add_argument("--list", nargs="+", default=[], metavar="CODE", help="rules, or ALL")
    parser.add_argument("--most", type=int, default=20, help="lines of each list, evenly chosen")
    parser.add_argument("--cache", type=Path, default=HOME, metavar="DIR", help=f"default: {HOME}")
    given = parser.parse_args()
    home = given.cache.expanduser().resolve()
    tools = Tools(home, home / "files")
    tools.prepare(["others"])
    paths = files(given.paths)
    mine = all_ours(paths)
    print(f"{'rule':7} {'tool':15} {'both':>6} {'only twin':>10} {'only us':>8}")
    for tool in TOOLS[: 2 if given.no_pylint else 3]:
        others = theirs(tool, tools, paths)
        if not others and tool == "flake8-bugbear":
            continue
        for code, pairing in compared(mine, tool, others).items():
            counts = map(len, pairing)
            print(f"{code:7} {tool:15} {next(counts):6} {next(counts):10} {next(counts):8}")
            if code in given.list or "ALL" in given.list:
                print(*_listed(code, pairing, given.most), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
