"""What is told of two versions that say different things about the same file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ecosystem.changes import changes, markdown, placed

SAFE = {
    "applicability": "safe",
    "message": "Ask `is None`",
    "edits": [
        {
            "content": "is",
            "location": {"row": 2, "column": 6},
            "end_location": {"row": 2, "column": 8},
        }
    ],
}


def row(path: Path, line: int, code: str = "PYG201", **more: Any) -> dict[str, Any]:
    """A finding as JSON."""
    place = {"row": line, "column": 4}
    return {
        "filename": str(path), "code": code, "message": "ask `is None`", "location": place,
        "end_location": {"row": line, "column": 13}, "fix": None, "reason": None, **more,
    }  # fmt: skip


def test_the_same_says_so(tmp_path: Path) -> None:
    rows = [row(tmp_path / "a.py", 2), row(tmp_path / "a.py", 2)]
    assert changes(placed(rows), placed(rows)) == []
    assert markdown([], 3) == "No finding and no fix came, went or changed.\n"


def test_findings_come_and_go_by_rule(tmp_path: Path) -> None:
    old = [row(tmp_path / "a.py", 1), row(tmp_path / "a.py", 2)]
    new = [row(tmp_path / "a.py", 2), row(tmp_path / "b.py", 9, "PYG301")]
    found = changes(placed(old), placed(new))
    assert [(one.place[1], one.kind) for one in found] == [("PYG201", "went"), ("PYG301", "came")]
    text = markdown(found, 3)
    assert "| PYG201 | 0 | 1 | 0 |\n| PYG301 | 1 | 0 | 0 |" in text
    assert f"- `{tmp_path}/b.py:9`: ask `is None`" in text


def test_two_findings_at_one_place_are_two(tmp_path: Path) -> None:
    twice = [row(tmp_path / "a.py", 2), row(tmp_path / "a.py", 2)]
    assert [one.kind for one in changes(placed(twice), placed(twice[:1]))] == ["went"]


def test_a_fix_that_changes_is_shown_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = None\nif x == None:\n    pass\n", encoding="utf-8")
    found = changes(placed([row(path, 2, reason="who knows")]), placed([row(path, 2, fix=SAFE)]))
    assert [one.kind for one in found] == ["changed"]
    text = markdown(found, 3)
    assert "before: no fix (who knows)\n  after: safe fix\n" in text
    assert "  -if x == None:\n  +if x is None:\n" in text


def test_no_more_are_shown_than_asked_for(tmp_path: Path) -> None:
    found = changes({}, placed([row(tmp_path / "a.py", line) for line in range(1, 8)]))
    assert "- … and 5 more" in markdown(found, 2)
