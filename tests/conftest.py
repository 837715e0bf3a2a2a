"""Both commands in this process, run in an empty folder, as a shell would see them."""

import io
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from pyguide.cli import fix_main, main

# A shell that runs the tests in the background has them ignore Ctrl-C, and `nohup` the end of the
# terminal; what they start would do so, too.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Done(NamedTuple):
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Done]


def _command(
    entry: Callable[[list[str]], int],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    def run(*words: object, stdin: bytes | None = None) -> Done:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        try:
            code = entry([str(word) for word in words])
        except SystemExit as stop:  # argparse leaves this way
            code = int(stop.code or 0)
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory, far from hooks and any wish for colour."""
    monkeypatch.chdir(tmp_path)
    for name in (
        *(name for name in os.environ if name.startswith("GIT_")),
        "PRE_COMMIT",
        "NO_COLOR",
        "FORCE_COLOR",
        "CLICOLOR_FORCE",
        "PYGUIDE_CACHE_DIR",
        "PYGUIDE_NO_CACHE",
    ):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def pyguide(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """``pyguide WORD...`` in the empty folder."""
    return _command(main, capsys, monkeypatch)


@pytest.fixture
def pyguide_fix(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """``pyguide-fix WORD...`` in the empty folder, which git does not know: of that not a word."""
    return partial(_command(fix_main, capsys, monkeypatch), "--allow-no-vcs")


@pytest.fixture
def guarded_fix(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """``pyguide-fix WORD...`` in the empty folder, with all that it says of git."""
    return _command(fix_main, capsys, monkeypatch)
