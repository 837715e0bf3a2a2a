"""An end to computing that takes too long: by an exception or, in native code, by a signal."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

AGAIN_SECONDS = 5.0
"""The exception is raised once more after that, in case that somebody's clean-up swallowed it."""


class OutOfTime(BaseException):
    """Raised wherever the program is; no mere Exception, because rules and others catch those."""


@contextmanager
def limited(seconds: float) -> Generator[None]:
    """Raise `OutOfTime` in a block that has computed for ``seconds`` of processor time.

    Native code is interrupted only when it returns. Without interval timers, outside of the main
    thread, and where somebody else uses this timer, the block has no limit.
    """
    if not _is_ours("SIGVTALRM"):
        yield
        return
    try:
        signal.signal(signal.SIGVTALRM, _give_up)
    except ValueError:  # not the main thread
        yield
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)


@contextmanager
def deadly(seconds: float) -> Generator[None]:
    """Let the system end the process, whatever it does, once a block has computed for ``seconds``.

    Only for processes that somebody watches. Without interval timers the block has no limit.
    """
    if not _is_ours("SIGPROF"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def is_overtime(exit_code: int | None) -> bool:
    """Whether a process that ended with ``exit_code`` met its end by `deadly`."""
    return hasattr(signal, "SIGPROF") and exit_code == -signal.SIGPROF


def _is_ours(name: str) -> bool:
    if not (hasattr(signal, "setitimer") and hasattr(signal, name)):
        return False
    return signal.getsignal(getattr(signal, name)) is signal.SIG_DFL


def _give_up(number: int, frame: FrameType | None) -> None:
    raise OutOfTime
