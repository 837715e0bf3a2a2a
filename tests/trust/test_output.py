"""Reports hold no raw control character, one finding is one line, and a million of them stream."""

import json
import tracemalloc
from pathlib import Path

import pytest

from pyguide.finding import Finding, Span
from pyguide.outcome import FileResult, Outcome, RuleFacts
from pyguide.report import FORMATS, stream

pytestmark = pytest.mark.slow

# What moves the cursor, rings, hides, reorders or ends a line, in names, code and comments.
NASTY = "\x1b[31m\x1b]8;;http://x\x07\x9b\x85\x0b\x0c\x7f\u2028\u2029\u202e\u200b\ufeff"
DANGEROUS = set(NASTY) - set("\x0c[]18;3mhtp:/x")
CODE = f"""\
x = '{NASTY}' == None  # {NASTY}
def f(a=['{NASTY}']):
    return a
type(x) == '{NASTY}'  # noqa: PYG201 {NASTY}
"""


@pytest.mark.parametrize("form", [*FORMATS, "--statistics", "--show-settings"])
def test_nothing_in_code_or_names_steers_a_terminal(pyguide, folder, form):
    path = folder / f"{NASTY}.py".replace("/", "")
    path.write_text(CODE, encoding="utf-8")
    words = [form] if form.startswith("--") else ["--output-format", form]
    done = pyguide("check", "--no-cache", "--preset", "all", "--color", "never", *words)
    assert done.out
    assert not set(done.out + done.err) & DANGEROUS
    assert done.code in (0, 1)


@pytest.mark.parametrize("form", ["concise", "pylint", "github", "azure", "json-lines"])
def test_one_finding_is_one_line(pyguide, folder, form):
    Path(folder, f"a\nb{NASTY}.py".replace("/", "")).write_text(CODE, encoding="utf-8")
    words = ("check", "--no-cache", "--preset", "all", "-q", "--output-format")
    entries = json.loads(pyguide(*words, "json").out)
    assert len(entries) > 2
    lines = [line for line in pyguide(*words, form).out.splitlines() if "PYG" in line]
    assert len(lines) == len(entries)


@pytest.mark.parametrize("form", FORMATS)
def test_memory_does_not_grow_with_the_report(form):
    """A report is written as it comes; findings themselves are all that is held."""
    findings = tuple(
        Finding("PYG301", f"message {number}", Span(number % 50, number % 50 + 3))
        for number in range(4_000)
    )
    facts = RuleFacts("PYG301", "bare-except", "correctness", "x", "u", fixable=True)

    def peak(count):
        file = FileResult("a.py", findings[:count], "x = 1\n" * 20)
        outcome = Outcome((file,), {"PYG301": facts}, 1)
        tracemalloc.start()
        size = sum(map(len, stream(form, outcome)))
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used, size

    peak(10)  # imports
    few, many = peak(400), peak(4_000)
    assert many[1] > 5 * few[1]
    assert many[0] - few[0] < 500 * 3_600  # bytes a finding: an index, never the report
