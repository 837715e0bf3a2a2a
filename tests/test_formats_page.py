"""The page on output formats shows what the program prints, for every format."""

import re

from formats_page import PAGE, made, snippets
from pyguide.report import FORMATS
from pyguide.report.severity import WORDS, worded

TEXT = PAGE.read_text(encoding="utf-8")


def test_every_snippet_is_what_the_program_prints_today():
    assert made(TEXT) == TEXT


def test_every_format_has_a_section_with_a_snippet():
    assert set(snippets(TEXT)) == set(FORMATS)
    assert all("PYG301" in snippet for snippet in snippets(TEXT).values())
    headings = re.findall(r"^## ([a-z-]+)$", TEXT, re.M)
    assert set(headings) == set(FORMATS)
    assert set(re.findall(r"\]\(#([a-z-]+)\)", TEXT)) == set(FORMATS)


def test_the_table_of_severities_is_the_one_that_is_used():
    header, *lines = re.search(r"\| severity .*?\n\n", TEXT, re.S)[0].strip().splitlines()
    forms = [cell.strip() for cell in header.strip("|").split("|")][1:]
    assert set(forms) == WORDS.keys() - {"sarif-problem"}
    for line in lines[1:]:
        severity, *words = (cell.strip() for cell in line.strip("|").split("|"))
        assert words == [worded(severity, form) for form in forms]
