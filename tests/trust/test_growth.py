"""What a finding costs does not grow with the line or with the file that it stands in."""

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
"""How many times as much is still no growth: to look through the padding takes far more."""

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


def seconds(code, form):
    """Processor time of a check and its report, and how many findings there were."""
    began = time.process_time()
    settings = Settings(Path(), select=("PYG2", "PYG3"), time_limit=600)
    task = Task(Path("a.py"), "a.py", settings, code.encode())
    result = check_file(task, Mode())
    assert isinstance(result, FileResult) and not result.failures
    assert sum(map(len, stream(form, Outcome((result,), {}, 1))))
    return time.process_time() - began, len(result.findings)


@pytest.mark.parametrize("form", ["concise", "full", "json"])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_finding_costs_what_it_costs_alone(shape, form):
    make = SHAPES[shape]
    seconds(make(0, 1), form)  # imports
    few, one = seconds(make(1, 1), form)
    many, number = seconds(make(1, MANY), form)
    bare, _ = seconds(make(0, MANY), form)
    assert number > 0.9 * MANY * one
    assert many - few < MARGIN * bare


def test_a_comment_may_name_any_number_of_codes_in_vain():
    began = time.process_time()
    text = "x = 1  # noqa: " + "PYG201, " * 30_000 + "\n"
    settings = Settings(Path(), select=("ALL",), time_limit=600)
    result = check_file(Task(Path("a.py"), "a.py", settings, text.encode()), Mode())
    assert result.findings
    assert time.process_time() - began < 30
