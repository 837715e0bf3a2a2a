"""Programs that a fix once broke, though it was called safe: none of these findings has a safe one.

Each was found by hand or by chance, run before and after, and mended in the proof that missed it.
They stand in ``broken_once/``, a page for each rule.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pyguide.catalog import installed
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.source import Source

PAGES = sorted((Path(__file__).parent / "broken_once").glob("PYG*.md"))
PROGRAMS = {
    f"{page.stem}: {title}": code
    for page in PAGES
    for title, code in re.findall(
        r"^## (.+?)\n+```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S
    )
}


def test_every_title_on_the_pages_has_its_program() -> None:
    titles = [line for page in PAGES for line in page.read_text(encoding="utf-8").splitlines()]
    assert len(PROGRAMS) == sum(line.startswith("## ") for line in titles) > 150


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_fix_is_called_safe(name: str) -> None:
    rules = {entry.rule.code: entry.rule for entry in installed().entries.values()}
    found = check(Source(PROGRAMS[name]), [rules[name.partition(":")[0]]])
    fixes = [one.fix for one in found if one.fix is not None]
    assert [one for one in fixes if one.applicability is Applicability.SAFE] == []
