"""Code Quality reports: findings that GitLab knows again."""

import json
from typing import Any

import pytest

import outcomes
from pyguide.outcome import FileResult, Silenced
from pyguide.report import Looks, stream


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)


def entries(*files: FileResult) -> Any:
    return json.loads("".join(stream("gitlab", outcomes.outcome(*files), Looks(root="/root"))))


def prints(*files: FileResult) -> list[str]:
    return [entry["fingerprint"] for entry in entries(*files)]


def test_an_entry() -> None:
    (entry,) = entries(outcomes.found())
    assert len(entry.pop("fingerprint")) == 32
    assert entry == {
        "check_name": "PYG301",
        "description": "PYG301: `except:` catches all",
        "severity": "major",
        "location": {
            "path": "a.py",
            "positions": {"begin": {"line": 4, "column": 5}, "end": {"line": 4, "column": 12}},
        },
    }


def test_the_same_code_in_two_files_is_two_findings() -> None:
    assert len(set(prints(outcomes.found("a.py"), outcomes.found("b.py")))) == 2


def test_a_finding_that_moves_is_the_same_finding() -> None:
    span = outcomes.SPAN
    moved = outcomes.FINDING._replace(span=type(span)(span.start + 9, span.end + 9))
    assert prints(FileResult("a.py", (moved,), "x = 1\n#\n\n" + outcomes.TEXT)) == prints(
        outcomes.found()
    )


def test_a_silenced_twin_changes_nothing() -> None:
    span = outcomes.SPAN
    size = len(outcomes.TEXT)
    below = outcomes.FINDING._replace(span=type(span)(span.start + size, span.end + size))
    text = outcomes.TEXT * 2
    both = prints(FileResult("a.py", (outcomes.FINDING, below), text))
    hushed = FileResult("a.py", (below,), text, silenced=(Silenced(outcomes.FINDING),))
    assert prints(hushed) == both[1:]


def test_the_path_starts_from_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_PROJECT_DIR", "/")
    (entry,) = entries(outcomes.found("sub/a.py"))
    assert entry["location"]["path"] == "root/sub/a.py"
