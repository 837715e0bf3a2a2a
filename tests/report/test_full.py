"""What a person reads: frames, reasons, fixes."""

import re
import time

import pytest

from pyguide.finding import Applicability, Edit, Finding, Fix, Import, Span
from pyguide.outcome import Failure, FileResult, Outcome, RuleFacts
from pyguide.report import render

SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY
WHY = "A bare `except:` also catches the Ctrl-C of the person in front of the screen."


def facts(code: str, name: str, summary: str = WHY) -> RuleFacts:
    return RuleFacts(code, name, "suspicious", summary, f"https://x.test/{code}", True)


RULES = {"PYG301": facts("PYG301", "bare-except"), "PYG201": facts("PYG201", "none-comparison")}


def shown(text: str, *findings: Finding, rules: dict[str, RuleFacts] | None = None, **more: object) -> str:  # fmt: skip  # noqa: E501
    outcome = Outcome((FileResult("a.py", findings, text),), RULES if rules is None else rules)
    return render("full", outcome, **more)  # type: ignore[arg-type]


def frame(text: str, start: int, end: int, **more: object) -> str:
    """The report of one finding of an unknown rule, from the frame on, without the summary."""
    report = shown(text, Finding("X", "m", Span(start, end)), rules={}, **more)
    return report.partition("\n")[2].removesuffix("\n\nFound 1 error.\n")


def test_a_finding_says_what_where_why_and_what_to_do() -> None:
    text = "import os\n\n\ntry:\n    os.remove('x')\nexcept:\n    pass\n\n\nprint()\n"
    start = text.index("except")
    fix = Fix("Catch `Exception`", (Edit(Span(start + 6, start + 6), " Exception"),), UNSAFE)
    found = Finding(
        "PYG301", "bare `except:` hides errors", Span(start, start + 7), fix, "it narrows"
    )
    again = Finding("PYG301", "bare `except:` hides errors", Span(start, start + 7), None, "no way")
    assert (
        shown(text, found, again, width=60)
        == """\
PYG301 bare-except: bare `except:` hides errors
 --> a.py:6:1
  |
4 | try:
5 |     os.remove('x')
6 | except:
  | ^^^^^^^
7 |     pass
  |
why: A bare `except:` also catches the Ctrl-C of the person
     in front of the screen.
help: Catch `Exception`
6 - except:
6 + except Exception:
note: this fix is unsafe: it narrows

PYG301 bare-except: bare `except:` hides errors
 --> a.py:6:1
  |
4 | try:
5 |     os.remove('x')
6 | except:
  | ^^^^^^^
7 |     pass
  |
note: no fix: no way

Found 2 errors.
1 unsafe fix available with `--fix --unsafe-fixes`.
Run `pyguide explain PYG301` for the whole story.
"""
    )


def test_what_can_be_fixed_now_is_marked() -> None:
    fix = Fix("t", (Edit(Span(0, 1), "y"),), SAFE)
    text = shown("x\n", Finding("PYG301", "m", Span(0, 1), fix))
    assert text.startswith("PYG301 bare-except [*]: m\n")
    assert "note:" not in text


def test_a_fix_for_show_says_so() -> None:
    fix = Fix("t", (Edit(Span(0, 1), "y"),), DISPLAY)
    assert "note: this fix is only shown, never applied: r\n" in shown(
        "x\n", Finding("PYG301", "m", Span(0, 1), fix, "r")
    )


def test_a_clean_run_is_one_line() -> None:
    assert render("full", Outcome((), RULES)) == "All checks passed!\n"


def test_the_pointer_names_the_most_frequent_rule_first_and_not_too_many() -> None:
    rules = {f"PYG{n}": facts(f"PYG{n}", f"rule-{n}") for n in range(300, 310)}
    findings = [Finding(code, "m", Span(0, 1)) for code in (*rules, "PYG305")]
    assert shown("x\n", *findings, rules=rules).splitlines()[-1] == (
        "Run `pyguide explain PYG305` for the whole story"
        " (or PYG300, PYG301, PYG302, PYG303, PYG304, …)."
    )


def test_failures_only() -> None:
    files = (
        FileResult("bad.py", text="def f(:\n", failures=(Failure("invalid-syntax", "oh", 1, 7),)),
        FileResult("gone.py", failures=(Failure("io-error", "denied"),)),
        FileResult("deep.py", text="x\n", failures=(Failure("rule-crash", "PYG1: boom", 99, 5),)),
    )
    assert (
        render("full", Outcome(files, RULES))
        == """\
invalid-syntax: oh
 --> bad.py:1:7
  |
1 | def f(:
  |       ^
  |

io-error: denied
 --> gone.py:1:1

rule-crash: PYG1: boom
 --> deep.py:99:5
  |
1 | x
2 |
  | ^
  |

Found 3 errors.
"""
    )


def test_tabs_wide_and_combining_characters_keep_the_carets_in_place() -> None:
    text = "if x:\n\tname = '日本', e\u0301 == None\n"
    start = text.index("None")
    assert (
        frame(text, start, start + 4)
        == """\
 --> a.py:2:21
  |
1 | if x:
2 |     name = '日本', e\u0301 == None
  |                         ^^^^
  |"""
    )


def test_a_wide_span_has_wide_carets() -> None:
    assert frame("x = '日本'\n", 5, 7).splitlines()[3] == "  |      ^^^^"


def test_control_characters_are_spelled_and_counted() -> None:
    lines = frame("'\x1b[31m\u202e' == None # \x07\n", 12, 16).splitlines()
    assert lines[2:4] == [
        r"1 | '\x1b[31m\u202e' == None # \x07",
        "  | " + " " * 20 + "^^^^",
    ]


@pytest.mark.parametrize("color", [False, True])
def test_nothing_that_files_hold_drives_the_terminal(color: bool) -> None:
    nasty = "\x1b[2J\x07\x9b\u202e\u2028\r"
    fix = Fix(nasty, (Edit(Span(0, 1), f"'{nasty}'"),), UNSAFE, (Import(nasty, nasty),))
    found = Finding("PYG301", nasty, Span(0, 3), fix, nasty)
    file = FileResult(f"{nasty}\n.py", (found,), f"x = '{nasty}\x0c'\n")
    rules = {"PYG301": facts("PYG301", nasty, nasty)}
    text = render("full", Outcome((file,), rules), color=color, hyperlinks=color)
    bare = re.sub(r"\x1b\[[\d;]+m|\x1b\]8;;[ -~]*\x1b\\", "", text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2028]", bare)


def test_line_ends_of_all_kinds_are_none_of_the_text() -> None:
    assert (
        frame("a\r\nbb\rc\n", 3, 5)
        == """\
 --> a.py:2:1
  |
1 | a
2 | bb
  | ^^
3 | c
  |"""
    )


def test_a_form_feed_is_no_line_end() -> None:
    assert r"1 | \x0cx" in frame("\x0cx\ny\n", 1, 2)


def test_an_empty_file_shows_no_frame() -> None:
    assert frame("", 0, 0) == " --> a.py:1:1"


@pytest.mark.parametrize(("text", "number"), [("x = 1", 1), ("x = 1\n", 2)])
def test_a_span_at_the_end_of_the_file_has_a_caret(text: str, number: int) -> None:
    lines = frame(text, len(text), len(text)).splitlines()
    assert lines[-2] == ("  |      ^" if number == 1 else "  | ^")
    assert lines[-3].startswith(f"{number} |")


def test_the_line_end_in_a_span_does_not_make_it_two_lines() -> None:
    assert frame("x = 1\ny\n", 0, 6).splitlines()[2:4] == ["1 | x = 1", "  | ^^^^^"]


def test_a_long_span_begins_ends_and_says_how_much_it_leaves_out() -> None:
    body = "".join(f"    k{n}=1,\n" for n in range(9))
    text = f"a\nx = dict(\n{body})\nb\n"
    assert (
        frame(text, 6, text.index(")") + 1)
        == """\
  --> a.py:2:5
   |
 1 |   a
 2 |   x = dict(
   |  _____^
 3 | |     k0=1,
 4 | |     k1=1,
   | | … 6 more lines
11 | |     k8=1,
12 | | )
   | |_^
13 |   b
   |"""
    )


def test_a_span_of_six_lines_is_shown_as_a_whole() -> None:
    assert (
        frame("for x in y:\n    a\n    b\n    c\n    d\n    e\nf\n", 0, 41)
        == """\
 --> a.py:1:1
  |
1 | / for x in y:
2 | |     a
3 | |     b
4 | |     c
5 | |     d
6 | |     e
  | |_____^
7 |   f
  |"""
    )


def test_long_lines_are_clipped_around_the_span() -> None:
    text = "a = 1\n" + "b" * 200 + " == None" + "c" * 200 + "\n"
    start = text.index("None")
    lines = frame(text, start, start + 4, width=50).splitlines()
    assert lines[2:5] == [
        "1 | …",
        "2 | …bbbbbbbbbbbbbbbbb == Noneccccccccccccccccccc…",
        "  |                       ^^^^",
    ]


def test_a_span_longer_than_the_terminal_is_marked_to_its_edge() -> None:
    lines = frame("x" * 300 + "\n", 10, 290, width=40).splitlines()
    assert lines[2:4] == [
        "1 | " + "x" * 35 + "…",
        "  | " + " " * 10 + "^" * 26,
    ]


def test_no_line_of_code_is_wider_than_the_terminal() -> None:
    text = "\t" + "日" * 90 + " = dict(\n" + "y" * 400 + ")\n"
    for start, end in ((95, 99), (1, 60), (95, len(text) - 1), (150, 160)):
        edit = Edit(Span(start, min(end, start + 9)), "new")
        found = Finding("PYG301", "m", Span(start, end), Fix("t", (edit,), SAFE))
        for line in shown(text, found, width=60).splitlines()[1:-3]:
            assert len(line) + line.count("日") <= 60


def test_the_diff_shows_only_what_changes_and_numbers_both_sides() -> None:
    text = "def f(a=[]):\n    one\n    two\n    three\n    four\n"
    edits = (
        Edit(Span(8, 10), "None"),
        Edit(Span(13, 13), "    if a is None:\n        a = []\n"),
        Edit(Span(43, 47), "FOUR"),
    )
    report = shown(text, Finding("PYG301", "m", Span(8, 10), Fix("Do it", edits, SAFE)))
    assert report.partition("help: ")[2].startswith(
        """\
Do it
1 - def f(a=[]):
1 + def f(a=None):
2 +     if a is None:
3 +         a = []
5 -     four
7 +     FOUR
"""
    )


def test_removed_lines_and_trailing_blanks_are_seen() -> None:
    fix = Fix("t", (Edit(Span(2, 6), ""),), SAFE)
    report = shown("a\nb  \nc\n", Finding("PYG301", "m", Span(2, 3), fix))
    assert "help: t\n2 - b  \n\n" in report


def test_imports_are_part_of_the_diff() -> None:
    fix = Fix("Use `Path`", (Edit(Span(10, 14), "Path"),), SAFE, (Import("pathlib", "Path"),))
    report = shown("import os\nopen('x')\n", Finding("PYG301", "m", Span(10, 14), fix))
    assert (
        """\
help: Use `Path`
2 - open('x')
2 + from pathlib import Path
3 + Path('x')
"""
        in report
    )


def test_long_diffs_are_not_shown() -> None:
    text = "x\n" * 20
    many = Fix("Rewrite", (Edit(Span(0, 39), "y\n" * 20),), SAFE)
    assert "help: Rewrite (`--diff` shows the change)\n\n" in shown(
        text, Finding("PYG301", "m", Span(0, 1), many)
    )
    huge = Fix("Rewrite", (Edit(Span(0, 1), "y" * 30_000),), UNSAFE)
    assert "help: Rewrite (`--diff --unsafe-fixes` shows the change)\n" in shown(
        text, Finding("PYG301", "m", Span(0, 1), huge)
    )


def test_both_sides_of_a_changed_long_line_are_clipped_alike() -> None:
    text = "a" * 200 + " == None" + "c" * 200 + "\n"
    start = text.index("== None")
    fix = Fix("t", (Edit(Span(start, start + 2), "is not"),), SAFE)
    report = shown(text, Finding("PYG301", "m", Span(start, start + 7), fix), width=50)
    assert (
        """\
1 - …aaaaaaaaaaaaaaaaaaa == Noneccccccccccccccccc…
1 + …aaaaaaaaaaaaaaaaaaa is not Noneccccccccccccc…
"""
        in report
    )


def test_colour_changes_no_text_and_plain_text_has_none() -> None:
    text = "x = dict(\n    a=1,\n)\ny == None\n"
    start = text.index("== None")
    fix = Fix("t", (Edit(Span(start, start + 2), "is"),), SAFE)
    findings = (
        Finding("PYG301", "m", Span(4, 20), None, "r"),
        Finding("PYG201", "m", Span(start, start + 7), fix),
    )
    plain = shown(text, *findings)
    painted = shown(text, *findings, color=True, hyperlinks=True)
    assert "\x1b" not in plain
    assert "\x1b]8;;https://x.test/PYG301\x1b\\\x1b[1;91mPYG301\x1b[0m\x1b]8;;\x1b\\" in painted
    assert "\x1b[1;4;31m==\x1b[0m" in painted
    assert re.sub(r"\x1b\[[\d;]+m|\x1b\]8;;.*?\x1b\\", "", painted) == plain


def test_work_does_not_grow_with_the_length_of_a_line() -> None:
    text = "x = [" + "a == None, " * 200_000 + "]\n"
    fix = Fix("t", (Edit(Span(5, 6), "is"),), SAFE)
    findings = [Finding("PYG301", "m", Span(at, at + 9), fix) for at in range(5, 2_000_000, 4_000)]
    begin = time.perf_counter()
    report = shown(text, *findings)
    assert time.perf_counter() - begin < 5
    assert len(report) < 1_000 * len(findings)
