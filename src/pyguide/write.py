"""Replace a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path


class ChangedOnDisk(Exception):
    """The file no longer holds the bytes that the new ones were made from."""


def replace(path: Path, before: bytes, after: bytes) -> None:
    """Make ``path`` hold ``after`` if it still holds ``before``; mode, owner and links are kept.

    The bytes go to a temporary file in the same folder, to the disk, and are renamed over the
    target of any symbolic link, so a reader sees the old file or the new one. A file with several
    hard links is rewritten in place, since a rename would part them. Raises `ChangedOnDisk`, or
    OSError with the file as it was.
    """
    target = Path(os.path.realpath(path))
    if target.read_bytes() != before:
        raise ChangedOnDisk(str(path))
    known = target.stat()
    if known.st_nlink > 1:
        _in_place(target, before, after)
        return
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        _copy_attributes(target, known, temporary)
        if target.read_bytes() != before:
            raise ChangedOnDisk(str(path))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _in_place(target: Path, before: bytes, after: bytes) -> None:
    with target.open("r+b") as file:
        try:
            file.write(after)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            file.seek(0)
            file.write(before)
            file.truncate()
            raise


def _copy_attributes(target: Path, known: os.stat_result, temporary: Path) -> None:
    """Give the new file the mode, owner and extended attributes of the old one."""
    if hasattr(os, "chown") and (known.st_uid, known.st_gid) != (os.geteuid(), os.getegid()):
        # Only the superuser may give a file away; a file of one's own group keeps that group.
        with contextlib.suppress(OSError):
            os.chown(temporary, known.st_uid, known.st_gid)
    # After chown, which clears the set-user-id bits.
    temporary.chmod(stat.S_IMODE(known.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(target, name))


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
