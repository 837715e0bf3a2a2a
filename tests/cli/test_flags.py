"""Flags of ``pyguide check`` about settings, streams and what is said, besides what ruff shows."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from pyguide.configuration.loading import load

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
IDENTITY = "if name is 'x':\n    pass\n"
CONCISE = ("--output-format", "concise")
PROGRAM = [sys.executable, "-c", "from pyguide.cli import run; run()"]


def shown_as(pyguide, *words):
    return re.findall(r"^\S+: (PYG\d+)", pyguide("check", *CONCISE, *words).out, re.MULTILINE)


@pytest.fixture(autouse=True)
def _files(folder):
    (folder / "a.py").write_text(BARE)
    (folder / "b.py").write_text(IDENTITY)


def test_settings_are_shown_as_a_configuration_that_says_the_same(pyguide, folder):
    (folder / "pyguide.toml").write_text(
        'ignore = ["PYG2"]\ntarget-version = "py312"\ntrust = ["constants"]\n'
        'severity = { PYG3 = "info" }\nper-file-ignores = { "x.py" = ["ALL"] }\n'
        'per-file-target-version = { "a.py" = "py313" }\nextend-per-file-ignores = {}\n'
        'rules.wildcard-import.allow-in-init = false\nexclude = ["\\"", "b\\\\c"]\n'
        "rules.mutable-default-argument.extend-mutable-calls = ['a', 'b']\n"
    )
    done = pyguide("check", "--show-settings", "--select", "PYG3,PYG202")
    assert (done.code, done.err) == (0, "")
    assert f'# Resolved settings for: "{folder}/a.py"\n' in done.out
    assert f'# Settings path: "{folder}/pyguide.toml"\n' in done.out
    assert "# Target version of this file: py313\n" in done.out
    assert "#   PYG301 bare-except\n" in done.out
    assert "#   PYG001 wildcard-import" not in done.out
    shown = tomllib.loads(done.out)
    assert shown["select"] == ["PYG3", "PYG202"]
    known = load(folder)
    (folder / "pyguide.toml").write_text(done.out)
    assert load(folder) == known._replace(select=("PYG3", "PYG202"), ignore=())


def test_settings_of_nothing_are_misuse(pyguide, folder):
    (folder / "empty").mkdir()
    done = pyguide("check", "--show-settings", "empty")
    assert (done.code, done.out) == (2, "")
    assert "no files found" in done.err


def test_settings_of_standard_input_are_those_of_its_name(pyguide, folder):
    (folder / "in").mkdir()
    (folder / "in" / "pyguide.toml").write_text("preview = true")
    done = pyguide("check", "-", "--show-settings", "--stdin-filename", "in/x.py")
    assert "preview = true\n" in done.out


def test_a_configuration_may_be_named_and_beaten_key_by_key(pyguide, folder):
    (folder / "pyguide.toml").write_text("selekt = 1")
    (folder / "mine.toml").write_text('select = ["PYG301", "PYG202"]')
    assert shown_as(pyguide, "--config", "mine.toml") == ["PYG301", "PYG202"]
    words = ("--config", "mine.toml", "--config", 'ignore = ["bare-except"]')
    assert shown_as(pyguide, *words) == ["PYG202"]
    assert shown_as(pyguide, *words, "--select", "PYG301") == ["PYG301"]
    assert shown_as(pyguide, "--isolated", "--config", "lint.select = ['PYG301']") == ["PYG301"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--config", "a.toml"), "a.toml: no such file"),
        (("--config", "pyguide.toml", "--isolated"), "contradicts --isolated"),
        (("--config", "pyguide.toml", "--config", "x.toml"), "--config: more than one file"),
        (("--config", "previe = true"), "(did you mean `preview`?)"),
        (("--config", "select = ['PYG999']"), "unknown rule `PYG999`"),
        (("--unfixable", "bare-exept"), "unfixable: unknown rule `bare-exept` (did you mean"),
        (("--extend-fixable", "PYG3001"), "extend-fixable: unknown rule `PYG3001` (did you"),
        (("--per-file-ignores", "a.py"), "--per-file-ignores: expected PATTERN:CODE, got `a.py`"),
        (("--per-file-ignores", "a.py:PYG9999"), "per-file-ignores: unknown rule"),
        (("--exit-zer",), "unknown flag `--exit-zer` (did you mean `--exit-zero`?)"),
        (("--ouput-format=json",), "(did you mean `--output-format`?)"),
        (("--quiet", "--silent"), "not allowed with"),
        (("--watch", "-"), "--watch: standard input cannot be watched"),
        (("-o", "a.py/x"), "--output-file a.py/x: "),
    ],
)
def test_misuse_is_one_line_that_helps(pyguide, folder, words, message):
    (folder / "pyguide.toml").write_text("")
    done = pyguide("check", *words) if "-" not in words else pyguide("check", "--watch", "-")
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('select = ["PYG9999"]', "select: unknown rule `PYG9999` (did you mean"),
        ('lint.unfixable = ["bare-exept"]', "unfixable: unknown rule `bare-exept` (did you mean"),
        ('severity = { PYG9999 = "info" }', "severity: unknown rule `PYG9999`"),
        ('per-file-ignores = { a = ["PYG9999"] }', "per-file-ignores: unknown rule `PYG9999`"),
        ("rules.bare-exept = {}\nrules.bare-exept.x = 1", None),
        ("rules.bare-exept.x = 1", "rules: unknown rule `bare-exept` (did you mean"),
        ('output-format = "jsno"', "`output-format`: unknown format `jsno` (did you mean `json`?)"),
    ],
)
def test_an_unknown_word_is_told_with_the_file_that_holds_it(pyguide, folder, text, message):
    (folder / "base.toml").write_text(text)
    (folder / "pyguide.toml").write_text('extend = "base.toml"')
    done = pyguide("check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"pyguide: {folder}/")
    if message and "format" not in text:
        assert done.err.startswith(f"pyguide: {folder / 'base.toml'}: {message}")
    assert (message or "broken TOML") in done.err


def test_the_environment_beats_the_configuration_and_flags_beat_both(pyguide, folder, monkeypatch):
    (folder / "pyguide.toml").write_text('output-format = "json"')
    assert json.loads(pyguide("check").out)
    monkeypatch.setenv("PYGUIDE_OUTPUT_FORMAT", "concise")
    assert pyguide("check").out.startswith("a.py:3:1: ")
    assert json.loads(pyguide("check", "--output-format", "json").out)
    monkeypatch.setenv("PYGUIDE_OUTPUT_FORMAT", "jsno")
    assert "PYGUIDE_OUTPUT_FORMAT: unknown format `jsno`" in pyguide("check").err
    monkeypatch.setenv("PYGUIDE_OUTPUT_FILE", "said.txt")
    monkeypatch.setenv("PYGUIDE_OUTPUT_FORMAT", "concise")
    assert pyguide("check").out == ""
    assert (folder / "said.txt").read_text().startswith("a.py:3:1: ")


def test_a_report_in_a_file_has_no_colour_unless_it_is_wanted(pyguide, folder, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    pyguide("check", "-o", "said.txt")
    assert "\x1b" not in (folder / "said.txt").read_text()
    pyguide("check", "-o", "said.txt", "--color", "always")
    assert "\x1b" in (folder / "said.txt").read_text()


def test_a_rule_that_may_not_fix_says_so_and_does_not(pyguide, folder):
    (folder / "pyguide.toml").write_text('unfixable = ["bare-except"]')
    done = pyguide("check", "a.py", "--fix")
    assert (folder / "a.py").read_text() == BARE
    assert "[*]" not in done.out
    assert "no fix: the configuration does not let the rule fix" in done.out
    assert pyguide("check", "a.py", "--fix", "--fixable", "PYG301").code == 0
    assert (folder / "a.py").read_text() == SAFE


def test_the_more_specific_selector_decides_about_fixes(pyguide, folder):
    (folder / "pyguide.toml").write_text('fixable = ["PYG202"]')
    assert "[*]" not in pyguide("check", "a.py").out
    assert "[*]" in pyguide("check", "a.py", "--extend-fixable", "PYG3").out
    assert "[*]" not in pyguide("check", "a.py", "--fixable", "PYG3", "--unfixable", "PYG301").out
    assert "[*]" in pyguide("check", "a.py", "--fixable", "PYG301", "--unfixable", "PYG3").out


def test_fixes_may_be_trusted_more_or_less(pyguide, folder):
    (folder / "pyguide.toml").write_text('extend-safe-fixes = ["PYG202"]')
    assert pyguide("check", "b.py", "--fix").code == 0
    assert (folder / "b.py").read_text() == IDENTITY.replace(" is ", " == ")
    (folder / "pyguide.toml").write_text('extend-unsafe-fixes = ["PYG301"]')
    done = pyguide("check", "a.py", "--fix")
    assert done.code == 1
    assert (folder / "a.py").read_text() == BARE
    assert "this fix is unsafe" in done.out
    (folder / "pyguide.toml").write_text(
        'extend-unsafe-fixes = ["PYG301"]\nextend-safe-fixes = ["PYG301"]'
    )
    assert pyguide("check", "a.py", "--fix").code == 1


def test_annotations_are_believed_only_on_request(pyguide, folder):
    (folder / "c.py").write_text("def f(x: list[int]) -> int:\n    if len(x) == 0:\n        g()\n")
    words = ("check", "c.py", "--select", "PYG205")
    assert "[*]" not in pyguide(*words).out
    assert "[*]" in pyguide(*words, "--config", 'trust = ["annotations"]').out


def test_a_target_version_may_be_that_of_one_file(pyguide, folder):
    code = "for i in range(len(a)):\n    print(a[i], b[i])\n"
    for name in ("c.py", "d.py"):
        (folder / name).write_text(f"a = [1]\nb = [2]\n{code}")
    text = 'target-version = "py39"\nper-file-target-version = { "d.py" = "py310" }'
    (folder / "pyguide.toml").write_text(text)
    done = pyguide("check", "c.py", "d.py", "--select", "PYG402", "--diff", "--unsafe-fixes")
    ours, theirs = done.out.split("d.py", 1)
    assert "zip(" in ours
    assert "strict=True" not in ours
    assert "strict=True" in theirs


def test_wanted_files_may_have_other_names(pyguide, folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "app.wsgi").write_text(BARE)
    (folder / "pyguide.toml").write_text('extend-include = ["*.wsgi"]')
    assert [Path(line).name for line in pyguide("check", "--show-files").out.splitlines()] == [
        *("a.py", "b.py"),
        "app.wsgi",
    ]
    (folder / "pyguide.toml").write_text('include = ["deep/*"]')
    assert pyguide("check", "--show-files").out == f"{folder}/deep/app.wsgi\n"


def test_verbose_says_what_is_looked_at_and_is_said_each_time(pyguide, folder):
    (folder / "pyguide.toml").write_text("")
    for _ in range(2):
        done = pyguide("check", "-v")
        assert "[verbose] files: 2\n" in done.err
        assert f"[verbose] configuration of 2: {folder}/pyguide.toml\n" in done.err
        assert "[verbose] cache: " in done.err


def test_quiet_leaves_out_warnings_and_silent_everything(pyguide, folder):
    (folder / "empty").mkdir()
    assert pyguide("check", "empty").err != ""
    assert pyguide("check", "empty", "--quiet") == (0, "", "")
    assert pyguide("check", "--silent") == (1, "", "")
    done = pyguide("check", "--quiet", "--output-format", "full")
    assert "PYG301" in done.out
    assert "Found" not in done.out
    assert "pyguide explain" not in done.out


@pytest.mark.parametrize("words", [(), ("--silent",), ("--quiet",), ("--quiet", "--statistics")])
def test_a_run_that_is_repeated_says_the_same(pyguide, folder, monkeypatch, words):
    monkeypatch.setattr("pyguide.witness.SETTLED_NS", 0)
    assert pyguide("check", *words) == pyguide("check", *words) == pyguide("check", *words, "-n")


def test_watching_checks_again_after_each_change(folder):
    (folder / "b.py").unlink()
    environment = os.environ | {"PYGUIDE_NO_CACHE": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*PROGRAM, "check", "--watch", *CONCISE],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr.readline() == "Watching for file changes.\n"
            (folder / "new.py").write_text(IDENTITY)
            assert process.stderr.readline() == "Watching for file changes.\n"
            time.sleep(0.1)
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=30)
        finally:
            process.kill()
    first, _, second = said.partition("fixable with `--fix`.\n")
    assert "new.py" not in first
    assert "new.py:1:4: PYG202" in second
    assert process.returncode == 130


def test_fixing_from_the_configuration_of_the_working_directory(pyguide, folder):
    (folder / "pyguide.toml").write_text("fix = true\nshow-fixes = true")
    done = pyguide("check", "a.py")
    assert (folder / "a.py").read_text() == SAFE
    assert done.out == (
        "\nFixed 1 error:\n- a.py:\n    1 × PYG301 (bare-except)\n\n"
        "Found 1 error (1 fixed, 0 remaining).\n"
    )


def test_a_file_that_cannot_be_written_is_no_success_of_fix_only(pyguide, folder, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pyguide.write.replace", refuse)
    done = pyguide("check", "a.py", "--fix-only", "--jobs", "1")
    assert done.code == 1
    assert "cannot be written" in done.err


def test_the_codemod_follows_the_configuration_too(pyguide_fix, folder):
    (folder / "mine.toml").write_text('unsafe-fixes = true\nselect = ["PYG202"]')
    (folder / "args.txt").write_text("--config\nmine.toml\n")
    done = pyguide_fix("@args.txt")
    assert (done.code, done.err) == (0, "")
    assert (folder / "b.py").read_text() == IDENTITY.replace(" is ", " == ")
    assert (folder / "a.py").read_text() == BARE
    assert pyguide_fix("@gone.txt").err == "pyguide-fix: @gone.txt: no such file or directory\n"
    assert "(did you mean `--config`?)" in pyguide_fix("--confg", "x").err


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ('select = ["bare-except", "PYG202"]', ("--ignore", "PYG3"), ["PYG202"]),
        ('extend-select = ["bare-except"]', ("--ignore", "pyg301"), ["PYG202"]),
        ('ignore = ["PYG301"]', ("--extend-select", "bare-except"), ["PYG301", "PYG202"]),
        ('ignore = ["bare-except"]', ("--extend-select", "PYG3"), ["PYG301", "PYG202"]),
        ('select = ["pyg301"]', ("--ignore", "bare-except"), []),
        ('select = ["PYG3", "PYG202"]', ("--ignore", "bare-except"), ["PYG202"]),
        ('ignore = ["PYG3"]', ("--extend-select", "bare-except"), ["PYG301", "PYG202"]),
    ],
)
def test_the_later_word_counts_whether_a_rule_is_called_by_code_or_by_name(
    pyguide, folder, text, words, found
):
    (folder / "pyguide.toml").write_text(text)
    assert shown_as(pyguide, *words) == found
