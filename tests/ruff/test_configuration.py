"""What we believe ruff to report is what the installed ruff says it does."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyguide.ruff.codes import RULES
from pyguide.ruff.configuration import RuffConfigurations, reported_in
from ruff_table import RUFF, enabled, ruff

pytestmark = pytest.mark.skipif(not RUFF.exists(), reason="ruff is not installed")

CODE = """\
from os import *
try:
    pass
except Exception:
    pass
x = y == True
zip(x, y)
"""


def believed(folder, name="code.py"):
    """Our idea of what ruff reports for a file, None where it is not configured."""

    def document(file):
        return tomllib.loads(file.read_text()) if file.is_file() else None

    path = folder / name
    reports = RuffConfigurations(document).reports_in(path.parent)
    return None if reports is None else reported_in(reports, path)


def selected(folder):
    """What ruff itself says that it turns on, of the rules with a twin."""
    return enabled(folder) & RULES.keys()


def reported(folder, name="code.py"):
    """Codes that ruff itself reports in a file of the folder, of the rules with a twin."""
    flags = ("--no-cache", "--force-exclude", "--output-format=json", name)
    found = json.loads(ruff("check", *flags, folder=folder) or "[]")
    names = {rule.name: rule.code for rule in RULES.values()}
    return {names.get(one["code"], one["code"]) for one in found} & RULES.keys()


def written(folder, **files):
    for name, text in {"code.py": CODE, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ruff.toml", ""),
        (".ruff.toml", "[lint]\nselect = ['E711', 'F403']\n"),
        ("pyproject.toml", "[tool.ruff]\n"),
        ("pyproject.toml", "[tool.ruff.lint]\nselect = ['E', 'F', 'S']\n"),
        ("pyproject.toml", "[tool.ruff]\nselect = ['E', 'F']\n"),
        ("ruff.toml", "select = ['F']\n[lint]\nselect = ['E7']\n"),
        ("ruff.toml", "[lint]\nextend-select = ['E71', 'B905']\nextend-ignore = ['BLE']\n"),
        ("ruff.toml", "preview = true\n"),
        ("ruff.toml", "preview = true\n[lint]\nselect = ['bare-except', 'suspicious']\n"),
        ("ruff.toml", "[lint]\npreview = true\nexplicit-preview-rules = true\n"),
        ("ruff.toml", "lint.preview = true\nlint.explicit-preview-rules = true\n"
                      "lint.select = ['B', 'PLE4703', 'modified-iterating-set']\n"),
    ],
)  # fmt: skip
def test_every_way_to_configure_ruff_is_read(tmp_path, name, text):
    written(tmp_path, **{name: text})
    assert believed(tmp_path) == selected(tmp_path)


def test_without_a_configuration_nothing_is_known(tmp_path):
    written(tmp_path, **{"pyproject.toml": "[tool.black]\n"})
    assert believed(tmp_path) is None


def test_the_first_name_in_the_closest_folder_wins(tmp_path):
    written(
        tmp_path,
        **{
            "ruff.toml": "[lint]\nselect = ['E711']\n",
            "in/.ruff.toml": "[lint]\nselect = ['E712']\n",
            "in/ruff.toml": "[lint]\nselect = ['E721']\n",
            "in/pyproject.toml": "[tool.ruff.lint]\nselect = ['E722']\n",
            "in/deep/code.py": CODE,
        },
    )
    assert believed(tmp_path / "in" / "deep") == {"E712"} == selected(tmp_path / "in" / "deep")


EXTENDING = [
    "[lint]\nextend-select = ['BLE001', 'F403']\n",
    "[lint]\nselect = ['F403']\n",
    "[lint]\nignore = ['E7']\n",
    "preview = true\n",
    "[lint.per-file-ignores]\n'*.py' = ['E711']\n",
    "[lint.extend-per-file-ignores]\n'*.py' = ['E711', 'S']\n",
    "exclude = ['other.py']\n",
    "[lint]\nexclude = ['code.py']\n",
]


@pytest.mark.parametrize("text", EXTENDING)
def test_what_a_file_extends_counts_as_in_ruff(tmp_path, text):
    base = (
        "extend-exclude = ['no.py']\n"
        "[lint]\nselect = ['E712', 'S110', 'BLE001', 'B905']\nignore = ['BLE001']\n"
        "[lint.per-file-ignores]\n'in/*' = ['E712']\n"
    )
    written(
        tmp_path,
        **{
            "base.toml": base,
            "in/ruff.toml": f"extend = '../base.toml'\n{text}",
            "in/code.py": CODE,
        },
    )
    folder = tmp_path / "in"
    assert believed(folder) & reported(tmp_path) <= reported(folder) == believed(folder)


@pytest.mark.parametrize(
    "patterns",
    ["'code.py' = ['E']", "'!code.py' = ['E']", "'!*.pyi' = ['E712']", "'**/c*.py' = ['ALL']",
     "'in/code.py' = ['BLE', 'B9']", "'other.py' = ['ALL']"],
)  # fmt: skip
def test_ignores_by_file_are_those_of_ruff(tmp_path, patterns):
    chosen = "lint.select = ['E712', 'BLE001', 'B905', 'F403']"
    text = f"{chosen}\n[lint.per-file-ignores]\n{patterns}\n"
    written(tmp_path, **{"ruff.toml": text, "in/code.py": CODE})
    for name in ("code.py", "in/code.py"):
        assert believed(tmp_path, name) == reported(tmp_path, name)


@pytest.mark.parametrize(
    "text",
    ["exclude = ['code.py']", "extend-exclude = ['in']", "lint.exclude = ['in/*']", "exclude = []"],
)
def test_excluded_files_are_not_left_to_ruff(tmp_path, text):
    written(
        tmp_path,
        **{
            "ruff.toml": f"{text}\n",
            "in/code.py": CODE,
            "dist/code.py": CODE,
        },
    )
    for name in ("code.py", "in/code.py", "dist/code.py"):
        assert bool(believed(tmp_path, name)) == bool(reported(tmp_path, name)), name


@pytest.mark.parametrize(
    ("required", "old"),
    [("==0.9.4", True), ("0.15.1", True), (">=0.4,<0.12", True), ("~=0.9.0", True),
     (">=0.4", False), ("==0.17.6", False), (">=0.16,!=0.16.2", False)],
)  # fmt: skip
def test_a_pinned_old_ruff_has_few_defaults(tmp_path, required, old):
    written(tmp_path, **{"ruff.toml": f"required-version = '{required}'\n"})
    assert ("E711" in believed(tmp_path)) == old
    assert ("BLE001" in believed(tmp_path)) != old


WORDS = sorted(
    {"ALL", "PL", *(rule.category for rule in RULES.values()), *(r.name for r in RULES.values())}
    | {code[:end] for code in RULES for end in range(1, len(code) + 1) if code[:end][-1:].isdigit()}
    | {code.rstrip("0123456789") for code in RULES}
)
BEGINNINGS = [word for word in WORDS if word.isupper()]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_choice_of_selectors_turns_on_what_ruff_turns_on(tmp_path_factory, data):
    preview = data.draw(st.booleans())
    explicit = data.draw(st.booleans())
    some = st.lists(st.sampled_from(WORDS if preview else BEGINNINGS), max_size=3)
    keys = {key: data.draw(some) for key in ("extend-select", "ignore")}
    if data.draw(st.booleans()):
        keys["select"] = data.draw(some)
    text = (
        f"preview = {json.dumps(preview)}\nlint.explicit-preview-rules = {json.dumps(explicit)}\n"
    )
    text += "".join(f"lint.{key} = {json.dumps(words)}\n" for key, words in keys.items())
    folder = Path(tmp_path_factory.mktemp("project"))
    written(folder, **{"ruff.toml": text})
    assert believed(folder) == selected(folder), text
