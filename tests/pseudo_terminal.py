"""``pyguide-fix`` in a real pseudo-terminal, and what a person would see there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

PATIENCE_SECONDS = 60
_TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|([\r\n])|([^\x1b\r\n]+)")


class Session:
    """A program on a terminal of ``columns`` and ``rows``, as a context manager."""

    def __init__(self, *command: str, cwd: Path, columns: int = 80, rows: int = 30, **env: str):
        self.master, self.slave = pty.openpty()
        self._size(columns, rows)
        self.before = termios.tcgetattr(self.slave)
        self.sent = ""
        self._raw = b""
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES")
        }
        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=cwd,
            env=clean | {"TERM": "xterm-256color"} | env,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for end in (self.master, self.slave):
            if end >= 0:
                os.close(end)

    @property
    def output(self) -> str:
        """All that was written so far."""
        return self._raw.decode(errors="replace")

    @property
    def modes(self) -> list[object]:
        return termios.tcgetattr(self.slave)

    def send(self, keys: str | bytes) -> None:
        os.write(self.master, keys.encode() if isinstance(keys, str) else keys)

    def resize(self, columns: int, rows: int) -> None:
        self._size(columns, rows)
        self.process.send_signal(signal.SIGWINCH)

    def see(self, *words: str, gone: str = "\0") -> list[str]:
        """The screen once all ``words`` are on it, and ``gone`` is not."""
        return self._until(lambda screen: all(w in screen for w in words) and gone not in screen)

    def answer(self, keys: str | bytes, *words: str) -> list[str]:
        """Send keys; the screen once all ``words`` are on it."""
        self.send(keys)
        return self.see(*words)

    def end(self) -> int:
        """How the program ended, with all its output read."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while self.process.poll() is None and time.monotonic() < limit:
            self._read(0.05)
        while self._read(0):
            pass
        return self.process.wait(1)

    def screen(self) -> list[str]:
        """The lines that a terminal would show now, without colours."""
        return rendered(self.output)

    def hang_up(self) -> None:
        """Close the terminal, as when its window goes."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def _until(self, is_there: object) -> list[str]:
        limit = time.monotonic() + PATIENCE_SECONDS
        while True:
            screen = self.screen()
            # A screen may come in pieces: it is one when nothing more comes.
            if is_there("\n".join(screen)) and not self._read(0.1):
                return screen
            ended = self.process.poll() is not None and not self._read(0)
            if ended and is_there("\n".join(screen := self.screen())):
                return screen
            if ended or time.monotonic() > limit:
                raise AssertionError("\n".join(["never seen; the screen is:", *screen]))
            self._read(0.05)

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], patience)
        if ready:
            self._raw += os.read(self.master, 65536)
        return bool(ready)

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def review(folder: Path, *words: str, **options: object) -> Session:
    """``pyguide-fix -i WORD...`` on a terminal."""
    script = "from pyguide.cli import run_fix; run_fix()"
    return Session(sys.executable, "-P", "-c", script, "-i", *words, cwd=folder, **options)


def rendered(output: str) -> list[str]:
    """What is on the screen after ``output``: of escape sequences, those that a review uses."""
    lines, kept = [""], [""]
    row = column = 0
    for match in _TOKEN.finditer(output):
        parameters, final, control, text = match.groups()
        if text:
            line = lines[row].ljust(column)
            lines[row] = line[:column] + text + line[column + len(text) :]
            column += len(text)
        elif control == "\r":
            column = 0
        elif control == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif final == "H":
            row = column = 0
        elif final == "K":
            lines[row] = ""
        elif final == "J":
            lines[row:] = [lines[row][:column]]
        elif parameters == "?1049" and final == "h":
            kept, lines, row, column = lines, [""], 0, 0
        elif parameters == "?1049" and final == "l":
            lines, row = kept, len(kept) - 1
            column = len(lines[row])
    return lines
