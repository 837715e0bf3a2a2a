"""What no checker should stumble over: each is one line, and the other files are checked."""

import os
import re
from pathlib import Path

import pytest

from pyguide.cli import fix_main
from pyguide.outcome import Failure
from pyguide.session import run
from pyguide.settings import Settings
from pyguide.task import Mode, Task

BARE = "try:\n    f()\nexcept:\n    g()\n"
CONCISE = ("--output-format", "concise", "--select", "PYG301")

REFUSED = {
    "binary": (bytes(range(256)) * 4, "cannot decode the file as utf-8"),
    "NUL": (b"x = 1\n\x00\n", "null byte"),
    "latin-1 without a cookie": (b"x = 1\ny = '\xe9'\n", "cannot decode the file as utf-8"),
    "a cookie that lies": (b"# coding: ascii\nx = '\xe9'\n", "cannot decode the file as ascii"),
    "an unknown cookie": (b"# coding: klingon\nx = 1\n", "unknown encoding: klingon"),
    "a cookie that is no text encoding": (b"# coding: hex\nx = 1\n", "hex"),
    "a cookie that never decodes": (b"# coding: undefined\nx = 1\n", "undefined"),
    "a cookie against the byte-order mark": (
        b"\xef\xbb\xbf# coding: latin-1\nx = 1\n",
        "encoding problem: latin-1 with a byte-order mark",
    ),
    "two byte-order marks": (b"\xef\xbb\xbf\xef\xbb\xbfx = 1\n", "U+FEFF"),
    "a syntax error": (b"def f(:\n    pass\n", "invalid syntax"),
    "bad indentation": (b"if x:\npass\n", "expected an indented block"),
    "an open string": (b"x = '''\n", "unterminated triple-quoted string"),
    "too many brackets": (b"x = " + b"(" * 5000 + b")" * 5000, "too many nested parentheses"),
    "a hundred thousand brackets": (b"x = " + b"[" * 100_000, "too many nested parentheses"),
}


@pytest.mark.parametrize(("raw", "why"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_python_refuses_is_one_line_and_the_others_are_checked(
    pyguide, folder, raw, why
):
    (folder / "a.py").write_bytes(BARE.encode())
    (folder / "bad.py").write_bytes(raw)
    (folder / "c.py").write_bytes(BARE.encode())
    done = pyguide("check", *CONCISE)
    lines = done.out.splitlines()
    assert [re.sub(r":\d+:\d+: (\S+) .*", r" \1", line) for line in lines[:3]] == [
        "a.py PYG301",
        "bad.py invalid-syntax:",
        "c.py PYG301",
    ]
    assert why in lines[1]
    assert lines[3] == "Found 3 errors."
    assert (done.code, done.err) == (1, "")


@pytest.mark.parametrize(("raw", "why"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("shape", ["full", "json"])
def test_a_file_that_python_refuses_is_shown_in_every_format_and_never_changed(
    pyguide, folder, raw, why, shape
):
    (folder / "bad.py").write_bytes(raw)
    done = pyguide("check", "--fix", "--output-format", shape)
    assert done.code == 1
    assert "invalid-syntax" in done.out
    assert done.err == ""
    assert (folder / "bad.py").read_bytes() == raw


def test_the_line_of_what_cannot_be_decoded_is_named(pyguide, folder):
    (folder / "a.py").write_bytes(b"x = 1\r\ny = 2\rz = '\xe9'\n")
    assert pyguide("check", *CONCISE).out.startswith("a.py:3:1: invalid-syntax: ")


ACCEPTED = {
    "empty": (b"", 0),
    "only a byte-order mark": (b"\xef\xbb\xbf", 0),
    "only a comment": (b"# x", 0),
    "a byte-order mark": (b"\xef\xbb\xbf" + BARE.encode(), 1),
    "a byte-order mark and the cookie that agrees": (
        b"\xef\xbb\xbf# coding: utf-8-sig\n" + BARE.encode(),
        1,
    ),
    "a cookie with a line end in it": (b"# -*- coding: utf-8-unix -*-\n" + BARE.encode(), 1),
    "latin-1 with its cookie": (b"# coding: latin-1\nx = '\xe9'\n" + BARE.encode(), 1),
    "latin-1 with a cookie of Emacs": (
        b"\n# coding: iso-latin-1-dos\nx = '\xe9'\n" + BARE.encode(),
        1,
    ),
    "shift_jis with its cookie": ("# coding: shift_jis\nx = '日'\n" + BARE).encode("shift_jis"),
    "CRLF": (BARE.replace("\n", "\r\n").encode(), 1),
    "lone CR": (BARE.replace("\n", "\r").encode(), 1),
    "mixed line ends": (b"x = 1\r\ny = 2\rz = 3\n" + BARE.encode(), 1),
    "a form feed": (b"x = 1\n\x0c\n" + BARE.encode(), 1),
    "a form feed before code": (b"x = 1\n\x0c" + BARE.encode(), 1),
    "a line separator in a string": ("x = '\u2028'\n" + BARE).encode(),
    "no newline at the end": (BARE.rstrip().encode(), 1),
    "a form feed inside an indented block": (
        b"if x:\n    y\n    \x0c    " + BARE.replace("\n", "\n    ").encode(),
        1,
    ),
    "a lone CR at the very end": (BARE.encode() + b"x\r", 1),
    "tabs": (BARE.replace("    ", "\t").encode(), 1),
}


@pytest.mark.parametrize(
    ("raw", "number"),
    [case if isinstance(case, tuple) else (case, 1) for case in ACCEPTED.values()],
    ids=ACCEPTED,
)
def test_an_odd_file_that_python_takes_is_checked_like_any_other(pyguide, folder, raw, number):
    compile(raw, "a.py", "exec")
    (folder / "a.py").write_bytes(raw)
    done = pyguide("check", *CONCISE)
    assert done.out.count(": PYG301 ") == number
    assert (done.code, done.err) == (bool(number), "")


DEEP = {
    "a sum of a thousand terms": "x = " + " + ".join(["a"] * 1000),
    "calls in calls": "x = " + "list(" * 150 + ")" * 150,
    "lambdas in lambdas": "x = " + "lambda: " * 900 + "0",
    "a long chain of calls": "x = a" + ".b(1)" * 150,
    "ten thousand strings side by side": "x = (" + "'a' " * 10_000 + ")",
    "a thousand branches": "if a:\n    b\n" + "elif a:\n    b\n" * 1000 + "x = 1",
    "ninety blocks in blocks": "\n".join(" " * n + "if a:" for n in range(90))
    + "\n"
    + " " * 90
    + "b",
}


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP)
def test_deep_code_costs_at_most_the_findings_of_its_own_region(pyguide, folder, deep):
    inside = "try:\n" + re.sub("^", "    ", deep, flags=re.MULTILINE) + "\nexcept:\n    pass\n"
    (folder / "a.py").write_text(f"{inside}\n{deep}\n\n{BARE}")
    row = 3 + (folder / "a.py").read_text()[: -len(BARE)].count("\n")
    done = pyguide("check", *CONCISE)
    assert f"a.py:{row}:1: PYG301" in done.out
    assert done.code == 1
    assert done.err == ""


def test_code_that_is_too_deep_is_said_and_the_rest_of_the_file_is_checked(pyguide, folder):
    branches = "        if a: b\n" + "        elif a: b\n" * 5000
    loop = f"while a:\n    try:\n{branches}    finally:\n        break\n"
    (folder / "a.py").write_text(loop + BARE)
    done = pyguide("check", "--output-format", "concise")
    assert done.code == 1
    if "invalid-syntax" in done.out:  # some versions of Python refuse this themselves
        assert "a.py:1:1: invalid-syntax: nested too deeply for Python's own parser" in done.out
        return
    assert "a.py:2:1: too-deep: nested too deeply to look at\n" in done.out
    assert "a.py:5008:1: PYG301" in done.out


@pytest.mark.parametrize(
    "odd",
    [
        "y = x is (" + "'a' " * 10_000 + ")\n",
        "def f():\n\f    try:\n        x\n    finally:\n        return\n",
    ],
    ids=["strings", "form feed"],
)
def test_code_that_libcst_refuses_is_said_and_not_passed_over(pyguide, folder, odd):
    (folder / "a.py").write_text(odd + BARE)
    row = 3 + odd.count("\n")
    done = pyguide("check", "--output-format", "concise")
    assert re.match(r"a\.py:[12]:1: not-parsed: libcst cannot parse this code\n", done.out)
    assert f"a.py:{row}:1: PYG301" in done.out
    assert done.code == 1


def test_a_missing_path_is_misuse(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "a.py", "gone.py")
    assert (done.code, done.out) == (2, "")
    assert done.err == "pyguide: gone.py: no such file or directory\n"


def test_a_folder_with_the_name_of_a_file_is_a_folder(pyguide, folder):
    (folder / "x.py").mkdir()
    (folder / "x.py" / "a.py").write_text(BARE)
    assert "x.py/a.py:3:1: PYG301" in pyguide("check", *CONCISE).out
    assert "x.py/a.py:3:1: PYG301" in pyguide("check", "x.py", *CONCISE).out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_passed_over_in_a_folder_and_misuse_by_name(pyguide, folder):
    os.mkfifo(folder / "pipe.py")
    (folder / "a.py").write_text(BARE)
    assert pyguide("check", *CONCISE).code == 1
    done = pyguide("check", "pipe.py")
    assert done.code == 2
    assert done.err == "pyguide: pipe.py: neither a regular file nor a folder\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_in_the_place_of_a_configuration_is_passed_over(pyguide, folder):
    os.mkfifo(folder / "pyproject.toml")
    (folder / "a.py").write_text(BARE)
    assert pyguide("check", *CONCISE).code == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read_is_one_line_and_the_others_are_checked(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "b.py").write_text(BARE)
    (folder / "a.py").chmod(0)
    done = pyguide("check", *CONCISE)
    assert done.out.startswith("a.py:1:1: io-error: Permission denied\nb.py:3:1: PYG301 ")
    assert done.code == 1


def test_a_file_that_goes_away_during_the_run_is_one_failure(folder):
    (folder / "a.py").write_text(BARE)
    settings = Settings(folder)
    gone = Task(folder / "gone.py", "gone.py", settings)
    outcome = run([gone, Task(folder / "a.py", "a.py", settings)], Mode())
    assert outcome.files[0].failures == (Failure("io-error", "No such file or directory"),)
    assert [finding.code for finding in outcome.files[1].findings] == ["PYG301"]


def test_a_link_that_leads_nowhere_is_passed_over(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "link.py").symlink_to("nowhere.py")
    done = pyguide("check", *CONCISE)
    assert done.out.count("PYG301") == 1
    assert pyguide("check", "link.py").code == 2


def test_a_path_that_would_forge_lines_or_steer_the_terminal_is_escaped(pyguide, folder):
    Path(folder, "a\n\x1b[31mb.py:1:1: forged.py").write_text(BARE, encoding="utf-8")
    done = pyguide("check", *CONCISE)
    assert "\x1b" not in done.out
    assert len(done.out.splitlines()) == 3


@pytest.mark.parametrize("words", [["--check"], ["--diff"], []])
def test_the_codemod_says_what_it_could_not_check(folder, capsys, words):
    (folder / "a.py").write_text("def f(:\n")
    assert fix_main(words) == 1
    assert capsys.readouterr().err.startswith("a.py:1: invalid-syntax: ")
