"""A lock that lasts as long as the processes of a run, however they end."""

from __future__ import annotations

import os
import sys
import time

NAME = "lock"
PATIENCE_SECONDS = 2.0
"""How long those who were killed, or whose parent was, may take to end."""


def take(folder: str) -> int:
    """Lock a folder for this process and those it forks; returns a handle to close at the end.

    Raises BlockingIOError where another process holds the lock, OSError where there can be none.
    """
    handle = os.open(os.path.join(folder, NAME), os.O_RDWR | os.O_CREAT, 0o600)
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException:
            os.close(handle)
            raise
    return handle


def take_soon(folder: str) -> int:
    """The same, but the processes of a run that was killed get a moment to end."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return take(folder)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(PATIENCE_SECONDS / 100)


def is_held(folder: str, *, soon: bool = False) -> bool:
    """Whether some process holds the lock; never where the system knows no such locks.

    With ``soon`` the processes of a run that was killed get a moment to end.
    """
    if sys.platform == "win32" or not os.path.exists(os.path.join(folder, NAME)):
        return False
    try:
        os.close(take_soon(folder) if soon else take(folder))
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
