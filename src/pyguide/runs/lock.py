"""A lock that lasts as long as the processes of a run, however they end."""

from __future__ import annotations

import os
import sys

NAME = "lock"


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


def is_held(folder: str) -> bool:
    """Whether some process holds the lock; never where the system knows no such locks."""
    if sys.platform == "win32" or not os.path.exists(os.path.join(folder, NAME)):
        return False
    try:
        os.close(take(folder))
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
