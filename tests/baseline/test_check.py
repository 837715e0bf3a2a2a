"""With a baseline, runs speak of new findings only, and of entries that are needed no more."""

import json
import subprocess
import sys

import pytest

from pyguide import witness
from pyguide.baseline.places import NAME
from pyguide.cache import replay
from pyguide.report import FORMATS

pytestmark = pytest.mark.slow

BARE = "try:\n    f()\nexcept:\n    g()\n"
NONE = "def h(a):\n    return a == None\n"
CONCISE = ("--output-format", "concise")
FIXED = "1 entry of the baseline is fixed: run `pyguide baseline prune`\n"


@pytest.fixture
def project(folder, pyguide):
    """Two files with a finding each, which a baseline holds."""
    (folder / "pyproject.toml").write_text("[tool.pyguide]\n")
    (folder / "in").mkdir()
    (folder / "a.py").write_text(BARE)
    (folder / "in" / "b.py").write_text(NONE)
    assert pyguide("baseline", "write").out == f"Wrote 2 entries to {NAME}.\n"
    return folder


def said(pyguide, *words):
    """The places and codes that are reported, and whether the exit code says so."""
    done = pyguide("check", *CONCISE, *words)
    found = [
        line.split(": ")[0] + line.split()[1] for line in done.out.splitlines() if ": " in line
    ]
    assert done.code == bool(found)
    return found


def test_what_is_known_is_not_reported(project, pyguide):
    done = pyguide("check")
    assert (done.code, done.out, done.err) == (0, "All checks passed!\n", "")
    (project / "a.py").write_text("if x is 'x':\n    pass\n" + BARE)
    assert said(pyguide) == ["a.py:1:4PYG202"]


def test_it_is_found_from_everywhere(project, pyguide, monkeypatch):
    assert said(pyguide, "in") == said(pyguide, "in/b.py") == []
    monkeypatch.chdir(project / "in")
    assert said(pyguide) == said(pyguide, "..", "b.py") == []
    monkeypatch.chdir("/")
    assert said(pyguide, project / "in") == []


def test_a_configuration_below_uses_the_baseline_above_unless_it_has_its_own(project, pyguide):
    (project / "in" / "pyguide.toml").write_text("")
    assert said(pyguide) == []
    (project / "in" / NAME).write_text("# pyguide baseline 1\n")
    assert said(pyguide) == ["in/b.py:2:12PYG201"]


def test_it_may_be_named(project, pyguide):
    (project / NAME).rename(project / "in" / "known.txt")
    assert len(said(pyguide)) == 2
    assert len(said(pyguide, "--baseline", "in/known.txt")) == 2  # paths begin elsewhere now
    (project / "in" / "known.txt").rename(project / "known.txt")
    assert said(pyguide, "--baseline", "known.txt") == []
    (project / "pyproject.toml").write_text('[tool.pyguide]\nbaseline = "known.txt"\n')
    assert said(pyguide) == said(pyguide, "in/b.py") == []
    assert len(said(pyguide, "--no-baseline")) == 2


def test_it_may_be_ignored(project, pyguide):
    assert len(said(pyguide, "--no-baseline")) == 2
    assert len(said(pyguide, "--isolated")) == 2
    assert said(pyguide, "--isolated", "--baseline", NAME) == []
    done = pyguide("check", "--baseline", NAME, "--no-baseline")
    assert (done.code, done.out) == (2, "")


def test_a_missing_or_broken_one_is_misuse(project, pyguide, pyguide_fix):
    done = pyguide("check", "--baseline", "gone.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"pyguide: {project}/gone.txt: no such baseline; `pyguide baseline write` makes one\n"
    )
    (project / NAME).write_text("# pyguide baseline 1\n<<<<<<< HEAD\n")
    for run in (lambda: pyguide("check"), pyguide_fix, lambda: pyguide("baseline", "update")):
        done = run()
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"pyguide: {project}/{NAME}:2: a conflict that git left")
        assert done.err.count("\n") == 1


# HTML says what became of the baseline, too: tests/report.
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "html"])
def test_a_report_in_any_format_is_that_of_the_new_findings(folder, pyguide, form):
    (folder / "b.py").write_text(NONE)
    words = ("check", "--output-format", form, "--color", "never")
    alone = pyguide(*words)
    (folder / "b.py").unlink()
    (folder / "a.py").write_text(BARE)
    pyguide("baseline", "write")
    (folder / "b.py").write_text(NONE)
    assert pyguide(*words)[:2] == alone[:2]
    (folder / "b.py").unlink()
    clean = pyguide(*words)
    (folder / "a.py").write_text("")
    assert pyguide(*words)[:2] == clean[:2]


def test_fingerprints_in_reports_are_those_without_a_baseline(folder, pyguide):
    (folder / "a.py").write_text(BARE)
    pyguide("baseline", "write")
    (folder / "a.py").write_text(BARE * 2)

    def prints(*words):
        run = json.loads(pyguide("check", "--output-format", "sarif", *words).out)["runs"][0]
        return [one["partialFingerprints"] for one in run["results"]]

    assert prints() == prints("--no-baseline")[1:]


def test_a_fixed_finding_is_told_where_it_was_looked_for(project, pyguide):
    (project / "a.py").write_text("x = 1\n")
    assert pyguide("check") == (0, "All checks passed!\n", FIXED)
    assert pyguide("check", "a.py").err == FIXED
    for words in (
        ("in",), ("--select", "PYG2"), ("--ignore", "PYG301"), ("--config", "ignore = ['PYG301']"),
        ("--quiet",), ("--silent",), ("--no-baseline",),
    ):  # fmt: skip
        assert pyguide("check", *words).err == ""


def test_a_deleted_file_counts_where_its_folder_was_covered(project, pyguide):
    (project / "in" / "b.py").unlink()
    (project / "in" / "c.py").write_text("")
    assert pyguide("check", "a.py").err == ""
    assert pyguide("check", "in/c.py").err == ""
    assert pyguide("check", "in").err == FIXED
    assert pyguide("check").err == FIXED


def test_a_file_that_cannot_be_looked_at_says_nothing_of_its_entries(project, pyguide):
    (project / "a.py").write_text("def\n")
    done = pyguide("check", *CONCISE)
    assert done.code == 1
    assert "invalid-syntax" in done.out
    assert done.err == ""
    assert pyguide("baseline", "prune").out == f"{NAME}: 0 dropped, 2 left.\n"


def test_a_silenced_finding_is_known_no_more(project, pyguide):
    (project / "a.py").write_text(BARE.replace("except:", "except:  # noqa: PYG301"))
    assert pyguide("check").err == FIXED


def test_known_findings_are_not_fixed(project, pyguide, pyguide_fix):
    (project / "new.py").write_text(BARE)
    assert pyguide("check", "--diff").out.count("+++") == 1
    assert pyguide_fix("--check").code == 1
    assert pyguide_fix().code == 0
    assert (project / "a.py").read_text() == BARE
    assert (project / "new.py").read_text() != BARE
    assert pyguide_fix("--no-baseline").code == 0
    assert (project / "a.py").read_text() != BARE


def test_code_on_standard_input_is_known_by_its_name(project, pyguide):
    words = ("check", "-", *CONCISE, "--stdin-filename")
    assert pyguide(*words, "a.py", stdin=BARE.encode()).code == 0
    assert pyguide(*words, "a.py", stdin=(BARE * 2).encode()).out.count("PYG301") == 1
    assert pyguide(*words, "new.py", stdin=BARE.encode()).code == 1
    assert pyguide(*words, "a.py", stdin=b"").err == ""


def test_comments_are_added_to_new_findings_only(project, pyguide):
    (project / "new.py").write_text(BARE)
    pyguide("check", "--add-noqa")
    assert (project / "a.py").read_text() == BARE
    assert "noqa" in (project / "new.py").read_text()
    assert pyguide("check") == (0, "All checks passed!\n", "")


def test_new_code_that_is_like_known_code_is_new(project, pyguide):
    (project / "a.py").write_text(BARE * 2)
    assert said(pyguide) == ["a.py:7:1PYG301"]


def test_a_swap_is_seen(project, pyguide):
    (project / "a.py").write_text("try:\n    f()\nexcept  :\n    g()\n")
    assert len(said(pyguide)) == 1
    (project / "a.py").write_text(f"def other():\n    {BARE.replace(chr(10), chr(10) + '    ')}\n")
    done = pyguide("check", *CONCISE)
    assert done.out.count("PYG301") == 1
    assert done.err == FIXED


def test_settings_show_where_it_is_to_be(project, pyguide):
    (project / "pyproject.toml").write_text('[tool.pyguide]\nbaseline = "ci/known.txt"\n')
    out = pyguide("check", "--show-settings", "--no-baseline").out
    assert f'baseline = "{project}/ci/known.txt"\n' in out


def test_a_run_may_say_which_one_it_heeds(project, pyguide):
    assert f"[verbose] baseline: {project}/{NAME}, 2 entries\n" in pyguide("check", "-v").err
    assert "baseline" not in pyguide("check", "-v", "--no-baseline").err


def test_flake8_heeds_it(project):
    words = [sys.executable, "-m", "flake8", "--isolated", "--select", "PYG"]
    (project / "in" / "b.py").write_text(NONE + BARE)
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["PYG301"]
    (project / NAME).write_text("")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert f"pyguide: {project}/{NAME}:1: expected" in done.stderr


class TestStored:
    """Neither stored results nor a replayed run outlive the baseline that they were made with."""

    @pytest.fixture(autouse=True)
    def _quickly(self, monkeypatch):
        monkeypatch.setattr(witness, "SETTLED_NS", 0)

    def test_a_run_is_replayed_until_the_baseline_changes(self, project, pyguide):
        first = pyguide("check", *CONCISE)
        words = ["check", *CONCISE]
        assert replay.find(words, 0) == (first.err.encode(), first.out.encode(), 0)
        text = (project / NAME).read_text()
        (project / NAME).write_text(text.replace("\na.py ", "\nz.py "))
        assert replay.find(words, 0) is None
        assert pyguide(*words).out.count("PYG301") == 1
        (project / NAME).unlink()
        assert replay.find(words, 0) is None
        assert pyguide(*words).out.count("PYG") == 2
        (project / NAME).write_text(text)
        assert replay.find(words, 0) is None
        assert pyguide(*words) == first

    def test_a_nearer_baseline_is_noticed(self, project, pyguide):
        (project / "in" / "pyguide.toml").write_text("")
        pyguide("check", *CONCISE)
        words = ["check", *CONCISE]
        assert replay.find(words, 0) is not None
        (project / "in" / NAME).write_text("# pyguide baseline 1\n")
        assert replay.find(words, 0) is None
        assert pyguide(*words).out.count("PYG") == 1

    def test_what_is_said_of_fixed_entries_is_repeated(self, project, pyguide):
        (project / "a.py").write_text("x = 1\n")
        first = pyguide("check")
        told = replay.find(["check"], 0)
        assert told == (FIXED.encode(), first.out.encode(), 0)
