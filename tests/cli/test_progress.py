"""How far a run is: shown to whoever waits for it, and to nobody else."""

import io
import os
import pty
import re
import subprocess
import sys

import pytest

from pyguide.cli import progress as module
from pyguide.cli.progress import progress
from pyguide.finding import Finding, Span
from pyguide.outcome import FileResult

FOUND = FileResult("a.py", (Finding("PYG301", "m", Span(0, 1)),), "x", fixed=(("PYG401", 2),))
CLEAN = FileResult("b.py")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    for name in ("PATIENCE_SECONDS", "REFRESH_SECONDS", "LINE_SECONDS"):
        monkeypatch.setattr(module, name, 0.0)
    for name in ("CI", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def advance(results, *, silent=False):
    with progress(len(results), silent=silent) as done:
        for result in results:
            done(result)


def test_ci_gets_a_line_now_and_then(monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    advance([FOUND, CLEAN, FOUND, CLEAN])
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "pyguide: 1 of 4 files, 1 finding, 2 fixes, about 1 s left",
        "pyguide: 2 of 4 files, 1 finding, 2 fixes, about 1 s left",
        "pyguide: 3 of 4 files, 2 findings, 4 fixes, about 1 s left",
    ]


@pytest.fixture
def clock(monkeypatch):
    """The time in CI, where a line is due every ten seconds."""
    monkeypatch.setenv("CI", "true")
    now = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    monkeypatch.setattr(module, "LINE_SECONDS", 10.0)
    return now


def test_lines_wait_for_their_time(clock, capsys):
    with progress(100) as done:
        for _ in range(50):
            clock[0] += 1.0
            done(CLEAN)
    told = re.findall(r"(\d+) of 100 files, 0 findings, about (.*) left", capsys.readouterr().err)
    assert told == [
        ("10", "2 min"), ("20", "80 s"), ("30", "70 s"), ("40", "60 s"), ("50", "50 s"),
    ]  # fmt: skip


def test_what_was_known_before_does_not_count_as_speed(clock, capsys):
    with progress(1_000) as done:
        for _ in range(900):
            done(CLEAN)
        for _ in range(20):
            clock[0] += 1.0
            done(CLEAN)
    assert "920 of 1000 files, 0 findings, about 80 s left" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_nobody_is_told_outside_of_ci(monkeypatch, capsys, value):
    monkeypatch.setenv("CI", value)
    advance([FOUND, CLEAN])
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_bar_that_is_cleared(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    advance([FOUND, FOUND, CLEAN])
    text = terminal.getvalue()
    assert "2/3 files, 2 findings, 4 fixes, about 1 s left" in re.sub(r"\x1b\[[\d;?]*\w", "", text)
    assert ", , " not in text
    assert text.rstrip("\r").endswith("\x1b[2K")


@pytest.mark.parametrize("case", ["dumb", "silent", "one file", "short"])
def test_a_terminal_is_left_alone_where_a_bar_is_of_no_use(monkeypatch, case):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    if case == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if case == "short":
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 60.0)
    advance([FOUND] * (1 if case == "one file" else 5), silent=case == "silent")
    assert terminal.getvalue() == ""


def test_ctrl_c_clears_the_bar(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    def interrupted():
        with progress(3) as done:
            done(FOUND)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "\x1b[?25h" in terminal.getvalue()
    assert terminal.getvalue().rstrip("\r").endswith("\x1b[2K")


PROGRAM = """
import sys
from pyguide import workers
from pyguide.cli import progress, main, fix_main
progress.PATIENCE_SECONDS = 0.0
workers.SHARE_FORKED = 10
sys.exit((fix_main if sys.argv[1] == "fix" else main)(sys.argv[1 + (sys.argv[1] == "fix"):]))
"""


def on_a_terminal(folder, *words):
    """What a terminal gets to which both streams of a command go."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
        env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip
    os.close(theirs)
    pieces = []
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux says so when the other side is closed
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(ours)
    process.wait()
    return b"".join(pieces).decode().replace("\r\n", "\n")


@pytest.fixture
def project(tmp_path):
    for number in range(8):
        (tmp_path / f"{number}.py").write_text("try:\n    f()\nexcept:\n    pass\n" * 3)
    return tmp_path


def test_findings_come_whole_after_the_bar_on_the_same_terminal(project):
    words = ("check", "--isolated", "-n", "-j", "2", "--select", "PYG301")
    text = on_a_terminal(project, *words, "--output-format", "concise")
    shown, _, report = text.rpartition("\x1b[2K")
    assert "files, " in shown
    lines = report.strip("\r\n").splitlines()
    assert len(lines) == 26
    assert lines[0].startswith("0.py:3:1: PYG301 ")
    assert lines[-2:] == ["Found 24 errors.", "[*] 24 fixable with `--fix`."]
    quiet = on_a_terminal(project, *words, "--output-format", "concise", "--quiet")
    assert "\x1b" not in quiet
    assert quiet.splitlines() == lines[:-2]


def test_the_codemod_shows_fixes_and_can_be_quiet(project):
    words = ("fix", "--isolated", "-n", "-j", "2", "--select", "PYG301", "--check")
    text = on_a_terminal(project, *words)
    shown, _, summary = text.rpartition("\x1b[2K")
    assert " fixes, about " in shown
    assert "8 files would be changed" in summary
    assert on_a_terminal(project, *words, "--quiet") == summary.lstrip("\r")
    assert on_a_terminal(project, *words, "--silent") == ""
