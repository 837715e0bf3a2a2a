"""What a review shows, as plain calls."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pyguide.catalog import installed
from pyguide.finding import Applicability
from pyguide.report.terminal import Terminal, cells
from pyguide.review import view
from pyguide.review.draft import proposal, read
from pyguide.review.question import Answer, Answered, Question, Tally
from pyguide.settings import Settings
from pyguide.task import Mode, Task

SAFE = Mode(Applicability.SAFE)
UNSAFE = Mode(Applicability.UNSAFE, unsafe=True)
BARE = "try:\n    f()\nexcept:\n    g()\n"
CATALOG = installed()
RULES = {rule.code: rule for rule in CATALOG.rules}
PLAIN = Terminal(width=80)
COLOR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def asked(tmp_path):
    """The question about the first fix in a text."""

    def ask(text, mode=SAFE, name="shop.py", files_left=2):
        path = tmp_path / "shop.py"
        path.write_text(text)
        draft = read(Task(path, name, Settings(str(tmp_path), select=("PYG",), preview=True)), mode)
        finding = draft.open[0]
        return Question(draft, finding, proposal(draft, finding, mode), 3, 41, files_left)

    return ask


def shown(question, terminal=PLAIN):
    rule = CATALOG.facts([RULES[question.finding.code]])[question.finding.code]
    return view.question(question, rule, terminal)


def test_the_head_says_where_and_how_far(asked):
    line, ruler = view.head(asked(BARE), PLAIN)
    assert line == "shop.py:3:1" + "3 of 41, 2 files left".rjust(80 - len("shop.py:3:1"))
    assert ruler == "─" * 80
    assert view.head(asked(BARE, files_left=1), PLAIN)[0].endswith(", 1 file left")
    assert view.head(asked(BARE, files_left=0), PLAIN)[0].endswith(", last file")


def test_a_long_path_keeps_its_end(asked):
    question = asked(BARE, name="a/very/long/path/to/some/deeply/nested/module.py")
    far, where, _ = view.head(question, Terminal(width=40))
    assert far == "3 of 41, 2 files left"
    assert where == "…ath/to/some/deeply/nested/module.py:3:1"
    assert cells(where) == 40


def test_a_question_holds_rule_reason_fix_and_diff(asked):
    assert shown(asked("x = 1\n" + BARE)) == [
        "PYG301 bare-except: `except:` also catches Ctrl-C and SystemExit; name what you",
        "expect",
        "",
        "why: `except:` means `except BaseException:`. Besides errors that catches",
        "     `KeyboardInterrupt`, so Ctrl-C does nothing…",
        "help: Catch `BaseException`",
        "",
        "1   x = 1",
        "2   try:",
        "3       f()",
        "4 - except:",
        "4 + except BaseException:",
        "5       g()",
        "",
    ]


def test_an_unsafe_fix_is_marked_with_the_reason(asked):
    question = asked(BARE, UNSAFE)
    (note,) = (line for line in shown(question) if line.startswith("note: "))
    assert f"note: this fix is unsafe: {question.finding.reason}".startswith(note)
    assert not any("unsafe" in line for line in shown(asked(BARE)))


def test_an_import_far_above_is_part_of_the_diff(asked):
    text = "import os\n" + "x = 1\n" * 20 + "rows = [(1, 2)]\nsorted(rows, key=lambda r: r[1])\n"
    lines = shown(asked(text, UNSAFE))
    assert any(line.lstrip().startswith("2 + from operator import itemgetter") for line in lines)
    assert " ⋮" in lines
    assert any("- sorted(rows, key=lambda r: r[1])" in line for line in lines)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(asked, width):
    terminal = Terminal(color=True, width=width)
    long = f"try:\n    f({'a' * 200}, 'öß日本')\nexcept:\n    g('\t')  # {'日' * 90}\n"
    question = asked(long, UNSAFE, name="ordner/日本語/module.py")
    screens = [
        view.head(question, terminal),
        shown(question, terminal),
        view.prompt(terminal, "Fixed PYG301 in shop.py:3."),
        view.keys(terminal),
        view.back(terminal),
        view.reason("PYG301", "because " * 20, terminal, "Type one."),
        view.finished(Tally(1, 2, 3), terminal),
    ]
    for line in (line for lines in screens for line in lines):
        # Terminal.wrap keeps at least twenty columns for text behind a label.
        assert cells(COLOR.sub("", line)) <= max(width, 26), line


def test_nothing_that_drives_a_terminal_is_shown(asked):
    text = "try:\n    f('\x1b[2J\x9b')  # \x07 \u202e\nexcept:\n    g()\n"
    question = asked(text, name="\x1b]0;me\x07.py")
    lines = [*view.head(question, PLAIN), *shown(question), view.told(answered(question))]
    for line in [*lines, *view.reason("PYG301", "a\x1b", PLAIN)]:
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", line), line
    assert any(r"\x1b[2J\x9b" in line for line in lines)


def test_every_rule_says_why_in_two_lines():
    for code, facts in CATALOG.facts(CATALOG.rules).items():
        lines = view._why(facts, PLAIN)
        assert 1 <= len(lines) <= 2, code
        assert all(cells(line) <= 80 for line in lines), code
        assert lines[0].startswith("why: "), code


def test_a_body_that_is_too_long_is_scrolled():
    head, foot = ["head", "─"], ["keys", "Apply? "]
    body = [f"line {number}" for number in range(20)]
    screen = view.framed(head, body, foot, 10, 0, PLAIN)
    assert screen.lines == [*head, *body[:5], "── 15 more lines: space ──", *foot]
    assert (screen.first, screen.room) == (0, 5)
    screen = view.framed(head, body, foot, 10, 99, PLAIN)
    assert screen.lines == [*head, *body[15:], "── end ──", *foot]
    assert view.framed(head, body, foot, 24, 7, PLAIN).lines == [*head, *body, *foot]


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 8])
def test_a_low_terminal_shows_as_much_as_it_can(rows):
    screen = view.framed(
        ["head", "─"], ["body"] * 9, ["message", "keys", "Apply? "], rows, 0, PLAIN
    )
    assert len(screen.lines) <= max(rows, 4)
    assert screen.lines[0] == "head"
    assert screen.lines[-1] == "Apply? "


def answered(question, answer=Answer.YES, fixed=1, files=1):
    return Answered(answer, question, fixed, files)


def test_what_an_answer_did_is_a_sentence(asked):
    question = asked(BARE)
    said = [
        view.told(answered(question)),
        view.told(answered(question, Answer.NO)),
        view.told(answered(question, Answer.SUPPRESS)),
        view.told(answered(question, Answer.RULE, 7, 3)),
        view.told(answered(question, Answer.FILE, 2, 1)),
        view.taken_back(answered(question)),
    ]
    assert said == [
        "Fixed PYG301 in shop.py:3.",
        "Left PYG301 in shop.py:3.",
        "Suppressed PYG301 in shop.py:3.",
        "Fixed 7 findings of PYG301 in 3 files.",
        "Fixed 2 findings in 1 file.",
        "Taken back: Fixed PYG301 in shop.py:3.",
    ]


def test_numbers_are_summed_up():
    assert view.summed(Tally(3, 0, 1)) == "3 fixed, 1 suppressed"
    assert view.summed(Tally()) == "nothing answered"


def test_every_key_is_told_once_in_the_short_and_the_long_list():
    short = set(" ".join(view.prompt(PLAIN)[:-1]).split())
    long = [line.split()[0] for line in view.keys(PLAIN) if line.startswith("  ")]
    assert Counter(key for key, *_ in view.KEYS) == Counter(long)
    assert all(key in short for key, *_ in view.KEYS)
    assert view.prompt(PLAIN)[:-1] == [view.prompt(PLAIN)[0]], "one line on eighty columns"


def test_the_page_for_people_names_every_key():
    page = (Path(__file__).parents[2] / "docs" / "reviewing-fixes.md").read_text()
    assert all(f"| `{key}` |" in page for key, *_ in view.KEYS)
