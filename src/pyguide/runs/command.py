"""The command that says whether a tree is all right."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import NamedTuple

MOST_LINES = 20
_MOST_BYTES = 20_000


class Verdict(NamedTuple):
    """How a command ended: ``why`` it failed, empty where it passed, and its last lines."""

    why: str
    lines: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the command ended with 0, and in time."""
        return not self.why


class Command(NamedTuple):
    """A line for the shell, and the seconds that it may take, None for any number."""

    text: str
    timeout: float | None = None

    def run(self) -> Verdict:
        """Run it in the working directory; no process of it outlives the call."""
        # What was compiled from a text that lasted less than a second would be taken for that of
        # the next one, if both are of one size.
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(
                self.text,
                shell=True,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                # All that it starts can be ended at once, and Ctrl-C reaches only this process.
                start_new_session=True,
            )
            try:
                why = _ending(process.wait(self.timeout))
            except subprocess.TimeoutExpired:
                why = f"took longer than {self.timeout:g} s"
            finally:
                _end(process)
            size = output.seek(0, os.SEEK_END)
            output.seek(max(0, size - _MOST_BYTES))
            lines = output.read().decode(errors="replace").splitlines()
        return Verdict(why, tuple(lines[-MOST_LINES:]))


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}" if code else ""
    with suppress(ValueError):
        return f"was killed by {signal.Signals(-code).name}"
    return f"was killed by signal {-code}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the command and what it has left behind in its group."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
