"""Code that goes deep, runs long or is huge ends in findings or one line, never in a dead process.

Each input goes to a process of its own, since native code that overflows its stack takes the whole
interpreter with it.
"""

import os
import subprocess
import sys

import pytest

from pyguide import depth, overtime, workers
from pyguide.source import Source

posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs interval timers")
LONG = bool(os.environ.get("PYGUIDE_TRUST_LONG"))
ENDING = "try:\n    f()\nexcept:\n    pass\n"

SHAPES = {
    "sums": lambda n: " + ".join(["a"] * n),
    "texts": lambda n: " + ".join(["'a'"] * n),
    "disjunctions": lambda n: " or ".join(["a"] * n),
    "comparisons": lambda n: " < ".join(["a"] * n),
    "attributes": lambda n: "a" + ".b" * n,
    "methods": lambda n: "a" + ".b(1)" * n,
    "subscripts": lambda n: "a" + "[0]" * n,
    "calls": lambda n: "a" + "()" * n,
    "negations": lambda n: "not " * n + "a",
    "signs": lambda n: "-" * n + "a",
    "powers": lambda n: "a**" * n + "a",
    "lambdas": lambda n: "lambda: " * n + "a",
    "choices": lambda n: "a if b else " * n + "a",
    "brackets": lambda n: "[" * n + "]" * n,
    "parentheses": lambda n: "(" * n + "a" + ")" * n,
    "open brackets": lambda n: "[" * n,
    "nested calls": lambda n: "list(" * n + ")" * n,
    "clauses": lambda n: "[a" + " for a in b" * n + "]",
    "conditions": lambda n: "[a for a in b" + " if a" * n + "]",
    "strings": lambda n: "(" + "'a' " * n + ")",
    "dicts": lambda n: "{1:" * n + "1" + "}" * n,
}
# A line for a file that takes too long is as good an end as any.
LONGER = ("--preset", "all", "--fix", "--time-limit", "5")
SIZES = (150, 1_000, 3_000, 12_000, 29_000, 50_000, 100_000)


def source(shape, number):
    """Code that makes rules look at the deep expression itself."""
    deep = SHAPES[shape](number)
    return f"try:\n    x = {deep} == None\nexcept:\n    pass\n{ENDING}"


def check(folder, *words):
    return subprocess.run(
        [sys.executable, "-P", "-m", "pyguide", "check", "--isolated", "--no-cache",
         "--output-format", "concise", *words],
        cwd=folder, capture_output=True, text=True, check=False, timeout=500,
    )  # fmt: skip


@pytest.mark.parametrize(
    "shapes", [[shape] for shape in SHAPES] if LONG else [[*SHAPES]], ids=lambda shapes: shapes[0]
)
def test_no_depth_kills_the_process_and_the_next_file_is_checked(tmp_path, shapes):
    """Short: all shapes at the size at which native parsers died; long: at all sizes, fixing."""
    for shape in shapes:
        for number in SIZES if LONG else (12_000,):
            (tmp_path / f"{shape}-{number}.py").write_text(source(shape, number))
    (tmp_path / "zz.py").write_text(ENDING)
    done = check(tmp_path, "-j", "1", *(LONGER if LONG else []))
    assert done.returncode == 1, done.stderr[-500:]
    assert "Traceback" not in done.stderr
    reported = {line.split(":")[0] for line in done.stdout.splitlines()}
    # What --fix mends is not reported.
    assert LONG or reported >= {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_tree_that_is_too_deep_is_known_before_libcst_sees_it(shape):
    for number in (100, 190):
        text = SHAPES[shape](number)
        if shape.startswith("open"):
            continue
        assert not depth.is_deep(Source(text).tree, len(text))
    if shape in ("sums", "disjunctions", "attributes", "calls", "subscripts", "clauses"):
        text = SHAPES[shape](2_000)
        assert depth.is_deep(Source(text).tree, len(text))


def test_a_comprehension_that_would_kill_the_compiler_is_not_fixed(pyguide, folder):
    clauses = SHAPES["clauses"](60_000)
    (folder / "a.py").write_text(f"x = {clauses}\n{ENDING}")
    before = (folder / "a.py").read_bytes()
    done = check(folder, "--fix", "--select", "PYG301")
    assert done.returncode == 1
    assert "Python compiles this file neither fixed nor as it is; not fixed" in done.stderr
    assert (folder / "a.py").read_bytes() == before


# -- time ------------------------------------------------------------------------------------------


@pytest.fixture
def slow(monkeypatch):
    """Makes pyguide compute for ever in files that say so."""
    from pyguide import session

    check_bytes = session._check_bytes

    def lasting(raw, *rest):
        while b"endless" in raw:
            pass
        return check_bytes(raw, *rest)

    monkeypatch.setattr(session, "_check_bytes", lasting)


TOO_SLOW = "too-slow: took more than 1 s of processor time; `time-limit` may allow more"


@posix
@pytest.mark.parametrize("apart", [False, True], ids=["in one process", "in another one"])
def test_a_file_that_takes_too_long_is_one_line_and_the_others_go_on(
    pyguide, folder, slow, monkeypatch, apart
):
    (folder / "a.py").write_text("endless\n")
    (folder / "b.py").write_text(ENDING)
    if apart:
        monkeypatch.setattr(workers, "APART", 1)
    done = pyguide("check", "--output-format", "concise", "--time-limit", "1", "--no-cache")
    assert done.out.splitlines()[0] == f"a.py:1:1: {TOO_SLOW}"
    assert done.out.splitlines()[1].startswith("b.py:3:1: PYG301")
    assert (done.code, done.err) == (1, "")


@posix
def test_a_file_that_native_code_does_not_let_go_of_is_one_line(pyguide, folder, monkeypatch):
    """An exception cannot get into native code, so the system ends the process."""
    from pyguide import session

    check_bytes = session._check_bytes

    def stuck(raw, *rest):
        if b"endless" in raw:
            sum(range(10**13))
        return check_bytes(raw, *rest)

    monkeypatch.setattr(session, "_check_bytes", stuck)
    monkeypatch.setattr(workers, "APART", 1)
    (folder / "a.py").write_text("endless\n")
    (folder / "b.py").write_text(ENDING)
    (folder / "pyguide.toml").write_text("time-limit = 1")
    done = pyguide("check", "--output-format", "concise", "--no-cache")
    assert done.out.splitlines()[0] == f"a.py:1:1: {TOO_SLOW}"
    assert done.out.splitlines()[1].startswith("b.py:3:1: PYG301")
    assert (done.code, done.err) == (1, "")


@posix
def test_flake8_goes_on_after_a_file_that_takes_too_long(folder, monkeypatch, capsys):
    import ast

    from pyguide import session
    from pyguide.adapters.flake8 import Plugin

    def endless(*_):
        while True:
            pass

    monkeypatch.setattr(session, "_beside_flake8", endless)
    (folder / "pyguide.toml").write_text("time-limit = 1")
    monkeypatch.setattr(Plugin, "configured", None)
    monkeypatch.setattr(session, "_configurations", session.Configurations)
    assert list(Plugin(ast.parse(ENDING), ENDING.splitlines(True), "a.py").run()) == []
    assert capsys.readouterr().err == f"pyguide: a.py:1: {TOO_SLOW}\n"


@posix
def test_time_is_given_back_and_nobody_elses_timer_is_taken():
    import signal

    with pytest.raises(overtime.OutOfTime), overtime.limited(0.05):
        while True:
            pass
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL
    try:
        signal.signal(signal.SIGVTALRM, signal.SIG_IGN)
        with overtime.limited(0.01):
            assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0, 0)
    finally:
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", "9" * 30, ""])
def test_a_limit_that_is_none_is_misuse(pyguide, folder, text):
    done = pyguide("check", f"--time-limit={text}")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "--time-limit" in done.err


# -- size ------------------------------------------------------------------------------------------

HUGE = {
    "a line of 5 MB": "x = [" + "1, " * 1_700_000 + "]\n" + ENDING,
    "a comment of 5 MB": "# " + "a" * 5_000_000 + "\n" + ENDING,
    "a string of 5 MB": "x = '" + "a" * 5_000_000 + "'\n" + ENDING,
    "100,000 lines": "x = 1\n" * 100_000 + ENDING,
    "a suppression of 5 MB": "x = y == None  # noqa: " + "PYG201," * 700_000 + "\n" + ENDING,
    "a docstring of tabs": 'def f():\n    """a\n' + "\t" * 100_000 + 'b"""\n' + ENDING,
    "100,000 findings": "x == None\n" * 100_000 + ENDING,
    "one function of 100,000 lines": "def f():\n" + "    g(1)\n" * 100_000 + ENDING,
}
# The trees of Python's own parser take 1.6 GB where a line is 1,700,000 constants.
MOST = {"a line of 5 MB": 2_000_000}
QUICK = ("100,000 lines", "a comment of 5 MB", "a docstring of tabs")


@pytest.mark.parametrize("name", HUGE if LONG else QUICK)
def test_a_huge_file_ends_within_a_gigabyte(tmp_path, name):
    (tmp_path / "a.py").write_text(HUGE[name])
    program = (
        "import resource, sys\n"
        "from pyguide.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
        "print(max(resource.getrusage(one).ru_maxrss for one in who), file=sys.stderr)\n"
        "print(sum(sum(resource.getrusage(one)[:2]) for one in who), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, "check", "--isolated", "--no-cache",
         "--output-format", "concise", "a.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=500,
    )  # fmt: skip
    assert (done.returncode, "PYG301" in done.stdout) == (1, True), done.stderr
    peak, seconds = map(float, done.stderr.split())
    if sys.platform == "linux":
        assert peak < MOST.get(name, 1_000_000)  # kB
    assert seconds < 60
