"""``pyguide new``: two files that pass as they are, and no file overwritten."""

import ast
import subprocess
import sys

import pytest

from pyguide.catalog import installed
from pyguide.page import SECTIONS, parse

pytestmark = pytest.mark.slow


def test_a_new_rule_is_two_files_in_the_folder_asked_for(pyguide, folder):
    done = pyguide("new", "left-over-print", "--code", "ABC101", "--into", "pack/loops")
    assert (done.code, done.err) == (0, "")
    assert done.out == "pack/loops/left_over_print.py\npack/loops/left_over_print.md\n"
    module = (folder / "pack" / "loops" / "left_over_print.py").read_text()
    assert "class LeftOverPrint(Rule):" in module
    assert 'code = "ABC101"' in module
    page = parse((folder / "pack" / "loops" / "left_over_print.md").read_text())
    assert (page.name, page.code) == ("left-over-print", "ABC101")
    assert tuple(section.heading for section in page.sections) == SECTIONS


def test_every_module_that_was_written_can_be_read_by_python(pyguide, folder):
    pyguide("new", "left-over-print", "--code", "ABC101", "--into", "pack/loops")
    for path in folder.rglob("*.py"):
        tree = ast.parse(path.read_text())
        assert ast.get_docstring(tree)
        assert path.read_text().endswith("\n")


def test_the_page_of_a_new_rule_passes_as_a_test_and_fails_once_it_lies(pyguide, folder):
    pyguide("new", "left-over-print", "--code", "ABC101", "--into", "pack")
    page = folder / "pack" / "left_over_print.md"
    command = [sys.executable, "-m", "pytest", "-p", "pyguide.testing", "-p", "no:cacheprovider"]
    command += ["--import-mode=importlib", "-q", str(page)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
    page.write_text(page.read_text().replace("  # ABC101", ""))
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout


def test_a_chapter_gives_the_next_free_code_of_its_hundred(pyguide, folder):
    done = pyguide("new", "left-over-print", "--chapter", "arrays", "--into", "pack")
    assert done.code == 0
    code = parse((folder / "pack" / "left_over_print.md").read_text()).code
    assert "PYG950" <= code <= "PYG999"
    assert code not in installed().entries
    pyguide("new", "other-print", "-c", "exceptions", "--into", "pack")
    code = parse((folder / "pack" / "other_print.md").read_text()).code
    assert code.startswith("PYG3")
    assert code not in installed().entries


def test_in_a_checkout_the_chapter_is_the_folder(pyguide, folder):
    (folder / "rules" / "pyguide_rules").mkdir(parents=True)
    done = pyguide("new", "left-over-print", "--chapter", "loops")
    assert done.out == (
        "rules/pyguide_rules/loops/left_over_print.py\n"
        "rules/pyguide_rules/loops/left_over_print.md\n"
    )


@pytest.mark.parametrize("taken", ["left_over_print.py", "left_over_print.md"])
def test_no_file_is_ever_overwritten(pyguide, folder, taken):
    (folder / "pack").mkdir()
    (folder / "pack" / taken).write_text("mine")
    done = pyguide("new", "left-over-print", "--code", "ABC101", "--into", "pack")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"pyguide: pack/{taken} exists already\n"
    assert [path.name for path in (folder / "pack").iterdir()] == [taken]
    assert (folder / "pack" / taken).read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["BareExcept", "-c", "loops"], "`BareExcept` is no kebab-case name"),
        (["bare_except", "-c", "loops"], "`bare_except` is no kebab-case name"),
        (["utf-8-open", "-c", "files"], "`utf-8-open` is no kebab-case name"),
        (["../x", "-c", "loops"], "`../x` is no kebab-case name"),
        (["x-y", "-c", "lops"], "unknown chapter `lops` (did you mean `loops`?)"),
        (["x-y"], "--chapter"),
        (["x-y", "--code", "ABC101"], "--chapter"),
        (["x-y", "--code", "abc1", "--into", "pack"], "`abc1` is no code such as PYG301"),
        (["x-y", "-c", "loops"], "rules/pyguide_rules does not exist here; give --into FOLDER"),
        (
            ["bare-except", "--code", "XYZ101", "--into", "pack"],
            "there is a rule bare-except (PYG301) already",
        ),
        (
            ["x-y", "--code", "PYG301", "--into", "pack"],
            "there is a rule bare-except (PYG301) already",
        ),
    ],
)
def test_words_that_do_not_fit_are_misuse_and_nothing_is_written(pyguide, folder, words, wrong):
    done = pyguide("new", *words)
    assert (done.code, done.out) == (2, "")
    assert wrong in done.err
    assert done.err.count("\n") == 1
    assert not list(folder.iterdir())


def test_a_folder_that_cannot_be_made_is_one_line(pyguide, folder):
    (folder / "pack").write_text("a file")
    done = pyguide("new", "x-y", "--code", "ABC101", "--into", "pack/loops")
    assert done.code == 2
    assert done.err.startswith("pyguide: ")
    assert done.err.count("\n") == 1
