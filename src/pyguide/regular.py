"""Read files that somebody else may replace at any moment by something that never ends."""

from __future__ import annotations

import errno
import os
import stat

# Else the opening of a named pipe would wait for somebody who writes to it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file; raises OSError for what cannot be read or is none."""
    handle = os.open(path, _FLAGS)
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))
        return file.read()
