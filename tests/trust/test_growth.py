"""What a finding costs does not grow with the line or with the file that it stands in."""

import os
import sys
import time
from pathlib import Path

import pytest

from pyguide.outcome import FileResult, Outcome
from pyguide.report import stream
from pyguide.session import check_file
from pyguide.settings import Settings
from pyguide.task import Mode, Task

pytestmark = pytest.mark.slow

MANY = 150
MARGIN = 4
"""How many times as much time is still no growth: to look through the padding takes far more."""

LONG = "'" + "a" * 6_000_000 + "', "
WIDE = "'" + "ä" * 3_000_000 + "', "
ROW = "y == None, type(a) == int, z == True, f(a == None), not a == b, not a in b, "
LINES = """\
x = y == None  # why
if type(a) == int:  # said
    f()
try:
    f()
except:
    f()
"""
SHAPES = {
    "an endless line": lambda padding, n: f"x = [{LONG * padding}{ROW * n}]\n",
    "an endless line that is not ASCII": lambda padding, n: f"x = [{WIDE * padding}{ROW * n}]\n",
    "statements side by side": lambda padding, n: f"x = {LONG * padding}1; " + "x == None; " * n,
    "many lines": lambda padding, n: "x = 1  # one\n" * 20_000 * padding + LINES * n,
}


def checked(code, form):
    """How many findings there are, after they were found and reported."""
    settings = Settings(Path(), select=("PYG2", "PYG3"), time_limit=600)
    task = Task(Path("a.py"), "a.py", settings, code.encode())
    result = check_file(task, Mode())
    assert isinstance(result, FileResult) and not result.failures
    assert sum(map(len, stream(form, Outcome((result,), {}, 1))))
    return len(result.findings)


def calls(code, form):
    """How many functions a check and its report call, and how many findings there were."""
    seen = 0

    def count(*_):
        nonlocal seen
        seen += 1

    sys.setprofile(count)
    try:
        number = checked(code, form)
    finally:
        sys.setprofile(None)
    return seen, number


def seconds(code, form):
    """Processor time of the same, which shows where one call looks through the whole line."""
    began = time.process_time()
    number = checked(code, form)
    return time.process_time() - began, number


def costs(measure, make, form):
    """What many findings cost more than one where there is padding, and where there is none."""
    measure(make(0, 1), form)  # imports
    few, one = measure(make(1, 1), form)
    many, number = measure(make(1, MANY), form)
    bare, _ = measure(make(0, MANY), form)
    assert number > 0.9 * MANY * one
    return many - few, bare


@pytest.mark.parametrize("form", ["concise", "full", "json"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_finding_calls_no_more_than_alone(shape, form):
    padded, bare = costs(calls, SHAPES[shape], form)
    assert padded < 1.2 * bare


@pytest.mark.skipif("PYGUIDE_TRUST_LONG" not in os.environ, reason="takes a quiet machine")
@pytest.mark.parametrize("form", ["concise", "full", "json"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_finding_takes_no_more_than_alone(shape, form):
    padded, bare = costs(seconds, SHAPES[shape], form)
    assert padded < MARGIN * bare


def test_a_comment_may_name_any_number_of_codes_in_vain():
    began = time.process_time()
    text = "x = 1  # noqa: " + "PYG201, " * 30_000 + "\n"
    settings = Settings(Path(), select=("ALL",), time_limit=600)
    result = check_file(Task(Path("a.py"), "a.py", settings, text.encode()), Mode())
    assert result.findings
    assert time.process_time() - began < 30
