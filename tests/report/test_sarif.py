"""SARIF as GitHub code scanning wants it."""

import json
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

import outcomes
from pyguide import fingerprint
from pyguide.catalog import installed
from pyguide.outcome import Failure, FileResult, RuleFacts, Silenced
from pyguide.report import Looks, stream
from pyguide.report.places import below, uri

ANSWER = "# Q1: what\n\n## Short answer\n\nDo it so ([Q2](q002.md)).\n"
PAGE = """\
# bare-except (PYG301)

Lead.

## Why it matters

It bites, see [the other](../loops/other.md) and [PEP 8](https://peps.python.org/pep-0008/).

## Examples

```python
table[0](q)
```

```python fixed
table[1](q)
```
"""


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


def run_of(
    *files: FileResult, rules: dict[str, RuleFacts] = outcomes.RULES, root: str = "/root/sub"
) -> Any:
    text = "".join(stream("sarif", outcomes.outcome(*files, rules=rules), Looks(root=root)))
    log = json.loads(text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def place_of(result: Any) -> Any:
    return result["locations"][0]["physicalLocation"]


def test_a_result_names_its_rule_by_index_and_its_file_from_the_root() -> None:
    broken = FileResult("b.py", text="x\n", failures=(Failure("invalid-syntax", "no", 1, 1),))
    run = run_of(outcomes.found("é #.py"), broken)
    assert run["originalUriBaseIds"] == {"SRCROOT": {"uri": "file:///root/sub/"}}
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    first, second = run["results"]
    assert place_of(first) == {
        "artifactLocation": {"uri": "%C3%A9%20%23.py", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 4, "startColumn": 5, "endLine": 4, "endColumn": 12},
    }
    assert second["ruleId"] == "invalid-syntax"
    assert second["message"]["text"] == "no"


def test_nothing_found_is_a_run_without_results_and_rules() -> None:
    run = run_of(FileResult("a.py"))
    assert run["results"] == run["tool"]["driver"]["rules"] == []


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_paths_start_from_the_repository_where_ci_names_it(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "/root")
    run = run_of(outcomes.found(), outcomes.found("/root/b.py"), outcomes.found("/else/c.py"))
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///root/"
    assert [place_of(each)["artifactLocation"] for each in run["results"]] == [
        {"uri": "sub/a.py", "uriBaseId": "SRCROOT"},
        {"uri": "b.py", "uriBaseId": "SRCROOT"},
        {"uri": "file:///else/c.py"},
    ]
    monkeypatch.setenv(variable, "/elsewhere")
    assert run_of()["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///root/sub/"


def test_any_path_can_be_named() -> None:
    run = run_of(outcomes.found("\udcff\\%41:?.py"), outcomes.found("-"))
    first, second = (place_of(each)["artifactLocation"]["uri"] for each in run["results"])
    assert first == "%FF%5C%2541%3A%3F.py"
    assert second == "-"


def test_paths_of_windows_become_uris() -> None:
    assert uri(PureWindowsPath(r"sub\a b.py")) == "sub/a%20b.py"
    assert uri(PureWindowsPath(r"C:\sub\é.py")) == "file:///C:/sub/%C3%A9.py"
    assert uri(below("/root/a/b.py", "/root")) == "a/b.py"


def test_fingerprints_are_ours_and_the_one_that_github_computes() -> None:
    (result,) = run_of(outcomes.found())["results"]
    (moved,) = run_of(outcomes.found(text=outcomes.TEXT + "\n" * 200))["results"]
    prints = result["partialFingerprints"]
    assert set(prints) == {f"pyguide/v{fingerprint.VERSION}", "primaryLocationLineHash"}
    assert moved["partialFingerprints"]["pyguide/v1"] == prints["pyguide/v1"]
    assert prints["primaryLocationLineHash"].endswith(":1")


def test_a_file_that_could_not_be_read_has_no_line_to_hash() -> None:
    failed = FileResult("a.py", failures=(Failure("io-error", "denied", 3, 9),))
    (result,) = run_of(failed)["results"]
    assert "primaryLocationLineHash" not in result["partialFingerprints"]
    assert place_of(result)["region"]["startLine"] == 3


def test_a_fix_replaces_what_stands_in_the_file() -> None:
    (result,) = run_of(outcomes.found())["results"]
    assert result["fixes"] == [
        {
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "a.py", "uriBaseId": "SRCROOT"},
                    "replacements": [
                        {
                            "deletedRegion": {
                                "startLine": 4, "startColumn": 11, "endLine": 4, "endColumn": 11
                            },
                            "insertedContent": {"text": " Exception"},
                        }
                    ],
                }
            ],
            "description": {"text": "Catch `Exception`"},
        }
    ]  # fmt: skip


HUSHED = (Silenced(outcomes.FINDING, "old data"), Silenced(outcomes.FINDING))


def test_silenced_findings_are_suppressed_with_their_reason() -> None:
    text = outcomes.TEXT
    file = FileResult("a.py", (outcomes.FINDING,), text, silenced=HUSHED)
    assert [each["suppressions"] for each in run_of(file)["results"]] == [
        [],
        [{"kind": "inSource", "justification": "old data"}],
        [{"kind": "inSource"}],
    ]
    # The specification wants the key on all results of a run, or on none.
    assert all("suppressions" not in each for each in run_of(outcomes.found())["results"])


def test_github_which_would_open_alerts_for_them_gets_no_silenced_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hushed = FileResult("a.py", text=outcomes.TEXT, silenced=HUSHED)
    (_, _), prints = run_of(hushed)["results"], _prints(run_of(hushed, outcomes.found("b.py")))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    run = run_of(hushed, outcomes.found("b.py"))
    assert [place_of(each)["artifactLocation"]["uri"] for each in run["results"]] == ["b.py"]
    assert "suppressions" not in run["results"][0]
    assert _prints(run) == prints[2:]
    assert run_of(hushed)["tool"]["driver"]["rules"] == []


def _prints(run: Any) -> list[str]:
    return [each["partialFingerprints"]["pyguide/v1"] for each in run["results"]]


def test_the_help_is_the_page_and_the_answer_without_links_that_lead_nowhere(
    tmp_path: Path,
) -> None:
    for name, text in {"page.md": PAGE, "answer.md": ANSWER}.items():
        (tmp_path / name).write_text(text)
    facts = outcomes.RULE._replace(
        page=str(tmp_path / "page.md"), answer=str(tmp_path / "answer.md"), preview=True
    )
    ((rule,),) = [run_of(outcomes.found(), rules={"PYG301": facts})["tool"]["driver"]["rules"]]
    told = rule["help"]["markdown"]
    assert "It bites, see the other and [PEP 8](https://peps.python.org/pep-0008/)." in told
    assert "Do it so (Q2)." in told
    assert "table[0](q)" in told
    assert "After the safe fix:" in told
    assert rule["help"]["text"] == rule["shortDescription"]["text"] == "Why it bites."
    assert rule["fullDescription"]["text"].startswith("It bites")
    assert rule["defaultConfiguration"] == {"enabled": False, "level": "error"}
    assert rule["properties"]["precision"] == "medium"
    assert rule["properties"]["problem.severity"] == "error"


def test_a_rule_whose_page_is_gone_is_still_explained() -> None:
    facts = outcomes.RULE._replace(page="/no/such/page.md", answer="/no/such/answer.md")
    ((rule,),) = [run_of(outcomes.found(), rules={"PYG301": facts})["tool"]["driver"]["rules"]]
    assert rule["help"] == {"markdown": "Why it bites.", "text": "Why it bites."}
    assert rule["fullDescription"]["text"] == "Why it bites."


def test_every_rule_of_ours_is_described_as_github_wants_it() -> None:
    facts = installed().facts(installed().rules)
    file = FileResult(
        "a.py", tuple(outcomes.FINDING._replace(code=code) for code in facts), outcomes.TEXT
    )
    rules = run_of(file, rules=facts)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(facts)
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert "## Why it matters" in rule["help"]["markdown"]
        assert rule["helpUri"].startswith("https://")
        assert 0 < len(rule["properties"]["tags"]) <= 20
        answered = bool(installed().entries[rule["id"]].rule.guide)
        assert ("## Short answer" in rule["help"]["markdown"]) == answered
