"""Hashes as GitHub's upload action computes them; the values come from runs of that action."""

import time

import pytest

from pyguide.report.line_hash import line_hashes
from pyguide.source import Source


def hashes(text: str) -> list[str]:
    source = Source(text)
    found = line_hashes(source, set(range(1, len(source.starts) + 1)))
    return [found[number] for number in sorted(found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (
            " a\nb\n  \t\tc\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
        (
            "x = 2\nx = 1\nprint(x)\n",
            ["13494568d0dee3d0:1", "7206f8a3744aa74f:1", "f1b89f20de0d133:1", "c129715d7a2bc9a3:1"],
        ),
        (
            "héllo 😀\r\n\r \n  x\t= 1\n",
            [
                "f689bf49a991d8d6:1",
                "f11cc171b261e7f3:1",
                "e107cf68c905f3b5:1",
                "8e00d41f0ebba6bf:1",
                "c129715d7a2bc9a3:1",
            ],
        ),
    ],
)
def test_the_values_are_those_of_the_action(text: str, expected: list[str]) -> None:
    assert hashes(text) == expected


def test_equal_lines_are_counted() -> None:
    found = hashes("Lorem ipsum dolor sit amet.\n" * 10)
    assert found[:6] == [f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)]


def test_every_line_end_counts_as_the_same() -> None:
    assert hashes("a\r\nb\rc\n") == hashes("a\nb\nc\n")


def test_lines_that_nobody_asks_for_cost_next_to_nothing() -> None:
    source = Source("x = 1\n" * 200_000)
    begun = time.process_time()
    assert len(line_hashes(source, {3, 199_999})) == 2
    assert time.process_time() - begun < 10
