"""flake8 with the plugin reports what ``pyguide check`` reports, and never stumbles over it."""

import json
import re
import subprocess
import sys

import pytest

from pyguide.catalog import installed
from pyguide.testing import examples

BARE = "try:\n    f()\nexcept:\n    g()\n"
LINE = re.compile(r"(?P<path>.*?):(?P<row>\d+):(?P<column>\d+): (?P<code>PYG\d{3}) (?P<text>.*)")


def flake8(folder, *words, stdin=None):
    return subprocess.run(
        [sys.executable, "-m", "flake8", "--isolated", "--select", "PYG", *words],
        cwd=folder,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONUTF8": "1", "PATH": ""},
    )


def seen_by_flake8(folder, *words):
    done = flake8(folder, *words)
    assert done.stderr == ""
    found = [LINE.fullmatch(line) for line in done.stdout.splitlines()]
    assert all(found), done.stdout
    return sorted(
        (match["path"].removeprefix("./"), int(match["row"]), int(match["column"]), match["code"])
        for match in found
    )


def seen_by_pyguide(pyguide, folder):
    entries = json.loads(pyguide("check", "--output-format", "json").out)
    return sorted(
        (
            entry["filename"].removeprefix(f"{folder}/"),
            entry["location"]["row"],
            entry["location"]["column"],
            entry["code"],
        )
        for entry in entries
    )


@pytest.fixture
def tree(folder):
    """All examples of code as files, some with other line ends, marks and wide characters."""
    number = 0
    for entry in installed().entries.values():
        if entry.rule.judges_comments:
            continue  # flake8 reads some of these comments in another way, on purpose
        for example in examples(entry.page):
            code = example.code
            stem = f"{entry.module}/{example.block.line}"
            shapes = {
                f"{stem}.py": code.encode(),
                f"{stem}_crlf.py": b"# crlf\r\n" + code.replace("\n", "\r\n").encode(),
                f"{stem}_mark.py": b"\xef\xbb\xbf" + code.encode(),
                f"{stem}_wide.py": f"if 'é𝒙日':\n    pass\n\n{code}".encode(),
                f"{stem}_latin.py": f"# coding: latin-1\n'é'\n{code}".encode("latin-1", "replace"),
            }
            for name, raw in shapes.items():
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(raw)
                number += 1
    assert number > 50
    (folder / "wide.py").write_text("x = 'é𝒙日' if name is 'é𝒙' else 1\n", encoding="utf-8")
    (folder / "page.py").write_text("x = 1\n\f\n" + BARE)
    return folder


def test_both_find_the_same_at_the_same_places(tree, pyguide):
    expected = seen_by_pyguide(pyguide, tree)
    looking = [rule for rule in installed().rules if not rule.judges_comments]
    stable = {rule.code for rule in looking if not (rule.preview or rule.optional)}
    assert {code for *_, code in expected} == stable
    assert ("wide.py", 1, 14, "PYG202") in expected
    assert seen_by_flake8(tree, "-j", "1", ".") == expected
    assert seen_by_flake8(tree, "-j", "2", ".") == expected


def test_the_table_of_the_project_counts_under_flake8_too(folder, pyguide):
    (folder / "a.py").write_text("if x is 'y':\n    pass\n" + BARE)
    (folder / "b.py").write_text(BARE)
    (folder / "pyproject.toml").write_text(
        '[tool.pyguide]\nselect = ["PYG3"]\n\n[tool.pyguide.per-file-ignores]\n"b.py" = ["PYG3"]\n'
    )
    (folder / "inner").mkdir()
    (folder / "inner" / "pyguide.toml").write_text('select = ["PYG2"]\n')
    (folder / "inner" / "a.py").write_text("if x is 'y':\n    pass\n" + BARE)
    expected = [("a.py", 5, 1, "PYG301"), ("inner/a.py", 1, 4, "PYG202")]
    assert seen_by_pyguide(pyguide, folder) == expected
    assert seen_by_flake8(folder, ".") == expected


def test_flake8_selects_among_what_is_found(folder):
    (folder / "a.py").write_text("if x is 'y':\n    pass\n" + BARE)
    found = seen_by_flake8(folder, "--extend-ignore", "PYG2", ".")
    assert [code for *_, code in found] == ["PYG301"]


def test_a_clean_file_ends_with_zero_and_a_finding_with_one(folder):
    (folder / "a.py").write_text("x = 1\n")
    assert flake8(folder, ".").returncode == 0
    (folder / "a.py").write_text(BARE)
    assert flake8(folder, ".").returncode == 1


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: PYG301",
        "# NOQA:PYG301",
        "# noqa: PYG3",
        "# ruff: ignore[PYG301]",
        "# ruff: ignore[bare-except]",
    ],
)
def test_a_comment_at_the_line_silences(folder, comment):
    (folder / "a.py").write_text(BARE.replace("except:", f"except:  {comment}") + BARE)
    assert [row for _, row, *_ in seen_by_flake8(folder, ".")] == [7]


def test_disable_noqa_hears_only_the_comments_of_pyguide(folder):
    noqa = BARE.replace("except:", "except:  # noqa: PYG301")
    ruff = BARE.replace("except:", "except:  # ruff: ignore[PYG301]")
    (folder / "a.py").write_text(noqa + ruff)
    assert [row for _, row, *_ in seen_by_flake8(folder, "--disable-noqa", ".")] == [3]


@pytest.mark.parametrize(
    "comment",
    [
        "# flake8: noqa",
        "# ruff: noqa",
        "# ruff: noqa: PYG301",
        "# ruff: file-ignore[bare-except]",
        "# ruff: disable[PYG301]",
    ],
)
def test_a_comment_may_silence_the_whole_file(folder, comment):
    (folder / "a.py").write_text(f"{comment}\n{BARE}")
    assert seen_by_flake8(folder, ".") == []


def test_standard_input_is_checked_under_its_name_and_settings(folder):
    done = flake8(folder, "-", stdin=BARE)
    assert done.stdout.startswith("stdin:3:1: PYG301 ")
    (folder / "src").mkdir()
    (folder / "src" / "pyguide.toml").write_text('ignore = ["PYG301"]\n')
    assert flake8(folder, "--stdin-display-name", "src/a.py", "-", stdin=BARE).stdout == ""
    done = flake8(folder, "--stdin-display-name", "other/a.py", "-", stdin=BARE)
    assert done.stdout.startswith("other/a.py:3:1: PYG301 ")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[rules\n", "broken TOML"),
        ("slect = []\n", "did you mean `select`?"),
        ('select = ["PYG999"]\n', "unknown rule `PYG999`"),
        ("[rules.bare-except]\nx = 1\n", "unknown option `x`"),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_broken_configuration_is_said_once_and_flake8_goes_on(folder, text, wrong, jobs):
    (folder / "pyguide.toml").write_text(text)
    for number in range(4):
        (folder / f"{number}.py").write_text(f"import os\n{BARE}")
    done = flake8(folder, "--extend-select", "F401", "-j", jobs, ".")
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("pyguide: ")
    assert wrong in done.stderr
    assert re.findall(r": (\w+) ", done.stdout) == ["F401"] * 4


def test_a_broken_configuration_further_down_is_said_and_the_rest_is_checked(folder):
    (folder / "a.py").write_text(BARE)
    (folder / "inner").mkdir()
    (folder / "inner" / "pyguide.toml").write_text("select = 1\n")
    (folder / "inner" / "b.py").write_text(BARE)
    (folder / "inner" / "c.py").write_text(BARE)
    done = flake8(folder, "-j", "1", ".")
    assert done.stderr.count("\n") == 1
    assert "`select` must be an array of strings" in done.stderr
    assert re.findall(r"(\w)\.py:", done.stdout) == ["a"]


def test_a_file_that_python_refuses_is_left_to_flake8(folder):
    (folder / "a.py").write_text("def f(:\n")
    (folder / "b.py").write_bytes(b"x = '\xe9'\n" + BARE.encode())
    (folder / "empty.py").write_text("")
    done = flake8(folder, "--extend-select", "E9", ".")
    assert done.stderr == ""
    assert "a.py:1:" in done.stdout
    assert "E999" in done.stdout


def test_code_that_cannot_be_looked_at_is_said_and_the_rest_is_found(folder):
    strings = "x = (" + "'a' " * 10_000 + ") == None\n\n\n\n"
    (folder / "a.py").write_text(strings + BARE)
    done = flake8(folder, ".")
    assert done.stderr == "pyguide: ./a.py:1: not-parsed: libcst cannot parse this code\n"
    assert done.stdout.startswith("./a.py:7:1: PYG301 ")


def test_flake8_names_the_plugin_in_its_version(folder):
    assert re.search(r"\bpyguide: \d", flake8(folder, "--version").stdout)


# -- rules that are off by default -----------------------------------------------------------------

FRONT = "queue = []\nqueue.insert(0, 1)\nfor each in range(9):\n    queue.insert(0, each)\n"
TWO = "if x is 'y':\n    pass\n" + BARE
SILENCED = BARE.replace("except:", "except:  # noqa: PYG301")


@pytest.fixture
def opt_in(folder):
    """A file with one finding of a rule in preview, one of an optional rule, and one of neither."""
    (folder / "a.py").write_text(FRONT + SILENCED + TWO)
    return folder


def codes(folder, *words):
    return sorted({code for *_, code in seen_by_flake8(folder, *words)})


PREVIEW = next(
    rule.code for rule in installed().rules if rule.preview and rule.name == "list-front-insert"
)
USUAL = ["PYG202", "PYG301"]


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ([], []),
        (["--select", "PYG"], []),
        (["--ignore", "E501"], []),
        (["--extend-select", "PYG"], []),
        (["--extend-select", PREVIEW], [PREVIEW]),
        (["--extend-select", PREVIEW[:-1]], []),
        (["--pyguide-preview"], [PREVIEW]),
        (["--extend-select", "PYG093"], ["PYG093"]),
        (["--extend-select", "PYG09,PYG3"], ["PYG093"]),
        (["--pyguide-preview", "--extend-select", "PYG093"], ["PYG093", PREVIEW]),
    ],
)
def test_a_rule_that_is_off_is_turned_on_by_its_code(opt_in, words, more):
    assert codes(opt_in, *words, ".") == sorted([*USUAL, *more])


def test_the_project_turns_such_rules_on_as_well(opt_in):
    (opt_in / "pyguide.toml").write_text('preview = true\nextend-select = ["PYG093"]\n')
    assert codes(opt_in, "--ignore", "E501", ".") == sorted([*USUAL, "PYG093", PREVIEW])
    assert codes(opt_in, "--extend-ignore", "PYG09", ".") == sorted([*USUAL, PREVIEW])


def test_a_version_may_be_given_and_a_wrong_one_is_said_once(folder):
    (folder / "a.py").write_text("for a, b in zip([1], [2, 3]):\n    print(a, b)\n")
    (folder / "b.py").write_text(BARE)
    strict = next(rule.code for rule in installed().rules if rule.name == "zip-without-strict")
    assert strict in codes(folder, "--extend-select", strict, ".")
    old = ("--pyguide-target-version", "py39")
    assert strict not in codes(folder, "--extend-select", strict, *old, ".")
    done = flake8(folder, "-j", "2", "--pyguide-target-version", "py2", ".")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("pyguide: --pyguide-target-version: unknown version `py2`")
    assert "PYG301" in done.stdout


# -- the rules that judge comments -----------------------------------------------------------------


def test_comments_are_judged_by_what_pyguide_looked_for(folder):
    (folder / "a.py").write_text(
        "a = 1  # noqa: PYG301\n"
        "b = 2  # noqa: PYG999\n"
        "c = 3  # noqa: PYG3, why\n"
        "d = 4  # noqa: pyg301\n"
        "e = 5  # noqa: bare-except\n"
        "f = 6  # noqa: PYG301, PYG090\n" + SILENCED
    )
    expected = [("a.py", 1, 8, "PYG090"), ("a.py", 2, 16, "PYG091"), ("a.py", 4, 8, "PYG092")]
    assert seen_by_flake8(folder, ".") == expected
    # flake8 takes the name in line 5 for a noqa without codes, which silences this finding too.
    unheeded = seen_by_flake8(folder, "--disable-noqa", "--extend-ignore", "PYG3", ".")
    assert ("a.py", 5, 8, "PYG092") in unheeded
    # Whatever flake8 drops, pyguide has looked for it.
    assert seen_by_flake8(folder, "--extend-ignore", "PYG301", ".") == expected
    (folder / "pyguide.toml").write_text('ignore = ["PYG301"]\n')
    assert seen_by_flake8(folder, ".") == expected[1:]


# -- what flake8 brings ----------------------------------------------------------------------------


def configured_flake8(folder, *words):
    """flake8 with the configuration that it finds; gives lines of path, row and code."""
    done = subprocess.run(
        [sys.executable, "-m", "flake8", *words],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    return re.findall(r"(\S+?):(\d+):\d+: (\w+) ", done.stdout)


def test_the_file_of_flake8_selects_and_ignores_by_file(opt_in):
    (opt_in / "b.py").write_text(TWO)
    (opt_in / "setup.cfg").write_text(
        f"[flake8]\nselect = PYG2,PYG3,{PREVIEW}\npyguide-target-version = py311\njobs = 1\n"
        "per-file-ignores =\n    b.py: PYG202\n"
    )
    found = {(path, code) for path, _, code in configured_flake8(opt_in, "a.py", "b.py")}
    assert found == {("a.py", PREVIEW), ("a.py", "PYG301"), ("a.py", "PYG202"), ("b.py", "PYG301")}


def test_flake8_pyproject_is_heard_beside_the_table_of_pyguide(opt_in):
    (opt_in / "pyproject.toml").write_text(
        '[tool.flake8]\nselect = ["PYG"]\nextend-ignore = ["PYG202"]\npyguide-preview = true\n\n'
        '[tool.pyguide]\nextend-select = ["PYG093"]\n'
    )
    found = {code for *_, code in configured_flake8(opt_in, "a.py")}
    assert found == {PREVIEW, "PYG093", "PYG301"}


def test_notebooks_are_checked_through_nbqa(folder):
    def cell(source):
        head = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
        return head | {"source": source.splitlines(keepends=True)}

    notebook = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    cells = [cell("%time f()\n"), cell(BARE), cell(SILENCED)]
    (folder / "a.ipynb").write_text(json.dumps(notebook | {"cells": cells}))
    done = subprocess.run(
        [sys.executable, "-m", "nbqa", "flake8", "a.ipynb", "--isolated", "--select", "PYG301"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[0].startswith("a.ipynb:cell_2:3:1: PYG301 ")
    assert done.stdout.count("PYG301") == 1
