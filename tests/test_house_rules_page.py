"""The tutorial in docs/house-rules.md, walked through: its files are written, its commands run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "house-rules.md").read_text()
EXAMPLE = ROOT / "examples" / "house_rules"
STEP = re.compile(
    r"(?:`(?P<file>[\w./]+)`:\n\n)?^(?P<fence>`{3,})(?P<kind>\w+)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
STEPS = list(STEP.finditer(TEXT))
# With CI or BUILD_NUMBER pytest cuts none of its lines, and the page shows them cut.
ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if key not in ("CI", "BUILD_NUMBER")},
    "COLUMNS": "80",
    "PYTHONSAFEPATH": "1",
}


def said(done):
    """What a command wrote, with the same time for all tests."""
    return re.sub(r"in \d+\.\d\ds", "in 1.00s", done.stdout)


def test_each_command_says_what_the_page_shows(tmp_path):
    commands = 0
    for step in STEPS:
        if step["file"]:
            (tmp_path / step["file"]).write_text(step["text"])
        if step["kind"] != "console":
            continue
        command, _, shown = step["text"].removeprefix("$ ").partition("\n")
        program, *words = command.split()
        done = subprocess.run(
            [sys.executable, "-m", program, *words],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env=ENVIRONMENT,
        )
        if shown.endswith("...\n"):
            assert said(done).startswith(shown.removesuffix("...\n")), done.stderr
        else:
            assert said(done) == shown, done.stderr
        commands += 1
    assert commands == 7
    assert (tmp_path / "paint.py").read_text().splitlines()[1] == "    found = []"


def test_the_files_of_the_page_are_those_of_the_example():
    shown = {step["file"]: step["text"] for step in STEPS if step["file"]}
    for name in ("empty_constructor.md", "empty_constructor.py"):
        text = (EXAMPLE / "house_rules" / name).read_text()
        assert shown[f"tools/house_rules/{name}"] == text
    blocks = [step["text"] for step in STEPS if step["kind"] == "toml"]
    assert (EXAMPLE / "pyproject.toml").read_text() in blocks
