"""Reports on standard output: all formats, what GitHub hears besides, encodings, size."""

import io
import json
import os
import subprocess
import sys

import pytest

from pyguide.cli import output
from pyguide.report import FOR_PEOPLE, FORMATS

BARE = "try:\n    f()\nexcept:\n    pass\n"
SELECT = ("--select", "PYG301")


@pytest.fixture(autouse=True)
def no_ci(monkeypatch):
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_of_a_finding(pyguide, folder, form):
    (folder / "a.py").write_text(BARE)
    done = pyguide("check", *SELECT, "--output-format", form)
    assert done.code == 1
    assert "PYG301" in done.out
    assert done.err == ""


def test_a_format_that_is_misspelt_is_refused(pyguide, folder):
    done = pyguide("check", "--output-format", "grouped-by-rules")
    assert done.code == 2
    assert "did you mean `grouped-by-rule`?" in done.err


@pytest.mark.parametrize("form", FORMATS)
def test_github_actions_are_told_besides_people(pyguide, folder, monkeypatch, form):
    (folder / "a.py").write_text(BARE)
    quiet = pyguide("check", *SELECT, "--output-format", form, "--no-cache")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = pyguide("check", *SELECT, "--output-format", form, "--no-cache")
    assert done.out == quiet.out
    if form in FOR_PEOPLE:
        assert done.err.startswith("::error title=pyguide (PYG301),file=")
        assert done.err.count("\n") == 1
    else:
        assert done.err == ""


def test_a_clean_run_tells_github_nothing(pyguide, folder, monkeypatch):
    (folder / "a.py").write_text("x = 1\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = pyguide("check")
    assert (done.out, done.err) == ("All checks passed!\n", "")


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
def test_programs_can_read_what_is_written_where_utf_8_cannot_go(folder, form):
    (folder / "😀.py").write_text(BARE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pyguide", "check", "--isolated", "--output-format", form],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 1
    text = json.dumps(json.loads(done.stdout.decode("ascii")), ensure_ascii=False)
    assert ("%F0%9F%98%80.py" if form == "sarif" else "😀.py") in text


def test_a_file_gets_the_bytes_that_standard_output_gets(tmp_path, monkeypatch):
    pieces = ["é\n", "\udcff\r\n", "😀"]
    raw = io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="utf-8", newline=""))
        assert output.put(iter(pieces)) == "".join(pieces)
        sys.stdout.flush()
        assert output.save(iter(pieces), str(tmp_path / "report")) == "".join(pieces)
        assert (tmp_path / "report").read_bytes() == raw.getvalue() != b""


def test_a_report_is_written_while_it_is_made_and_kept_only_while_it_is_small(monkeypatch, capsys):
    monkeypatch.setattr(output, "MOST_KEPT", 3)
    written = []

    def pieces():
        for piece in ("ab", "cd", "e"):
            written.append(capsys.readouterr().out)
            yield piece

    assert output.put(pieces()) is None
    assert written == ["", "ab", "cd"]
    assert output.put("abc") == "abc"


def test_a_run_whose_report_is_too_long_is_not_repeated_but_said_again(
    pyguide, folder, monkeypatch
):
    from pyguide import witness
    from pyguide.cache import replay

    monkeypatch.setattr(output, "MOST_KEPT", 3)
    monkeypatch.setattr(witness, "SETTLED_NS", 0)
    (folder / "a.py").write_text(BARE)
    said = [pyguide("check") for _ in range(3)]
    assert said[0] == said[1] == said[2]
    assert replay.find(("check",), 0) is None
