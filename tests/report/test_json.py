"""ruff's JSON with one key more."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyguide.finding import Applicability, Edit, Finding, Fix, Import, Span
from pyguide.outcome import Failure, FileResult, Outcome, RuleFacts
from pyguide.report import Looks, stream
from pyguide.report.json import dumped

RULES = {
    "PYG201": RuleFacts("PYG201", "none-comparison", "suspicious", "Why.", "https://x.test", True)
}
TEXT = "é = 1\nif é == None:\n    pass\n"
START = TEXT.index("== None")
FIX = Fix("Use `is`", (Edit(Span(START, START + 2), "is"),), Applicability.UNSAFE)
FINDING = Finding("PYG201", "compares to `None`", Span(START, START + 7), FIX, "may be overloaded")


def text_of(*files: FileResult, name: str = "json") -> str:
    return "".join(stream(name, Outcome(files, RULES), Looks(root="/root")))


def entries(*files: FileResult) -> Any:
    return json.loads(text_of(*files))


def test_a_clean_run_is_an_empty_array() -> None:
    assert text_of(FileResult("a.py")) == "[]"
    assert text_of(FileResult("a.py"), name="json-lines") == ""


def test_every_key_in_ruffs_order() -> None:
    expected = """\
[
  {
    "cell": null,
    "code": "PYG201",
    "end_location": {
      "column": 13,
      "row": 2
    },
    "filename": "/root/a.py",
    "fix": {
      "applicability": "unsafe",
      "edits": [
        {
          "content": "is",
          "end_location": {
            "column": 8,
            "row": 2
          },
          "location": {
            "column": 6,
            "row": 2
          }
        }
      ],
      "message": "Use `is`"
    },
    "location": {
      "column": 6,
      "row": 2
    },
    "message": "compares to `None`",
    "name": "none-comparison",
    "noqa_row": 2,
    "reason": "may be overloaded",
    "severity": "error",
    "url": "https://x.test"
  }
]"""
    file = FileResult("a.py", (FINDING,), TEXT)
    assert text_of(file) == expected
    (line,) = text_of(file, name="json-lines").splitlines()
    assert json.loads(line) == json.loads(expected)[0]


def test_a_failure_has_no_url_no_fix_and_no_noqa_row() -> None:
    failure = Failure("invalid-syntax", "expected an expression", 1, 5)
    (entry,) = entries(FileResult("/abs/a.py", text="x = )\n", failures=(failure,)))
    assert entry["code"] == entry["name"] == "invalid-syntax"
    assert entry["filename"] == "/abs/a.py"
    assert entry["end_location"] == {"column": 6, "row": 1}
    assert [entry[key] for key in ("url", "fix", "noqa_row", "reason")] == [None] * 4


def test_a_failure_without_text_ends_where_it_starts() -> None:
    (entry,) = entries(FileResult("a.py", failures=(Failure("io-error", "denied", 3, 9),)))
    assert entry["location"] == entry["end_location"] == {"column": 9, "row": 3}


def test_edits_bring_the_imports_along() -> None:
    fix = Fix("t", FIX.edits, Applicability.SAFE, (Import("pathlib", "Path"),))
    found = Finding("PYG201", "m", FINDING.span, fix)
    (entry,) = entries(FileResult("a.py", (found,), TEXT))
    assert [edit["content"] for edit in entry["fix"]["edits"]] == [
        "from pathlib import Path\n",
        "is",
    ]


def test_a_fix_whose_imports_have_no_place_is_not_offered() -> None:
    fix = Fix("t", FIX.edits, Applicability.SAFE, (Import("pathlib", "Path"),))
    (entry,) = entries(FileResult("a.py", (Finding("X", "m", FINDING.span, fix),), TEXT + ")"))
    assert entry["fix"] is None


def test_the_text_is_readable_and_holds_no_control() -> None:
    found = Finding("X", "日本 \x1b \x9b \u202e \u2028 \x7f", Span(0, 0))
    text = text_of(FileResult("\udcff\n.py", (found,), "x"))
    assert "日本" in text
    text.encode()
    assert not set(text) & set("\x1b\x9b\u202e\u2028\x7f")
    (entry,) = json.loads(text)
    assert entry["message"] == found.message
    assert entry["filename"] == "/root/\udcff\n.py"


def test_names_are_absolute_but_standard_input_is_not() -> None:
    files = [FileResult(path, (FINDING,), TEXT) for path in ("b/../a.py", "-")]
    assert [entry["filename"] for entry in entries(*files)] == ["/root/a.py", "-"]
    text = "".join(stream("json", Outcome((files[0],), RULES), Looks(color=True)))
    assert json.loads(text)[0]["filename"] == str(Path.cwd() / "a.py")


def test_keys_and_types_are_those_of_ruff(tmp_path: Path) -> None:
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not installed")
    (tmp_path / "a.py").write_text(TEXT)
    (tmp_path / "b.py").write_text("1 = 2\n")
    done = subprocess.run(
        [ruff, "check", "--isolated", "--no-cache", "--select=E711", "--output-format=json"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    theirs = json.loads(done.stdout)
    if "severity" not in theirs[0]:
        pytest.skip("this ruff is older than the shape that is compared")
    start = TEXT.index("None")
    whole = Edit(Span(TEXT.index("é ==") + 2, start + 4), "is None")
    fix = Fix("t", (whole,), Applicability.UNSAFE)
    ours = entries(
        FileResult("a.py", (Finding("PYG201", "m", Span(start, start + 4), fix, "r"),), TEXT),
        FileResult("b.py", text="1 = 2\n", failures=(Failure("invalid-syntax", "m", 1, 1),)),
    )
    assert not done.stdout.endswith("\n")
    for our, their in zip(ours, theirs, strict=True):
        assert [key for key in our if key != "reason"] == list(their)
        assert our["location"] == their["location"]
        assert our["end_location"] == their["end_location"]
        assert our["noqa_row"] == their["noqa_row"]
        assert shape({**our, "reason": None}) == shape({**their, "reason": None})


def shape(value: object) -> object:
    """The keys and types of a JSON value."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return type(value)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values, st.booleans())
def test_indented_json_is_what_the_standard_library_makes(value: object, ascii_only: bool) -> None:
    text = dumped(value, ascii_only=ascii_only)
    assert json.loads(text) == value
    # JSON lets a terminal's control character stand that we spell.
    plain = json.dumps(value, indent=2).replace("\x7f", "\\u007f")
    assert dumped(value, ascii_only=True) == plain
