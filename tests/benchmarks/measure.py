"""Running commands in turn, and what their costs say about each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

Quantity = Literal["cpu", "wall", "peak"]

START = Path(__file__).with_name("start.py")
LONG = 60.0
"""Wall seconds of one run from which on `LONG_PAIRS` pairs must do."""
LONG_PAIRS = 3
LIMIT = 900.0
"""Wall seconds after which a run is given up."""
# Settings of the caller's shell that would change what is measured, .pyc files above all.
_FOREIGN = ("PYTHON", "PYGUIDE_", "RUFF_", "PYLINT", "FIXIT_", "MYPY", "COVERAGE")
_COLORS = ("FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS")


@dataclass(frozen=True, slots=True)
class Command:
    """What to run and where; ``good`` holds the exit codes of a run that did its work."""

    argv: tuple[str, ...]
    folder: Path
    good: tuple[int, ...] = (0, 1)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: seconds of CPU in all processes, seconds, bytes of the largest process."""

    cpu: float
    wall: float
    peak: float


class RunError(Exception):
    """A command that did not do its work, so that its time means nothing."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the ends of several values."""

    median: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """The spread of at least one value."""
        ordered = sorted(values)
        return cls(median(ordered), ordered[0], ordered[-1], len(ordered))


def environment() -> dict[str, str]:
    """The caller's environment without what would slow down, speed up or colour a tool."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_FOREIGN) and name not in _COLORS
    }


def run(command: Command, keep: Path | None = None) -> Cost:
    """The cost of one fresh run; its standard output goes to ``keep`` or to a file soon deleted.

    Raises `RunError` for an exit code that is not good, for a run that takes longer than `LIMIT`,
    and for processes left behind.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        result, errors = Path(temporary, "result"), Path(temporary, "errors")
        output = keep or Path(temporary, "output")
        _started(command, result, output, errors)
        code, cpu, wall, peak, left = result.read_text(encoding="ascii").split()
        said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    name = Path(command.argv[0]).name
    if int(code) not in command.good:
        raise RunError(f"{name} ended with {code}: {said[-1] if said else 'no word of why'}")
    if int(left):
        raise RunError(f"{name} left processes behind")
    return Cost(float(cpu), float(wall), float(peak))


def _started(command: Command, *files: Path) -> None:
    """Run ``command`` to its end; whatever stops us ends all its processes, too."""
    starter = subprocess.Popen(
        [sys.executable, "-I", "-S", START, *files, *command.argv],
        cwd=command.folder,
        env=environment(),
        start_new_session=True,
    )
    try:
        code = starter.wait(LIMIT)
    except BaseException as reason:
        os.killpg(starter.pid, signal.SIGKILL)
        starter.wait()
        if isinstance(reason, subprocess.TimeoutExpired):
            name = Path(command.argv[0]).name
            raise RunError(f"{name} took longer than {LIMIT:.0f} s") from None
        raise
    if code:
        raise RunError(f"{command.argv[0]} cannot be started")


def in_turn(
    ours: Command,
    theirs: Command,
    pairs: int,
    *,
    warm_ups: int = 1,
    done: Callable[[Cost, Cost], None] = lambda ours, theirs: None,
) -> list[tuple[Cost, Cost]]:
    """Costs of A B A B, fewer pairs where a run is long; ``warm_ups`` rounds before do not count.

    ``done`` is called after each pair that counts.
    """
    for _ in range(warm_ups):
        run(ours)
        run(theirs)
    costs: list[tuple[Cost, Cost]] = []
    while len(costs) < pairs:
        pair = run(ours), run(theirs)
        costs.append(pair)
        done(*pair)
        if max(cost.wall for cost in pair) > LONG:
            pairs = min(pairs, LONG_PAIRS)
    return costs


def alone(command: Command, times: int, *, warm_ups: int = 1) -> list[Cost]:
    """Costs of the same command, several times."""
    for _ in range(warm_ups):
        run(command)
    return [run(command) for _ in range(times)]


def ratios(
    pairs: Sequence[tuple[Cost, Cost]], quantity: Quantity, *, faster: bool = False
) -> Spread:
    """Our cost by theirs within each pair; with ``faster`` theirs by ours."""
    values = [(getattr(ours, quantity), getattr(theirs, quantity)) for ours, theirs in pairs]
    return Spread.of(theirs / ours if faster else ours / theirs for ours, theirs in values)
