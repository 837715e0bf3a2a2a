"""A change of one file of a project, shown before it is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pyguide import write
from pyguide.errors import PyguideError, one_line

Edit = Callable[[str], str]
"""The text of a file after an edit; given an empty text, that of a new file."""


class Change(NamedTuple):
    """What a file holds, None where there is none, and what it shall hold."""

    path: Path
    before: bytes | None
    after: bytes

    @property
    def texts(self) -> tuple[str, str]:
        """What it holds before and after, for a diff."""
        return (self.before or b"").decode(errors="replace"), self.after.decode(errors="replace")

    def make(self) -> None:
        """Write the file; raises PyguideError where that fails or it has changed meanwhile."""
        try:
            if self.before is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("xb") as file:
                    file.write(self.after)
            else:
                write.replace(self.path, self.before, self.after)
        except write.ChangedOnDisk as error:
            raise PyguideError(f"{self.path}: changed meanwhile, so it was left") from error
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise PyguideError(one_line(f"{self.path}: cannot be written: {reason}")) from error


def changed(path: Path, *edits: Edit) -> Change | None:
    """What ``edits`` make of a file, one after the other; None where that is what it holds.

    Line ends stay as they are. Raises PyguideError for a file that cannot be read as UTF-8.
    """
    try:
        before = path.read_bytes() if path.exists() else None
        text = (before or b"").decode()
    except OSError as error:
        raise PyguideError(f"{path}: cannot be read: {(error.strerror or '').lower()}") from error
    except UnicodeDecodeError as error:
        raise PyguideError(f"{path}: is not UTF-8: {error.reason}") from error
    newline = "\r\n" if "\r\n" in text else "\n"
    new = text.replace("\r\n", "\n")
    for edit in edits:
        new = edit(new)
    after = new.replace("\n", newline).encode()
    return None if after == (before or b"") else Change(path, before, after)
