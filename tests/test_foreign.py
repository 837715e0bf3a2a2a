"""What other tools report, read from what they print."""

import json

import pytest

from pyguide.errors import PyguideError
from pyguide.foreign import Report, read_reports

FINDING = {
    "cell": None,
    "code": "E722",
    "end_location": {"column": 7, "row": 3},
    "filename": "/code/a.py",
    "fix": None,
    "location": {"column": 1, "row": 3},
    "message": "Do not use bare `except`",
    "name": "bare-except",
    "noqa_row": 3,
    "severity": "error",
    "url": "https://docs.astral.sh/ruff/rules/bare-except",
}
BARE = Report("/code/a.py", "E722", 3, 1, 3, 6, "bare-except")


def read(text):
    return read_reports(text.encode(), "found.txt")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([FINDING]),
        json.dumps([FINDING], indent=2),
        f"\ufeff{json.dumps([FINDING])}\n",
        json.dumps(FINDING),
        f"{json.dumps(FINDING)}\n\n",
    ],
)
def test_json_of_ruff_is_read_whole_and_line_by_line(text):
    assert read(text) == [BARE]


@pytest.mark.parametrize("text", ["[]", "", "\n", "All checks passed!\n"])
def test_no_findings_are_none(text):
    assert read(text) == []


def test_lines_as_flake8_prints_them_are_read():
    text = "./a b.py:3:1: E722 do not use bare 'except'\r\nC:\\x.py:10:80: B006 Do not\n"
    assert read(text) == [
        Report("./a b.py", "E722", 3, 1, 3, 1),
        Report("C:\\x.py", "B006", 10, 80, 10, 80),
    ]


def test_lines_of_ruff_are_read_without_those_that_count():
    text = (
        "a.py:4:1: E722 [*] Do not\na.py:4:1: bare-except: Do not\nFound 2 errors.\n"
        "[*] 1 fixable with `--fix`.\n1 unsafe fix available with `--fix --unsafe-fixes`.\n"
    )
    assert [report.code for report in read(text)] == ["E722", "bare-except"]


def test_what_ruff_says_of_a_whole_file_stands_at_its_beginning():
    whole = {**FINDING, "location": None, "end_location": None}
    assert read(json.dumps([whole])) == [BARE._replace(row=1, end_row=1, end_column=1)]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "found.txt:1: broken JSON: "),
        ("[{]", "found.txt: broken JSON: "),
        ("[" * 100_000, "found.txt: broken JSON: "),
        (json.dumps([FINDING, 3]), "found.txt: item 2: is no finding of ruff"),
        (json.dumps([{**FINDING, "code": 7}]), "found.txt: item 1: is no finding of ruff"),
        (json.dumps({"runs": []}), "found.txt:1: is no finding of ruff"),
        (json.dumps([{**FINDING, "location": {"row": 0, "column": 1}}]), "item 1: a location has"),
        (json.dumps([{**FINDING, "end_location": [1]}]), "item 1: a location has"),
        ("a.py:3:1: E722 x\nTraceback\n", "found.txt:2: `Traceback` is no line `path:row:column: "),
        ("a.py:0:1: E722 x", "found.txt:1: `a.py:0:1: E722 x` is no line"),
        ("<xml/>", "found.txt:1: `<xml/>` is no line"),
        ("\x1b[2J" + "x" * 200, "found.txt:1: `\\x1b[2Jxxx"),
    ],
)
def test_anything_else_is_refused_with_its_place(text, where):
    with pytest.raises(PyguideError) as caught:
        read(text)
    assert where in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_bytes_that_are_no_utf_8_are_refused():
    with pytest.raises(PyguideError, match=r"found\.txt: is not UTF-8: .* at byte 0"):
        read_reports("a.py:1:1: E722 x".encode("utf-16"), "found.txt")
