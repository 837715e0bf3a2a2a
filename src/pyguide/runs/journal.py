"""The journal: one folder a fixing run, numbered, of which the newest are kept."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import NamedTuple

from pyguide.cache import folder as cache
from pyguide.errors import PyguideError
from pyguide.runs import lock
from pyguide.runs.entry import FOLDER, Counts, Entry, digest, drop, entries, keep, put
from pyguide.write import sync_folder

MOST_RUNS = 20
"""How many runs are kept, the one that begins included."""
MOST_BYTES = 200_000_000
"""What the runs before the one that begins may take together."""

_HEAD = "run.json"


class Keeper(NamedTuple):
    """Puts what files held into the folder of a run; small enough to be sent to any process."""

    folder: str
    part: str = ""

    @contextmanager
    def keeping(
        self, path: str | os.PathLike[str], before: bytes, after: bytes, fixed: Counts
    ) -> Generator[None]:
        """Have the old bytes of a file on the disk before the block rewrites it.

        Raises OSError where that fails, and then the block must not be entered. Where the block
        says that nothing was written, by OSError or `pyguide.write.ChangedOnDisk`, so it is noted.
        """
        try:
            place = keep(self.folder, os.path.realpath(path), before, after, fixed, self.part)
        except OSError as error:
            told = f"what it holds cannot be kept for --undo: {error.strerror or error}"
            raise OSError(error.errno, told) from error
        try:
            yield
        except Exception:
            drop(place)
            raise


class Past:
    """A run of which the journal tells."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.number = int(os.path.basename(folder))

    @cached_property
    def _head(self) -> dict[str, object]:
        try:
            with open(os.path.join(self.folder, _HEAD), "rb") as file:
                head = json.load(file)
        except (OSError, ValueError):
            head = None
        return head if isinstance(head, dict) else {}

    @property
    def began(self) -> str:
        """When it began: UTC, as in ``2026-01-31T12:34:56Z``; empty where that is lost."""
        return str(self._head.get("began", ""))

    @property
    def words(self) -> list[str]:
        """The command: the name of the program and the words after it."""
        found = self._head.get("words")
        return [str(word) for word in found] if isinstance(found, list) else []

    @property
    def working_directory(self) -> str:
        """Where the command was given."""
        return str(self._head.get("working-directory", ""))

    @property
    def undoes(self) -> int | None:
        """The number of the run that it took back, if it is such a run."""
        found = self._head.get("undoes")
        return found if isinstance(found, int) else None

    @property
    def has_ended(self) -> bool:
        """Whether it came to its end; otherwise it is going on, or was killed."""
        return self._head.get("ended") is True

    @property
    def is_going(self) -> bool:
        """Whether a process is at work on it."""
        return lock.is_held(self.folder)

    @property
    def stays_going(self) -> bool:
        """Whether a process is at work on it, and does not end in a moment."""
        return not self.has_ended and lock.is_held(self.folder, soon=True)

    @cached_property
    def files(self) -> list[list[Entry]]:
        """The entries by file, in the order of paths; those of one file in the order of time."""
        return list(entries(self.folder))

    def left(self, path: str | os.PathLike[str]) -> bool:
        """Whether a file holds what the run left there."""
        real = os.path.realpath(path)
        for chain in self.files:
            if chain[0].path == real:
                with suppress(OSError), open(real, "rb") as file:
                    return digest(file.read()) == chain[-1].new
        return False

    @property
    def is_worth_keeping(self) -> bool:
        """Whether any file was rewritten, or anything noted that is needed to go on."""
        try:
            if os.listdir(os.path.join(self.folder, FOLDER)):
                return True
            names = os.listdir(self.folder)
        except OSError:
            return False
        return not self.has_ended and any(n.endswith(".json") and n != _HEAD for n in names)

    def note(self, name: str) -> object:
        """What the run stored under ``name``, as JSON knows it; None for nothing."""
        try:
            with open(os.path.join(self.folder, f"{name}.json"), "rb") as file:
                return json.load(file)
        except (OSError, ValueError):
            return None


class Run(Past):
    """A run that is going on; where ``is_done`` is set to False, it is left to be resumed."""

    is_done = True

    def keeper(self, part: str = "") -> Keeper:
        """What keeps the old bytes of files, as a part of the run."""
        return Keeper(self.folder, part)

    def store(self, name: str, value: object) -> None:
        """Keep a note, safe on the disk: anything that JSON can hold. Raises OSError."""
        put(os.path.join(self.folder, f"{name}.json"), json.dumps(value).encode())


class Journal:
    """The runs that are kept in the folder ``cache``, an absolute path."""

    def __init__(self, path: str) -> None:
        self.cache = path
        self.folder = os.path.join(path, cache.RUNS)

    def runs(self) -> list[Past]:
        """The runs that rewrote a file or may still do so, the oldest first."""
        found = (Past(path) for path in self._folders())
        return [past for past in found if past.is_worth_keeping or past.is_going]

    def find(self, word: str) -> Past:
        """The run of that number; raises PyguideError where there is none."""
        for past in self.runs():
            if str(past.number) == word:
                return past
        raise PyguideError(f"no run `{word}` is known; `pyguide-fix --log` lists them")

    @contextmanager
    def begin(self, words: Sequence[str], undoes: int | None = None) -> Generator[Run]:
        """A new run with the words of its command; it is forgotten if it rewrites no file.

        Older runs make room. Raises PyguideError where nothing can be stored.
        """
        head: dict[str, object] = {
            "began": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "words": list(words),
            "working-directory": os.getcwd(),
            "undoes": undoes,
        }
        with self._safely():
            cache.make(self.cache)
            folder = self._new()
        with self._going(Run(folder), head) as run:
            self._make_room()
            yield run

    @contextmanager
    def go_on(self, past: Past) -> Generator[Run]:
        """Go on with a run that was killed; raises PyguideError where it is still going."""
        with self._going(Run(past.folder), past._head) as run:
            yield run

    @contextmanager
    def _going(self, run: Run, head: dict[str, object]) -> Generator[Run]:
        with self._safely():
            try:
                handle = lock.take_soon(run.folder)
            except BlockingIOError:
                raise PyguideError(f"run {run.number} is still going") from None
            run.store(_HEAD.removesuffix(".json"), head)
        try:
            yield run
            if run.is_done:
                with self._safely():
                    run.store(_HEAD.removesuffix(".json"), head | {"ended": True})
                run = Run(run.folder)
        finally:
            if not run.is_worth_keeping:
                _remove(run.folder)
                with suppress(OSError):
                    os.rmdir(self.folder)
            os.close(handle)

    def _new(self) -> str:
        """A folder with the next number."""
        os.makedirs(self.folder, exist_ok=True)
        number = max((int(os.path.basename(path)) for path in self._folders()), default=0)
        while True:
            number += 1
            folder = os.path.join(self.folder, str(number))
            with suppress(FileExistsError):
                os.mkdir(folder)
                break
        os.mkdir(os.path.join(folder, FOLDER))
        for each in (folder, self.folder, self.cache):
            sync_folder(each)
        return folder

    def _make_room(self) -> None:
        """Forget the oldest runs while there are too many or too much."""
        *earlier, _ = self._folders()
        sizes = {path: _size(path) for path in earlier}
        for number, path in enumerate(earlier):
            if len(earlier) - number < MOST_RUNS and sum(sizes.values()) <= MOST_BYTES:
                break
            del sizes[path]
            if not lock.is_held(path):
                _remove(path)

    def _folders(self) -> list[str]:
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        numbers = sorted(int(name) for name in names if name.isascii() and name.isdigit())
        return [os.path.join(self.folder, str(number)) for number in numbers]

    @contextmanager
    def _safely(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            raise PyguideError(
                f"{error.filename or self.folder}: {error.strerror or error}"
            ) from error


def total(files: Iterable[Iterable[Entry]]) -> int:
    """How many fixes the entries of some files count."""
    return sum(number for chain in files for entry in chain for _, number in entry.fixed)


def _size(folder: str) -> int:
    with suppress(OSError):
        return sum(entry.stat().st_size for entry in os.scandir(os.path.join(folder, FOLDER)))
    return 0


def _remove(folder: str) -> None:
    """Remove a run so that at no moment half of it is taken for a run."""
    gone = f"{folder}.gone"
    with suppress(OSError):
        os.rename(folder, gone)
        shutil.rmtree(gone)
