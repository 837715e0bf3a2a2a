"""``pyguide config``, ``rule``, ``linter`` and ``version``: what the tool says of itself."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pyguide import __version__
from pyguide.catalog import installed
from pyguide.configuration.keys import KEYS


def ruff(*words: str) -> str:
    command = [Path(sys.executable).with_name("ruff"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_all_keys_are_listed_one_a_line(pyguide):
    done = pyguide("config")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == list(KEYS)


@pytest.mark.parametrize("name", ["select", "lint.select", "tool.pyguide.select"])
def test_a_key_is_explained_with_default_type_and_example(pyguide, name):
    done = pyguide("config", name)
    assert done.code == 0
    assert done.out.startswith(KEYS["select"].doc)
    assert "\nDefault value: none\nType: list[code or name]\n" in done.out
    assert done.out.endswith(f"```toml\n{KEYS['select'].example}\n```\n")


def test_a_key_as_json_has_the_fields_that_ruff_gives(pyguide):
    facts = json.loads(pyguide("config", "exclude", "--output-format", "json").out)
    assert facts.keys() == json.loads(ruff("config", "exclude", "--output-format", "json")).keys()
    assert tomllib.loads(f"x = {facts['default']}")["x"][0] == ".bzr"
    every = json.loads(pyguide("config", "--output-format", "json").out)
    assert every["exclude"] == facts
    assert list(every) == list(KEYS)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("selekt", "(did you mean `select`?)"),
        ("lint.exclude", "(did you mean `exclude`?)"),
        ("zzzz", "known are extend, inherit"),
    ],
)
def test_an_unknown_key_is_misuse_and_names_the_nearest(pyguide, name, hint):
    done = pyguide("config", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"pyguide: config: unknown key `{name}`")
    assert hint in done.err


def test_a_rule_is_shown_with_its_fix_its_options_and_its_page(pyguide):
    done = pyguide("rule", "PYG001")
    assert done == pyguide("rule", "wildcard-import")
    assert done.out.startswith("# wildcard-import (PYG001)\n\nFix is sometimes available.\n\n")
    assert "[rules.wildcard-import] allow-in-init = true" in done.out
    assert "## Fix safety" in done.out
    page = installed().find("PYG001").page.text
    assert pyguide("rule", "PYG001", "--output-format", "markdown").out == page.rstrip() + "\n"


def test_a_rule_as_json_has_the_fields_that_ruff_gives(pyguide):
    facts = json.loads(pyguide("rule", "PYG301", "--output-format", "json").out)
    theirs = json.loads(ruff("rule", "E722", "--output-format", "json"))
    assert theirs.keys() <= facts.keys()
    for name, value in theirs.items():
        assert type(facts[name]) is type(value), name
    place = facts["source_location"]
    line = (Path("rules") / place["file"]).name
    assert line == "bare_except.py"
    text = (installed().find("PYG301").folder / line).read_text().splitlines()
    assert text[place["line"] - 1].startswith("class BareExcept")
    assert facts["twins"]["ruff"] == ["E722"]


def test_all_rules_come_in_the_order_of_their_codes(pyguide):
    every = json.loads(pyguide("rule", "--all", "--output-format", "json").out)
    assert [facts["code"] for facts in every] == list(installed().entries)
    text = pyguide("rule", "--all").out
    assert text.count("\n# ") + 1 >= len(every)


def test_a_preview_rule_says_so(pyguide):
    rule = next(rule for rule in installed().rules if rule.preview)
    assert "This rule is in preview" in pyguide("rule", rule.code).out
    facts = json.loads(pyguide("rule", rule.code, "--output-format", "json").out)
    assert facts["preview"] is True
    assert list(facts["status"]) == ["Preview"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("PYG3001",), "unknown rule `PYG3001` (did you mean `PYG"),
        (("bare-exept",), "(did you mean `bare-except`?)"),
        ((), "expected a code or name, or else --all"),
        (("PYG301", "--all"), "expected a code or name, or else --all"),
        (("PYG301", "--output-format", "jsn"), "--output-format: unknown `jsn` (did you mean"),
    ],
)
def test_asking_for_no_rule_is_misuse(pyguide, words, message):
    done = pyguide("rule", *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_packs_and_their_chapters_are_listed(pyguide):
    assert " PYG3 exceptions\n" in pyguide("linter").out
    packs = json.loads(pyguide("linter", "--output-format", "json").out)
    ours = next(pack for pack in packs if pack["prefix"] == "PYG")
    assert ours["name"] == "pyguide_rules"
    assert {"prefix": "PYG3", "name": "exceptions"} in ours["categories"]
    theirs = json.loads(ruff("linter", "--output-format", "json"))
    known = {name for pack in theirs for name in pack}
    assert set(ours) <= known


def test_the_version_as_json_has_the_fields_that_ruff_gives(pyguide):
    facts = json.loads(pyguide("version", "--output-format", "json").out)
    assert facts == {"version": __version__, "commit_info": None}
    assert facts.keys() == json.loads(ruff("version", "--output-format", "json")).keys()
    assert pyguide("version", "--output-format", "text") == pyguide("--version")


def test_the_options_of_a_rule_are_shown_with_their_defaults(pyguide):
    done = pyguide("config", "rules.wildcard-import")
    assert done.code == 0
    assert "rules.wildcard-import = { allow-in-init = true }" in done.out
    assert done == pyguide("config", "rules.PYG001")
    assert "this rule has no options" in pyguide("config", "rules.bare-except").out
    assert "(did you mean `bare-except`?)" in pyguide("config", "rules.bare-exept").err
