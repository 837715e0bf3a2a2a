"""Every format that ruff has too, byte for byte: ruff's own findings, told by both."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pyguide.finding import Applicability, Edit, Finding, Fix, Span
from pyguide.outcome import Failure, FileResult, Outcome, RuleFacts
from pyguide.report import stream
from pyguide.source import Source

RUFF = Path(sys.executable).with_name("ruff")
FILES = {
    "a.py": "import os\n\n\ndef f(x=[]):\n    try:\n        x == None\n    except:\n        pass\n",
    "sub/é & 'b' <c>.py": 'é = "é"\nif é ==    None:\n    pass\n' + "x = 1\n" * 9 + "import re\n",
    "sub/bad.py": "y = 1 2\n",
    "sub/long.py": "(" + " " * 100 + "\n1 ==\n None)\n",
    "clean.py": "x = 1\n",
}
RULES = "B006,E711,E722,F401"
EXACT = ("concise", "grouped", "json-lines", "junit", "pylint", "azure")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("CI_PROJECT_DIR", "GITHUB_WORKSPACE", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def ruff(form: str, *words: str) -> str:
    done = subprocess.run(
        [RUFF, "check", "--isolated", "--no-cache", f"--select={RULES}",
         f"--output-format={form}", *words],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.decode()


def pyguide(form: str, *words: str) -> str:
    """What pyguide makes of the findings of ruff, with ruff's name in the place of its own."""
    entries = json.loads(ruff("json", *words))
    paths = dict.fromkeys(entry["filename"] for entry in entries)
    files = tuple(_file(path, [e for e in entries if e["filename"] == path]) for path in paths)
    rules = {
        entry["code"]: RuleFacts(entry["code"], entry["name"], "style", "", entry["url"], True)
        for entry in entries
        if entry["url"]
    }
    text = "".join(stream(form, Outcome(files, rules, unsafe_fixes="--unsafe-fixes" in words)))
    text = text.replace("https://pyguide.readthedocs.io", "https://docs.astral.sh/ruff")
    return text.replace("pyguide", "ruff")


def _file(path: str, entries: list[Any]) -> FileResult:
    source = Source(Path(path).read_text(encoding="utf-8"))
    findings: list[Finding] = []
    failures: list[Failure] = []
    for entry in entries:
        message, start = entry["message"], _offset(source, entry["location"])
        if entry["url"] is None:
            failures.append(Failure(entry["code"], message, *source.location(start)))
        else:
            span = Span(start, _offset(source, entry["end_location"]))
            findings.append(Finding(entry["code"], message, span, _fix(source, entry["fix"])))
    shown = str(Path(path).relative_to(Path.cwd()))
    return FileResult(shown, tuple(findings), source.text, tuple(failures))


def _fix(source: Source, fix: Any) -> Fix | None:
    if fix is None:
        return None
    edits = (
        Edit(Span(_offset(source, e["location"]), _offset(source, e["end_location"])), e["content"])
        for e in fix["edits"]
    )
    return Fix(fix["message"], tuple(edits), Applicability[fix["applicability"].upper()])


def _offset(source: Source, place: dict[str, int]) -> int:
    return source.starts[place["row"] - 1] + place["column"] - 1


@pytest.mark.parametrize("form", EXACT)
@pytest.mark.parametrize("words", [(), ("--unsafe-fixes",), ("clean.py",)])
def test_the_same_findings_make_the_same_text(
    project: Path, form: str, words: tuple[str, ...]
) -> None:
    theirs, ours = ruff(form, *words), pyguide(form, *words)
    if form == "json-lines":
        ours = ours.replace('"reason":null,', "")
    assert ours == theirs


@pytest.mark.parametrize("words", [(), ("--unsafe-fixes",), ("clean.py",)])
def test_rdjson_differs_only_in_columns_that_count_bytes(
    project: Path, words: tuple[str, ...]
) -> None:
    def in_bytes(value: Any, lines: list[str]) -> Any:
        if isinstance(value, list):
            return [in_bytes(item, lines) for item in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"line", "column"} and value["line"] <= len(lines):
            before = lines[value["line"] - 1][: value["column"] - 1]
            return {**value, "column": len(before.encode()) + 1}
        return {key: in_bytes(item, lines) for key, item in value.items()}

    theirs = json.loads(ruff("rdjson", *words))
    theirs["diagnostics"] = [
        in_bytes(one, Path(one["location"]["path"]).read_text(encoding="utf-8").split("\n"))
        for one in theirs["diagnostics"]
    ]
    text = pyguide("rdjson", *words)
    assert json.loads(text) == theirs
    assert text == json.dumps(theirs, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("words", [(), ("clean.py",)])
def test_json_has_one_key_more(project: Path, words: tuple[str, ...]) -> None:
    assert pyguide("json", *words).replace('    "reason": null,\n', "") == ruff("json", *words)


@pytest.mark.parametrize("words", [(), ("clean.py",)])
def test_commands_to_github_differ_only_where_ruff_escapes_nothing(
    project: Path, words: tuple[str, ...]
) -> None:
    assert pyguide("github", *words) == ruff("github", *words)


@pytest.mark.parametrize("folder", [None, ".", "..", "sub"])
def test_gitlab_differs_in_the_fingerprints_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch, folder: str | None
) -> None:
    if folder is not None:
        monkeypatch.setenv("CI_PROJECT_DIR", str((project / folder).resolve()))
    prints = re.compile('"fingerprint": "[0-9a-f]+"')
    ours, theirs = pyguide("gitlab"), ruff("gitlab")
    assert prints.sub("", ours) == prints.sub("", theirs)
    assert len(set(prints.findall(ours))) == len(json.loads(ours)) == 7
    assert pyguide("gitlab", "clean.py") == ruff("gitlab", "clean.py") == "[]"


def test_sarif_has_all_that_ruff_says(project: Path) -> None:
    ours, theirs = json.loads(pyguide("sarif")), json.loads(ruff("sarif"))
    base = ours["runs"][0]["originalUriBaseIds"]["SRCROOT"]["uri"]
    for result in ours["runs"][0]["results"]:
        del result["partialFingerprints"], result["ruleIndex"]
        places = [result["locations"][0]["physicalLocation"]]
        places += [change for fix in result.get("fixes", ()) for change in fix["artifactChanges"]]
        for place in places:
            assert place["artifactLocation"].pop("uriBaseId") == "SRCROOT"
            place["artifactLocation"]["uri"] = base + place["artifactLocation"]["uri"]
    assert _decoded(ours["runs"][0]["results"]) == _decoded(theirs["runs"][0]["results"])
    _, *known = ours["runs"][0]["tool"]["driver"]["rules"][::-1]
    for mine, yours in zip(known[::-1], theirs["runs"][0]["tool"]["driver"]["rules"], strict=True):
        assert mine["id"] == yours["id"]
        assert yours.keys() <= mine.keys()
        assert yours["properties"].keys() <= mine["properties"].keys()
    assert theirs.keys() == ours.keys()
    assert theirs["$schema"] == ours["$schema"]
    assert theirs["runs"][0]["tool"]["driver"].keys() == ours["runs"][0]["tool"]["driver"].keys()


def _decoded(results: object) -> object:
    """With plain paths: both may spell any character as percent signs and digits."""
    from urllib.parse import unquote

    return json.loads(unquote(json.dumps(results, ensure_ascii=False)))


def test_both_tell_the_same_kinds_of_things_of_the_same_code(project: Path) -> None:
    """Real findings of both, through both commands: ruff's E722 and its twin."""
    words = ["--output-format=json", "--isolated", "--no-cache", "a.py"]
    command = [sys.executable, "-m", "pyguide", "check", "--select=PYG301", *words]
    done = subprocess.run(command, capture_output=True, check=False)
    (our,) = json.loads(done.stdout)
    their = next(e for e in json.loads(ruff("json", "a.py")) if e["code"] == "E722")
    assert done.returncode == 1
    assert our.keys() - their.keys() == {"reason"}
    for key in ("filename", "location", "noqa_row", "severity", "name", "cell"):
        assert our[key] == their[key]
