"""The command in processes of their own: hash seeds, jobs and caches change nothing it says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_WORDS = ("check", "--isolated", "--select=ALL", "--preview", "--output-format=json", ".")


def differences(files: Sequence[bytes]) -> Iterator[str]:
    """The ways of running that say something else about ``files``, or end otherwise.

    An error of pyguide itself is one of them.
    """
    with TemporaryDirectory() as folder, TemporaryDirectory() as cache:
        for number, raw in enumerate(files):
            Path(folder, f"case_{number}.py").write_bytes(raw)
        said = _said(folder, "0", "--no-cache", "-j1")
        if said[0] not in (0, 1):
            yield f"exit code {said[0]}"
        stored = ("--cache-dir", cache)
        for name, seed, flags in (
            ("another hash seed", "1", ("--no-cache", "-j1")),
            ("two processes", "0", ("--no-cache", "-j2")),
            ("a cold cache", "2", stored),
            ("a warm cache", "3", stored),
        ):
            if _said(folder, seed, *flags) != said:
                yield name


def _said(folder: str, hash_seed: str, *flags: str) -> tuple[int, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "pyguide", *_WORDS, *flags],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout
