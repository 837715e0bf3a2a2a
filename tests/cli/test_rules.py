"""``pyguide rules``: the list of rules in three forms."""

import json

from pyguide.catalog import installed


def test_the_list_is_a_table_with_one_line_a_rule(pyguide):
    done = pyguide("rules")
    assert (done.code, done.err) == (0, "")
    head, *lines = done.out.splitlines()
    assert head.split() == ["code", "name", "category", "fix", "default", "guide", "twins"]
    assert [line.split()[0] for line in lines] == list(installed().entries)
    names = head.index("name")
    assert [line[names:].split()[0] for line in lines] == list(installed().names)


def test_a_line_names_kinds_of_fixes_questions_and_twins(pyguide):
    (line,) = [line for line in pyguide("rules").out.splitlines() if line.startswith("PYG301")]
    for word in ("bare-except", "correctness", "safe, unsafe", " on ", "Q39, Q107", "ruff E722"):
        assert word in line


def test_json_holds_all_that_is_known(pyguide):
    rows = json.loads(pyguide("rules", "--output-format", "json").out)
    assert [row["code"] for row in rows] == list(installed().entries)
    (row,) = [row for row in rows if row["code"] == "PYG301"]
    assert row["name"] == "bare-except"
    assert row["fix"] == "safe, unsafe"
    assert row["default"] == "on"
    assert row["summary"] == installed().entries["PYG301"].page.lead


def test_markdown_is_a_table(pyguide):
    lines = pyguide("rules", "--output-format", "markdown").out.splitlines()
    assert len(lines) == 2 + len(installed().entries)
    assert {line.count(" | ") for line in lines[2:]} == {3}
    assert all(line.startswith("|") and line.endswith("|") for line in lines)


def test_an_unknown_form_is_misuse_and_names_the_nearest(pyguide):
    done = pyguide("rules", "--output-format", "markdwon")
    assert done.code == 2
    assert "unknown `markdwon` (did you mean `markdown`?)" in done.err
