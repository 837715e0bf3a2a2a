"""The README shows what the program prints, and its two commands are the real ones."""

import re
import subprocess
import sys

import pytest

from pages import pages
from pyguide.catalog import installed
from readme import COMMAND, PICTURE, README, ROOT, letters, output, with_table


def test_the_picture_shows_what_the_command_prints():
    printed = f"$ {COMMAND} {output('--color', 'never')}"
    assert letters(PICTURE.read_text(encoding="utf-8")) == "".join(printed.split())
    assert "range(len(rows))" in printed


def test_the_table_counts_the_rules_of_today():
    text = README.read_text(encoding="utf-8")
    assert with_table(text) == text
    assert f"| {len(installed().rules)} |" in text


@pytest.mark.parametrize("path, text", list(pages()), ids=lambda one: getattr(one, "name", ""))
def test_the_pages_of_rules_and_questions_are_those_of_today(path, text):
    assert path.read_text(encoding="utf-8") == text
    targets = set(re.findall(r"\]\((?!https?:)([^)]+)\)", text))
    assert len(targets) > 40
    for target in targets:
        assert (path.parent / target).is_file(), target


def test_every_word_the_readme_offers_as_a_command_exists():
    text = README.read_text(encoding="utf-8")
    for command in ("check", "explain", "rules", "new"):
        assert f"pyguide {command}" in text
        done = subprocess.run(
            [sys.executable, "-m", "pyguide", command, "--help"], cwd=ROOT, capture_output=True
        )
        assert done.returncode == 0
