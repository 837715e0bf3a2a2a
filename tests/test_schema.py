"""The table of keys and what is made from it: reading, defaults, examples and the JSON schema."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from pyguide.catalog import installed
from pyguide.cli.config import _installed as rules_here
from pyguide.configuration.keys import KEYS, fields_of
from pyguide.configuration.loading import load
from pyguide.configuration.schema import default_of, schema
from pyguide.errors import PyguideError
from pyguide.report import FORMATS
from pyguide.session import check_words
from pyguide.settings import IDLE, Settings, severity_of

CHECKED_IN = Path(__file__).parents[1] / "docs" / "pyguide.schema.json"
FILE_ONLY = {"extend", "inherit", "required-version"}

GOOD = [
    "",
    'select = ["ALL", "PYG", "PYG3", "bare-except"]',
    'lint.select = ["PYG301"]',
    'severity = { ALL = "info", bare-except = "error" }',
    "rules.wildcard-import.allow-in-init = false",
    "rules.PYG001.allow-in-init = false",
    'trust = ["annotations", "attributes", "constants"]',
    'per-file-target-version = { "a/*.py" = "py313" }',
    'per-file-ignores = { "!src/*" = ["ALL"] }',
    *(key.example for key in KEYS.values() if key.name != "extend"),
]
BAD = [
    'selekt = ["ALL"]',
    'lint.exclude = ["a"]',
    'lint.lint.select = ["ALL"]',
    'select = "ALL"',
    "select = [1]",
    "preview = 1",
    "fix = 'yes'",
    'target-version = "3.11"',
    'per-file-target-version = { "a" = "py27" }',
    "per-file-ignores = { a = 'PYG3' }",
    'severity = { PYG3 = "fatal" }',
    'severity = "error"',
    'trust = ["methods"]',
    'trust = "annotations"',
    'dedupe = "always"',
    'preset = "guid"',
    "preset = []",
    'inherit = "flake8"',
    "rules = []",
    "rules.wildcard-import = 1",
    "cache-dir = 1",
    "output-format = []",
]
# What only those can refuse who know the rules.
BAD_HERE = [
    'select = ["PYG999"]',
    'ignore = ["bare-exept"]',
    'unfixable = ["nonsense"]',
    'extend-safe-fixes = ["XYZ"]',
    'per-file-ignores = { a = ["ZZ"] }',
    'severity = { PYG999 = "info" }',
    "rules.bare-exept = {}",
    "rules.wildcard-import.allow = true",
    "rules.wildcard-import.allow-in-init = 1",
]


def is_valid(text: str, *, here: bool) -> bool:
    rules = rules_here() if here else None
    return Draft7Validator(schema(tuple(FORMATS), rules)).is_valid(tomllib.loads(text))


def is_read(text: str, folder: Path) -> bool:
    (folder / "pyguide.toml").write_text(text)
    try:
        check_words(load(folder))
    except PyguideError as error:
        assert str(error).startswith(f"{folder / 'pyguide.toml'}: ")
        return False
    return True


@pytest.mark.parametrize("here", [False, True])
def test_the_schema_is_a_schema(here):
    Draft7Validator.check_schema(schema(tuple(FORMATS), rules_here() if here else None))


@pytest.mark.parametrize("text", GOOD)
def test_what_is_read_is_valid(tmp_path, text):
    assert is_read(text, tmp_path)
    assert is_valid(text, here=False)
    assert is_valid(text, here=True)


@pytest.mark.parametrize("text", BAD)
def test_what_is_refused_is_invalid(tmp_path, text):
    assert not is_read(text, tmp_path)
    assert not is_valid(text, here=False)
    assert not is_valid(text, here=True)


@pytest.mark.parametrize("text", BAD_HERE)
def test_what_names_no_rule_is_invalid_for_the_rules_that_are_installed(tmp_path, text):
    assert not is_read(text, tmp_path)
    assert not is_valid(text, here=True)
    assert is_valid(text, here=False)


def test_an_unknown_format_is_invalid():
    assert not is_valid('output-format = "jsno"', here=False)


def test_the_schema_in_the_documentation_is_current(pyguide):
    """Write it anew with `pyguide config --schema any > docs/pyguide.schema.json`."""
    assert pyguide("config", "--schema", "any").out == CHECKED_IN.read_text()


def test_the_schema_of_the_installed_rules_knows_every_rule(pyguide):
    found = json.loads(pyguide("config", "--schema").out)["$defs"]
    for rule in installed().rules:
        assert {rule.code, rule.name} <= set(found["selector"]["enum"])
        assert (rule.name in found["rules"]["properties"]) == bool(rule.options)


def test_every_setting_has_a_key_and_every_key_a_setting():
    fields = {key.field for key in KEYS.values() if key.name not in FILE_ONLY}
    assert fields == set(Settings._fields) - {"root", "files", "ruff"}
    assert set(IDLE) < set(Settings._fields)


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.name)
def test_a_key_explains_itself(key):
    assert key.doc.endswith(".")
    assert fields_of(tomllib.loads(key.example), "") or key.name == "required-version"
    assert key.name in tomllib.loads(key.example)


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.name)
def test_a_default_is_a_value_of_its_key(key):
    default = default_of(key)
    if default is not None:
        fields = fields_of({key.name: default}, "")
        assert fields[key.field] == Settings._field_defaults[key.field]


def test_defaults_that_bear_on_findings_are_those_of_the_settings(tmp_path):
    changed = Settings(tmp_path, severity=(("ALL", "info"),), fix=True, files=("a",), preview=True)
    assert changed.bearing() == Settings(tmp_path, preview=True)


@pytest.mark.parametrize(
    ("wishes", "severity"),
    [
        ((), "error"),
        ((("ALL", "info"),), "info"),
        ((("PYG3", "warning"), ("ALL", "info")), "warning"),
        ((("ALL", "info"), ("bare-except", "error")), "error"),
        ((("bare-except", "info"), ("PYG301", "warning")), "warning"),
        ((("pyg301", "info"),), "info"),
        ((("PYG2", "info"), ("is-literal", "info")), "error"),
    ],
)
def test_the_most_specific_wish_decides_about_severity(wishes, severity):
    assert severity_of(wishes, "PYG301", "bare-except") == severity
