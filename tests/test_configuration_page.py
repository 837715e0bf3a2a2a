"""What docs/configuration.md says about keys and flags is so."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from pyguide.catalog import installed
from pyguide.cli import COMMANDS
from pyguide.cli.parser import build
from pyguide.configuration.keys import KEYS
from pyguide.configuration.schema import schema
from pyguide.report import FORMATS
from pyguide.settings import PRESETS, Settings

PAGE = Path(__file__).parents[1] / "docs" / "configuration.md"
TEXT = PAGE.read_text()
ROWS = dict(
    re.findall(r"^\| `((?:--|lint\.|)[\w.*-]+)` \| ([^|]+?) \|[^|]*\|$", TEXT, re.MULTILINE)
)
ELSEWHERE = "see [suppressions](suppressions.md)"


def ruff(*words: str) -> str:
    command = [Path(sys.executable).with_name("ruff"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_the_table_of_keys_is_current(pyguide):
    shown = re.search(r"<!-- keys -->\n(.*)<!-- /keys -->", TEXT, re.DOTALL)
    assert shown[1] == pyguide("config", "--output-format", "markdown").out


def test_every_flag_of_ruff_has_a_row():
    flags = set(re.findall(r"^ +(?:-\w, )?(--[\w-]+)", ruff("check", "--help"), re.MULTILINE))
    assert "--exit-zero" in flags
    assert flags == {name for name in ROWS if name.startswith("--")}


def test_every_key_of_ruff_has_a_row():
    keys = json.loads(ruff("config", "--output-format", "json"))
    plain = {
        key for key in keys if not key.startswith(("format.", "analyze.")) and key.count(".") < 2
    }
    named = {name for name in ROWS if not name.startswith("--")}
    assert plain == named - {"lint.NAME.*"}


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith("--")])
def test_a_flag_is_there_exactly_if_the_page_says_so(name):
    flags = build(COMMANDS, asked=["check"])._flags()
    if ROWS[name] == ELSEWHERE:
        pytest.skip("another page tells of it")
    assert (name in flags) == (ROWS[name] != "not applicable")


@pytest.mark.parametrize("name", [name for name in ROWS if not name.startswith("--")])
def test_a_key_is_there_exactly_if_the_page_says_so(name):
    if name in ("lint.NAME.*", "lint.explicit-preview-rules"):
        pytest.skip("no key of its own")
    bare = name.removeprefix("lint.")
    has = bare in KEYS and (bare == name or KEYS[bare].lint)
    assert has == (ROWS[name] != "not applicable")


def test_a_row_says_one_of_four_things():
    assert {"same", "different", "not applicable"} <= set(ROWS.values())
    assert set(ROWS.values()) <= {"same", "different", "not applicable", ELSEWHERE}


def test_every_command_is_told():
    told = TEXT[TEXT.index("Commands:") :].partition("##")[0]
    commands = set(re.findall(r"`(\w+)`", told))
    assert commands <= set(COMMANDS)
    assert {"check", "rule", "config", "linter", "clean", "version"} <= commands


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_an_example_is_valid(block):
    ours = tomllib.loads(block)["tool"]["pyguide"]
    Draft7Validator(schema(tuple(FORMATS))).validate(ours)


def test_the_preset_of_the_guide_holds_the_rules_that_the_page_names():
    row = re.search(r"^\| `\"guide\"` \| (.*) \|$", TEXT, re.MULTILINE)[1]
    catalog = installed()
    settings = Settings(Path(), preset="guide")
    on = {rule.code for rule in catalog.selected(settings)}
    with_preview = {rule.code for rule in catalog.selected(settings._replace(preview=True))}
    assert set(re.findall(r"PYG\d{3}", row)) == with_preview
    assert set(re.findall(r"with (PYG\d{3}) in preview mode", row)) == with_preview - on


def test_every_preset_has_a_row():
    assert re.findall(r"^\| `\"(\w+)\"` \|", TEXT, re.MULTILINE) == list(PRESETS)


def test_the_mistake_reads_as_the_page_shows_it(pyguide, folder):
    (folder / "pyproject.toml").write_text("[tool.pyguide]\nselekt = []")
    assert pyguide("check").err.replace(str(folder), "/project") in TEXT
