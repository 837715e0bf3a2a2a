"""What the rules find in real code: ``python tests/real_code/run.py count|sample|table ...``.

``count NAME PATH...``  counts findings, fixes and agreement with the twins in a code base, and
                        keeps the numbers in ``results.json`` beside this file
``sample CODE PATH...`` shows findings of a rule with the lines around them, evenly chosen, to be
                        read by eye; what came of it is kept by hand in ``read.toml``
``table``               writes ``docs/rules-on-real-code.md`` from both files
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from linecache import getline
from pathlib import Path
from typing import Any

# The folder of this script must not stand on the path, its parent must.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import twins
from benchmarks.tools import HOME, Tools
from corpus import files, found, sources
from real_code.table import RESULTS, page

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules-on-real-code.md"


def looked_at(path: Path) -> tuple[int, list[tuple[str, str, twins.Place]]]:
    """Lines of a file, 0 if it is no Python; code, kind of fix and place of its findings."""
    source = sources(path)
    if source is None:
        return 0, []
    rows = []
    for finding in found(source):
        kind = finding.fix.applicability.label if finding.fix else "none"
        first, last = (
            source.location(at)[0]
            for at in (finding.span.start, max(finding.span.start, finding.span.end - 1))
        )
        rows.append((finding.code, kind, twins.Place(str(path.resolve()), first, last)))
    return source.text.count("\n"), rows


def _all(paths: list[Path]) -> Iterator[tuple[int, list[tuple[str, str, twins.Place]]]]:
    with ProcessPoolExecutor() as pool:
        yield from pool.map(looked_at, paths, chunksize=8)


def counted(paths: list[Path], *, pylint: bool) -> dict[str, Any]:
    """Files, lines, and by rule the findings, their fixes and how the twins agree."""
    lines = read = 0
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    mine = defaultdict[str, list[twins.Place]](list)
    for length, rows in _all(paths):
        lines, read = lines + length, read + bool(length)
        for code, kind, place in rows:
            kinds[code][kind] += 1
            mine[code].append(place)
    home = HOME.expanduser().resolve()
    tools = Tools(home, home / "files")
    tools.prepare(["others"])
    agreed: dict[str, list[int]] = {}
    for tool in twins.TOOLS if pylint else twins.TOOLS[:2]:
        pairings = twins.compared(mine, tool, twins.theirs(tool, tools, paths))
        for code, pairing in pairings.items():
            agreed.setdefault(code, [len(pairing.both), len(pairing.only_twin)])
    return {
        "files": read,
        "lines": lines,
        "rules": {
            code: {**kinds[code], "found": kinds[code].total(), "twin": agreed.get(code)}
            for code in sorted({*kinds, *agreed})
        },
    }


def sample(code: str, paths: list[Path], most: int) -> None:
    """Print findings of a rule, evenly chosen, each with four lines around it."""
    places = [place for _, rows in _all(paths) for c, _, place in rows if c == code]
    chosen = places[:: max(1, len(places) // most)][:most]
    print(f"{len(places)} findings of {code}, {len(chosen)} shown")
    for path, first, last in chosen:
        print(f"\n{path}:{first}")
        for number in range(max(1, first - 4), min(last, first + 8) + 5):
            print(f"{'>' if first <= number <= last else ' '} {getline(path, number)}", end="")


def main() -> int:
    """Do one of the three."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("count", "sample", "table"))
    parser.add_argument("name", nargs="?", metavar="NAME|CODE")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument("--pylint", action="store_true", help="ask the slow twin as well")
    parser.add_argument("--most", type=int, default=12, help="findings of a sample")
    given = parser.parse_args()
    if given.what != "table" and not given.paths:
        parser.error(f"{given.what} needs a name and paths")
    paths = files(given.paths)
    if given.what == "sample":
        sample(given.name, paths, given.most)
    elif given.what == "count":
        numbers = counted(paths, pylint=given.pylint)
        results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
        results[given.name] = numbers
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    else:
        DOCUMENT.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
