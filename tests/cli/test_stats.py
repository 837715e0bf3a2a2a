"""``pyguide stats``: the numbers of a run as tables, and as JSON."""

import json
import re

import pytest

from pyguide.report.terminal import cells

BARE = "try:\n    f()\nexcept:\n    pass\n"
FILES = {
    "a.py": BARE * 3,
    "shop/b.py": f"{BARE}if len(prices) == 0:\n    f()\n",
    "shop/net/c.py": "print(1)\n",
}
WORDS = ("stats", "--isolated", "--select", "PYG301,PYG205")


@pytest.fixture
def project(folder, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def rows(text):
    """The words of every line that begins with a name and a number."""
    return [tuple(line.split()) for line in text.splitlines() if re.search(r"[a-z]\S* +\d", line)]


def test_tables_tell_what_there_is_where_and_what_can_be_done(pyguide, project):
    done = pyguide(*WORDS)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "5 findings in 2 of 3 files"
    told = [tuple(word for word in row if "█" not in word) for row in rows(done.out)[1:]]
    assert told == [
        ("safe", "fix", "4"),
        ("unsafe", "fix", "1"),
        ("exceptions", "4", "4", "-"),
        ("comparisons", "1", "-", "1"),
        ("PYG301", "bare-except", "4", "4", "-"),
        ("PYG205", "len-truthiness", "1", "-", "1"),
        ("shop", "2", "1", "1"),
    ]
    assert re.search(r"^ +\. +3 ", done.out, re.M)


def test_bars_are_as_long_as_groups_are_large(pyguide, project):
    out = pyguide(*WORDS).out
    (whole,) = re.findall(r"exceptions +4 +(█+)", out)
    (quarter,) = re.findall(r"comparisons +1 +(█+)", out)
    assert len(whole) == 4 * len(quarter) == 24


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(pyguide, project, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    out = pyguide(*WORDS).out
    assert max(map(cells, out.splitlines())) <= columns
    assert ("█" in out) == (columns >= 60)
    assert re.search(r"PYG301.* 4 ", out)


def test_colour_comes_where_it_is_wanted_only(pyguide, project, monkeypatch):
    assert "\x1b[32m" in pyguide(*WORDS, "--color", "always").out
    assert "\x1b" not in pyguide(*WORDS).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in pyguide(*WORDS).out


def test_a_clean_project_is_one_line(pyguide, folder):
    (folder / "a.py").write_text("print(1)\n")
    assert pyguide(*WORDS).out == "No findings in 1 file\n"


def test_json_has_every_number(pyguide, project):
    told = json.loads(pyguide(*WORDS, "--output-format", "json").out)
    assert told["files"] == 3
    assert told["files_with_findings"] == 2
    assert told["findings"] == {
        "count": 5, "known": 0,
        "by_fix": {"safe": 4, "unsafe": 1, "display": 0, "none": 0},
    }  # fmt: skip
    assert [tuple(each.values())[:4] for each in told["rules"]] == [
        ("PYG301", "bare-except", "exceptions", 4),
        ("PYG205", "len-truthiness", "comparisons", 1),
    ]
    assert {each["path"]: each["count"] for each in told["folders"]} == {".": 3, "shop": 2}
    assert [each["name"] for each in told["chapters"]] == ["exceptions", "comparisons"]


def test_quiet_leaves_out_warnings(pyguide, folder):
    assert "no Python files" in pyguide(*WORDS).err
    assert pyguide(*WORDS, "--quiet").err == ""


def test_what_cannot_be_read_is_counted_and_told(pyguide, project):
    (project / "broken.py").write_text("def\n")
    done = pyguide(*WORDS)
    assert done.code == 0
    assert done.err.startswith("broken.py:1: invalid-syntax: ")
    assert re.search(r"not checked +1 ", done.out)


def test_a_folder_that_wants_to_drive_the_terminal_cannot(pyguide, project):
    bad = project / "x\x1b[2J[bold]y"
    bad.mkdir()
    (bad / "a.py").write_text(BARE)
    out = pyguide(*WORDS, "--color", "always").out
    assert "\x1b[2J" not in out
    assert r"x\x1b[2J[bold]y" in out


def test_many_folders_are_cut_short(pyguide, folder):
    for number in range(30):
        (folder / f"f{number:02}").mkdir()
        (folder / f"f{number:02}" / "a.py").write_text(BARE)
    out = pyguide(*WORDS).out
    assert "f19" in out
    assert "f20" not in out
    assert "and 10 more" in out


def test_what_a_baseline_knows_is_counted_apart(pyguide, project):
    words = ("stats", "--extend-exclude", "nothing")
    (project / "pyguide.toml").write_text('select = ["PYG301", "PYG205"]\n')
    pyguide("baseline", "write")
    (project / "shop" / "b.py").write_text(BARE)
    (project / "new.py").write_text(BARE)
    out = pyguide(*words).out
    assert out.splitlines()[0] == "1 new finding in 1 of 4 files, 4 known, 1 of the baseline gone"
    assert re.search(r"PYG301 bare-except +1 +█+ +1 +4$", out, re.M)
    told = json.loads(pyguide(*words, "--output-format", "json").out)
    assert (told["findings"]["count"], told["findings"]["known"], told["gone"]) == (1, 4, 1)
    (project / "new.py").unlink()
    assert pyguide(*words).out.startswith("No new findings in 3 files, 4 known, 1 of the baseline")


def test_the_html_report_counts_the_same(pyguide, project):
    (project / "pyguide.toml").write_text('select = ["PYG301", "PYG205"]\n')
    pyguide("baseline", "write")
    (project / "shop" / "b.py").write_text(BARE)
    (project / "new.py").write_text(BARE)
    page = pyguide("check", "--output-format", "html").out
    cards = re.findall(r"<dt>(.*?)</dt><dd><b>(\d+)</b>", page)
    assert cards == [
        ("New findings", "1"), ("Safe fix", "1"), ("Unsafe fix", "0"), ("No fix", "0"),
        ("Known findings", "4"), ("Gone", "1"),
    ]  # fmt: skip
    assert page.count('<details class="finding"') == 1
    # A link leads to the page of a rule that was broken anew, and there is no other page.
    assert re.findall(r'<a href="#(PYG\d+)"><code>', page) == ["PYG301"]
    assert re.findall(r'<details class="page" id="(PYG\d+)"', page) == ["PYG301"]
    assert "<p>1 new finding in 4 files.</p>" in page
