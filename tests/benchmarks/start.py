"""Start one command, wait for every process of it, and write down what they cost.

Run as a script of its own, because a process's recorded peak of memory never lies below that of
the process that started it: this one stays as small as Python can be.

    python -I -S start.py RESULT STDOUT STDERR COMMAND...
"""

from __future__ import annotations

import os
import sys
import time

BECOME_SUBREAPER = 36
PATIENCE = 5.0


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends first, so that they count too."""
    if sys.platform == "linux":
        try:
            import ctypes

            ctypes.CDLL(None).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)
        except (ImportError, AttributeError, OSError):
            pass  # then only what the command itself waits for is counted


def orphans() -> tuple[float, int, bool]:
    """CPU seconds and peak memory of what outlived the command, and whether some still runs."""
    cpu, peak = 0.0, 0
    until = time.monotonic() + PATIENCE
    while True:
        try:
            pid, _, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return cpu, peak, False
        if pid:
            cpu += used.ru_utime + used.ru_stime
            peak = max(peak, used.ru_maxrss)
        elif time.monotonic() > until:
            return cpu, peak, True
        else:
            time.sleep(0.005)


def spawn(command: list[str], stdout: str, stderr: str) -> int:
    """The id of the new process, with nothing to read and its output in files."""
    fresh = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    return os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, stdout, fresh, 0o644),
            (os.POSIX_SPAWN_OPEN, 2, stderr, fresh, 0o644),
        ],
    )


def main() -> None:
    """Write exit code, CPU and wall seconds, peak bytes, and whether processes were left."""
    result, stdout, stderr, *command = sys.argv[1:]
    adopt_orphans()
    begin = time.perf_counter()
    pid = spawn(command, stdout, stderr)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - begin
    cpu, peak, left = orphans()
    cpu += used.ru_utime + used.ru_stime
    peak = max(peak, used.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)
    code = os.waitstatus_to_exitcode(status)
    with open(result, "w", encoding="ascii") as file:  # noqa: PTH123, pathlib takes memory
        file.write(f"{code} {cpu!r} {wall!r} {peak} {int(left)}\n")


if __name__ == "__main__":
    main()
