"""Names whose value names themselves lead no proof in a circle."""

import ast

import pytest

from pyguide.catalog import installed
from pyguide.engine import check
from pyguide.page import parse
from pyguide.source import Source
from pyguide.testing import examples

ENTRIES = [one for one in installed().entries.values() if not one.rule.judges_comments]
RULES = [entry.rule for entry in ENTRIES]
CIRCLES = ("[*{0}]", "[{0} for _ in {0}]", "{0}[0]", "{0} or {0}", "{0}.copy()", "{1}")


@pytest.mark.parametrize(
    "code",
    [
        "Row = Row[int]\ndef f(row: Optional[Row]): ...",
        "A = B[int]\nB = A[int]\ndef f(row: Optional[A]): ...",
        "xs = [xs for _ in xs]\nRESULT = [b - a for a, b in zip(xs, xs[1:])]",
        "it = [it for _ in it]\nRESULT = list(zip(it, it))",
        "def f(words):\n    counts = [*counts]\n    for w in words:\n        if w not in counts:\n"
        "            counts[w] = 0.0\n        counts[w] -= len(w)\n    return counts",
        "def f(text):\n    known = [*known]\n    return [w for w in text if w not in known]",
    ],
)
def test_no_rule_goes_round_in_it(code):
    imports = "from typing import Optional\n"
    skipped = []
    check(Source(imports + code), RULES, skipped=skipped)
    assert skipped == []


@pytest.mark.slow
def test_no_example_with_such_a_value_is_too_deep():
    tried = 0
    for entry in ENTRIES:
        for example in examples(parse(entry.page.text)):
            for code in circular(example.code):
                skipped = []
                check(Source(code), [entry.rule], skipped=skipped)
                assert skipped == [], code
                tried += 1
    assert tried > 1_000


def circular(code):
    """The program with the value of one assignment made to name itself, or another name."""
    tree = ast.parse(code)
    assigned = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    ]
    for index, node in enumerate(assigned):
        before, other = node.value, assigned[index - 1].targets[0].id
        for circle in CIRCLES:
            text = circle.format(node.targets[0].id, other)
            node.value = ast.parse(text, mode="eval").body
            yield ast.unparse(ast.fix_missing_locations(tree))
        node.value = before
