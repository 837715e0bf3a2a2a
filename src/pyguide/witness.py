"""What a result depends on: the paths that were looked at, and the state that each was in.

Code that asks the file system something that bears on a result names the path here just before it
asks. Where nobody keeps a trail, that costs next to nothing.
"""

from __future__ import annotations

import os
import stat
import time
from contextvars import ContextVar
from errno import ENOENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

Witnesses = dict[str, str]
"""Signature by name; a name is the letter of what was asked, followed by the absolute path."""

SETTLED_NS = 2_000_000_000
"""How old a file must be: a younger one might change again without getting a new time."""

_STATE, _KIND, _TARGET = "s", "k", "t"


class Trail:
    """Collects the witnesses of everything that is looked at while it is entered."""

    def __init__(self) -> None:
        self.witnesses: Witnesses = {}
        self.begun_ns = time.time_ns()
        self.has_more = False
        """Whether it depends on more than witnesses can tell."""

    def __enter__(self) -> Trail:
        """Begin to collect; trails around this one go on collecting, too."""
        self._token = _kept.set((*_kept.get(), self))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop collecting."""
        _kept.reset(self._token)

    def is_settled(self) -> bool:
        """Whether everything was old enough when the trail began, and witnesses tell all."""
        return not self.has_more and all(
            is_settled(signature, self.begun_ns)
            for name, signature in self.witnesses.items()
            if is_state(name)
        )


_kept: ContextVar[tuple[Trail, ...]] = ContextVar("kept", default=())


def state(path: str | os.PathLike[str]) -> None:
    """Note that the bytes of a file or the entries of a folder are about to be read."""
    _note(_STATE, path)


def kind(path: str | os.PathLike[str]) -> None:
    """Note that it is about to be asked whether a file, a folder or nothing is there."""
    _note(_KIND, path)


def target(path: str | os.PathLike[str]) -> None:
    """Note that the links of ``path`` are about to be resolved."""
    _note(_TARGET, path)


def unsettle() -> None:
    """Note that something is about to be asked that no path stands for, such as git's history."""
    for trail in _kept.get():
        trail.has_more = True


def note(witnesses: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
    """Note what was collected elsewhere: in another process, or in an earlier run."""
    for name, signature in dict(witnesses).items():
        for trail in _kept.get():
            trail.witnesses.setdefault(name, signature)


def _note(letter: str, path: str | os.PathLike[str]) -> None:
    trails = _kept.get()
    if not trails:
        return
    name = letter + absolute(os.fspath(path))
    signature = None
    for trail in trails:
        # What was seen first is what everything else was built on.
        if name not in trail.witnesses:
            signature = signature or signature_of(name)
            trail.witnesses[name] = signature


def absolute(path: str) -> str:
    """``path`` from the root; ``..`` stays, since a link may stand before it."""
    return path if os.path.isabs(path) else os.path.join(os.getcwd(), path)


def name_of_state(path: str) -> str:
    """The name of the witness for the bytes or entries at an absolute path."""
    return _STATE + path


def path_of(name: str) -> str:
    """The path that a witness is about."""
    return name[1:]


def is_state(name: str) -> bool:
    """Whether the witness is about bytes or entries."""
    return name[0] == _STATE


def signature_of(name: str) -> str:
    """What stands at a witness's path now, in a form that differs whenever the answer may."""
    path = name[1:]
    try:
        if name[0] == _TARGET:
            return os.path.realpath(path)
        found = os.stat(path)
    except ValueError:
        return "no path"
    except OSError as error:
        return f"error {error.errno}{' link' if os.path.islink(path) else ''}"
    if name[0] == _KIND:
        return f"kind {stat.S_IFMT(found.st_mode)}"
    # Tools set the time of modification back at will, the time of change nobody can; the number
    # of the file tells two apart that were unpacked in the same instant.
    return f"{found.st_mode} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_size} {found.st_ino}"


def is_present(signature: str) -> bool:
    """Whether a state is that of something that is there and may be asked."""
    return signature[:1].isdigit()


def is_absent(signature: str) -> bool:
    """Whether nothing stood at a path, not even a link that leads nowhere."""
    return signature == f"error {ENOENT}"


def size_of(signature: str) -> str:
    """The size that a regular file's signature speaks of; empty for whatever is none."""
    fields = signature.split(" ")
    return fields[3] if len(fields) == 5 and stat.S_ISREG(int(fields[0])) else ""


def is_settled(signature: str, now_ns: int) -> bool:
    """Whether a state was old enough at ``now_ns`` that every later change shows in its times."""
    fields = signature.split(" ")
    return len(fields) != 5 or max(int(fields[1]), int(fields[2])) <= now_ns - SETTLED_NS
