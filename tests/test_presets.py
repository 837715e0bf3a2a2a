"""Named sets of rules: what they turn on, and what works on top of them."""

import json
from pathlib import Path

import pytest

from pyguide.catalog import installed
from pyguide.configuration.layers import merge
from pyguide.configuration.loading import load
from pyguide.settings import PRESETS, Settings

RULES = installed().rules
PREVIEW = {rule.code for rule in RULES if rule.preview}
OPTIONAL = {rule.code for rule in RULES if rule.optional}
EVERY = {rule.code for rule in RULES}
LISTED = {
    "PYG001", "PYG101", "PYG202", "PYG203", "PYG301", "PYG303", "PYG401", "PYG501", "PYG801",
}  # fmt: skip
FILE = "def f(xs, seen=[]):\n    if type(xs) == list or xs is ():\n        raise ValueError\n"


def on(**values):
    return {rule.code for rule in installed().selected(Settings(Path(), **values))}


def found(done):
    return {entry["code"] for entry in json.loads(done.out)}


@pytest.mark.parametrize(
    ("preset", "codes"),
    [
        ("guide", LISTED | {"PYG306"}),
        ("default", EVERY - PREVIEW - OPTIONAL),
        ("strict", EVERY - PREVIEW),
        ("all", EVERY),
    ],
)
def test_a_preset_turns_on_its_rules(preset, codes):
    assert on(preset=preset) == codes


def test_preview_mode_adds_the_rules_in_preview_of_a_preset():
    assert on(preset="guide", preview=True) == LISTED | {"PYG302", "PYG306"}
    assert on(preset="default", preview=True) == EVERY - OPTIONAL
    assert on(preset="strict", preview=True) == on(preset="all", preview=True) == EVERY


def test_nothing_said_is_the_default_preset():
    assert on() == on(preset="default")


def test_selectors_work_on_top_of_a_preset_and_select_takes_its_place():
    more = on(preset="guide", extend_select=("PYG302", "PYG405"), ignore=("PYG3", "range-len"))
    assert more == LISTED - {"PYG301", "PYG303", "PYG401"} | {"PYG302", "PYG405"}
    assert on(preset="all", select=("PYG30",)) == on(select=("PYG30",))
    assert on(preset="all", ignore=("ALL",)) == set()


def test_what_is_laid_over_other_choices_starts_afresh():
    below = Settings(Path(), select=("PYG3",), ignore=("PYG301",), extend_select=("PYG405",))
    assert merge(below, {"preset": "guide"}) == Settings(Path(), preset="guide")
    kept = merge(below, {"preset": "guide", "ignore": ("PYG4",)})
    assert kept == Settings(Path(), preset="guide", ignore=("PYG4",))
    both = merge(below, {"preset": "guide", "select": ("PYG1",)})
    assert both == Settings(Path(), preset="guide", select=("PYG1",))


def test_a_preset_stays_below_selectors_of_an_extending_file(tmp_path):
    (tmp_path / "base.toml").write_text('preset = "guide"')
    (tmp_path / "pyguide.toml").write_text('extend = "base.toml"\nignore = ["PYG301"]')
    settings = load(tmp_path)
    assert (settings.preset, settings.select, settings.ignore) == ("guide", None, ("PYG301",))


@pytest.mark.parametrize("preset", PRESETS)
def test_flag_and_key_mean_the_same(folder, pyguide, preset):
    (folder / "a.py").write_text(FILE)
    by_flag = pyguide("check", "a.py", "--output-format", "json", "--preset", preset)
    (folder / "pyguide.toml").write_text(f'preset = "{preset}"')
    assert pyguide("check", "a.py", "--output-format", "json") == by_flag
    assert found(by_flag) >= {"PYG101", "PYG202", "PYG203"}


def test_the_flag_beats_what_the_file_selects(folder, pyguide):
    (folder / "a.py").write_text(FILE)
    (folder / "pyguide.toml").write_text('select = ["PYG202"]\nignore = ["PYG101"]')
    words = ("check", "a.py", "--output-format", "json")
    assert found(pyguide(*words)) == {"PYG202"}
    assert found(pyguide(*words, "--preset", "guide")) == {"PYG101", "PYG202", "PYG203"}
    # What was stored for one set of rules does not answer for another.
    assert found(pyguide(*words)) == {"PYG202"}


def test_an_unknown_preset_is_a_mistake_with_the_nearest_word(folder, pyguide):
    done = pyguide("check", "--preset", "guid")
    assert (done.code, done.out) == (2, "")
    assert done.err == "pyguide check: --preset: unknown `guid` (did you mean `guide`?)\n"
    (folder / "pyproject.toml").write_text('[tool.pyguide]\npreset = "strcit"')
    done = pyguide("check")
    assert (done.code, done.out) == (2, "")
    wrong = "`tool.pyguide.preset`: unknown value `strcit` (did you mean `strict`?)"
    assert done.err == f"pyguide: {folder / 'pyproject.toml'}: {wrong}\n"


def test_the_shown_settings_name_the_preset(folder, pyguide):
    (folder / "a.py").write_text("")
    shown = pyguide("check", "a.py", "--preset", "guide", "--show-settings").out
    assert '\npreset = "guide"\n' in shown
    assert {line.split()[1] for line in shown.splitlines() if line.startswith("#   PYG")} == on(
        preset="guide"
    )
