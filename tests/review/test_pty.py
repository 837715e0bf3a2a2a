"""``pyguide-fix -i`` on a real terminal: keys, signals, and the terminal afterwards."""

import os
import shutil
import signal
import sys
from pathlib import Path
from re import findall

import pytest

pytest.importorskip("termios")

from pseudo_terminal import Session, review

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
NAMED = BARE.replace("except:", "except BaseException:")
KEYS = "d = {1: 2}\nx = 1 in d.keys()\n"
ASKED = KEYS.replace("d.keys()", "d")
HOUSE_RULES = Path(__file__).parents[2] / "examples" / "house_rules" / "house_rules"
PROMPT = "Apply this fix? "
WORDS = ("--isolated", "--allow-no-vcs")


@pytest.fixture
def shop(tmp_path):
    """Three files with five fixes."""
    (tmp_path / "a.py").write_text(BARE + KEYS + BARE)
    (tmp_path / "b.py").write_text(KEYS)
    (tmp_path / "c.py").write_text(BARE)
    return tmp_path


def texts(folder: Path) -> list[str]:
    return [(folder / f"{name}.py").read_text() for name in "abc"]


def test_every_key_does_what_the_list_says(shop):
    with review(shop, *WORDS) as terminal:
        terminal.see("a.py:3:1", "1 of 5, 2 files left", PROMPT)
        terminal.answer("y", "2 of 5", "a.py:6:10", "Fixed PYG301 in a.py:3.")
        assert texts(shop)[0] == NAMED + KEYS + BARE
        terminal.answer("n", "3 of 5", "a.py:9:1", "Left PYG207 in a.py:6.")
        terminal.answer("s", "Why shall PYG301 stay?", "> ")
        terminal.answer("\r", "type one")
        terminal.answer("für Kühex\x7f 日本\r", "4 of 5", "b.py:2:10", "Suppressed PYG301")
        noted = BARE.replace("except:", "except:  # noqa: PYG301 für Kühe 日本")
        assert texts(shop)[0] == NAMED + KEYS + noted
        terminal.answer("u", "3 of 5", "a.py:9:1", "Taken back: Suppressed")
        assert texts(shop)[0] == NAMED + KEYS + BARE
        terminal.answer("x", "Why it matters", "more lines: space", "goes back")
        terminal.answer(" ", "return int(text)", "except Exception:")
        terminal.answer("z", "3 of 5", PROMPT)
        terminal.answer("?", "Take the last answer back")
        terminal.answer("n", "3 of 5", PROMPT)
        terminal.answer("z", "`z` is no key here")
        terminal.answer("a", "5 of 5", "b.py:2:10", "Fixed 2 findings of PYG301 in 2 files.")
        assert texts(shop) == [NAMED + KEYS + NAMED, KEYS, NAMED]
        terminal.answer("f", "Nothing is left to ask: 4 fixed, 1 declined.", "Return finishes")
        terminal.answer("u", "5 of 5", "Taken back: Fixed 1 finding in 1 file.")
        terminal.answer("q")
        assert terminal.end() == 0
        assert terminal.modes == terminal.before
    assert "3 fixed, 1 declined; 1 left in 1 file." in terminal.screen()
    assert texts(shop) == [NAMED + KEYS + NAMED, KEYS, NAMED]


def test_escape_leaves_a_reason_and_pasted_text_answers_nothing(shop):
    with review(shop, *WORDS) as terminal:
        terminal.see(PROMPT)
        terminal.answer("\x1b[200~yyy\x1b[201~", "Pasted text is no answer")
        terminal.answer("s", "Why shall")
        terminal.answer("\x1b[200~two\nlines\x1b[201~", "> two lines")
        terminal.answer("\x17\x17one", "> one")
        terminal.answer("\x1b", "1 of 5", PROMPT)
    assert texts(shop) == [BARE + KEYS + BARE, KEYS, BARE]


def test_ctrl_c_keeps_what_was_answered_and_gives_the_terminal_back(shop):
    with review(shop, *WORDS) as terminal:
        terminal.see(PROMPT)
        assert terminal.modes != terminal.before
        terminal.answer("y", "2 of 5")
        terminal.send("\x03")
        assert terminal.end() == 130
        assert terminal.modes == terminal.before
    assert terminal.screen()[-3:-1] == [
        "1 fixed; 4 left in 3 files.",
        "`pyguide-fix --resume` goes on.",
    ]
    assert "Traceback" not in terminal.output
    assert texts(shop) == [NAMED + KEYS + BARE, KEYS, BARE]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_signals_that_end_the_process_give_the_terminal_back(shop, number):
    with review(shop, *WORDS) as terminal:
        terminal.see(PROMPT)
        terminal.process.send_signal(number)
        assert terminal.end() == 128 + number
        assert terminal.modes == terminal.before
        assert terminal.output.rstrip().endswith("\x1b[?1049l")


def test_a_crash_gives_the_terminal_back(shop):
    script = (
        "from pyguide.review.model import Review; Review.undo = lambda self: 1 / 0\n"
        "from pyguide.cli import run_fix; run_fix()"
    )
    with Session(sys.executable, "-c", script, "-i", *WORDS, cwd=shop) as terminal:
        terminal.see(PROMPT)
        terminal.send("u")
        assert terminal.end() == 1
        assert terminal.modes == terminal.before
    assert terminal.screen()[-2] == "ZeroDivisionError: division by zero"


def test_a_rule_that_crashes_costs_its_findings_only(shop):
    (shop / "tools").mkdir()
    for name in ("__init__.py", "empty_constructor.md", "empty_constructor.py"):
        text = (HOUSE_RULES / name).read_text()
        crashing = text.replace("        if not self.suspicious(", "        if 1 / 0 and not (")
        (shop / "tools" / name).write_text(crashing)
    (shop / "pyguide.toml").write_text('packs = ["./tools"]\nextend-exclude = ["tools"]\n')
    (shop / "a.py").write_text("x = list()\n" + BARE)
    with review(shop, "--allow-no-vcs", "--extend-select", "HSE") as terminal:
        terminal.see("a.py:4:1", PROMPT)
        terminal.answer("y", "Fixed PYG301")
        terminal.answer("q")
        assert terminal.end() == 2
        assert terminal.modes == terminal.before
    assert "rule-crash" in terminal.output
    assert (shop / "a.py").read_text().endswith(NAMED)


def test_end_of_input_quits(shop):
    with review(shop, *WORDS) as terminal:
        terminal.see(PROMPT)
        terminal.send("\x04")
        assert terminal.end() == 0
        assert terminal.modes == terminal.before


def test_a_terminal_that_goes_away_ends_the_review(shop):
    with review(shop, *WORDS) as terminal:
        terminal.see(PROMPT)
        terminal.answer("y", "2 of 5")
        terminal.hang_up()
        assert terminal.process.wait(20) != 0
    assert texts(shop) == [NAMED + KEYS + BARE, KEYS, BARE]


def test_the_screen_is_drawn_anew_when_the_size_changes(shop):
    with review(shop, *WORDS, columns=100) as terminal:
        terminal.see("─" * 100, "y yes  n no  a rule")
        terminal.resize(40, 14)
        screen = terminal.see("─" * 40, "y n a f s x u q ?", gone="─" * 41)
        assert len(screen) <= 14
        assert max(map(len, screen)) <= 40
        terminal.resize(80, 50)
        terminal.see("─" * 80, "y yes  n no", gone="more lines")


def test_a_review_that_was_killed_goes_on_where_it_was(shop, pyguide_fix):
    with review(shop, *WORDS) as terminal:
        terminal.see(PROMPT)
        terminal.answer("y", "2 of 5")
        terminal.answer("n", "3 of 5", "a.py:9:1")
        terminal.process.kill()
        terminal.process.wait()
    assert texts(shop) == [NAMED + KEYS + BARE, KEYS, BARE]
    with review(shop, "--resume") as terminal:
        terminal.see("a.py:9:1", "3 of 5, 2 files left", PROMPT)
        terminal.answer("u", "nothing to take back")
        terminal.answer("f", "4 of 5", "b.py:2:10")
        terminal.answer("n", "5 of 5")
        terminal.answer("n", "Nothing is left to ask: 2 fixed, 3 declined.")
        terminal.answer("\r")
        assert terminal.end() == 0
    with review(shop, "--resume") as terminal:
        assert terminal.end() == 2
        assert "there is nothing to resume" in terminal.output
    assert texts(shop) == [NAMED + KEYS + NAMED, KEYS, BARE]
    os.chdir(shop)
    assert pyguide_fix("--undo").code == 0
    assert texts(shop) == [BARE + KEYS + BARE, KEYS, BARE]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again(shop):
    script = "from pyguide.cli import run_fix; run_fix()"
    command = f"{sys.executable} -c '{script}' -i {' '.join(WORDS)}; echo ended: $?\n"
    options = {"cwd": shop, "PS1": "shell> ", "PYTHONPATH": os.pathsep.join(sys.path)}
    with Session("bash", "--norc", "--noprofile", "--noediting", "-i", **options) as terminal:
        terminal.see("shell> ")
        before = terminal.modes
        terminal.answer(command, "1 of 5", PROMPT)
        terminal.answer("y", "2 of 5")
        terminal.answer("\x1a", "Stopped", "shell> ")
        assert terminal.modes == before
        terminal.answer("fg\n", "2 of 5", PROMPT)
        assert terminal.modes != before
        terminal.answer("n", "3 of 5")
        terminal.answer("q", "1 fixed, 1 declined; 3 left")
        terminal.see("shell> ")
        assert terminal.modes == before


def test_a_dumb_terminal_gets_lines_and_nothing_else(shop):
    with review(shop, *WORDS, TERM="dumb") as terminal:
        terminal.see("1 of 5", PROMPT)
        terminal.answer("y", "2 of 5", "Fixed PYG301 in a.py:3.")
        terminal.answer("s", "> ")
        terminal.answer("because", "> because")
        terminal.answer("\r", "3 of 5")
        terminal.answer("x", "Why it matters", "Any key")
        terminal.answer("n", "3 of 5")
        terminal.answer("q")
        assert terminal.end() == 0
        assert terminal.modes == terminal.before
    assert "\x1b" not in terminal.output


def test_colour_is_used_unless_somebody_says_no(shop):
    with review(shop, *WORDS) as terminal:
        terminal.see(PROMPT)
        assert "\x1b[31m-" in terminal.output
        assert "\x1b[32m+" in terminal.output
    with review(shop, *WORDS, NO_COLOR="1") as terminal:
        terminal.see(PROMPT)
        terminal.answer("x", "Why it matters")
        assert "m" not in {sequence[-1] for sequence in escapes(terminal.output)}
    with review(shop, *WORDS, "--color=always", NO_COLOR="1", TERM="dumb") as terminal:
        terminal.see(PROMPT)
        assert {sequence[-1] for sequence in escapes(terminal.output)} == {"m"}


def escapes(output):
    """The escape sequences of a review, without those of the bar that came before it."""
    shown = output.rpartition("\x1b[?1049h")[2] if "\x1b[?1049h" in output else output
    return findall(r"\x1b\[[0-9;?]*[A-Za-z]", shown)


def test_names_and_code_cannot_drive_the_terminal(tmp_path):
    name = "a\x1b]0;me\x07.py" if os.name == "posix" else "a.py"
    (tmp_path / name).write_text("try:\n    f('\x1b[2J')  # \x07\nexcept:\n    g()\n")
    with review(tmp_path, *WORDS) as terminal:
        terminal.see(r"a\x1b]0;me\x07.py:3:1", r"f('\x1b[2J')  # \x07", PROMPT)
        terminal.answer("y", "Nothing is left", r"Fixed PYG301 in a\x1b]0;me\x07.py:3.")
        assert "\x07" not in terminal.output
        assert "\x1b[2J" not in terminal.output


def test_where_nobody_can_be_asked_one_line_says_so(pyguide_fix):
    done = pyguide_fix("-i", stdin=b"y\n")
    assert done == (
        2,
        "",
        "pyguide: -i asks questions, so standard input and output must be a terminal\n",
    )


@pytest.mark.parametrize("flag", ["--diff", "--check", "--from=-", "--commit-per-rule"])
def test_flags_that_contradict_it_are_refused(pyguide_fix, flag):
    done = pyguide_fix("-i", flag)
    assert done == (2, "", f"pyguide: -i cannot be used with {flag.removesuffix('=-')}\n")


def test_a_file_that_git_could_not_give_back_is_not_asked_about(tmp_path):
    for words in (["init", "-q"], ["add", "."]):
        (tmp_path / "a.py").write_text(BARE)
        Session("git", *words, cwd=tmp_path).end()
    with review(tmp_path, "--isolated") as terminal:
        assert terminal.end() == 2
        assert "nothing was rewritten, since 1 file has changes" in terminal.output


def test_nothing_to_ask_is_said(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    with review(tmp_path, *WORDS) as terminal:
        assert terminal.end() == 0
        assert terminal.screen()[0] == "Nothing to ask: there is no fix to apply."


def test_the_screen_on_the_page_is_what_is_shown(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "reviewing-fixes.md").read_text()
    code, screen = (
        page.partition(f"```{kind}\n")[2].partition("```")[0] for kind in ("python", "text")
    )
    (tmp_path / "shop.py").write_text(code)
    with review(tmp_path, *WORDS) as terminal:
        terminal.see(PROMPT)
        assert terminal.answer("y", "2 of 2", PROMPT) == screen.splitlines()
