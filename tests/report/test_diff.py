"""A unified diff that can be applied."""

import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from pyguide.outcome import FileResult, Outcome
from pyguide.report import diff

CASES = {
    "one line": ("a\nb\nc\n", "a\nB\nc\n"),
    "CRLF": ("a\r\nb\r\n", "a\r\nB\r\n"),
    "no newline at the end": ("a\nb", "a\nB"),
    "newline added": ("a\nb", "a\nb\n"),
    "lone carriage return and form feed": ("a\rb\n\x0cc\n", "a\rb\n\x0cC\n"),
    "line separators": ("a\u2028b\nc\n", "a\u2028B\nc\n"),
    "emptied": ("a\n", ""),
    "filled": ("", "a\n"),
    "far apart": ("\n" * 30 + "a\n" * 30, "b\n" + "\n" * 29 + "a\n" * 29 + "c\n"),
}


def rendered(before: str, after: str, path: str = "a.py", *, color: bool = False) -> str:
    return diff.render(Outcome((FileResult(path, before=before, after=after),), {}), color=color)


def test_paths_hunks_and_missing_newlines_read_as_in_ruff() -> None:
    assert rendered("import os\nx=1", "x=1") == (
        "--- a.py\n+++ a.py\n@@ -1,2 +1 @@\n-import os\n x=1\n\\ No newline at end of file\n\n"
    )


def test_only_changed_files_are_shown_one_after_the_other() -> None:
    files = (
        FileResult("a.py", before="x\n", after="y\n"),
        FileResult("b.py"),
        FileResult("c.py", before="x\n", after="x\n"),
        FileResult("d.py", before="x\n", after="z\n"),
    )
    assert diff.render(Outcome(files, {})) == (
        "--- a.py\n+++ a.py\n@@ -1 +1 @@\n-x\n+y\n\n--- d.py\n+++ d.py\n@@ -1 +1 @@\n-x\n+z\n\n"
    )
    assert diff.render(Outcome((), {})) == ""


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("path", ["a.py", 'né "w\n\\.py'])
def test_git_makes_the_fixed_file_of_it(tmp_path: Path, name: str, path: str) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    before, after = CASES[name]
    target = tmp_path / path
    target.write_bytes(before.encode())
    patch = rendered(before, after, path).encode()
    command = ["git", "apply", "-p0", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=tmp_path, input=patch, check=True)
    left = target.read_bytes() if target.exists() else b""
    assert left == after.encode()


def test_colour_is_for_eyes_and_escapes() -> None:
    text = rendered("a\tb\r\n", "'\x1b[2J\\r'\r\n", "n\x1b.py", color=True)
    assert text.splitlines() == [
        '--- \x1b[31m"n\\033.py"\x1b[0m',
        '+++ \x1b[32m"n\\033.py"\x1b[0m',
        "@@ -1 +1 @@",
        "\x1b[31m-a   b\x1b[0m",
        "\x1b[32m+'\\x1b[2J\\r'\x1b[0m",
        "",
    ]


def test_git_makes_the_fixed_files_of_many_random_diffs(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    chance = random.Random(7)
    files, wanted = [], {}
    for number in range(60):
        # Few different lines make for many equal ones, many for unique ones that move.
        lines = [f"{chance.randrange(chance.choice((3, 40, 1000)))}\n" for _ in range(60)]
        other = [line for line in lines if chance.random() < 0.8]
        for _ in range(chance.randrange(9)):
            other.insert(chance.randrange(len(other) + 1), chance.choice(lines))
        name = f"{number}.py"
        (tmp_path / name).write_text("".join(lines))
        wanted[name] = "".join(other)
        files.append(FileResult(name, before="".join(lines), after=wanted[name]))
    patch = diff.render(Outcome(tuple(files), {}))
    subprocess.run(
        ["git", "apply", "-p0", "--whitespace=nowarn", "-"],
        cwd=tmp_path, input=patch, text=True, check=True,
    )  # fmt: skip
    assert {name: (tmp_path / name).read_text() for name in wanted} == wanted


def test_many_changes_in_a_long_file_take_no_time_to_find() -> None:
    lines = [f"value_{number} == None\n" for number in range(60_000)]
    fixed = [line.replace("==", "is") if n % 50 == 0 else line for n, line in enumerate(lines)]
    begin = time.perf_counter()
    text = rendered("".join(lines), "".join(fixed))
    assert time.perf_counter() - begin < 5
    assert text.count("\n+") == 1_200 + 1
