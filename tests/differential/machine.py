"""The interpreters that programs run in, seen from the side that compares."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, TypeAlias

_WORKER = Path(__file__).with_name("worker.py")
_FLAGS = ("-s", "-P", "-B", "-X", "utf8")  # isolated, but for the hash seed

Observed: TypeAlias = dict[str, Any]


class Machine:
    """An interpreter without pyguide that forks for each program; to be used in ``with``."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *_FLAGS, _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )

    def __enter__(self) -> Machine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def run(self, code: str, **how: Any) -> Observed:
        """What running ``code`` shows; see `worker.observe`, or ``died`` with its status."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"code": code, **how}).encode() + b"\n")
        self._process.stdin.flush()
        return _read(self._process.stdout.readline())


def run_alone(code: str, **how: Any) -> Observed:
    """The same from an interpreter that has just been started."""
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, *_FLAGS, _WORKER, "--once"],
            input=json.dumps({"code": code, **how}).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            cwd=folder,
            check=False,
        )
    return _read(done.stdout) if done.returncode == 0 else {"died": done.returncode}


def _read(line: bytes) -> Observed:
    observed = json.loads(line)
    assert isinstance(observed, dict)
    return observed


def difference(old: Observed, new: Observed) -> str | None:
    """Which part of what was seen differs first; None where all is equal."""
    for part in ("died", "raised", "log", "out", "files", "err"):
        if old.get(part) != new.get(part):
            return part
    if "died" in old:
        return None
    there = variables(new)
    for name, value in variables(old).items():
        if name not in there:
            return f"variable {name}"
        if value != there[name]:
            return f"value of {name}"
    return None


def variables(observed: Observed) -> dict[str, Any]:
    """Pictures of the final values by name."""
    return {ast.literal_eval(pair[0][1]): pair[1] for pair in observed.get("names", ())}
