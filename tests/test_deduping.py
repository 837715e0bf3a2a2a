"""What is left to ruff, and what never is."""

from pathlib import Path

import pytest

from pyguide.catalog import installed
from pyguide.configuration.loading import load
from pyguide.deduping import Left, left_to_ruff

STAR = "from somewhere import *\n"
BROAD = "try:\n    f()\nexcept Exception:\n    x = 1\n"
WORDS = ("check", "--output-format", "concise", "--preview")


def codes(done):
    return [line.split()[1] for line in done.out.splitlines() if line.startswith("a.py:")]


@pytest.fixture
def project(folder):
    (folder / "a.py").write_text(BROAD)
    return folder


def ruff_toml(folder, text):
    (folder / "ruff.toml").write_text(text)


def test_a_finding_is_left_to_ruff_where_that_is_configured(pyguide, project):
    assert codes(pyguide(*WORDS)) == ["PYG302"]
    ruff_toml(project, "")
    assert codes(pyguide(*WORDS)) == []


def test_it_is_reported_where_ruff_does_not(pyguide, project):
    ruff_toml(project, "[lint]\nignore = ['BLE001']\n")
    assert codes(pyguide(*WORDS)) == ["PYG302"]
    ruff_toml(project, "[lint.per-file-ignores]\n'a.py' = ['BLE']\n")
    assert codes(pyguide(*WORDS)) == ["PYG302"]
    ruff_toml(project, "exclude = ['a.py']\n")
    assert codes(pyguide(*WORDS)) == ["PYG302"]


def test_a_twin_that_only_overlaps_silences_nothing(pyguide, project):
    (project / "a.py").write_text(
        "if type(x) == type(y):\n    pass\nfor x in list(map(f, y)): g()\n"
    )
    ruff_toml(project, "[lint]\nselect = ['ALL']\n")
    assert codes(pyguide(*WORDS, "--select=PYG203")) == ["PYG203"]


def test_a_place_that_an_exact_twin_misses_is_reported(pyguide, project):
    ruff_toml(project, "[lint]\nselect = ['B006', 'E711']\n")
    (project / "a.py").write_text("ROWS = []\ndef f(a=[]):\n    a.append(1)\n")
    assert codes(pyguide(*WORDS)) == []
    (project / "a.py").write_text(
        "ROWS = []\ndef f(a=ROWS):\n    a.append(1)\nprint(lambda b=[]: b)\n"
    )
    assert codes(pyguide(*WORDS)) == ["PYG101", "PYG101"]
    (project / "a.py").write_text("if x == None or 3 == None:\n    pass\n")
    assert codes(pyguide(*WORDS)) == ["PYG201"]


def test_a_better_fix_keeps_a_finding(pyguide, project):
    # ruff cannot mend F403; pyguide can where it finds the module.
    ruff_toml(project, "[lint]\nselect = ['F403']\n")
    (project / "a.py").write_text(STAR)
    assert codes(pyguide(*WORDS)) == []
    (project / "a.py").write_text("from textwrap import *\nprint(dedent('x'))\n")
    assert codes(pyguide(*WORDS)) == ["PYG001"]


def test_an_equal_fix_does_not(pyguide, project):
    ruff_toml(project, "[lint]\nselect = ['E712']\n")
    (project / "a.py").write_text("if x == True:\n    pass\n")
    assert codes(pyguide(*WORDS)) == []
    (project / "a.py").write_text("if x == True:\n    pass\nif bool(x) == True:\n    pass\n")
    assert codes(pyguide(*WORDS, "--dedupe=never")) == ["PYG204", "PYG204"]
    (left,) = pyguide(*WORDS).out.splitlines()[:-2]
    assert left.startswith("a.py:3:4: PYG204 [*] ")


@pytest.mark.parametrize(
    ("dedupe", "configured", "reported"),
    [("auto", False, True), ("auto", True, False), ("never", True, True), ("ruff", False, False)],
)
def test_the_flag_and_the_key_decide_when(pyguide, project, dedupe, configured, reported):
    if configured:
        ruff_toml(project, "")
    assert bool(codes(pyguide(*WORDS, "--dedupe", dedupe))) == reported
    (project / "pyguide.toml").write_text(f'dedupe = "{dedupe}"\n')
    assert bool(codes(pyguide(*WORDS))) == reported


def test_isolated_looks_at_no_configuration_of_ruff_either(pyguide, project):
    ruff_toml(project, "")
    assert codes(pyguide(*WORDS, "--isolated")) == ["PYG302"]
    ruff_toml(project, "[lint]\nselect = []\n")
    assert codes(pyguide(*WORDS, "--isolated", "--dedupe=ruff")) == []


def test_a_broken_configuration_of_ruff_leaves_nothing_to_it(pyguide, project):
    ruff_toml(project, "lint = [\n")
    assert codes(pyguide(*WORDS)) == ["PYG302"]
    (project / "in").mkdir()
    (project / "a.py").rename(project / "in" / "a.py")
    ruff_toml(project / "in", "")
    assert "PYG302" not in pyguide(*WORDS).out
    # A whole one further up does not count either: ruff stops at the broken one.
    ruff_toml(project, "")
    ruff_toml(project / "in", "lint = [\n")
    assert "PYG302" in pyguide(*WORDS).out


def test_a_stored_result_does_not_outlive_the_configuration_of_ruff(pyguide, project, monkeypatch):
    monkeypatch.setattr("pyguide.witness.SETTLED_NS", 0)
    for _ in range(2):
        assert codes(pyguide(*WORDS)) == ["PYG302"]
    for text, expected in (("", []), ("lint.ignore = ['BLE001']\n", ["PYG302"]), ("", [])):
        ruff_toml(project, text)
        for _ in range(3):
            assert codes(pyguide(*WORDS)) == expected
    (project / "ruff.toml").unlink()
    assert codes(pyguide(*WORDS)) == ["PYG302"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--dedupe", "rufff"], "--dedupe: unknown `rufff` (did you mean `ruff`?)"),
        (["--dedupe", "yes"], "--dedupe: unknown `yes`"),
    ],
)
def test_an_unknown_value_is_misuse(pyguide, project, words, message):
    done = pyguide("check", *words)
    assert done.code == 2
    assert message in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('dedupe = "atuo"\n', "`dedupe`: unknown value `atuo` (did you mean `auto`?)"),
        ("dedupe = true\n", "`dedupe` must be a string, not a boolean"),
        ("noqa-aliases = 1\n", "`noqa-aliases` must be a boolean, not an integer"),
    ],
)
def test_a_wrong_key_is_misuse_and_named(pyguide, project, text, message):
    (project / "pyguide.toml").write_text(text)
    done = pyguide("check")
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_flake8_hears_the_same(project):
    from pyguide.session import _configurations, check_text

    (project / "pyguide.toml").write_text("preview = true\n")
    path = project / "a.py"
    for text, expected in ((None, 1), ("", 0)):
        if text is not None:
            ruff_toml(project, text)
        _configurations.cache_clear()
        assert len(check_text(BROAD, path)) == expected
    _configurations.cache_clear()


def test_what_is_left_can_be_listed(project):
    ruff_toml(project, "[lint]\nselect = ['BLE', 'E711', 'E712']\n")
    settings = load(project)
    assert left_to_ruff(installed().rules, settings, Path("a.py")) == [
        Left("PYG201", "none-comparison", "E711", "none-comparison"),
        Left("PYG204", "bool-comparison", "E712", "true-false-comparison"),
        Left("PYG302", "broad-except", "BLE001", "blind-except"),
    ]
    (project / "ruff.toml").unlink()
    assert left_to_ruff(installed().rules, load(project), Path("a.py")) == []


def test_the_settings_that_are_shown_say_what_is_left_to_ruff(pyguide, project):
    ruff_toml(project, "[lint]\nselect = ['B006']\n")
    heading = "# Left to ruff, unless the fix here is better:"
    lines = pyguide("check", "--show-settings").out.splitlines()
    after = lines[lines.index(heading) + 1 :]
    assert after[0] == "#   PYG101 mutable-default-argument: B006 mutable-argument-default"
    assert not after[1].startswith("#")
    assert heading not in pyguide("check", "--show-settings", "--dedupe", "never").out
