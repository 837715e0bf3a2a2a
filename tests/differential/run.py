"""Do fixed programs do what they did? ``python tests/differential/run.py [--programs N]``.

Makes programs around every rule whose fix may be safe, runs each before and after the fix in
interpreters of their own, and compares all that can be seen: output, log, exception, files and the
final values of all variables. Programs count where the fix changed a line that ran. The table has a
row for each rule; exit code 1 where a safe fix changed what a program does. With ``--unsafe``,
unsafe fixes are tried, and the table says how their programs differ and for which reason the
findings call the fixes unsafe.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

# The folder of this script must not stand on the path, its parent must.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from differential.machine import Machine
from differential.shrink import smallest
from differential.trial import Tally, Trial, differs
from pyguide.catalog import Entry, installed
from pyguide.finding import Applicability

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE
_LEAST = 300
"""So many programs are tried of any rule before it counts as one whose programs do not run."""


def entries(least: Applicability, codes: list[str]) -> list[Entry]:
    """Rules about code whose page shows such a fix."""
    return [
        entry
        for entry in installed().entries.values()
        if least.label in entry.fixes and not entry.rule.judges_comments
        if not codes or entry.rule.code in codes
    ]


def tried(entry: Entry, machine: Machine, seed: int, least: Applicability, wanted: int) -> Tally:
    """Programs until ``wanted`` of them ran, or until it is clear that they will not."""
    trial = Trial(entry, machine, seed, least)
    while trial.seeds and trial.tally.ran < wanted and trial.tally.tried < max(20 * wanted, _LEAST):
        trial.step()
    return trial.tally


def _saved(tally: Tally, entry: Entry, machine: Machine, home: Path) -> None:
    """Write down the smallest programs that show some of the differences."""
    home.mkdir(parents=True, exist_ok=True)
    for number, (change, kind) in enumerate(tally.differences[:5], start=1):
        sort = kind.split()[0]
        code = smallest(
            change.before,
            lambda code, sort=sort: (differs(code, entry, machine, SAFE) or "").startswith(sort),
        )
        path = home / f"{tally.rule}_{number}.py"
        path.write_text(f"# {kind}\n{code}", encoding="utf-8")
        print(f"    {kind}: {path}", flush=True)


def _reasons(tally: Tally) -> Iterator[str]:
    """What differed, by the reasons for which the fixes are called unsafe."""
    found = Counter(
        (one.kind.split()[0], "; ".join(one.change.reasons)) for one in tally.differences
    )
    for (kind, reason), number in found.most_common():
        yield f"    {number:5} {kind:8} {reason}"


def _markdown(tally: Tally) -> str:
    """A row of the table in the documentation: in what programs differed, for which reason."""
    found: dict[str, Counter[str]] = {}
    for one in tally.differences:
        said = [reason for reason in one.change.reasons if reason != "safe"]
        found.setdefault("; ".join(said), Counter())[one.kind.split()[0]] += 1
    cells = [
        f"{', '.join(f'{number} {kind}' for kind, number in kinds.most_common())}: {reason}"
        for reason, kinds in sorted(found.items(), key=lambda pair: -pair[1].total())
    ]
    differ = len(tally.differences)
    return f"| {tally.rule} | {tally.ran} | {differ} | {'<br>'.join(cells).replace('|', '/')} |"


def main() -> int:
    """Print the table; exit code 1 where a safe fix changed what a program does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=10_000, help="that ran, of all rules")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rule", action="append", default=[], metavar="CODE")
    parser.add_argument("--unsafe", action="store_true", help="try unsafe fixes instead")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="with --unsafe: the table")
    parser.add_argument("--save", type=Path, default=Path(".differential"), metavar="FOLDER")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # programs deserve all sorts
    least = UNSAFE if arguments.unsafe else SAFE
    chosen = entries(least, arguments.rule)
    total = Tally("all")
    table = [
        "| rule | ran | differ | in what, and why the fix is called unsafe |",
        "|---|--:|--:|---|",
    ]
    print(f"{'rule':8}{'tried':>8}{'fixed':>8}{'ran':>8}{'alone':>8}{'differ':>8}  in what")
    with Machine() as machine:
        for entry in chosen:
            wanted = -(-arguments.programs // len(chosen))
            tally = tried(entry, machine, arguments.seed, least, wanted)
            print(_row(tally), flush=True)
            if least is SAFE:
                _saved(tally, entry, machine, arguments.save)
            else:
                print(*_reasons(tally), sep="\n", flush=True)
                table.append(_markdown(tally))
            total.tried += tally.tried
            total.fixed += tally.fixed
            total.ran += tally.ran
            total.alone += tally.alone
            total.differences += tally.differences
    print(_row(total))
    if arguments.markdown:
        arguments.markdown.write_text("\n".join(table) + "\n", encoding="utf-8")
    return 1 if least is SAFE and total.differences else 0


def _row(tally: Tally) -> str:
    found = Counter(one.kind.split()[0] for one in tally.differences)
    kinds = ", ".join(f"{number} {kind}" for kind, number in found.most_common())
    numbers = (tally.tried, tally.fixed, tally.ran, tally.alone, len(tally.differences))
    return f"{tally.rule:8}{''.join(f'{number:8}' for number in numbers)}  {kinds}"


if __name__ == "__main__":
    sys.exit(main())
