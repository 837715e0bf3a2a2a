"""What a change to pyguide changes: ``python tests/ecosystem/compare.py BASE [HEAD]``.

Runs both versions, named as git names them, with all rules over the pinned packages of `sweep.py`,
and writes in Markdown which findings and fixes came, went or changed. Without HEAD the working tree
is compared. What a commit finds is kept in the cache folder, so that the next comparison is quick.
Fails where a version cannot be run, never because something changed.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

# The folder of this script must not stand on the path, its parent must.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ecosystem.changes import Row, changes, markdown, placed
from ecosystem.packages import PACKAGES, folders
from ecosystem.suite import HOME

ROOT = Path(__file__).parents[2]
WORDS = ("check", "--isolated", "--select=ALL", "--preview", "--no-cache", "--output-format=json")
MISUSE = 2


class BrokenError(Exception):
    """A version that does not exist or cannot be run."""


def _git(*words: str) -> bytes:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise BrokenError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def said(tree: Path, folder: Path, jobs: int) -> list[Row]:
    """What the pyguide in ``tree`` finds in ``folder``; raises `BrokenError`."""
    path = os.pathsep.join(str(tree / part) for part in ("src", "rules"))
    command = [sys.executable, "-m", "pyguide", *WORDS, f"--jobs={jobs}", str(folder)]
    environment = os.environ | {"PYTHONPATH": path, "PYGUIDE_NO_CACHE": "1"}
    # Elsewhere than in a checkout, whose `pyguide` might be found first.
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=False)
    try:
        rows: list[Row] = json.loads(done.stdout)
    except ValueError as error:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise BrokenError(f"{folder.name}: {' '.join(last) or 'nothing was written'}") from error
    return rows


def of_commit(commit: str, places: dict[str, Path], home: Path, jobs: int) -> list[Row]:
    """What the pyguide of a commit finds in all folders, some of it from earlier runs."""
    kept = home / "compared" / commit
    kept.mkdir(parents=True, exist_ok=True)
    rows = []
    with TemporaryDirectory() as temporary:
        tree = Path(temporary)
        with tarfile.open(fileobj=io.BytesIO(_git("archive", commit, "src", "rules"))) as content:
            content.extractall(tree, filter="data")
        for name, folder in places.items():
            file = kept / f"{folder.name}.json"
            if not file.is_file():
                print(f"{commit[:9]}: {name}", file=sys.stderr, flush=True)
                file.write_text(json.dumps(said(tree, folder, jobs)), encoding="utf-8")
            rows += json.loads(file.read_text(encoding="utf-8"))
    return rows


def of_working_tree(places: dict[str, Path], jobs: int) -> list[Row]:
    """What the pyguide of this checkout finds in all folders."""
    rows = []
    for name, folder in places.items():
        print(f"working tree: {name}", file=sys.stderr, flush=True)
        rows += said(ROOT, folder, jobs)
    return rows


def _titled(commit: str) -> str:
    return _git("log", "-1", "--format=`%h` (%s)", commit).decode().strip()


def compared(given: argparse.Namespace) -> str:
    """The report; raises `BrokenError`."""
    home = given.cache.expanduser().resolve()
    base = _git("rev-parse", "--verify", f"{given.base}^{{commit}}").decode().strip()
    places = folders(given.packages, home)
    before = placed(of_commit(base, places, home, given.jobs))
    if given.head:
        head = _git("rev-parse", "--verify", f"{given.head}^{{commit}}").decode().strip()
        after, title = placed(of_commit(head, places, home, given.jobs)), _titled(head)
    else:
        after, title = placed(of_working_tree(places, given.jobs)), "the working tree"
    found = [
        change._replace(place=(_short(change.place[0], home), *change.place[1:]))
        for change in changes(before, after)
    ]
    return (
        f"# {_titled(base)} and {title}\n\n{len(before):,} findings before, {len(after):,} after; "
        f"packages: {', '.join(places)}.\n\n{markdown(found, given.most)}"
    )


def _short(path: str, home: Path) -> str:
    return os.path.relpath(path, home / "packages")


def main() -> int:
    """Compare, print, and write where asked; 2 where a version cannot be run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("base", metavar="BASE", help="a commit, branch or tag")
    parser.add_argument("head", nargs="?", metavar="HEAD", help="default: the working tree")
    parser.add_argument(
        "--packages", nargs="+", default=[], choices=PACKAGES, metavar="NAME", help="default: all"
    )
    parser.add_argument("--most", type=int, default=10, help="changes shown of a kind and rule")
    parser.add_argument("-j", "--jobs", type=int, default=2, metavar="N", help="default: 2")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the report there as well")
    parser.add_argument("--cache", type=Path, default=HOME, metavar="DIR", help=f"default: {HOME}")
    given = parser.parse_args()
    try:
        report = compared(given)
    except BrokenError as error:
        print(f"compare.py: {error}", file=sys.stderr)
        return MISUSE
    print(report, end="")
    if given.out:
        given.out.write_text(report, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
