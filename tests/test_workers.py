"""Files over processes: the same results, none of them lost, and no process left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pyguide import workers
from pyguide.workers import spread
from pyguide.write import replace

BARE = "try:\n    f()\nexcept:\n    pass\n"
PADDING = f"# {'x' * 1_000}\n" * 30
# Heeds words that tell a file how to treat the process that looks at it.
RULE = """\
import ast, os, signal, sys, time
from pathlib import Path
from pyguide import Category, Rule

class RoughRule(Rule):
    code = "XYZ100"
    category = Category.STYLE
    message = "never said"
    guide = ("Q39",)
    suspects = (ast.Name,)

    def visit_Name(self, node):
        if node.value == "leave":
            os._exit(7)
        if node.value == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if node.value in ("sleep", "nap"):
            Path(f"sleeping-{os.getpid()}").touch()
            time.sleep(60 if node.value == "sleep" else 3)
"""
PAGE = "# rough-rule (XYZ100)\n\nIt is rough.\n"
CHECK = "check", "--isolated", "--select", "PYG301,XYZ100", "--output-format", "concise", "-j", "2"
METHODS = ["fork", "spawn"] if hasattr(os, "fork") else ["spawn"]

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX signals")
proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture
def start(folder, tmp_path_factory):
    """Starts pyguide in a session of its own, with a pack whose rule is rough on processes."""
    home = tmp_path_factory.mktemp("installed")
    files = {
        "rough_pack/__init__.py": "",
        "rough_pack/rough_rule.py": RULE,
        "rough_pack/rough_rule.md": PAGE,
        "rough_pack-1.0.dist-info/METADATA": "Name: rough-pack\nVersion: 1.0\n",
        "rough_pack-1.0.dist-info/entry_points.txt": "[pyguide.packs]\nx = rough_pack\n",
    }
    for name, text in files.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text)

    def command(method, *words, before="", entry="run"):
        script = (
            "import sys; sys.path.remove('')\n"  # as a script of its own has it
            "import multiprocessing, signal\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            f"multiprocessing.set_start_method({method!r})\n"
            "from pyguide import workers\n"
            "workers.SHARE_FORKED = workers.SHARE_SPAWNED = 100_000\n"
            f"{before}\n"
            f"from pyguide.cli import {entry}; {entry}()"
        )
        return subprocess.Popen(
            [sys.executable, "-c", script, *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(home)},
        )

    return command


@pytest.fixture
def run(start):
    """Runs pyguide to its end: exit code, standard output, standard error."""

    def command(*words, **how):
        process = start(*words, **how)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    return command


def write(folder, **texts):
    """Ten padded files, here enough for two processes; ``texts`` end the files that they name."""
    for number in range(10):
        text = texts.pop(f"m{number}", BARE)
        (folder / f"m{number}.py").write_text(PADDING + text)
    assert not texts


def of_session(pid):
    """Living processes of a session; a command started for itself alone is the first of it."""
    alive = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == pid and state != "Z":
            alive.append(int(stat.parent.name))
    return alive


def until(reached, seconds=30.0):
    """Whether ``reached()`` became true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if reached():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("method", METHODS)
def test_results_are_the_same_in_order_whatever_the_number_of_processes(run, folder, method):
    write(folder, m3="x = 1\n", m7=BARE * 3)
    alone = run(method, *CHECK[:-1], "1")
    assert alone[1].count("PYG301") == 11
    assert run(method, *CHECK) == alone


@pytest.mark.parametrize("method", METHODS)
def test_fixes_are_written_by_all_processes(run, folder, method):
    write(folder)
    code, out, err = run(method, "--isolated", "--allow-no-vcs", "-j2", entry="run_fix")
    assert (code, err) == (0, "")
    assert "10" in out
    for file in folder.glob("*.py"):
        assert file.read_text().endswith("except BaseException:\n    pass\n")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("word", "how"), [("leave", "ended with exit code 7"), ("kill", "was killed by SIGKILL")]
)
def test_a_process_that_dies_costs_one_file(run, folder, method, word, how):
    write(folder, m4=f"{word}\n{BARE}")
    code, out, err = run(method, *CHECK)
    line = f"m4.py:1:1: worker-died: the process that looked at this file {how}"
    assert out.splitlines()[4] == line
    assert out.count("PYG301") == 9
    assert (code, err) == (2, "")


def test_each_file_that_ends_its_process_is_named(run, folder):
    write(folder, **{f"m{number}": "leave\n" for number in range(8)})
    code, out, err = run(METHODS[0], *CHECK, "--exit-zero")
    assert [line[:17] for line in out.splitlines()[:8]] == [
        f"m{number}.py:1:1: worker" for number in range(8)
    ]
    assert out.count("PYG301") == 2
    assert (code, err) == (2, "")


def test_the_codemod_says_it_on_standard_error_and_fixes_the_others(run, folder):
    write(folder, m4=f"leave\n{BARE}")
    code, _, err = run(METHODS[0], "--isolated", "--allow-no-vcs", "-j2", entry="run_fix")
    assert code == 2
    assert err.startswith("m4.py:1: worker-died: ")
    assert err.count("\n") == 1
    fixed = [file for file in folder.glob("*.py") if "except BaseException" in file.read_text()]
    assert len(fixed) == 9


@posix
@proc
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("number", "everybody", "code"),
    [
        (signal.SIGINT, True, 130),
        (signal.SIGINT, False, 130),
        (signal.SIGTERM, True, 143),
        (signal.SIGTERM, False, 143),
        (signal.SIGHUP, False, 129),
    ],
)
def test_a_signal_ends_all_processes_without_a_word(start, folder, method, number, everybody, code):
    if signal.getsignal(number) == signal.SIG_IGN:
        pytest.skip("whoever started the tests has this signal ignored, as nohup does")
    write(folder, **{f"m{index}": "sleep\n" for index in range(10)})
    process = start(method, *CHECK)
    assert until(lambda: len(list(folder.glob("sleeping-*"))) == 2)
    assert len(of_session(process.pid)) >= 3
    began = time.monotonic()
    (os.killpg if everybody else os.kill)(process.pid, number)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - began < 5
    assert (process.returncode, out, err) == (code, "", "")
    assert until(lambda: of_session(process.pid) == [], 5)


@posix
@proc
@pytest.mark.parametrize("method", METHODS)
def test_a_signal_while_processes_start_leaves_none_behind(start, folder, method):
    write(folder, **{f"m{index}": "sleep\n" for index in range(10)})
    process = start(method, *CHECK)
    assert until(lambda: len(of_session(process.pid)) > 1)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "")
    assert until(lambda: of_session(process.pid) == [], 5)


@posix
@proc
@pytest.mark.parametrize("method", METHODS)
def test_processes_end_after_their_file_where_the_parent_is_killed(start, folder, method):
    write(folder, m0="nap\n")
    process = start(method, *CHECK)
    assert until(lambda: list(folder.glob("sleeping-*")))
    process.kill()
    process.communicate(timeout=30)
    assert until(lambda: of_session(process.pid) == [], 10)


def test_where_no_process_can_be_started_all_is_done_in_this_one(run, folder):
    write(folder)
    refuse = (
        "from multiprocessing.context import Process\n"
        "def start(self): raise BlockingIOError('no process to be had')\n"
        f"multiprocessing.get_context({METHODS[0]!r}).Process.start = start"
    )
    code, out, err = run(METHODS[0], *CHECK, before=refuse)
    assert out.count("PYG301") == 10
    assert (code, err) == (1, "")


@posix
def test_processes_that_die_before_they_start_cost_nothing(run, folder):
    write(folder)
    die = "from pyguide import workers; workers._serve = lambda *_: sys.exit(3)"
    code, out, err = run("fork", *CHECK, before=die)
    assert out.count("PYG301") == 10
    assert (code, err) == (1, "")


def test_nothing_of_the_working_directory_is_imported(run, folder):
    write(folder)
    # Imported by the new interpreter's first line, had it looked here first.
    (folder / "multiprocessing.py").write_text("open('imported', 'w')\n")
    code, out, err = run("spawn", *CHECK)
    assert not (folder / "imported").exists()
    assert out.count("PYG301") == 10
    assert (code, err) == (1, "")


@posix
def test_a_signal_waits_until_a_file_is_written(folder, monkeypatch):
    file = folder / "a.py"
    file.write_bytes(b"old")
    twin = folder / "twin.py"
    twin.hardlink_to(file)  # has it rewritten in place
    monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        replace(file, b"old", b"new and longer")
    assert twin.read_bytes() == b"new and longer"
    assert sorted(folder.iterdir()) == [file, twin]


def pid_after(item):
    time.sleep(item / 1e6)
    return os.getpid(), item


def gone(item, how):
    raise AssertionError(how)


@posix
def test_the_largest_item_keeps_nothing_waiting(monkeypatch):
    monkeypatch.setattr(workers, "_start_method", lambda: "fork")
    items = [25_000] * 20 + [500_000]
    results = spread(items, pid_after, gone, items, 2)
    assert [item for _, item in results] == items
    (busy, _) = results[-1]
    assert busy != os.getpid()
    others = [pid for pid, _ in results[:-1]]
    assert others.count(busy) <= 2


def test_few_bytes_start_no_process():
    items = [1_000] * 150
    assert {pid for pid, _ in spread(items, pid_after, gone, items, 8)} == {os.getpid()}


@posix
def test_progress_counts_every_item_once(monkeypatch):
    monkeypatch.setattr(workers, "_start_method", lambda: "fork")
    items = [50_000] * 12
    steps = []
    spread(items, pid_after, gone, items, 2, steps.append)
    assert sum(steps) == 12


@posix
def test_an_exception_of_the_caller_leaves_no_process(monkeypatch):
    monkeypatch.setattr(workers, "_start_method", lambda: "fork")

    def broken(_):
        if multiprocessing.active_children():
            raise BrokenPipeError

    items = [50_000] * 12
    with pytest.raises(BrokenPipeError):
        spread(items, pid_after, gone, items, 2, broken)
    assert multiprocessing.active_children() == []
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@posix
@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")
def test_a_program_with_threads_is_not_forked(monkeypatch):
    monkeypatch.setattr(multiprocessing, "get_start_method", lambda allow_none: None)
    assert workers._start_method() == "fork"
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert workers._start_method() == "spawn"
    finally:
        stop.set()
        thread.join()


SWAMPED = """\
from pyguide.workers import spread
sizes = [10_000_000, 10_000_000, *[0] * 20_000]
results = spread(range(len(sizes)), lambda item: bytes(500), None, sizes, 2)
print(sum(map(len, results)))
"""


@posix
def test_any_number_of_empty_items_with_results_does_not_block_the_pipes():
    done = subprocess.run(
        [sys.executable, "-c", SWAMPED], capture_output=True, text=True, timeout=120
    )
    assert (done.stdout, done.stderr) == (f"{20_002 * 500}\n", "")
