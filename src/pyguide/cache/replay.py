"""Whole runs to replay: what was printed, for as long as everything is as it was.

Reading must cost next to nothing: it comes before all other imports.
"""

from __future__ import annotations

import os
import sys
from zlib import crc32

from pyguide import __version__, witness
from pyguide.cache.folder import NAME, is_forbidden, read, version_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyguide.cache.folder import Folder

Told = tuple[bytes, bytes, int]
"""What a run said on standard error, then on standard output, as UTF-8, and its exit code."""

MOST_RUNS = 64
"""How many runs are kept: one for each command line, terminal width and so on."""

ENVIRONMENT = (
    "CI_PROJECT_DIR", "CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS",
    "GITHUB_WORKSPACE", "LANG", "LANGUAGE", "LINES", "NO_COLOR", "PRE_COMMIT", "TERM",
)  # fmt: skip
"""Variables that pyguide reads; those of the families below count, too."""
FAMILIES = ("LC_", "PYGUIDE_", "PYTHON")

_FOLDER = "runs"
_MAGIC = b"pyguide run 2"


def find(words: Sequence[str], columns: int) -> Told | None:
    """What ``pyguide WORD...`` would say, if an earlier run said it and nothing has changed.

    ``columns`` is the width of the terminal.
    """
    if is_forbidden():
        return None
    try:
        key = _key(words, columns)
        for cache in _places(words):
            raw = read(os.path.join(version_folder(cache), _FOLDER, _name(key)))
            told = _matching(raw, key) if raw is not None else None
            if told is not None:
                return told
    except (AttributeError, LookupError, OSError, ValueError):
        pass  # the working directory is gone, standard output is closed: not for us to say
    return None


def record(
    folder: Folder,
    words: Sequence[str],
    columns: int,
    witnesses: Mapping[str, str],
    told: tuple[str, str, int],
) -> None:
    """Store what a run said and all that it depends on."""
    *said, code = told
    errors, output = (str(text).encode("utf-8", "backslashreplace") for text in said)
    key = _key(words, columns)
    needed = _needed(witnesses)
    pairs = [part for pair in needed.items() for part in pair]
    facts = f"{code} {len(pairs)} {len(errors)} {len(output)}"
    head = "\0".join([facts, key, *pairs]).encode("utf-8", "surrogatepass")
    body = b"".join([head, errors, output])
    if folder.write(b"%s %d\n%s" % (_MAGIC, crc32(body), body), _FOLDER, _name(key)):
        folder.keep_newest(MOST_RUNS, _FOLDER)


def _needed(witnesses: Mapping[str, str]) -> dict[str, str]:
    """The witnesses without those that others speak for: what a listed folder does not hold."""
    listed = {
        witness.path_of(name)
        for name, signature in witnesses.items()
        if witness.is_state(name) and witness.is_present(signature)
    }
    return {
        name: signature
        for name, signature in witnesses.items()
        if not witness.is_absent(signature) or os.path.dirname(witness.path_of(name)) not in listed
    }


def _matching(raw: bytes, key: str) -> Told | None:
    """What the record says; None if it is damaged, another run's, or out of date."""
    # Much may have been said: it is neither copied nor decoded on the way.
    whole, start = memoryview(raw), raw.index(b"\n") + 1
    if raw[: start - 1] != b"%s %d" % (_MAGIC, crc32(whole[start:])):
        return None
    facts = raw[start : raw.index(b"\0", start)]
    code, count, errors, output = map(int, facts.split())
    middle = len(raw) - output
    end = middle - errors
    parts = raw[start:end].decode("utf-8", "surrogatepass").split("\0")
    if len(parts) != count + 2 or parts[1] != key:
        return None
    ours = False
    signature_of = witness.signature_of
    for at in range(2, count + 2, 2):
        if signature_of(parts[at]) != parts[at + 1]:
            return None
        ours = ours or parts[at] == _OURS
    # A record that came with somebody's files cannot know the times of this one.
    return (raw[end:middle], raw[middle:], code) if ours else None


_OURS = witness.name_of_state(__file__)


def _name(key: str) -> str:
    """Different keys may share a name: the record holds the key itself."""
    return f"{crc32(key.encode('utf-8', 'surrogatepass')):08x}"


def _places(words: Sequence[str]) -> Iterator[str]:
    """The caches that may hold the run, nearest first."""
    named = os.environ.get("PYGUIDE_CACHE_DIR", "")
    for at, word in enumerate(words):
        if word == "--cache-dir":
            named = "".join(words[at + 1 : at + 2])
        elif word.startswith("--cache-dir="):
            named = word.partition("=")[2]
    folder = os.getcwd()
    if named:
        yield os.path.join(folder, named)
        return
    above = ""
    while folder != above:
        yield os.path.join(folder, NAME)
        folder, above = os.path.dirname(folder), folder


def _key(words: Sequence[str], columns: int) -> str:
    """All that bears on what a run says and is no file."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in ENVIRONMENT or name.startswith(FAMILIES)
    }
    ids = (os.geteuid(), os.getegid(), os.getgroups()) if hasattr(os, "geteuid") else ()
    streams = [
        (stream.encoding, stream.errors, stream.isatty()) for stream in (sys.stdout, sys.stderr)
    ]
    facts = (
        __version__, list(words), os.getcwd(), sorted(environment.items()), ids, streams,
        columns, sys.version, sys.executable, sys.flags, sys.path,
        sys.warnoptions, sys.getfilesystemencoding(),
    )  # fmt: skip
    return repr(facts)
