"""A write is all or nothing, whatever ends the program, and nobody's edit is lost.

``PYGUIDE_TRUST_KILLS`` says how many times the program is ended at a random moment.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BARE = "try:\n    f()\nexcept:\n    pass\n"
OLD = (BARE + f"# {'x' * 70}\n") * 60
NEW = OLD.replace("except:", "except BaseException:")
FIX = [sys.executable, "-P", "-c", "from pyguide.cli import run_fix; run_fix()", "--isolated",
       "--no-cache", "--select", "PYG301", "--fixable", "PYG301"]  # fmt: skip
KILLS = int(os.environ.get("PYGUIDE_TRUST_KILLS", "3"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX signals"),
]


def tree(folder, number):
    for at in range(number):
        (folder / f"m{at:02}.py").write_text(OLD)
    (folder / "twin.py").hardlink_to(folder / "m00.py")
    return sorted(folder.glob("*.py"))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_signal_at_any_moment_leaves_half_a_file(tmp_path, number):
    rng = random.Random(int(number))
    untouched = fixed = 0
    began = time.monotonic()
    whole_run = None
    for attempt in range(KILLS):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        paths = tree(folder, 12)
        process = subprocess.Popen(
            [*FIX, "-j", str(1 + attempt % 2)],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        if attempt == 0:
            began = time.monotonic()
            process.wait()
            whole_run = time.monotonic() - began
        else:
            # Most of the time is start-up: look rather at the time in which files are written.
            deadline = time.monotonic() + rng.uniform(0.3, 1.1) * (whole_run or 1)
            while time.monotonic() < deadline and process.poll() is None:
                time.sleep(0.001)
            process.send_signal(number)
        error = process.communicate(timeout=60)[1]
        assert b"Traceback" not in error, error
        for path in paths:
            text = path.read_text()
            in_place = number == signal.SIGKILL and path.stat().st_nlink > 1
            assert text in (OLD, NEW) or in_place, path
            untouched += text == OLD
            fixed += text == NEW
        left = {path.name for path in folder.iterdir()} - {path.name for path in paths}
        if number == signal.SIGKILL:  # what nobody could remove bears our name
            assert all(name.startswith(".pyguide-") for name in left)
        else:
            assert left == set()
    assert fixed
    assert KILLS < 20 or untouched


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from pyguide.cli import run_fix
run_fix()
"""


@pytest.mark.parametrize("room", [0, 1, 100, len(OLD), len(NEW) - 1])
def test_a_file_that_would_grow_too_large_is_left_as_it_is(tmp_path, room):
    paths = tree(tmp_path, 3)
    done = subprocess.run(
        [sys.executable, "-P", "-B", "-c", LIMITED, str(room), *FIX[4:]],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert {path.read_text() for path in paths} == {OLD}
    assert done.returncode == 1
    assert done.stderr.count(b"io-error: cannot be written: File too large") == len(paths)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in paths}


@pytest.fixture
def small_disk(tmp_path):
    """A file system with room for the files and little more."""
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("this user may mount no file system")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_every_file_whole(small_disk):
    paths = tree(small_disk, 12)
    with Path(small_disk, "filler").open("wb", buffering=0) as file, pytest.raises(OSError):
        while True:
            file.write(b"x" * 4096)
    done = subprocess.run([*FIX], cwd=small_disk, capture_output=True, text=True, check=False)
    assert {path.read_text() for path in paths} <= {OLD, NEW}
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
    assert not list(small_disk.glob(".pyguide-*"))


def test_programs_at_the_same_time_fix_each_file_once(tmp_path):
    paths = tree(tmp_path, 8)
    running = [
        subprocess.Popen(FIX, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in running:
        error = process.communicate(timeout=100)[1]
        assert b"Traceback" not in error
        assert process.returncode in (0, 1)
    assert {path.read_text() for path in paths} == {NEW}
    assert sorted(tmp_path.iterdir()) == paths


def test_an_edit_during_the_run_is_not_lost(tmp_path):
    """Somebody saves all files again and again while the codemod runs."""
    paths = tree(tmp_path, 8)
    for attempt in range(max(1, KILLS // 3)):
        process = subprocess.Popen(
            FIX, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        saved = {}
        while process.poll() is None:
            for path in paths[1:-1]:
                saved[path] = f"# {attempt} {time.monotonic_ns()}\n{OLD}"
                fresh = path.with_suffix(".new")
                fresh.write_text(saved[path])
                fresh.replace(path)
        for path, text in saved.items():
            mark = text.partition("\n")[0]
            assert path.read_text() in (text, f"{mark}\n{NEW}")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do all")
def test_places_that_may_not_be_read_or_written_are_said(pyguide_fix, folder):
    (folder / "closed").mkdir()
    (folder / "closed" / "a.py").write_text(BARE)
    (folder / "fixed").mkdir()
    (folder / "fixed" / "b.py").write_text(BARE)
    (folder / "c.py").write_text(BARE)
    (folder / "closed").chmod(0)
    (folder / "fixed").chmod(0o555)
    try:
        done = pyguide_fix()
    finally:
        (folder / "closed").chmod(0o755)
        (folder / "fixed").chmod(0o755)
    assert done.code == 1
    assert "warning: closed: permission denied, folder skipped" in done.err
    assert "fixed/b.py:1: io-error: cannot be written: Permission denied" in done.err
    assert "except BaseException" in (folder / "c.py").read_text()
    assert (folder / "fixed" / "b.py").read_text() == BARE
