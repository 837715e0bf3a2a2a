"""The last statement of a `try` body moves out, with its comments and strings."""

import ast

import pytest

from pyguide.guard import apply
from pyguide.rewriting.moves import out_of_try
from pyguide.source import Source


def moved(text: str, behind: bool) -> str | None:
    source = Source(text)
    attempt = next(node for node in ast.walk(source.tree) if isinstance(node, ast.Try))
    edits = out_of_try(source, attempt, behind)
    return None if edits is None else apply(source.text, sorted(edits))


@pytest.mark.parametrize(
    ("text", "behind", "expected"),
    [
        (
            "try:\n  a\n  b\nexcept A:\n  c\nd\n",
            False,
            "try:\n  a\nexcept A:\n  c\nelse:\n  b\nd\n",
        ),
        ("try:\n  a\n  b\nexcept A:\n  c\nd\n", True, "try:\n  a\nexcept A:\n  c\nb\nd\n"),
        (
            "try:\n  a\n\n  # why\n  b  # b\nexcept A: c\nfinally:\n  d\n",
            False,
            "try:\n  a\nexcept A: c\nelse:\n  # why\n  b  # b\nfinally:\n  d\n",
        ),
        (
            "if x:\n  try:\n    a\n    b('''\n    c\n''',\n      d)\n  except A:\n    e\n    # f\n",
            True,
            "if x:\n  try:\n    a\n  except A:\n    e\n    # f\n  b('''\n    c\n''',\n    d)\n",
        ),
        ("try:\n  a; b\nexcept A:\n  c\n", False, None),
        ("try: a; b\nexcept A:\n  c\n", False, None),
        ("try:\n  a\n  b; \nexcept A:\n  c\n", False, None),
    ],
)
def test_where_the_last_statement_goes(text: str, behind: bool, expected: str | None) -> None:
    assert moved(text, behind) == expected
