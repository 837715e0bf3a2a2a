"""Spread independent pieces of work over processes; a process that dies costs one piece only.

Nothing here knows what the work is: session says it for files. The parent hands out one item after
the other and gets one result after the other, so it always knows which item a process has in hand.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Generic, TypeVar

# Most runs need no process, and what deals with signals is imported by those that do.
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

# Bytes that a process must get before it pays, measured: see docs/decisions/0006.
SHARE_FORKED = 200_000
SHARE_SPAWNED = 2_000_000
# A process with fewer bytes than that before it gets the next item, so that it never waits.
AHEAD = 20_000
# Nor more items than this, however small: indices must never fill the pipe to a process which is
# itself waiting to get its results through, or both would wait for ever.
MOST_AHEAD = 16
# An item of so many bytes never shares a process with the run: if it is fatal, it alone is lost.
APART = 1_000_000
# How many times its limit an item may compute, native code included, until its process is ended.
PATIENCE = 2
OVERTIME = "computed for too long"
"""How a process ended that was out of patience."""
# How long a process may finish what no signal interrupts, such as writing a file.
GRACE_SECONDS = 2.0


def spread(
    items: Sequence[Item],
    work: Callable[[Item], Result],
    died: Callable[[Item, str], Result],
    sizes: Sequence[int],
    most: int | None = None,
    advance: Callable[[Result], None] = lambda _: None,
    prepare: Callable[[], object] = lambda: None,
    limits: Sequence[float] | None = None,
) -> list[Result]:
    """The result of ``work`` for each item, in the order of ``items``.

    ``sizes`` are the costs of the items, as bytes of source; where they are small, all is done in
    this process, else in up to ``most`` others, by default one a core; what is very large is done
    in another one in any case. ``advance`` is called with each result as it comes. An item whose
    process dies gets the result of ``died``, which is told how it died: `OVERTIME` where it took
    `PATIENCE` times as many seconds of processor time as its limit among ``limits``, after which
    ``work`` should have ended by itself. ``prepare`` imports what every process will need; it is
    called before the first fork, and only then. ``work``, items and results must be picklable.

    Where this is left early, by Ctrl-C for instance, no process stays behind. SIGTERM and SIGHUP
    raise SystemExit meanwhile, unless somebody handles them.
    """
    job = _Job(items, work, died, sizes, limits, advance)
    most = min(cores() if most is None else most, len(items))
    total, apart = sum(sizes), max(sizes, default=0) >= APART
    if apart or (most > 1 and total >= 2 * min(SHARE_FORKED, SHARE_SPAWNED)):
        method = _start_method()
        share = SHARE_FORKED if method == "fork" else SHARE_SPAWNED
        number = max(min(most, total // share), int(apart))
        if number > 1 or apart:
            if method == "fork":
                prepare()
            _in_processes(job, number, method)
    job.do_here()
    return [job.results[index] for index in range(len(items))]


def cores() -> int:
    """How many processes this one may use the cores of."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start_method() -> str:
    """What the program has chosen, else fork where that is safe: it spares all the imports."""
    chooser = sys.modules.get("multiprocessing")
    chosen = chooser.get_start_method(allow_none=True) if chooser else None
    if chosen is not None:
        return str(chosen)
    import threading

    # A forked process has the locks of all threads and none of the threads to release them.
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


class _Job(Generic[Item, Result]):
    """What is to be done and what has been, by the items' indices; the largest comes first."""

    def __init__(
        self,
        items: Sequence[Item],
        work: Callable[[Item], Result],
        died: Callable[[Item, str], Result],
        sizes: Sequence[int],
        limits: Sequence[float] | None,
        advance: Callable[[Result], None],
    ) -> None:
        self.items = items
        self.work = work
        self.sizes = sizes
        self.limits = limits
        self.results: dict[int, Result] = {}
        # Small items last, so that all processes end at the same time.
        self.waiting = deque(sorted(range(len(items)), key=lambda index: -sizes[index]))
        self._died = died
        self._advance = advance

    def done(self, index: int, result: Result) -> None:
        self.results[index] = result
        self._advance(result)

    def lost(self, index: int, how: str) -> None:
        self.done(index, self._died(self.items[index], how))

    def do_here(self) -> None:
        while self.waiting:
            index = self.waiting.popleft()
            self.done(index, self.work(self.items[index]))


class _Worker:
    """A process, the way to it, and the indices it was given and has not answered, in order."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.given: deque[int] = deque()

    def end(self) -> None:
        """Wait for the end of a process that was told to end, but not for long."""
        self.process.join(GRACE_SECONDS)
        self.process.kill()
        self.process.join()
        self.connection.close()


def _in_processes(job: _Job[Item, Result], number: int, method: str) -> None:
    """Work off ``job``; leaves over what no process could be started for."""
    import multiprocessing
    from multiprocessing import resource_tracker
    from multiprocessing.connection import wait

    context = multiprocessing.get_context(method)
    if method != "fork" and sys.platform != "win32":
        # Else the first start would start it, and let signals through that are held.
        with _safe_path():
            resource_tracker.ensure_running()
    with _crew() as crew:
        for _ in range(number):
            _start(crew, context, job)
        while crew and (job.waiting or any(worker.given for worker in crew.values())):
            for connection in wait(list(crew)):
                worker = crew[connection]  # type: ignore[index]
                try:
                    result = worker.connection.recv()
                except (EOFError, OSError):
                    _bury(crew, worker, context, job)
                else:
                    # The first message only says that the process has started.
                    if worker.given:
                        job.done(worker.given.popleft(), result)
                    _feed(worker, job)


def _start(crew: dict[Connection, _Worker], context: BaseContext, job: _Job[Item, Result]) -> None:
    """Add a process to ``crew``, unless the system has none to give."""
    from pyguide import signals

    # No signal between the start of a process and the moment when it is known in both processes.
    with suppress(OSError), signals.held(), _safe_path():
        ours, theirs = context.Pipe()
        # While any process holds our end open, none can see that this one is gone.
        inherited = [*crew, ours] if context.get_start_method() == "fork" else []
        process = context.Process(  # type: ignore[attr-defined]
            target=_serve,
            args=(theirs, inherited, job.items, job.work, job.limits),
            daemon=True,
        )
        with theirs:
            process.start()
        crew[ours] = _Worker(process, ours)


def _feed(worker: _Worker, job: _Job[Item, Result]) -> None:
    """Give items until the process has enough not to wait for the next."""
    while (
        job.waiting
        and len(worker.given) < MOST_AHEAD
        and sum(job.sizes[index] for index in worker.given) < AHEAD
    ):
        index = job.waiting.popleft()
        worker.given.append(index)
        # A process that has just died is noticed when its answer is read.
        with suppress(OSError):
            worker.connection.send(index)


def _bury(
    crew: dict[Connection, _Worker],
    worker: _Worker,
    context: BaseContext,
    job: _Job[Item, Result],
) -> None:
    """Note the item that a dead process had in hand, and let another go on with the others."""
    del crew[worker.connection]
    worker.end()
    if not worker.given:
        return  # It did not even start, nor would another.
    job.lost(worker.given.popleft(), _ending(worker.process.exitcode))
    job.waiting.extendleft(reversed(worker.given))
    if job.waiting:
        _start(crew, context, job)


def _ending(code: int | None) -> str:
    import signal

    from pyguide.overtime import is_overtime

    if is_overtime(code):
        return OVERTIME
    if code is not None and code < 0:
        try:
            return f"was killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"was killed by signal {-code}"
    return f"ended with exit code {code}"


def _serve(
    connection: Connection,
    inherited: Sequence[Connection],
    items: Sequence[Item],
    work: Callable[[Item], Result],
    limits: Sequence[float] | None,
) -> None:
    """What a process does: answer one index after the other until the parent is gone."""
    from pyguide import signals
    from pyguide.overtime import deadly

    signals.left_to_the_parent()
    for other in inherited:
        other.close()
    gc.disable()
    with suppress(EOFError, ConnectionError):
        connection.send(None)
        while True:
            index = connection.recv()
            with deadly(PATIENCE * limits[index]) if limits else nullcontext():
                result = work(items[index])
            connection.send(result)


@contextmanager
def _crew() -> Generator[dict[Connection, _Worker]]:
    """Processes by connection, none of which outlives the block."""
    from pyguide import signals

    crew: dict[Connection, _Worker] = {}
    with signals.raised():
        try:
            yield crew
        finally:
            for worker in crew.values():
                worker.process.terminate()
            for worker in crew.values():
                worker.end()


@contextmanager
def _safe_path() -> Generator[None]:
    """Keep a new interpreter from importing what lies in the working directory."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before
