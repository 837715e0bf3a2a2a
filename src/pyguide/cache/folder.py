"""The folder that holds a cache: where it lies, reading, atomic writing, bounds, removal."""

from __future__ import annotations

import os
import stat
import time

from pyguide import __version__, regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = ".pyguide_cache"
RUNS = "runs"
"""The part of a cache that nothing can make anew: what fixing runs changed."""
MOST_BYTES = 200_000_000
"""What all files of a cache may take together after it was swept."""
LARGEST = 50_000_000
"""No file of a cache is greater than this; a greater one is not read."""

_TAG = "CACHEDIR.TAG"
# The first line is what backup programs look for, see bford.info/cachedir.
_TAG_TEXT = """Signature: 8a477f597d28d172789f06886806bc55
# This folder holds results of pyguide, which makes them anew when they are gone.
"""
_SWEPT = "swept"
_DAY = 24 * 60 * 60


def is_forbidden() -> bool:
    """Whether the environment wants no cache at all."""
    return os.environ.get("PYGUIDE_NO_CACHE", "") not in ("", "0")


def version_folder(cache: str) -> str:
    """The part of a cache that this version of pyguide reads and writes."""
    return os.path.join(cache, __version__)


def read(path: str) -> bytes | None:
    """The bytes of a file of a cache; None for what is missing or was not put there by us."""
    try:
        found = os.stat(path)
        # Who works in a folder that others may write to must not believe what they left there.
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST or not _is_ours(found):
            return None
        return regular.read(path)
    except (OSError, ValueError):
        return None


def _is_ours(found: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or os.geteuid() in (0, found.st_uid)


class Folder:
    """The cache at an absolute path; it is made when something is first written to it."""

    def __init__(self, cache: str) -> None:
        self._cache = cache
        self.path = version_folder(cache)

    def read(self, *names: str) -> bytes | None:
        """The bytes of the file that ``names`` lead to."""
        return read(os.path.join(self.path, *names))

    def write(self, raw: bytes, *names: str) -> bool:
        """Put a file in place as a whole; says whether that went well."""
        folder = self.path
        try:
            # A folder that holds somebody's files gets no marks that speak for all of it.
            for own in (self._cache, folder):
                make(own)
            for name in names[:-1]:
                folder = os.path.join(folder, name)
                _make(folder)
            put(os.path.join(folder, names[-1]), raw)
        except (OSError, ValueError):
            return False
        return True

    def keep_newest(self, count: int, *names: str) -> None:
        """Leave no more than ``count`` entries in the folder that ``names`` lead to."""
        folder = os.path.join(self.path, *names)
        try:
            entries = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(folder)]
        except OSError:
            return
        for _, path in sorted(entries, reverse=True)[count:]:
            _remove(path)

    def is_due(self) -> bool:
        """Whether the last sweep was more than a day ago."""
        try:
            return abs(time.time() - os.stat(os.path.join(self.path, _SWEPT)).st_mtime) > _DAY
        except OSError:
            return True

    def sweep(self) -> None:
        """Remove what writers left behind, and the oldest files while there is too much.

        Only in folders that we have made: a configuration may name a folder with somebody's files.
        """
        self.write(b"", _SWEPT)
        now = time.time()
        files = []
        own = next(filter(is_cache, (self._cache, self.path)), None)
        runs = os.path.join(self._cache, RUNS, "")
        for path, found in _files(own) if own else ():
            if path.startswith(runs):
                continue
            if path.endswith(".tmp") and now - found.st_mtime > _DAY:
                _remove(path)
            elif os.path.dirname(path) not in (self._cache, self.path):
                files.append((found.st_mtime_ns, found.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= MOST_BYTES:
                break
            _remove(path)
            total -= size


def is_cache(path: str) -> bool:
    """Whether a folder was made by us to hold a cache; a link to one does not count."""
    return not os.path.islink(path) and read(os.path.join(path, _TAG)) == _TAG_TEXT.encode()


def make(path: str) -> None:
    """Make a cache, kept out of git and of backups; raises OSError."""
    # A folder that holds somebody's files gets no marks that speak for all of it.
    if _make(path) or not os.listdir(path):
        put(os.path.join(path, ".gitignore"), b"*\n")
        put(os.path.join(path, _TAG), _TAG_TEXT.encode())


def remove(path: str, *, runs: bool = True) -> bool:
    """Remove a cache with all that it holds, the ``runs`` only if so wished; raises OSError.

    Says whether anything was removed.
    """
    import shutil

    if runs or not os.path.isdir(os.path.join(path, RUNS)):
        shutil.rmtree(path)
        return True
    others = {name for name in os.listdir(path) if name not in (RUNS, _TAG, ".gitignore")}
    for name in others:
        inner = os.path.join(path, name)
        if os.path.isdir(inner) and not os.path.islink(inner):
            shutil.rmtree(inner)
        else:
            os.unlink(inner)
    return bool(others)


def _make(path: str) -> bool:
    """Make a folder; says whether it is new, raises OSError where something else is there."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.mkdir(path)
    except FileExistsError:
        # A link that came with somebody's files could lead anywhere.
        if not stat.S_ISDIR(os.lstat(path).st_mode):
            raise
        return False
    return True


def put(path: str, raw: bytes, *, to_disk: bool = False) -> None:
    """Make a file hold ``raw``, whole or not at all; raises OSError.

    With ``to_disk`` not even a power cut leaves less of it, once the folder is synced as well.
    """
    temporary = f"{path}.{os.urandom(6).hex()}.tmp"
    try:
        with open(temporary, "xb") as file:
            file.write(raw)
            if to_disk:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        _remove(temporary)
        raise


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry.path, entry.stat(follow_symlinks=False)
        except OSError:
            continue


def _remove(path: str) -> None:
    """Remove a file, or a folder with all it holds, if that is possible."""
    try:
        if os.path.isdir(path) and not os.path.islink(path):
            remove(path)
        else:
            os.unlink(path)
    except OSError:
        pass
