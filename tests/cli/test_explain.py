"""``pyguide explain``: pages and answers by code, name and question."""

import subprocess
import sys

import pytest

from pyguide.catalog import installed

PROGRAM = [sys.executable, "-c", "from pyguide.cli import run; run()"]


@pytest.mark.parametrize("word", ["PYG301", "pyg301", "bare-except", "Bare-Except", " PYG301 "])
def test_a_rule_is_known_by_code_and_name_in_any_case(pyguide, word):
    done = pyguide("explain", word)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# bare-except (PYG301)\n")


def test_a_rule_brings_the_answer_to_its_first_question(pyguide):
    done = pyguide("explain", "PYG301")
    assert "\n---\n" in done.out
    assert f"\n# {installed().answers()['Q39'].title}\n" in done.out


@pytest.mark.parametrize("word", ["Q107", "q107", "Q 107", "Q107.3"])
def test_a_question_is_known_in_any_case_and_by_its_parts(pyguide, word):
    done = pyguide("explain", word)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"# {installed().answers()['Q107'].title}\n")


def test_a_question_may_be_written_with_zeros(pyguide):
    assert pyguide("explain", "q39").out == pyguide("explain", "Q039").out


def test_a_question_without_an_answer_is_misuse_and_lists_those_with_one(pyguide):
    done = pyguide("explain", "Q999")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("pyguide: no answer page for Q999; there are Q")
    assert "Q39" in done.err


@pytest.mark.parametrize(
    ("word", "near"),
    [("PYG3O1", "PYG301"), ("bare-exept", "bare-except"), ("Bare_Except", "bare-except")],
)
def test_an_unknown_rule_is_misuse_and_names_the_nearest(pyguide, word, near):
    done = pyguide("explain", word)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"pyguide: unknown rule `{word}` (did you mean `{near}`?)\n"


@pytest.mark.parametrize("word", ["", "ALL", "zzzzzzzz", "../answers/q039"])
def test_what_is_like_nothing_is_misuse_in_one_line(pyguide, word):
    done = pyguide("explain", word)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"pyguide: unknown rule `{word}`")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("word", "first", "page"),
    [
        ("B006", "B006 (mutable-argument-default) of ruff and flake8-bugbear", "PYG101"),
        ("b006", "B006 (mutable-argument-default) of ruff and flake8-bugbear", "PYG101"),
        ("mutable-argument-default", "B006 (mutable-argument-default) of ruff", "PYG101"),
        ("W0102", "W0102 of pylint", "PYG101"),
        ("SIM115", "SIM115 (open-file-with-context-handler) of ruff", "PYG801"),
        ("CompareSingletonPrimitivesByIs", "CompareSingletonPrimitivesByIs of fixit", "PYG201"),
    ],
)
def test_a_rule_is_known_by_what_other_tools_call_it(pyguide, word, first, page):
    done = pyguide("explain", word)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(first)
    said = done.out.splitlines()[0]
    assert f"is found here by {page} {installed().entries[page].rule.name}" in said
    assert pyguide("explain", page).out in done.out


def test_a_twin_of_several_rules_brings_them_all(pyguide):
    done = pyguide("explain", "C0121")
    assert "PYG201 none-comparison and PYG204 bool-comparison.\n" in done.out
    assert "\n# none-comparison (PYG201)\n" in done.out
    assert "\n# bool-comparison (PYG204)\n" in done.out


def test_our_own_name_comes_before_that_of_ruff(pyguide):
    # E722 is called the same there.
    assert pyguide("explain", "bare-except").out == pyguide("explain", "PYG301").out


@pytest.mark.parametrize(
    ("word", "near"), [("BB012", "B012"), ("SIM15", "SIM115"), ("W01022", "W0102")]
)
def test_an_unknown_code_of_another_tool_is_misuse_and_names_the_nearest(pyguide, word, near):
    done = pyguide("explain", word)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"pyguide: unknown rule `{word}` (did you mean `{near}`?)\n"


@pytest.mark.parametrize("code", list(installed().entries))
def test_every_rule_can_be_explained_and_says_which_block_is_the_fixed_one(pyguide, code):
    done = pyguide("explain", code)
    assert done.code == 0
    for line, before in zip(done.out.splitlines()[2:], done.out.splitlines(), strict=False):
        if line == "```python fixed":
            assert before == "After the safe fix:"
        if line == "```python unsafe-fixed":
            assert before == "After the unsafe fix:"


@pytest.mark.parametrize("question", list(installed().answers()))
def test_every_answer_can_be_shown(pyguide, question):
    assert pyguide("explain", question).code == 0


def test_piped_text_is_plain_and_colour_is_rendered(pyguide):
    assert "\x1b" not in pyguide("explain", "PYG301").out
    coloured = pyguide("explain", "PYG301", "--color", "always").out
    assert "\x1b[" in coloured
    assert "## What it finds" not in coloured


def test_a_pipe_gets_plain_text_and_may_close_early(folder):
    with subprocess.Popen(
        [*PROGRAM, "explain", "PYG301"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        first = process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
    assert first == b"# bare-except (PYG301)\n"
    assert errors == b""
