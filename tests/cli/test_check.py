"""``pyguide check``: flags, configuration, standard input, streams and exit codes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

BARE = "try:\n    f()\nexcept:\n    g()\n"
SAFE = BARE.replace("except:", "except BaseException:")
UNSAFE = BARE.replace("except:", "except Exception:")
IDENTITY = "if name is 'x':\n    pass\n"
CLEAN = "x = 1\n"
PROGRAM = [sys.executable, "-c", "from pyguide.cli import run; run()"]


def codes(done):
    return re.findall(r"\bPYG\d{3}\b", done.out)


def test_a_clean_file_ends_with_zero(pyguide, folder):
    (folder / "a.py").write_text(CLEAN)
    assert pyguide("check", "a.py") == (0, "All checks passed!\n", "")


def test_a_finding_ends_with_one_and_names_its_place(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "a.py")
    assert done.code == 1
    assert "PYG301 bare-except" in done.out
    assert "--> a.py:3:1" in done.out
    assert done.err == ""


def test_without_a_path_the_working_directory_is_checked(pyguide, folder):
    (folder / "deep").mkdir()
    (folder / "deep" / "a.py").write_text(BARE)
    assert "deep/a.py:3:1: PYG301" in pyguide("check", "--output-format", "concise").out


def test_nothing_to_check_is_clean_and_said_on_standard_error(pyguide):
    done = pyguide("check")
    assert (done.code, done.out) == (0, "All checks passed!\n")
    assert done.err == "warning: no Python files found under the given paths\n"


def test_files_come_in_the_order_of_their_paths_however_they_were_named(pyguide, folder):
    for name in ("b.py", "a.py", "c.py"):
        (folder / name).write_text(BARE)
    done = pyguide("check", "--output-format", "concise", "c.py", "b.py", "a.py", "b.py")
    assert re.findall(r"^(\w)\.py:", done.out, re.MULTILINE) == ["a", "b", "c"]


# -- which rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ((), ["PYG202", "PYG301"]),
        (("--select", "PYG301"), ["PYG301"]),
        (("--select", "PYG3"), ["PYG301"]),
        (("--select", "bare-except"), ["PYG301"]),
        (("--select", "pyg202,PYG301"), ["PYG202", "PYG301"]),
        (("--select", "PYG202", "--select", "PYG301"), ["PYG202", "PYG301"]),
        (("--ignore", "PYG301"), ["PYG202"]),
        (("--ignore", "is-literal"), ["PYG301"]),
        (("--ignore", "ALL"), []),
        (("--select", "ALL", "--ignore", "PYG2"), ["PYG301"]),
        (("--select", "PYG202", "--extend-select", "PYG301"), ["PYG202", "PYG301"]),
        (("--ignore", "PYG3", "--extend-select", "PYG301"), ["PYG202", "PYG301"]),
    ],
)
def test_flags_choose_the_rules_and_the_more_specific_one_wins(pyguide, folder, flags, found):
    (folder / "a.py").write_text(IDENTITY + BARE)
    done = pyguide("check", "--output-format", "concise", *flags)
    assert codes(done) == found
    assert done.code == bool(found)


def test_an_unknown_rule_on_the_command_line_is_misuse_and_names_the_nearest(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "--select", "PYG3001")
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(
        r"pyguide: select: unknown rule `PYG3001` \(did you mean `PYG\d+`\?\)\n", done.err
    )


def test_an_unknown_value_of_a_flag_is_misuse_and_names_the_nearest(pyguide):
    done = pyguide("check", "--output-format", "jsno")
    assert (done.code, done.out) == (2, "")
    assert done.err == ("pyguide check: --output-format: unknown `jsno` (did you mean `json`?)\n")


def test_a_value_that_is_like_no_other_is_answered_with_all(pyguide):
    done = pyguide("check", "--color", "zzzzzz")
    assert "--color: unknown `zzzzzz`; known are auto, always, never" in done.err


def test_an_unknown_command_is_misuse_and_names_the_nearest(pyguide):
    done = pyguide("chekc", ".")
    assert (done.code, done.out) == (2, "")
    assert done.err == "pyguide: unknown command `chekc` (did you mean `check`?)\n"


def test_an_unknown_flag_is_misuse(pyguide):
    done = pyguide("check", "--no-such-flag")
    assert done.code == 2
    assert "--no-such-flag" in done.err


def test_no_command_is_misuse(pyguide):
    done = pyguide()
    assert (done.code, done.out) == (2, "")
    assert "COMMAND" in done.err


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_no_misuse(pyguide, flag):
    done = pyguide("check", flag)
    assert done.code == 0
    assert "--extend-select" in done.out


@pytest.mark.parametrize("words", [["--version"], ["-V"], ["version"], ["check", "--version"]])
def test_the_version_is_shown(pyguide, words):
    done = pyguide(*words)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"pyguide \d+\.\d+\.\d+\S*\n", done.out)


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_the_number_of_processes_must_be_a_number_from_one_on(pyguide, jobs):
    done = pyguide("check", f"--jobs={jobs}")
    assert done.code == 2
    assert f"expected a whole number from 1 on, got `{jobs}`" in done.err


def test_an_unknown_target_version_is_misuse_and_names_the_nearest(pyguide):
    done = pyguide("check", "--target-version", "py31")
    assert done.code == 2
    assert re.search(r"unknown version `py31` \(did you mean `py31\d`\?\)", done.err)


def test_a_known_target_version_is_taken(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    assert pyguide("check", "--target-version", "py312").code == 1


def test_preview_is_taken_on_and_off(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    assert codes(pyguide("check", "--preview", "--output-format", "concise")) == ["PYG301"]
    assert codes(pyguide("check", "--no-preview", "--output-format", "concise")) == ["PYG301"]


def test_no_cache_and_no_prefilter_change_nothing_in_what_is_found(pyguide, folder):
    (folder / "a.py").write_text(IDENTITY + BARE)
    plain = pyguide("check")
    assert plain == pyguide("check", "--no-cache") == pyguide("check", "-n")
    assert plain == pyguide("check", "--no-prefilter")


# -- fixing ----------------------------------------------------------------------------------------


def test_fix_writes_the_safe_fixes_and_ends_with_zero_if_nothing_is_left(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "--fix", "--select", "PYG301")
    assert (folder / "a.py").read_text() == SAFE
    assert (done.code, done.out) == (0, "Found 1 error (1 fixed, 0 remaining).\n")


def test_what_fix_leaves_is_shown_and_ends_with_one(pyguide, folder):
    (folder / "a.py").write_text(IDENTITY + BARE)
    done = pyguide("check", "--fix")
    assert (folder / "a.py").read_text() == IDENTITY + SAFE
    assert done.code == 1
    assert "Found 2 errors (1 fixed, 1 remaining)." in done.out


def test_unsafe_fixes_are_applied_only_when_asked_for(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "--fix", "--unsafe-fixes")
    assert (folder / "a.py").read_text() == UNSAFE
    assert done.code == 0


def test_unsafe_fixes_without_fix_are_offered_and_not_written(pyguide, folder):
    (folder / "a.py").write_text(IDENTITY)
    assert "[*]" not in pyguide("check").out
    assert "[*]" in pyguide("check", "--unsafe-fixes").out
    assert (folder / "a.py").read_text() == IDENTITY


def test_no_fix_after_fix_switches_it_off(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    assert pyguide("check", "--fix", "--no-fix").code == 1
    assert (folder / "a.py").read_text() == BARE


def test_a_second_run_of_fix_changes_nothing(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    pyguide("check", "--fix")
    assert pyguide("check", "--fix") == (0, "All checks passed!\n", "")


def test_diff_shows_what_fix_would_change_and_writes_nothing(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "--diff")
    assert done.code == 1
    assert "-except:\n+except BaseException:\n" in done.out
    assert done.err == "Would fix 1 error.\n"
    assert (folder / "a.py").read_text() == BARE


def test_diff_without_anything_to_fix_is_empty_and_ends_with_zero(pyguide, folder):
    (folder / "a.py").write_text(IDENTITY)
    assert pyguide("check", "--diff") == (0, "", "")


def test_diff_wins_over_fix(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    assert pyguide("check", "--diff", "--fix").code == 1
    assert (folder / "a.py").read_text() == BARE


def test_diff_shows_unsafe_fixes_when_they_are_wanted(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    assert "+except Exception:" in pyguide("check", "--diff", "--unsafe-fixes").out


def test_diff_says_which_file_it_could_not_check(pyguide, folder):
    (folder / "a.py").write_text("def f(:\n")
    done = pyguide("check", "--diff")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("a.py:1: invalid-syntax: ")
    assert done.err.count("\n") == 1


# -- output ----------------------------------------------------------------------------------------


def test_concise_is_one_line_a_finding(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "--output-format", "concise")
    assert re.match(r"a\.py:3:1: PYG301 \[\*\] `except:` also catches .*\nFound 1 error", done.out)


def test_json_is_an_array_of_findings(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "--output-format=json")
    (entry,) = json.loads(done.out)
    assert entry["code"] == "PYG301"
    assert entry["filename"] == str(folder / "a.py")
    assert entry["location"] == {"row": 3, "column": 1}
    assert entry["fix"]["applicability"] == "safe"
    assert done.code == 1


def test_json_of_nothing_is_an_empty_array(pyguide, folder):
    (folder / "a.py").write_text(CLEAN)
    done = pyguide("check", "--output-format=json")
    assert (done.code, json.loads(done.out)) == (0, [])


def test_statistics_count_by_rule(pyguide, folder):
    (folder / "a.py").write_text(IDENTITY + BARE + BARE)
    done = pyguide("check", "--statistics")
    assert done.out.startswith("2\tPYG301\t[*] bare-except\n1\tPYG202\t[ ] is-literal\n")
    assert done.code == 1


def test_statistics_may_be_json(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", "--statistics", "--output-format", "json")
    assert [(entry["code"], entry["count"]) for entry in json.loads(done.out)] == [("PYG301", 1)]


@pytest.mark.parametrize("flag", ["--exit-zero", "-e"])
def test_exit_zero_shows_findings_and_ends_with_zero(pyguide, folder, flag):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", flag)
    assert done.code == 0
    assert "PYG301" in done.out


def test_exit_zero_does_not_hide_misuse(pyguide):
    assert pyguide("check", "--exit-zero", "gone.py").code == 2


def test_piped_output_is_plain_and_colour_can_be_forced_and_forbidden(pyguide, folder, monkeypatch):
    (folder / "a.py").write_text(BARE)
    assert "\x1b" not in pyguide("check").out
    assert "\x1b[" in pyguide("check", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in pyguide("check").out
    assert "\x1b" not in pyguide("check", "--color", "never").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in pyguide("check").out


def test_an_empty_wish_for_colour_is_none(pyguide, folder, monkeypatch):
    (folder / "a.py").write_text(BARE)
    monkeypatch.setenv("FORCE_COLOR", "")
    assert "\x1b" not in pyguide("check").out


# -- standard input --------------------------------------------------------------------------------


def test_a_dash_reads_standard_input(pyguide):
    done = pyguide("check", "-", "--output-format", "concise", stdin=BARE.encode())
    assert done.code == 1
    assert done.out.startswith("-:3:1: PYG301 ")


def test_standard_input_may_have_a_name(pyguide, folder):
    done = pyguide(
        "check", "-", "--stdin-filename", "src/a.py", "--output-format", "json", stdin=BARE.encode()
    )
    assert json.loads(done.out)[0]["filename"] == str(folder / "src" / "a.py")


def test_the_name_of_standard_input_decides_about_its_configuration(pyguide, folder):
    (folder / "src").mkdir()
    (folder / "src" / "pyguide.toml").write_text('ignore = ["PYG301"]')
    assert pyguide("check", "-", stdin=BARE.encode()).code == 1
    assert pyguide("check", "-", "--stdin-filename", "src/a.py", stdin=BARE.encode()).code == 0


def test_fixed_standard_input_goes_to_standard_output_and_the_report_to_the_other(pyguide):
    done = pyguide("check", "-", "--fix", stdin=BARE.encode())
    assert (done.code, done.out) == (0, SAFE)
    assert done.err == "Found 1 error (1 fixed, 0 remaining).\n"


def test_standard_input_with_something_left_ends_with_one(pyguide):
    done = pyguide("check", "-", "--fix", stdin=(IDENTITY + BARE).encode())
    assert (done.code, done.out) == (1, IDENTITY + SAFE)
    assert "PYG202" in done.err


@pytest.mark.parametrize("text", [CLEAN, "", "def f(:\n", "\x00"])
def test_standard_input_without_a_fix_comes_back_as_it_was(pyguide, text):
    assert pyguide("check", "-", "--fix", stdin=text.encode()).out == text


def test_fixing_standard_input_writes_no_file(pyguide, folder):
    (folder / "a.py").write_text(CLEAN)
    pyguide("check", "-", "--fix", "--stdin-filename", "a.py", stdin=BARE.encode())
    assert (folder / "a.py").read_text() == CLEAN
    assert [path.name for path in folder.iterdir()] == ["a.py"]


def test_a_diff_of_standard_input_is_a_diff(pyguide):
    done = pyguide("check", "-", "--diff", stdin=BARE.encode())
    assert done.code == 1
    assert "-except:\n+except BaseException:\n" in done.out


def test_standard_input_keeps_encoding_mark_and_line_ends_to_the_byte(folder):
    for raw in (
        b"# coding: latin-1\nx = '\xe9'\n" + BARE.encode(),
        b"\xef\xbb\xbf" + BARE.replace("\n", "\r\n").encode(),
    ):
        done = subprocess.run(
            [*PROGRAM, "check", "-", "--fix"], input=raw, capture_output=True, check=False
        )
        assert done.stdout == raw.replace(b"except:", b"except BaseException:")
        assert done.returncode == 0


# -- streams of a real process ---------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_reason_for_a_traceback(folder):
    for number in range(20):
        (folder / f"{number}.py").write_text(BARE * 60)
    with subprocess.Popen(
        [*PROGRAM, "check", "--output-format", "concise"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert errors == b""
    assert process.returncode == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /dev/full")
def test_a_full_disk_under_the_report_is_one_line_and_a_failure(folder):
    (folder / "a.py").write_text(BARE)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "check"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith("pyguide: ")
    assert done.stderr.count("\n") == 1


def test_a_terminal_that_cannot_spell_a_path_gets_it_escaped(folder):
    (folder / "é.py").write_text(BARE)
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", *PROGRAM[1:], "check", "--output-format=concise"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith(b"\\xe9.py:3:1: PYG301")


# -- configuration ---------------------------------------------------------------------------------


def configure(folder, text, name="pyproject.toml"):
    folder.mkdir(exist_ok=True)
    head = "[tool.pyguide]\n" if name == "pyproject.toml" else ""
    (folder / name).write_text(head + text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('select = ["PYG3"]', ["PYG301"]),
        ('ignore = ["bare-except"]', ["PYG202"]),
        ('select = ["PYG2"]\nextend-select = ["PYG301"]', ["PYG202", "PYG301"]),
        ('exclude = ["a.py"]', []),
        ('extend-exclude = ["*.py"]', []),
        ('[tool.pyguide.lint]\nselect = ["PYG3"]', ["PYG301"]),
        ('[tool.pyguide.per-file-ignores]\n"a*" = ["PYG3", "is-literal"]', []),
        ('[tool.pyguide.per-file-ignores]\n"b*" = ["ALL"]', ["PYG202", "PYG301"]),
        ('preview = true\ntarget-version = "py312"', ["PYG202", "PYG301"]),
    ],
)
def test_keys_of_the_project_file_act(pyguide, folder, text, found):
    (folder / "a.py").write_text(IDENTITY + BARE)
    configure(folder, text)
    assert codes(pyguide("check", "--output-format", "concise")) == found


def test_an_ignored_folder_is_not_looked_into_unless_wished(pyguide, folder):
    (folder / "made").mkdir()
    (folder / "made" / "a.py").write_text(BARE)
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("made/\n")
    assert pyguide("check").code == 0
    assert pyguide("check", "--no-respect-gitignore").code == 1
    configure(folder, "respect-gitignore = false")
    assert pyguide("check").code == 1


def test_a_named_file_is_checked_though_excluded_unless_exclusion_is_forced(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    configure(folder, 'exclude = ["a.py"]')
    assert pyguide("check", "a.py").code == 1
    assert pyguide("check", "a.py", "--force-exclude").code == 0
    configure(folder, 'exclude = ["a.py"]\nforce-exclude = true')
    assert pyguide("check", "a.py").code == 0
    assert pyguide("check", "a.py", "--no-force-exclude").code == 1


def test_flags_beat_the_project_file(pyguide, folder):
    (folder / "a.py").write_text(IDENTITY + BARE)
    configure(folder, 'select = ["PYG3"]')
    done = pyguide("check", "--select", "PYG2", "--output-format", "concise")
    assert codes(done) == ["PYG202"]


def test_exclude_flags_act(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    assert pyguide("check", "--exclude", "a.py").code == 0
    assert pyguide("check", "--extend-exclude", "a.py,b.py").code == 0


def test_isolated_ignores_every_configuration(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    configure(folder, "ignore = 'broken'")
    assert pyguide("check").code == 2
    assert pyguide("check", "--isolated").code == 1


def test_each_file_follows_the_nearest_configuration(pyguide, folder):
    configure(folder, 'select = ["PYG3"]')
    configure(folder / "inner", 'select = ["PYG2"]', "pyguide.toml")
    (folder / "a.py").write_text(IDENTITY + BARE)
    (folder / "inner" / "a.py").write_text(IDENTITY + BARE)
    done = pyguide("check", "--output-format", "concise")
    assert re.findall(r"^(\S+?):\d+:\d+: (\w+)", done.out, re.MULTILINE) == [
        ("a.py", "PYG301"),
        ("inner/a.py", "PYG202"),
    ]


def test_a_broken_configuration_is_misuse_in_one_line(pyguide, folder):
    (folder / "a.py").write_text(BARE)
    (folder / "pyproject.toml").write_text("[tool.pyguide\n")
    done = pyguide("check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"pyguide: {folder / 'pyproject.toml'}: broken TOML: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('slect = ["PYG3"]', r"unknown key `tool\.pyguide\.slect` \(did you mean `select`\?\)"),
        ('select = ["PYG999"]', r"unknown rule `PYG999` \(did you mean `PYG\d+`\?\)"),
        ('select = [""]', r"unknown rule ``"),
        ('ignore = ["bare-exept"]', r"unknown rule `bare-exept` \(did you mean `bare-except`\?\)"),
        ('extend-select = ["X"]', r"extend-select: unknown rule `X`"),
        (
            '[tool.pyguide.per-file-ignores]\n"elsewhere/*" = ["PYG999"]',
            r"per-file-ignores: unknown rule `PYG999`",
        ),
        ("[tool.pyguide.rules.bare-exept]\nx = 1", r"unknown rule `bare-exept`"),
        ("[tool.pyguide.rules.bare-except]\nx = 1", r"bare-except.*unknown option `x`"),
    ],
)
def test_a_configuration_with_unknown_words_is_misuse_and_nothing_is_fixed(
    pyguide, folder, text, wrong
):
    (folder / "a.py").write_text(BARE)
    configure(folder, text)
    done = pyguide("check", "--fix")
    assert (done.code, done.out) == (2, "")
    assert re.search(wrong, done.err)
    assert done.err.count("\n") == 1
    assert (folder / "a.py").read_text() == BARE


# -- suppression -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "comment",
    ["# noqa", "# noqa: PYG301", "# noqa: F401, PYG301 why", "# ruff: ignore[bare-except]"],
)
def test_what_a_comment_silences_is_neither_shown_nor_fixed(pyguide, folder, comment):
    text = BARE.replace("except:", f"except:  {comment}")
    (folder / "a.py").write_text(text + BARE)
    done = pyguide("check", "--fix", "--output-format", "concise")
    assert (done.code, done.out) == (0, "Found 1 error (1 fixed, 0 remaining).\n")
    assert (folder / "a.py").read_text() == text + SAFE


@pytest.mark.parametrize("comment", ["# ruff: noqa", "# flake8: noqa", "# ruff: noqa: PYG301"])
def test_a_comment_may_silence_the_whole_file(pyguide, folder, comment):
    (folder / "a.py").write_text(f"{comment}\n{BARE}")
    assert pyguide("check", "--diff") == (0, "", "")


def test_a_comment_for_another_code_silences_nothing(pyguide, folder):
    (folder / "a.py").write_text(BARE.replace("except:", "except:  # noqa: PYG302"))
    assert pyguide("check").code == 1


# -- many files ------------------------------------------------------------------------------------


def test_several_processes_say_the_same_as_one_in_the_order_of_the_paths(pyguide, folder):
    # Enough bytes that more than one process pays.
    for number in range(12):
        (folder / f"m{number:02}.py").write_text("# padding\n" * 5000 + IDENTITY + BARE)
    (folder / "m05.py").write_text("def f(:\n")
    serial = pyguide("check", "-j", "1", "--output-format", "json")
    parallel = pyguide("check", "-j", "2", "--output-format", "json")
    assert serial == parallel
    names = [entry["filename"] for entry in json.loads(parallel.out)]
    assert names == sorted(names)
    assert len(names) == 23


def test_several_processes_fix_as_one_does(pyguide, folder):
    for number in range(12):
        (folder / f"m{number:02}.py").write_text("# padding\n" * 5000 + BARE)
    done = pyguide("check", "--fix", "--jobs", "2")
    assert (done.code, done.out) == (0, "Found 12 errors (12 fixed, 0 remaining).\n")
    assert all(path.read_text().endswith(SAFE) for path in folder.glob("*.py"))


def test_timings_go_to_standard_error_and_change_nothing_else(pyguide, folder):
    (folder / "one.py").write_text("try:\n    run()\nexcept:\n    pass\n")
    plain = pyguide("check", "--no-cache")
    timed = pyguide("check", "--no-cache", "--timings")
    assert (timed.code, timed.out) == (plain.code, plain.out)
    lines = timed.err.splitlines()
    stages = [line.split()[0] for line in lines[1 : lines.index("")]]
    assert {"start", "discover", "read", "parse", "scan", "suspect", "cut", "report"} <= {*stages}
    assert lines[lines.index("") - 1].startswith("1 file, 4 lines; 1 region of")
    (bare,) = [line.split() for line in lines if line.startswith("PYG301 ")]
    assert bare[-3:] == ["1", "1", "1.00"]


def test_timings_of_several_processes_are_added_up(pyguide, folder):
    text = "try:\n    run()\nexcept:\n    pass\n" + "pass\n" * 60_000
    for name in ("one.py", "two.py"):
        (folder / name).write_text(text)
    timed = pyguide("check", "--no-cache", "--timings", "-j", "2")
    assert "2 files, 120008 lines; 2 regions of" in timed.err
