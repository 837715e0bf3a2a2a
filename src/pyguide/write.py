"""Replace a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from io import FileIO
from pathlib import Path

from pyguide import regular, signals


class ChangedOnDisk(Exception):
    """The file no longer holds the bytes that the new ones were made from."""


def leads_out(path: Path, *trees: Path) -> bool:
    """Whether ``path`` is a link to a file neither beside or below it nor in one of ``trees``."""
    if not path.is_symlink():
        return False
    target = Path(os.path.realpath(path))
    homes = (path.parent, *trees)
    return not any(target.is_relative_to(os.path.realpath(home)) for home in homes)


def replace(path: Path, before: bytes, after: bytes) -> None:
    """Make ``path`` hold ``after`` if it still holds ``before``; mode, owner and links are kept.

    The bytes go to a temporary file in the same folder, to the disk, and are renamed over the
    target of any symbolic link, so a reader sees the old file or the new one. A file with several
    hard links is rewritten in place, since a rename would part them. Signals wait until all is
    done. Raises `ChangedOnDisk`, or OSError with the file as it was.
    """
    with signals.held():
        _replace(path, before, after)


def create(path: Path, raw: bytes) -> None:
    """Make a file that holds ``raw``, or none; raises OSError, also where something is there."""
    with signals.held():
        try:
            with path.open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            raise
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
        sync_folder(path.parent)


def _replace(path: Path, before: bytes, after: bytes) -> None:
    target = Path(os.path.realpath(path))
    if regular.read(target) != before:
        raise ChangedOnDisk(str(path))
    known = target.stat()
    if not os.access(target, os.W_OK):
        # The folder's permissions alone would let the rename pass.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if known.st_nlink > 1:
        _in_place(target, before, after)
        return
    import tempfile  # costs a run that writes nothing more than this module does

    handle, name = tempfile.mkstemp(prefix=".pyguide-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        _copy_attributes(target, known, temporary)
        if regular.read(target) != before:
            raise ChangedOnDisk(str(path))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def _in_place(target: Path, before: bytes, after: bytes) -> None:
    # Without a buffer, which would write the new bytes once more before the old ones return.
    with target.open("r+b", buffering=0) as file:
        try:
            _fill(file, after)
            os.fsync(file.fileno())
        except BaseException:
            file.seek(0)
            _fill(file, before)
            raise


def _fill(file: FileIO, raw: bytes) -> None:
    rest = memoryview(raw)
    while rest:
        rest = rest[file.write(rest) :]
    file.truncate()


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


def sync_folder(folder: str | os.PathLike[str]) -> None:
    """Make the names in a folder durable, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
