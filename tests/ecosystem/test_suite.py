"""What is read of the reports of other projects' tests, and how two of them are compared."""

from __future__ import annotations

from pathlib import Path

from ecosystem.projects import Project
from ecosystem.suite import read

REPORT = """<testsuites><testsuite>
<testcase classname="tests.test_a" name="test_one"/>
<testcase classname="tests.test_a" name="test_two"><failure>no</failure></testcase>
<testcase classname="tests.test_a" name="test_two"><error>torn down</error></testcase>
<testcase classname="tests.test_a" name="test_three"><skipped/></testcase>
</testsuite></testsuites>"""


def test_each_test_has_an_outcome_also_where_names_repeat(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT, encoding="utf-8")
    assert read(tmp_path / "report.xml") == {
        "tests.test_a::test_one": "passed",
        "tests.test_a::test_two": "failed",
        "tests.test_a::test_two (2)": "error",
        "tests.test_a::test_three": "skipped",
    }


def test_a_project_is_called_by_its_name() -> None:
    assert Project("more-itertools==10.6.0", ("more_itertools",)).name == "more-itertools"
