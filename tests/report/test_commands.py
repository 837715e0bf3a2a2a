"""Commands to GitHub Actions and Azure Pipelines, read back as their runners read them."""

import re

import pytest

import outcomes
from pyguide.finding import Finding, Span
from pyguide.outcome import FileResult
from pyguide.report import PLAIN, Looks, github, stream

ROOT = Looks(root="/root")


def github_command(line: str) -> tuple[str, dict[str, str], str]:
    match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    assert match
    pairs = (pair.split("=", 1) for pair in match[2].split(","))
    return match[1], {key: _decoded(value) for key, value in pairs}, _decoded(match[3])


def _decoded(text: str) -> str:
    for spelled, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(spelled, char)
    return text


def azure_command(line: str) -> tuple[dict[str, str], str]:
    match = re.fullmatch(r"##vso\[task\.logissue ([^\]]*)\](.*)", line)
    assert match
    pairs = (pair.split("=", 1) for pair in match[1].removesuffix(";").split(";"))
    return {key: _azure(value) for key, value in pairs}, _azure(match[2])


def _azure(text: str) -> str:
    for spelled, char in (
        ("%0D", "\r"), ("%0A", "\n"), ("%3B", ";"), ("%5D", "]"), ("%AZP25", "%"),
    ):  # fmt: skip
        text = text.replace(spelled, char)
    return text


def lines(form: str, *files: FileResult) -> list[str]:
    return "".join(stream(form, outcomes.outcome(*files), ROOT)).splitlines()


def test_github_hears_where_what_and_how_to_fix_it() -> None:
    (line,) = lines("github", outcomes.found())
    assert github_command(line) == (
        "error",
        {
            "title": "pyguide (PYG301)",
            "file": "/root/a.py",
            "line": "4",
            "col": "5",
            "endLine": "4",
            "endColumn": "12",
        },
        "a.py:4:5: PYG301 `except:` catches all\n  help: Catch `Exception`",
    )


@pytest.mark.parametrize("name", ["a, b.py", "a::b.py", "100%.py", "%0A.py", "a=b,line=9.py"])
def test_github_hears_the_name_and_the_message_as_they_are(name: str) -> None:
    finding = Finding("PYG301", "50% :: %25 %0A ,", Span(0, 3))
    (line,) = lines("github", FileResult(name, (finding,), outcomes.TEXT))
    _, properties, message = github_command(line)
    assert properties["file"] == f"/root/{name}"
    assert properties["line"] == "1"
    assert message == f"{name}:1:1: PYG301 50% :: %25 %0A ,"


@pytest.mark.parametrize("name", ["a; b].py", "100%.py", "%0A%3B.py", "%AZP25.py"])
def test_azure_hears_the_name_and_the_message_as_they_are(name: str) -> None:
    finding = Finding("PYG301", "50% ;] %0a", Span(0, 3))
    (line,) = lines("azure", FileResult(name, (finding,), outcomes.TEXT))
    properties, message = azure_command(line)
    assert properties == {
        "type": "error",
        "sourcepath": f"/root/{name}",
        "linenumber": "1",
        "columnnumber": "1",
        "code": "PYG301",
    }
    assert message == "50% ;] %0a"


def test_beside_a_report_for_people_github_hears_as_much_as_it_shows() -> None:
    wishes = (("PYG301", "info"),)
    errors = [outcomes.found(f"{n}.py") for n in range(30)]
    notices = [outcomes.found(f"{n}.py", severity=wishes) for n in range(3)]
    told = list(github.as_many_as_shown(outcomes.outcome(*errors, *notices), PLAIN))
    kinds = [github_command(line)[0] for line in told]
    assert (kinds.count("error"), kinds.count("notice")) == (10, 3)
