"""Look for files on which pyguide fails: ``python tests/fuzz/run.py --minutes N``.

Takes examples of the rules and files of the standard library, changes them at random, mixes in
programs that hypothesmith makes from the grammar, and holds each property of `fuzz.properties`
against each. Files that break one are made smaller and saved. The same seed gives the same files.
Exit code 1 where a property was broken.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import monotonic

# The folder of this script must not stand on the path, its parent must.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuzz.mutate import case
from fuzz.processes import differences
from fuzz.properties import PROPERTIES, broken
from fuzz.smith import programs

_BATCH = 40


def cases(seed: int) -> Iterator[bytes]:
    """Files without end; one of ten comes from the grammar."""
    dice = Random(seed)
    from_grammar = programs(seed)
    while True:
        yield next(from_grammar).encode() if dice.random() < 0.1 else case(dice)


def smaller(raw: bytes, name: str, seed: int, why: str) -> bytes:
    """The file without the lines that the failure does not need."""
    lines = raw.splitlines(keepends=True)
    size = max(len(lines) // 2, 1)
    until = monotonic() + 20
    while size and monotonic() < until:
        at = 0
        while at < len(lines) and monotonic() < until:
            rest = lines[:at] + lines[at + size :]
            if broken(name, b"".join(rest), seed) == why:
                lines = rest
            else:
                at += size
        size //= 2
    return b"".join(lines)


def main() -> int:
    """Print what was tried how many times; exit code 1 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[*PROPERTIES, "processes-agree"])
    parser.add_argument("--save", type=Path, default=Path(".fuzz"), metavar="FOLDER")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    tried: Counter[str] = Counter()
    failed: Counter[tuple[str, str]] = Counter()
    batch: list[bytes] = []
    until = monotonic() + 60 * arguments.minutes
    for number, raw in enumerate(cases(arguments.seed)):
        if monotonic() > until:
            break
        for name in PROPERTIES:
            if arguments.only in (None, name):
                tried[name] += 1
                why = broken(name, raw, number)
                if why is not None:
                    failed[name, why] += 1
                    if failed[name, why] == 1:
                        _save(arguments.save, name, number, why, smaller(raw, name, number, why))
        batch.append(raw)
        if len(batch) == _BATCH and arguments.only in (None, "processes-agree"):
            tried["processes-agree"] += len(batch)
            for why in differences(batch):
                failed["processes-agree", why] += 1
                print(f"processes-agree: {why}", flush=True)
            batch.clear()
    for name, times in tried.items():
        broke = sum(count for (one, _), count in failed.items() if one == name)
        print(f"{name:34}{times:8} tried{broke:8} failed")
    return 1 if failed else 0


def _save(home: Path, name: str, number: int, why: str, raw: bytes) -> None:
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{name}-{number}.py"
    path.write_bytes(raw)
    print(f"{name}: {why}: {path}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
