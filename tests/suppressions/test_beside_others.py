"""The tables of the documentation, held against ruff, flake8 and pyguide on the same lines.

Each line has two findings: PYG201, which ruff calls E711, and PYG202, which ruff calls F632.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from pyguide.catalog import installed

PAGE = Path(__file__).parents[2] / "docs" / "suppressions.md"
LINE = "x == None, x is 'a'"
BOTH = {"PYG201", "PYG202"}
IN_RUFF = {"PYG201": "E711", "PYG202": "F632", "PYG301": "E722", "PYG20": "E71", "PYG2": "E7"}


def table(heading):
    """The rows of the table below a heading: a comment and what two tools make of it."""
    section = PAGE.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [re.split(r"\s*\|\s*", line)[1:4] for line in section.splitlines() if line[:3] == "| `"]
    assert len(rows) > 5
    return [(comment.strip("`"), by_ruff, by_flake8) for comment, by_ruff, by_flake8 in rows]


AT_THE_END = table("On one line")
ABOVE = table("On a line of its own")
TEXTS = [f"{LINE}  {comment}\n" for comment, *_ in AT_THE_END]
TEXTS += [f"{comment}\n{LINE}\n\n\ndef f():\n    {LINE}\n" for comment, *_ in ABOVE]


def spoken_by_ruff(text):
    text = re.sub(r"PYG[0-9]+", lambda match: IN_RUFF[match[0]], text)
    return text.replace("pyg201", "e711").replace("PYG", "E")


def run(folder, *words):
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def by_file(found):
    """Codes by file, then by the number of the line."""
    lines = defaultdict(lambda: defaultdict(set))
    for name, row, code in found:
        lines[Path(name).name][int(row)].add(code)
    return lines


def listed(out):
    pattern = r"(\S+?):(\d+):\d+: (E711|F632|PYG201|PYG202) "
    own = {ruff: code for code, ruff in IN_RUFF.items()}
    found = re.findall(pattern, out)
    return by_file((name, row, own.get(code, code)) for name, row, code in found)


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """What each tool reports: a file for each row of the tables, named by its number."""
    ours, theirs = tmp_path_factory.mktemp("ours"), tmp_path_factory.mktemp("theirs")
    for number, text in enumerate(TEXTS):
        (ours / f"{number}.py").write_text(text)
        (theirs / f"{number}.py").write_text(spoken_by_ruff(text))
    same = ("--isolated", "--no-cache", "--output-format", "concise")
    return {
        "ruff": listed(run(theirs, "ruff", "check", *same, "--select", "E711,F632", ".")),
        "pyguide": listed(run(ours, "pyguide", "check", *same, ".")),
        "flake8": listed(run(ours, "flake8", "--isolated", "--select", "PYG", ".")),
        "flake8 alone": listed(run(theirs, "flake8", "--isolated", "--select", "E711,F632", ".")),
    }


LEFT = {"nothing": BOTH, "that code": {"PYG202"}, "everything": set()}


@pytest.mark.parametrize("tool", ["ruff", "pyguide", "flake8", "flake8 alone"])
@pytest.mark.parametrize(("number", "row"), list(enumerate(AT_THE_END)), ids=str)
def test_at_the_end_of_a_line(reported, tool, number, row):
    comment, by_ruff, by_flake8 = row
    said = by_ruff if tool in ("ruff", "pyguide") else by_flake8
    if tool == "flake8 alone" and "ruff:" in comment:
        said = "nothing"
    if said == "all codes that begin so":
        said = "everything" if tool == "flake8" else "that code"
    assert reported[tool][f"{number}.py"][1] == LEFT[said]


@pytest.mark.parametrize("tool", ["ruff", "pyguide", "flake8"])
@pytest.mark.parametrize(("number", "row"), list(enumerate(ABOVE, len(AT_THE_END))), ids=str)
def test_on_a_line_of_its_own(reported, tool, number, row):
    _, by_ruff, by_flake8 = row
    said = by_flake8 if tool == "flake8" else by_ruff
    what, _, where = said.partition(" in the ")
    lines = reported[tool][f"{number}.py"]
    assert lines[2] == LEFT[what]
    assert lines[6] == (LEFT[what] if where == "whole file" else BOTH)


# -- names -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def names_in_ruff():
    words = [sys.executable, "-m", "ruff", "rule", "--all", "--output-format", "json"]
    return {rule["name"] for rule in json.loads(subprocess.check_output(words))}


def test_a_name_that_ruff_knows_too_is_left_to_ruff(names_in_ruff):
    both = installed().names.keys() & names_in_ruff
    assert "bare-except" in both
    assert both <= installed().shared_names


# -- ruff deletes what it does not know ------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "stays"),
    [
        ("# noqa: PYG301 why", True),
        ("# noqa: F401, PYG301", True),
        ("# ruff: ignore[PYG301]", True),
        ("# ruff: ignore[range-len]", False),
    ],
)
def test_ruff_leaves_our_codes_alone_once_they_are_external(tmp_path, comment, stays):
    text = f"import os  {comment}\nprint(os)\n"
    (tmp_path / "a.py").write_text(text)
    words = ("check", "--isolated", "--no-cache", "--select", "RUF102", "--fix", "-q", "a.py")
    external = ("--config", 'lint.external = ["PYG"]')
    ruff = [sys.executable, "-m", "ruff", *words]
    subprocess.run([*ruff, *external], cwd=tmp_path, check=False, capture_output=True)
    assert ((tmp_path / "a.py").read_text() == text) is stays
    subprocess.run(ruff, cwd=tmp_path, check=False, capture_output=True)
    assert "PYG" not in (tmp_path / "a.py").read_text()
