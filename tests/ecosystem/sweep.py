"""Every file of many packages, checked and fixed: ``python tests/ecosystem/sweep.py [PACKAGE...]``.

Downloads pinned wheels into a cache folder and looks at each of their files with all rules, those
in preview included, each file in a process of its own that is killed after a while. Fails where a
rule crashes, where a file takes too long or too much memory, where fixes break a file or fight each
other, and where a second run would change a file again. Nothing is written but the table.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import re
import resource
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic, process_time
from typing import NamedTuple

if __name__ == "__main__":
    # The folder of this script must not stand on the path, its parent must.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from ecosystem.packages import PACKAGES, folders
from ecosystem.suite import HOME
from pyguide.finding import Applicability
from pyguide.session import check_file
from pyguide.settings import Settings
from pyguide.task import Mode, Task

RULES = Path(__file__).parents[2] / "rules"

LIMIT = 60
"""Seconds of the processor after which a file is given up; ten times that on the clock."""

MOST_MEMORY = 1024
"""Megabytes that a file may take, the program itself included."""


class Looked(NamedTuple):
    """What became of one file; seconds of the processor, peak memory in megabytes.

    ``refused`` are files that Python itself does not compile, ``skipped`` the regions of others
    that libcst cannot look at. ``troubles`` is empty where all went well.
    """

    path: str
    lines: int = 0
    findings: int = 0
    fixed: int = 0
    seconds: float = 0.0
    memory: float = 0.0
    refused: bool = False
    skipped: int = 0
    troubles: tuple[str, ...] = ()


def looked_at(path: Path, least: Applicability) -> Looked:
    """Check and fix a file in memory, compile what comes out, and fix that once more."""
    start = process_time()
    task = Task(path, str(path), Settings(Path("/"), select=("ALL",), preview=True))
    mode = Mode(least=least, ignore_noqa=True)
    result = check_file(task, mode)
    # The second run is a matter of this test, so its time does not count.
    seconds = process_time() - start
    kinds = [failure.kind for failure in result.failures]
    troubles = [f"{one.kind}: {one.message}" for one in result.failures if one.is_crash]
    troubles += result.notices
    if result.after is not None:
        troubles += _after(path, result.after, task, mode)
    fixed = sum(number for _, number in result.fixed)
    return Looked(
        str(path), path.read_bytes().count(b"\n"), len(result.findings) + fixed, fixed, seconds,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "invalid-syntax" in kinds,
        sum(kind in ("too-deep", "not-parsed") for kind in kinds), tuple(troubles),
    )  # fmt: skip


def _after(path: Path, text: str, task: Task, mode: Mode) -> Iterator[str]:
    try:
        compile(text, str(path), "exec", dont_inherit=True)
    except SyntaxError as error:
        yield f"broken by fixes: {error}"
    again = check_file(task._replace(raw=text.encode()), mode)
    yield from (f"a second run fixes {code}" for code, _ in again.fixed)


def _answer(path: Path, least: Applicability, pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT + 1))
    pipe.send(looked_at(path, least))


@dataclass
class _Running:
    process: BaseProcess
    path: Path
    until: float


def swept(paths: Sequence[Path], least: Applicability, jobs: int) -> Iterator[Looked]:
    """Each file, looked at in a process of its own, ``jobs`` at a time, in no certain order."""
    context = multiprocessing.get_context("fork")
    waiting = deque(paths)
    running: dict[Connection, _Running] = {}
    while waiting or running:
        while waiting and len(running) < jobs:
            path = waiting.popleft()
            ours, its = context.Pipe(duplex=False)
            process = context.Process(target=_answer, args=(path, least, its), daemon=True)
            process.start()
            its.close()
            running[ours] = _Running(process, path, monotonic() + 10 * LIMIT)
        for pipe in wait(list(running), timeout=1):
            assert isinstance(pipe, Connection)
            yield _ended(running.pop(pipe), pipe)
        for pipe in [pipe for pipe, one in running.items() if monotonic() > one.until]:
            late = running.pop(pipe)
            late.process.kill()
            late.process.join()
            yield Looked(str(late.path), troubles=(f"takes longer than {LIMIT} s",))


def _ended(one: _Running, pipe: Connection) -> Looked:
    try:
        looked: Looked = pipe.recv()
    except EOFError:
        one.process.join()
        late = one.process.exitcode == -signal.SIGXCPU
        why = f"takes longer than {LIMIT} s" if late else "the process died"
        looked = Looked(str(one.path), troubles=(why,))
    one.process.join()
    if looked.memory > MOST_MEMORY:
        looked = looked._replace(
            troubles=(*looked.troubles, f"takes {looked.memory:.0f} MB of memory")
        )
    return looked


def row(name: str, files: Sequence[Looked]) -> list[str]:
    """The cells of a package, or of several."""
    slowest = max(files, key=lambda one: one.seconds)
    largest = max(files, key=lambda one: one.memory)
    return [
        name, f"{len(files):,}", f"{sum(one.lines for one in files):,}",
        f"{sum(one.findings for one in files):,}", f"{sum(one.fixed for one in files):,}",
        f"{sum(one.refused for one in files):,}", f"{sum(one.skipped for one in files):,}",
        f"{slowest.seconds:.1f} s", f"{largest.memory:.0f} MB",
        f"{sum(len(one.troubles) for one in files):,}",
    ]  # fmt: skip


HEAD = ["Package", "Files", "Lines", "Findings", "Fixed", "No Python", "Skipped regions",
        "Slowest file", "Most memory", "Troubles"]  # fmt: skip


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in Markdown, numbers to the right."""
    head = ["---", *["---:"] * (len(HEAD) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [HEAD, head, *rows]) + "\n"


def _worst(files: Sequence[Looked], most: int = 10) -> Iterator[str]:
    """The files that took longest."""
    for one in sorted(files, key=lambda one: -one.seconds)[:most]:
        shown = "/".join(Path(one.path).parts[-4:])
        yield f"- {one.seconds:.1f} s, {one.memory:.0f} MB: `{shown}`, {one.lines:,} lines"


def _warm() -> None:
    """Import here, once, what every process would: look at the examples of all rules."""
    task = Task(
        Path("example.py"), "example.py", Settings(Path("/"), select=("ALL",), preview=True)
    )
    for page in sorted(RULES.rglob("*.md")):
        for block in re.findall(
            r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL
        ):
            check_file(task._replace(raw=block.encode()), Mode(least=Applicability.SAFE))
    # As `pyguide check` does: trees hold no circles. Frozen, what is shared is not copied.
    gc.disable()
    gc.freeze()


def main() -> int:
    """Sweep over the chosen packages; 1 where a file is in trouble."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "packages", nargs="*", metavar="PACKAGE", help=f"default: all of {', '.join(PACKAGES)}"
    )
    parser.add_argument("--unsafe-fixes", action="store_true", help="apply these as well")
    parser.add_argument("-j", "--jobs", type=int, default=2, metavar="N", help="default: 2")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the table there as well")
    parser.add_argument("--cache", type=Path, default=HOME, metavar="DIR", help=f"default: {HOME}")
    given = parser.parse_args()
    unknown = set(given.packages) - set(PACKAGES)
    if unknown:
        parser.error(f"no such package: {', '.join(sorted(unknown))}")
    least = Applicability.UNSAFE if given.unsafe_fixes else Applicability.SAFE
    _warm()
    rows, all_files = [], list[Looked]()
    for name, folder in folders(given.packages, given.cache.expanduser().resolve()).items():
        files = list(swept(sorted(folder.rglob("*.py")), least, given.jobs))
        all_files += files
        rows.append(row(PACKAGES[name].requirement, files))
        print(*rows[-1], sep="  ", flush=True)
        for one in files:
            for trouble in one.troubles:
                print(f"    {one.path}: {trouble}", flush=True)
        # Written after each package: the whole may take an hour.
        report = table([*rows, row("all", all_files)])
        report += "\n".join(["\nThe slowest files:\n", *_worst(all_files), ""])
        if given.out:
            given.out.write_text(report, encoding="utf-8")
    print(f"\n{report}", end="")
    return 1 if any(one.troubles for one in all_files) else 0


if __name__ == "__main__":
    sys.exit(main())
