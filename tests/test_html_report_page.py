"""What docs/html-report.md shows and says is so."""

import re
import tomllib
from pathlib import Path

import pytest

from formats_page import PAGE as FORMATS_PAGE
from formats_page import SAMPLE
from pyguide.configuration.keys import KEYS, fields_of
from pyguide.configuration.links import EDITORS

PAGE = Path(__file__).parents[1] / "docs" / "html-report.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_tables_are_what_stats_prints(pyguide, folder, monkeypatch):
    monkeypatch.setenv("COLUMNS", "96")
    sample = SAMPLE.search(FORMATS_PAGE.read_text(encoding="utf-8"))[1]
    (folder / "shop.py").write_text(sample)
    out = pyguide("stats", "--isolated", "--select", "PYG301").out
    shown = re.search(r"<!-- made: stats -->\n```text\n(.*?)```", TEXT, re.DOTALL)[1]
    assert shown == f"{out.rstrip()}\n"


def test_the_command_makes_a_report(pyguide, folder):
    (folder / "a.py").write_text("try:\n    f()\nexcept:\n    pass\n")
    words = re.search(r"\$ pyguide (check .*html.*)", TEXT)[1].split()
    done = pyguide(*words)
    assert (done.code, done.out, done.err) == (1, "", "")
    assert (folder / "report.html").read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_an_example_is_valid(block):
    assert fields_of(tomllib.loads(block)["tool"]["pyguide"], "")


def test_every_editor_that_is_known_is_named():
    row = re.search(r"^\| `editor-link`.*", TEXT, re.MULTILINE)[0]
    assert set(re.findall(r"`(\w+)`", row)) == set(EDITORS)
    assert {"editor-link", "repository-link"} <= KEYS.keys()


def test_the_picture_is_there():
    picture = PAGE.with_name(re.search(r"\]\((\S+\.png)\)", TEXT)[1])
    assert picture.read_bytes().startswith(b"\x89PNG")
