"""The files of a run on the disk: written, written again and taken back, always with a record."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from pyguide.errors import PyguideError
from pyguide.runs.change_set import ChangeSet, Item
from pyguide.runs.journal import Run
from pyguide.write import ChangedOnDisk, replace


class Tree:
    """What files held before a run and hold now, as far as the run wrote them.

    ``first`` and ``held`` are bytes by path; ``fixed`` counts fixes by path and code. Nothing is
    recorded where there is no ``run``.
    """

    def __init__(self, run: Run | None) -> None:
        self.first: dict[Path, bytes] = {}
        self.held: dict[Path, bytes] = {}
        self.fixed: dict[tuple[Path, str], int] = {}
        self._run = run

    def apply(self, changes: ChangeSet) -> dict[Path, str]:
        """Write all of a set; a file that cannot be written leaves it, and it is said why."""
        failed: dict[Path, str] = {}
        for path, one in list(changes.files.items()):
            self.first.setdefault(path, one.before)
            self.held[path] = one.before
            try:
                self._write(path, one.after, changes.code, one.fixes)
            except ChangedOnDisk:
                failed[path] = "changed on disk since it was read, so it was left as it is"
            except OSError as error:
                failed[path] = f"cannot be written: {error.strerror or error}"
            if path in failed:
                del changes.files[path]
        return failed

    def become(self, changes: ChangeSet, chosen: frozenset[Item]) -> None:
        """Let the files of a set hold the ``chosen`` fixes of it and no others.

        Raises PyguideError where somebody else changed a file meanwhile, or it cannot be written.
        """
        names: dict[Path, set[str]] = {path: set() for path in changes.files}
        for path, name in chosen:
            names[path].add(name)
        for path, own in names.items():
            one = changes.made(path, frozenset(own))
            try:
                self._write(path, one.after, changes.code, one.fixes)
            except ChangedOnDisk as error:
                raise PyguideError(f"{path}: changed while its fixes were on trial") from error
            except OSError as error:
                why = f"cannot be written: {error.strerror or error}"
                raise PyguideError(f"{path}: {why}") from error

    def take_back(self, changes: ChangeSet) -> None:
        """Let the files of a set hold what they held before, as far as nobody else changed them."""
        for path, one in changes.files.items():
            try:
                self._write(path, one.before, changes.code, 0)
            except (ChangedOnDisk, OSError):
                continue

    def adopt(self, changes: ChangeSet) -> list[Path]:
        """Take for ours what hooks have just made of the files of a set; returns which."""
        adopted = []
        for path in changes.files:
            try:
                raw = path.read_bytes()
            except OSError:
                continue
            if raw != self.held[path]:
                with self._keeping(path, raw, changes.code, 0):
                    self.held[path] = raw
                adopted.append(path)
        return adopted

    def _write(self, path: Path, raw: bytes, code: str, fixes: int) -> None:
        if raw == self.held[path]:
            return
        with self._keeping(path, raw, code, fixes - self.fixed.get((path, code), 0)):
            replace(path, self.held[path], raw)
        self.held[path] = raw
        self.fixed[path, code] = fixes

    def _keeping(
        self, path: Path, raw: bytes, code: str, more: int
    ) -> AbstractContextManager[None]:
        if self._run is None:
            return nullcontext()
        return self._run.keeper(code).keeping(path, self.held[path], raw, ((code, more),))
