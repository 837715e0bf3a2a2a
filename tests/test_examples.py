"""The example program: what it shows, and that its fixed twin does the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from pyguide.cli import fix_main, main

EXAMPLES = Path(__file__).parents[1] / "examples"
NINE = {"PYG001", "PYG101", "PYG202", "PYG203", "PYG301", "PYG306", "PYG401", "PYG501", "PYG801"}


def printed(folder: Path) -> str:
    script, data = folder / "stock.py", EXAMPLES / "stock" / "stock.csv"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", script, data], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_example_holds_each_of_the_nine_anti_patterns_and_two_more(capsys):
    assert main(["check", str(EXAMPLES / "stock"), "--output-format", "concise"]) == 1
    found = {word for word in capsys.readouterr().out.split() if word.startswith("PYG")}
    assert found == NINE | {"PYG405", "PYG802"}


def test_the_fixed_twin_is_what_the_codemod_makes_of_it(tmp_path, capsys):
    for file in (EXAMPLES / "stock").glob("*.py"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert fix_main(["--unsafe-fixes", str(tmp_path)]) == 0
    for file in (EXAMPLES / "stock_fixed").glob("*.py"):
        assert (tmp_path / file.name).read_text() == file.read_text()


def test_the_fixed_twin_is_clean(capsys):
    assert main(["check", str(EXAMPLES / "stock_fixed")]) == 0


@pytest.mark.parametrize("folder", ["stock", "stock_fixed"])
def test_both_programs_print_the_same(folder):
    assert printed(EXAMPLES / folder).splitlines() == [
        "not understood: figs, many",
        "FEW - LEFT",
        "Pears       2",
        "Plums       none",
    ]
