"""Signals at moments when they must wait, or must let the program clean up."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

_TIMERS = tuple(getattr(signal, name) for name in ("SIGVTALRM", "SIGPROF") if hasattr(signal, name))
ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that ask a process to end, besides the one of Ctrl-C; not every system has both."""


@contextmanager
def held() -> Generator[None]:
    """Keep Ctrl-C, the signals of `ENDING` and timers waiting until the block is done.

    Does nothing where the system cannot do it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *ENDING, *_TIMERS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def raised(*others: int) -> Generator[None]:
    """Let the signals of `ENDING` raise SystemExit with 128 and their number, as a shell counts.

    So do ``others``. A signal that somebody handles or ignores is left to them; so is every signal
    where this is not the main thread.
    """
    import threading

    changed: list[int] = []
    if threading.current_thread() is threading.main_thread():
        changed = [n for n in (*ENDING, *others) if signal.getsignal(n) == signal.SIG_DFL]
    for number in changed:
        signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def left_to_the_parent() -> None:
    """Let Ctrl-C mean nothing to this process and the signals of `ENDING` its silent end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, *ENDING, *_TIMERS})


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
