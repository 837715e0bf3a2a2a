"""What commands put on standard output and standard error, and the exit code."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable
    from typing import TextIO

    from pyguide.outcome import Outcome
    from pyguide.report import Looks
    from pyguide.timings import Timings

MOST_KEPT = 10_000_000
"""Characters of a report that are held in memory, so that a later run may repeat it."""

_FORCING = ("FORCE_COLOR", "CLICOLOR_FORCE")


def color_of(wish: str) -> bool:
    """Whether to colour: by the flag, then ``NO_COLOR`` and ``FORCE_COLOR``, then the terminal."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name) not in (None, "", "0") for name in _FORCING):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal, at most 120 so that lines stay readable, 100 where there is none."""
    try:
        columns = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        columns = 0
    return min(columns if columns > 0 else terminal_columns() or 100, 120)


def terminal_columns() -> int:
    """What the terminal says of its width; 0 where there is none."""
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (AttributeError, OSError, ValueError):
        return 0


def looks_of(wish: str) -> Looks:
    """How a report on standard output should look; ``wish`` is the value of ``--color``."""
    from pyguide.report import Looks

    color = color_of(wish)
    encoding = (sys.stdout.encoding or "utf-8").lower().replace("_", "-")
    return Looks(
        color=color,
        width=width(),
        hyperlinks=color and sys.stdout.isatty(),
        ascii_only=encoding not in ("utf-8", "utf8"),
    )


def put(pieces: str | Iterable[str]) -> str | None:
    """Write text as it comes to standard output; what its encoding cannot spell is escaped.

    Returns all of it; None where it is too long to be worth keeping.
    """
    return _pass_on([pieces] if isinstance(pieces, str) else pieces, sys.stdout)


def save(pieces: str | Iterable[str], path: str) -> str | None:
    """Write text as it comes to a file, as UTF-8; returns the same as `put`, raises OSError."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        return _pass_on([pieces] if isinstance(pieces, str) else pieces, file)


def _pass_on(pieces: Iterable[str], stream: TextIO) -> str | None:
    kept: list[str] = []
    room = MOST_KEPT
    for piece in pieces:
        _write(piece, stream)
        room -= len(piece)
        if room >= 0:
            kept.append(piece)
        else:
            kept.clear()
    return "".join(kept) if room >= 0 else None


def tell(line: str) -> None:
    """Write one line for people to standard error."""
    _write(f"{line}\n", sys.stderr)


def repeat(errors: bytes, output: bytes) -> None:
    """Write what an earlier run wrote to standard error and to standard output, as UTF-8."""
    for raw, stream in ((errors, sys.stderr), (output, sys.stdout)):
        binary = getattr(stream, "buffer", None)
        if binary is not None and os.linesep == "\n" and stream.encoding.lower() == "utf-8":
            stream.flush()
            binary.write(raw)
        else:
            _write(raw.decode(), stream)


def _write(text: str, stream: TextIO) -> None:
    if stream.errors == "strict":
        try:
            stream.write(text)
        except UnicodeEncodeError:
            pass  # nothing was written
        else:
            return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def to_annotate(outcome: Outcome, form: str) -> list[str]:
    """Lines that annotate a change on GitHub, where a run there reports to people."""
    if os.environ.get("GITHUB_ACTIONS") != "true" or outcome.is_clean:
        return []
    from pyguide.report import FOR_PEOPLE, PLAIN, github

    return list(github.as_many_as_shown(outcome, PLAIN)) if form in FOR_PEOPLE else []


def notices(outcome: Outcome) -> list[str]:
    """Lines that say what happened to files besides findings."""
    noted = [(file.path, notice) for file in outcome.files for notice in file.notices]
    if not noted:
        return []
    from pyguide.report.terminal import visible

    return [f"warning: {visible(path)}: {notice}" for path, notice in noted]


def tell_failures(outcome: Outcome) -> None:
    """Say on standard error which files could not be checked, one line each."""
    from pyguide.report.terminal import visible

    for file in outcome.files:
        for failure in file.failures:
            tell(f"{visible(file.path)}:{failure.line}: {failure.kind}: {visible(failure.message)}")


def started() -> Timings:
    """Timings of a run that begins now; what the process took so far is its start."""
    from pyguide.timings import Timings

    clock = Timings()
    clock.spend("start", time.process_time())
    return clock


def tell_timings(clock: Timings, outcome: Outcome) -> None:
    """Say on standard error where the time of the run and of its files went."""
    from pyguide.report import timings

    for file in outcome.files:
        if file.timings is not None:
            clock.add(file.timings)
    tell(timings.render(clock, outcome.rules))


def show_diff(outcome: Outcome, arguments: Namespace) -> int:
    """Print what fixing would change; returns 1 if anything or unsure, 2 after a crash."""
    from pyguide.report import diff

    text = diff.render(outcome, color=color_of(arguments.color))
    put(text)
    fixes = sum(number for file in outcome.files for _, number in file.fixed)
    if fixes:
        tell(f"Would fix {fixes} error{'s' if fixes > 1 else ''}.")
    tell_failures(outcome)
    failures = [failure for file in outcome.files for failure in file.failures]
    if any(failure.is_crash for failure in failures):
        return 2
    return 1 if (text or failures) and not getattr(arguments, "exit_zero", False) else 0


def exit_code(outcome: Outcome, *, zero: bool = False) -> int:
    """0 clean, 1 with findings or files that could not be checked, 2 after a crash."""
    failures = [failure for file in outcome.files for failure in file.failures]
    if any(failure.is_crash for failure in failures):
        return 2
    found = failures or any(file.findings for file in outcome.files)
    return 1 if found and not zero else 0
