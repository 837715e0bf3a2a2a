"""The unified diff of one fix is one that git applies."""

import subprocess

import pytest

from pyguide.finding import Edit, Span
from pyguide.report.hunks import MOST_LINES, unified
from pyguide.source import Source

LINES = [f"line {number}" for number in range(1, 31)]
TEXT = "".join(f"{line}\n" for line in LINES)


def replacing(old: str, new: str, text: str = TEXT) -> Edit:
    start = text.index(f"{old}\n")
    return Edit(Span(start, start + len(old)), new)


CASES = {
    "one line": (replacing("line 10", "LINE"),),
    "the first line": (replacing("line 1", "LINE"),),
    "the last line": (replacing("line 30", "LINE"),),
    "lines that share their surroundings": (
        replacing("line 10", "ten"), replacing("line 13", "thirteen"),
    ),
    "lines far apart": (replacing("line 3", "three\nand a half"), replacing("line 25", "x")),
    "a line that goes": (replacing("line 8\nline 9", "line 9"),),
    "an import above all": (Edit(Span(0, 0), "import os\n"), replacing("line 20", "os.x")),
    "an import above a neighbour": (Edit(Span(0, 0), "import os\n"), replacing("line 2", "x")),
}  # fmt: skip


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


@pytest.mark.parametrize("edits", CASES.values(), ids=CASES)
def test_git_applies_it(edits, tmp_path):
    lines = unified(Source(TEXT), edits)
    (tmp_path / "a.py").write_text(TEXT)
    patch = "--- a/a.py\n+++ b/a.py\n" + "".join(f"{line}\n" for line in lines)
    subprocess.run(
        ["git", "apply", "-"], cwd=tmp_path, input=patch, text=True, check=True,
    )  # fmt: skip
    assert (tmp_path / "a.py").read_text() == edited(TEXT, edits)


def test_the_order_of_the_edits_does_not_matter():
    edits = CASES["lines far apart"]
    assert unified(Source(TEXT), edits[::-1]) == unified(Source(TEXT), edits)


def test_two_lines_stand_around_a_change():
    assert unified(Source(TEXT), CASES["one line"]) == [
        "@@ -8,5 +8,5 @@", " line 8", " line 9", "-line 10", "+LINE", " line 11", " line 12",
    ]  # fmt: skip


def test_carriage_returns_are_no_lines_of_their_own():
    source = Source("a\r\nb\r\nc\r\n")
    assert unified(source, [Edit(Span(3, 4), "B")]) == ["@@ -1,3 +1,3 @@", " a", "-b", "+B", " c"]


def test_what_nobody_reads_at_a_glance_is_left_out():
    edit = Edit(Span(0, 0), "x\n" * MOST_LINES)
    assert unified(Source(TEXT), [edit]) is None
    assert unified(Source("x" * 30_000), [Edit(Span(5, 6), "y")]) is None
