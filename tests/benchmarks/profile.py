"""Where pyguide's time goes in one process: ``python tests/benchmarks/profile.py PACKAGE``.

Prints CPU time by stage, the share of lines that libcst had to parse, and how many suspects a
rule has for each finding. PACKAGE is one of the pinned packages or a path.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The folder of this script must not stand on the path: its own name is that of a stdlib module.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.corpora import CORPORA, unpacked
from benchmarks.measure import Command, RunError, run
from benchmarks.tools import HOME, Tools, claimed

STAGES = Path(__file__).with_name("stages.py")


def looked(tools: Tools, what: str, path: Path) -> dict[str, Any]:
    """What the run of `stages` wrote, and the CPU seconds of its process."""
    plain = tools.pyguide([path], "-j", 1)
    with tempfile.TemporaryDirectory() as temporary:
        result = Path(temporary, "result.json")
        python = tools.program("pyguide", "python")
        words = (python, str(STAGES), what, str(result), *plain.argv[1:])
        # A rule's crash (2) costs its findings, not the profile.
        cost = run(Command(words, plain.folder, good=(0, 1, 2)))
        if not result.exists():
            raise RunError("pyguide refused its arguments")
        written: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return {**written, "cpu": cost.cpu}


def by_stage(timed: dict[str, Any], plain: float) -> Iterator[str]:
    """Milliseconds and shares, the greatest first."""
    spent: dict[str, float] = timed["seen"]
    total = sum(spent.values())
    yield f"{'stage':22} {'CPU ms':>8} {'share':>7}"
    for stage, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        yield f"{stage:22} {seconds * 1000:8.0f} {seconds / total:7.1%}"
    yield f"{'all':22} {total * 1000:8.0f}"
    yield f"the stopwatch made the run take {timed['cpu'] / plain:.2f}x"


def by_rule(seen: dict[str, Any]) -> Iterator[str]:
    """Shares of lines, then suspects and findings of each rule, the most suspicious first."""
    lines, regions = seen["lines"], seen["region_lines"]
    yield f"{seen['files']:,} files, {lines:,} lines"
    yield f"{seen['regions']:,} regions with {regions:,} lines ({regions / max(lines, 1):.1%})"
    suspects, findings = seen["suspects"], seen["findings"]
    yield f"{'rule':8} {'suspects':>9} {'findings':>9} {'suspects per finding':>21}"
    for code in sorted(suspects, key=lambda code: -suspects[code]):
        yield _counts(code, suspects[code], findings.get(code, 0))
    yield _counts("all", sum(suspects.values()), sum(findings.values()))


def _counts(name: str, suspects: int, findings: int) -> str:
    share = f"{suspects / findings:.2f}" if findings else "-"
    return f"{name:8} {suspects:9,} {findings:9,} {share:>21}"


def main() -> int:
    """Run pyguide three times: as it is, with the stopwatch, with the tally."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("package", metavar="PACKAGE", help=f"{', '.join(CORPORA)}, or a path")
    parser.add_argument("--cache", type=Path, default=HOME, metavar="DIR", help=f"default: {HOME}")
    given = parser.parse_args()
    home = given.cache.expanduser().resolve()
    tools = Tools(home, home / "files")
    with claimed(home):
        tools.prepare(["pyguide"])
        tools.folder.mkdir(parents=True, exist_ok=True)
        corpus = CORPORA.get(given.package)
        path = (
            unpacked(corpus, tools.folder) if corpus else Path(given.package).resolve(strict=True)
        )
        as_it_is = tools.pyguide([path], "-j", 1)
        plain = run(Command(as_it_is.argv, as_it_is.folder, good=(0, 1, 2))).cpu
        timed, counted = (looked(tools, what, path) for what in ("time", "count"))
    print(*by_stage(timed, plain), "", *by_rule(counted["seen"]), sep="\n")
    for name in sorted({*timed["missing"], *counted["missing"]}):
        print(f"not in this version, so its time counts elsewhere: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
