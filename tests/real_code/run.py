"""What the rules find in real code: ``python tests/real_code/run.py count|sample|table ...``.

``count NAME PATH...``    counts findings, fixes and agreement with the twins in a code base, keeps
                          the numbers in ``results.json`` beside this file and the places in a cache
``sample CODE [NAME...]`` shows findings of a rule in counted code bases with the lines around them,
                          evenly chosen, to be read by eye; what came of it is kept by hand in
                          ``read.toml``. With ``--twin TOOL``, those on which the two do not agree
``table``                 writes ``docs/rules-on-real-code.md`` from both files
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from linecache import getline
from pathlib import Path
from typing import Any, NamedTuple

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


class Counted(NamedTuple):
    """A code base: its size, what our rules find in it, and how each tool's twins agree."""

    files: int
    lines: int
    found: dict[str, list[tuple[str, twins.Place]]]
    agreed: dict[str, dict[str, twins.Pairing]]

    @classmethod
    def of(cls, paths: list[Path], tools: Sequence[str]) -> Counted:
        """What is in ``paths``, by rule with the kind of fix; by tool and rule."""
        lines = read = 0
        kept = defaultdict[str, list[tuple[str, twins.Place]]](list)
        with ProcessPoolExecutor() as pool:
            for length, rows in pool.map(looked_at, paths, chunksize=8):
                lines, read = lines + length, read + bool(length)
                for code, kind, place in rows:
                    kept[code].append((kind, place))
        home = HOME.expanduser().resolve()
        others = Tools(home, home / "files")
        others.prepare(["others"])
        mine = {code: [place for _, place in rows] for code, rows in kept.items()}
        agreed = {
            tool: twins.compared(mine, tool, twins.theirs(tool, others, paths)) for tool in tools
        }
        return cls(read, lines, dict(kept), agreed)

    def numbers(self) -> dict[str, Any]:
        """What ``results.json`` keeps; of a twin: found by both, by it alone, by us alone."""
        kinds = {code: Counter(kind for kind, _ in rows) for code, rows in self.found.items()}
        rules = {code: {**kinds[code], "found": kinds[code].total()} for code in sorted(kinds)}
        agreed = {
            tool: {code: [len(places) for places in pairing] for code, pairing in those.items()}
            for tool, those in self.agreed.items()
        }
        return {"files": self.files, "lines": self.lines, "rules": rules, "twins": agreed}


def kept(name: str) -> Path:
    """Where the places of a counted code base are kept."""
    return HOME.expanduser() / "real_code" / f"{name}.json"


def sample(code: str, names: list[str], most: int, twin: str) -> None:
    """Print findings of a rule, evenly chosen, each with some lines around it."""
    groups: dict[str, list[list[Any]]] = defaultdict(list)
    for name in names or sorted(json.loads(RESULTS.read_text(encoding="utf-8"))):
        known = json.loads(kept(name).read_text(encoding="utf-8"))
        if twin:
            _, theirs, ours = known["agreed"][twin].get(code, ([], [], []))
            groups["only the twin"] += theirs
            groups["only this rule"] += ours
        else:
            groups["findings"] += [place for _, place in known["found"].get(code, [])]
    for kind, places in groups.items():
        step = max(1.0, len(places) / most)
        chosen = [places[int(at * step)] for at in range(min(most, len(places)))]
        print(f"{code}: {len(places)} {kind}, {len(chosen)} shown")
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
    parser.add_argument("rest", nargs="*", metavar="PATH|NAME")
    parser.add_argument("--pylint", action="store_true", help="ask the slow twin as well")
    parser.add_argument("--most", type=int, default=12, help="findings of a sample")
    parser.add_argument("--twin", choices=twins.TOOLS, default="", help="differences from it")
    given = parser.parse_intermixed_args()
    if given.what == "sample" and given.name:
        sample(given.name, given.rest, given.most, given.twin)
    elif given.what == "count" and given.rest:
        tools = twins.TOOLS if given.pylint else twins.TOOLS[:2]
        counted = Counted.of(files([Path(path) for path in given.rest]), tools)
        kept(given.name).parent.mkdir(parents=True, exist_ok=True)
        kept(given.name).write_text(json.dumps(counted._asdict()), encoding="utf-8")
        results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
        numbers, before = counted.numbers(), results.get(given.name, {})
        # What was not asked again this time is still the best that is known of the others.
        results[given.name] = {**numbers, "twins": before.get("twins", {}) | numbers["twins"]}
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    elif given.what == "table":
        DOCUMENT.write_text(page(), encoding="utf-8")
    else:
        parser.error(f"{given.what} needs a name, and count needs paths")
    return 0


if __name__ == "__main__":
    sys.exit(main())
