"""``--add-noqa``, ``--ignore-noqa`` and the rules that judge comments, as a shell sees them."""

import json
import os
import subprocess
import sys

import pytest

BARE = "try:\n    f()\nexcept:{comment}\n    raise SystemExit\n"
PLAIN = BARE.format(comment="")
NONE = "x == None{comment}\n"


@pytest.fixture
def added(pyguide, folder):
    """What ``--add-noqa`` makes of a file; a second run adds nothing."""

    def run(text, flag="--add-noqa"):
        (folder / "a.py").write_bytes(text.encode())
        done = pyguide("check", flag, "a.py")
        assert (done.code, done.out) == (0, "")
        new = (folder / "a.py").read_bytes()
        assert pyguide("check", flag, "a.py") == (0, "", "")
        assert (folder / "a.py").read_bytes() == new
        assert pyguide("check", "a.py").code == 0
        return new.decode()

    return run


# -- --add-noqa ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "  # noqa: PYG301"),
        ("   ", "  # noqa: PYG301"),
        ("  # why", "  # why  # noqa: PYG301"),
        ("  # type: ignore", "  # type: ignore  # noqa: PYG301"),
        ("  # noqa: E501", "  # noqa: E501, PYG301"),
        ("  # noqa:E722,E501", "  # noqa:E722,E501, PYG301"),
        ("  # noqa: E501 why # more", "  # noqa: E501, PYG301 why # more"),
        ("  # why # noqa: E501 # more", "  # why # noqa: E501, PYG301 # more"),
        ("  # noqa; E722", "  # noqa: PYG301  # noqa; E722"),
        ("  # noqa: see above", "  # noqa: PYG301  # noqa: see above"),
    ],
)
def test_a_finding_gets_a_comment_beside_what_is_there(added, before, after):
    text = added(BARE.format(comment=before))
    assert text == BARE.format(comment=after)


@pytest.mark.parametrize(
    ("flag", "before", "after"),
    [
        ("--add-noqa=till May", "", "  # noqa: PYG301 till May"),
        ("--add-noqa=till May", "  # noqa: E501", "  # noqa: E501, PYG301 till May"),
        ("--add-noqa=till May", "  # noqa: E501 why", "  # noqa: E501, PYG301 why"),
        ("--add-noqa=#12", "", "  # noqa: PYG301 #12"),
        ("--add-noqa=J12-3", "", "  # noqa: PYG301 - J12-3"),
        ("--add-noqa=JIRA-3", "", "  # noqa: PYG301 JIRA-3"),
        ("--add-noqa= ", "", "  # noqa: PYG301"),
        ("--add-noqa=", "", "  # noqa: PYG301"),
    ],
)
def test_a_reason_goes_behind_the_codes_unless_there_is_one(added, flag, before, after):
    assert added(BARE.format(comment=before), flag) == BARE.format(comment=after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('y = """a\nb""", x == None\n', 'y = """a\nb""", x == None  # noqa: PYG201\n'),
        ('y = x == None, """a\nb"""\n', 'y = x == None, """a\nb"""  # noqa: PYG201\n'),
        ("y = x == None, \\\n    2\n", "y = x == None, \\\n    2  # noqa: PYG201\n"),
        ("f(\n    x == None,\n)\n", "f(\n    x == None,  # noqa: PYG201\n)\n"),
        ("x == None", "x == None  # noqa: PYG201"),
        ("x == None\r\n", "x == None  # noqa: PYG201\r\n"),
        ("x == None, x is 'a'\n", "x == None, x is 'a'  # noqa: PYG201, PYG202\n"),
        ("\ufeffx == None\n", "\ufeffx == None  # noqa: PYG201\n"),
    ],
)
def test_the_comment_stands_where_its_line_ends(added, before, after):
    assert added(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "y = f'''{x}\n''', x == None\n",
        "y = x == None, '''a\n''', \\\n    '''\nb''', \\\n    2\n",
        "if (x == None\n        and x):\n    pass\n",
        "def f(a=[], *, b={}):\n    a.append(b)\n    return a\n",
    ],
)
def test_ruff_puts_its_comments_on_the_same_lines(added, folder, text):
    own = {i for i, line in enumerate(added(text).splitlines()) if "noqa" in line}
    (folder / "b.py").write_text(text)
    words = ("--isolated", "--no-cache", "--select", "E711,B006", "--add-noqa", "b.py")
    subprocess.run([sys.executable, "-m", "ruff", "check", *words], check=True, cwd=folder)
    lines = (folder / "b.py").read_text().splitlines()
    assert own == {i for i, line in enumerate(lines) if "noqa" in line} != set()


def test_it_says_how_many_lines_got_one(pyguide, folder):
    (folder / "a.py").write_text(PLAIN + PLAIN)
    (folder / "b.py").write_text(PLAIN)
    assert pyguide("check", "--add-noqa", ".").err == "Added 3 noqa directives.\n"
    (folder / "b.py").write_text(PLAIN)
    assert pyguide("check", "--add-noqa").err == "Added 1 noqa directive.\n"


def test_a_line_that_ends_in_a_string_is_named(pyguide, folder):
    text = "y = x == None, 'a\\\nb'\n"
    (folder / "a.py").write_text(text)
    done = pyguide("check", "--add-noqa")
    assert done == (2, "", "warning: a.py:1: no comment can stand at the end of this line\n")
    assert (folder / "a.py").read_text() == text


def test_the_file_keeps_its_encoding_or_is_left(pyguide, folder):
    raw = "# coding: latin-1\nx == None, 'é'\n".encode("latin-1")
    (folder / "a.py").write_bytes(raw)
    done = pyguide("check", "--add-noqa=日本")
    assert done.code == 2
    assert done.err == "warning: a.py:1: its encoding iso8859-1 cannot spell the reason\n"
    assert (folder / "a.py").read_bytes() == raw
    assert pyguide("check", "--add-noqa=é").code == 0
    assert (folder / "a.py").read_bytes() == raw.replace(b"\xe9'", b"\xe9'  # noqa: PYG201 \xe9")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_file_that_may_not_be_written_is_named(pyguide, folder):
    (folder / "a.py").write_text(PLAIN)
    (folder / "a.py").chmod(0o444)
    done = pyguide("check", "--add-noqa")
    assert (done.code, done.err) == (2, "warning: a.py:1: cannot be written: Permission denied\n")


def test_a_file_that_python_refuses_is_named_and_the_rest_is_done(pyguide, folder):
    (folder / "a.py").write_text("def f(:\n")
    (folder / "b.py").write_text(PLAIN)
    done = pyguide("check", "--add-noqa")
    assert done.code == 0
    assert "a.py:1: invalid-syntax: " in done.err
    assert "Added 1 noqa directive.\n" in done.err


def test_findings_in_comments_are_not_silenced(pyguide, folder):
    (folder / "a.py").write_text("a = 1  # noqa: PYG301\n")
    assert pyguide("check", "--add-noqa") == (0, "", "")
    assert (folder / "a.py").read_text() == "a = 1  # noqa: PYG301\n"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--fix"], "--add-noqa cannot be used with --fix"),
        (["--diff"], "--add-noqa cannot be used with --diff"),
        (["--ignore-noqa"], "--add-noqa cannot be used with --ignore-noqa"),
        (["-"], "--add-noqa cannot be used with standard input (-)"),
    ],
)
def test_flags_that_contradict_it_are_a_mistake(pyguide, folder, words, wrong):
    (folder / "a.py").write_text(PLAIN)
    assert pyguide("check", "--add-noqa", *words) == (2, "", f"pyguide: {wrong}\n")
    assert (folder / "a.py").read_text() == PLAIN


def test_a_reason_of_two_lines_is_a_mistake(pyguide):
    done = pyguide("check", "--add-noqa=a\nb")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "the reason must be one line" in done.err


# -- --ignore-noqa ---------------------------------------------------------------------------------


def test_what_comments_silence_is_reported_on_request(pyguide, folder):
    (folder / "a.py").write_text(
        BARE.format(comment="  # noqa: PYG301") + "a = 1  # noqa: PYG301\n# ruff: noqa\n"
    )
    concise = ("check", "--output-format", "concise")
    assert pyguide(*concise).code == 0
    done = pyguide(*concise, "--ignore-noqa")
    assert done.code == 1
    assert done.out.startswith("a.py:3:1: PYG301 ")
    assert "PYG09" not in done.out
    assert pyguide(*concise).code == 0


def test_what_is_reported_on_request_is_fixed_on_request(pyguide, folder):
    text = BARE.format(comment="  # noqa: PYG301")
    (folder / "a.py").write_text(text)
    assert pyguide("check", "--fix").code == 0
    assert (folder / "a.py").read_text() == text
    assert pyguide("check", "--fix", "--ignore-noqa").code == 0
    assert "except BaseException:  # noqa: PYG301" in (folder / "a.py").read_text()


# -- the rules that judge comments -----------------------------------------------------------------


def codes(pyguide, *words):
    entries = json.loads(pyguide("check", "--output-format", "json", *words).out)
    return [entry["code"] for entry in entries]


def test_a_code_is_unused_only_if_its_rule_was_on(pyguide, folder):
    (folder / "a.py").write_text("a = 1  # noqa: PYG301, PYG404\n")
    message = json.loads(pyguide("check", "--output-format", "json").out)[0]["message"]
    assert "PYG301" in message
    assert codes(pyguide, "--select", "PYG090") == []
    assert codes(pyguide, "--ignore", "PYG301,PYG404") == []
    (folder / "pyguide.toml").write_text(
        'select = ["PYG090", "PYG301"]\n\n[per-file-ignores]\n"a.py" = ["PYG301"]\n'
    )
    assert codes(pyguide) == []


def test_a_code_is_not_unused_where_the_file_was_not_looked_at_as_a_whole(pyguide, folder):
    strings = "y = x is (" + "'a' " * 10_000 + ")\n"
    (folder / "a.py").write_text(strings + "a = 1  # noqa: PYG301\n")
    assert "PYG090" not in codes(pyguide)
    (folder / "b.py").write_text("def f(:\na = 1  # noqa: PYG301\n")
    assert "PYG090" not in codes(pyguide)


@pytest.mark.parametrize("tool", ["ruff", "flake8", "pyguide"])
def test_a_comment_for_nobody_is_found_in_a_file_without_findings(pyguide, folder, tool):
    (folder / "a.py").write_text(f"a = 1  # {tool}: ignroe[PYG301]\n")
    assert codes(pyguide) == ["PYG092"]


def test_the_rule_for_reasons_is_off_until_it_is_named(pyguide, folder):
    (folder / "a.py").write_text(BARE.format(comment="  # noqa: PYG301"))
    assert codes(pyguide) == codes(pyguide, "--preview") == []
    for selector in ("PYG093", "PYG09", "ALL", "suppression-without-reason"):
        assert "PYG093" in codes(pyguide, "--extend-select", selector)


def test_comments_are_put_right_before_what_they_silence_is_fixed(pyguide, folder):
    (folder / "a.py").write_text(
        "a = 1  # noqa: PYG301, E501, PYG999 why\n" + BARE.format(comment="  # noqa: pyg301")
    )
    assert pyguide("check", "--fix").code == 0
    assert (folder / "a.py").read_text() == (
        "a = 1  # noqa: E501 why\n" + BARE.format(comment="  # noqa: PYG301")
    )


def test_a_fix_that_makes_a_comment_unused_takes_it_along(pyguide, folder):
    (folder / "a.py").write_text("# ruff: ignore[PYG201]\nx = 1\nif y == None:\n    pass\n")
    assert pyguide("check", "--fix", "--unsafe-fixes").code == 0
    assert (folder / "a.py").read_text() == "x = 1\nif y is None:\n    pass\n"


def test_they_are_explained_listed_and_remembered(pyguide, folder):
    (folder / "a.py").write_text("a = 1  # noqa: PYG301\n")
    assert "# unused-suppression (PYG090)" in pyguide("explain", "PYG090").out
    rows = json.loads(pyguide("rules", "--output-format", "json").out)
    defaults = {row["code"]: row["default"] for row in rows}
    assert [defaults[f"PYG09{number}"] for number in range(4)] == ["on", "on", "on", "off"]
    first = pyguide("check")
    assert "help: Remove the suppression" in first.out
    assert pyguide("check") == first
