"""What is written about ruff's rules holds for the ruff that is installed."""

import json
from pathlib import Path

import pytest

from pyguide.catalog import installed
from pyguide.finding import Applicability
from pyguide.page import parse
from pyguide.ruff.codes import RULES
from pyguide.testing import examples, findings
from ruff_table import RUFF, TABLE, codes, ruff, table

pytestmark = pytest.mark.skipif(not RUFF.exists(), reason="ruff is not installed")

CASES = Path(__file__).parents[1] / "rules"
EXACT = [entry for entry in installed().entries.values() if entry.rule.exact_twins]
KINDS = {"safe": Applicability.SAFE, "unsafe": Applicability.UNSAFE}


def all_examples(entry):
    """The examples of a rule's page and of its edge cases."""
    chapter = entry.rule.__module__.split(".")[-2]
    extra = CASES / chapter / f"{entry.module}.md"
    pages = [entry.page, parse(extra.read_text())]
    return [example for page in pages for example in examples(page)]


def test_the_table_says_what_ruff_says():
    assert TABLE.read_text() == table(), "run `python tests/ruff_table.py`"


def test_every_twin_is_in_the_table():
    assert list(RULES) == codes()


@pytest.mark.parametrize("entry", EXACT, ids=lambda entry: entry.rule.code)
def test_an_exact_twin_reports_wherever_the_rule_does_and_mends_no_better_than_known(
    entry, tmp_path
):
    rule = entry.rule
    assert set(rule.exact_twins) <= set(rule.twins["ruff"])
    ours: list[tuple[str, range]] = []
    for number, example in enumerate(all_examples(entry)):
        path = tmp_path / f"example_{number}.py"
        path.write_text(example.code)
        for one in findings(example, rule, example.code):
            if one.alone:
                continue
            first, last = (example.code.count("\n", 0, at) + 1 for at in one.span)
            ours.append((path.name, range(first, last + 1)))
    assert ours
    for twin in rule.exact_twins:
        flags = ("--isolated", "--preview", "--ignore-noqa", "--no-cache", "--target-version=py311")
        said = ruff(
            "check", *flags, f"--select={twin}", "--output-format=json", ".", folder=tmp_path
        )
        reported = json.loads(said)
        rows = {
            (Path(one["filename"]).name, row)
            for one in reported
            for row in range(one["location"]["row"], one["end_location"]["row"] + 1)
        }
        assert not [(name, own) for name, own in ours if not any((name, n) in rows for n in own)]
        known = KINDS.get(RULES[twin].fix, -1)
        assert all(KINDS[o["fix"]["applicability"]] <= known for o in reported if o["fix"])
