"""What holds for every format."""

import json
import unicodedata
import xml.etree.ElementTree as ElementTree

import pytest

import outcomes
from pyguide.outcome import FileResult
from pyguide.report import FOR_PEOPLE, FORMATS, PASSED, Looks, render, stream

FOR_PROGRAMS = {"json", "json-lines", "junit", "gitlab", "rdjson", "sarif"}


ROOT = Looks(root="/root")


def told(form: str, *files: FileResult, looks: Looks = ROOT) -> str:
    return "".join(stream(form, outcomes.outcome(*files), looks))


def values(form: str, text: str) -> object:
    """What a program reads in the text."""
    if form == "junit":
        # As bytes, so that the declared encoding counts.
        root = ElementTree.fromstring(text.encode())
        return [(each.tag, each.attrib, each.text) for each in root.iter()]
    return [json.loads(line) for line in text.splitlines()] if form == "json-lines" else (
        json.loads(text)
    )  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_that_drives_a_terminal_or_breaks_an_encoding_comes_out(form: str) -> None:
    text = "".join(stream(form, outcomes.harmful(), Looks()))
    text.encode()
    raw = {char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Cf")}
    assert raw <= {"\n"}
    assert "\u2028" not in text
    if form in FOR_PROGRAMS:
        assert values(form, text)


@pytest.mark.parametrize("form", ["concise", "pylint", "github", "azure", "json-lines"])
def test_a_harmful_name_adds_no_line(form: str) -> None:
    lines = "".join(stream(form, outcomes.harmful(), Looks())).splitlines()
    told = [line for line in lines if "PYG301" in line or "rule-crash" in line]
    assert len(told) == 2
    assert len(lines) == (4 if form in FOR_PEOPLE else 2)


@pytest.mark.parametrize("form", sorted(FOR_PROGRAMS))
def test_where_no_utf_8_can_go_the_same_values_go_as_ascii(form: str) -> None:
    file = outcomes.found("é/😀.py", outcomes.TEXT.replace("g()", "é('😀')"))
    plain, ascii_only = (
        told(form, file, looks=Looks(ascii_only=only, root="/root")) for only in (False, True)
    )
    assert ascii_only.isascii()
    assert form == "sarif" or not plain.isascii()
    assert values(form, ascii_only) == values(form, plain)


@pytest.mark.parametrize("form", FORMATS)
def test_a_clean_run_says_so_or_says_nothing(form: str) -> None:
    text = told(form, FileResult("a.py"))
    if form in FOR_PEOPLE:
        assert text == f"{PASSED}\n"
    else:
        assert "a.py" not in text
        assert not (form not in FOR_PROGRAMS | {"markdown", "html"} and text)


@pytest.mark.parametrize("form", FORMATS)
def test_silenced_findings_are_told_by_sarif_alone(form: str, monkeypatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    hushed = outcomes.Silenced(outcomes.FINDING, "old")
    text = told(form, FileResult("a.py", text=outcomes.TEXT, silenced=(hushed,)))
    assert ("PYG301" in text) == (form == "sarif")


@pytest.mark.parametrize("form", FORMATS)
def test_many_findings_come_in_small_pieces(form: str) -> None:
    files = [outcomes.found(f"{number}.py") for number in range(2_000)]
    pieces = list(stream(form, outcomes.outcome(*files), Looks()))
    assert len(pieces) >= 2_000
    # The style of the page is one piece.
    assert max(map(len, pieces)) < (10_000 if form == "html" else 5_000)


def test_rendering_at_once_is_the_same() -> None:
    result = outcomes.outcome(outcomes.found())
    assert render("full", result) == "".join(stream("full", result))


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        render("xml", outcomes.outcome(outcomes.found()))


WORDS = {
    "json": ("error", "warning", "info"),
    "junit": ('value="error"', 'value="warning"', 'value="info"'),
    "github": ("::error ", "::warning ", "::notice "),
    "gitlab": ("major", "minor", "info"),
    "rdjson": ("ERROR", "WARNING", "INFO"),
    "azure": ("type=error", "type=warning", "type=warning"),
    "sarif": ("error", "warning", "note"),
}


@pytest.mark.parametrize("form", WORDS)
@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_each_format_has_its_words_for_severity(form: str, severity: str) -> None:
    text = told(form, outcomes.found(severity=(("PYG3", severity),)))
    match form:
        case "json" | "gitlab":
            word = json.loads(text)[0]["severity"]
        case "rdjson":
            word = json.loads(text)["diagnostics"][0]["severity"]
        case "sarif":
            word = json.loads(text)["runs"][0]["results"][0]["level"]
        case _:
            word = next(word for word in WORDS[form] if word in text)
    assert word == WORDS[form][("error", "warning", "info").index(severity)]


def test_nothing_tells_of_severity_to_reviewdog_unless_it_was_configured() -> None:
    (entry,) = json.loads(told("rdjson", outcomes.found()))["diagnostics"]
    assert "severity" not in entry
