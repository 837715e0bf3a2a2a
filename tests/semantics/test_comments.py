"""Comments that say something to a reader."""

import pytest

from pyguide.semantics import comments
from pyguide.source import Source


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("pass  # may be closed", True),
        ("#: why", True),
        ("#!why", True),
        ("pass", False),
        ("pass  #", False),
        ("pass  # -----", False),
        ("pass  # noqa: E501", False),
        ("pass  #pragma: no cover", False),
        ("pass  # type: ignore", False),
        ("pass  # pylint: disable=all", False),
        ("pass  # TODO: think", False),
        ("pass  # types differ", True),
    ],
)
def test_whether_a_comment_says_something(line: str, says: bool) -> None:
    assert comments.explained(Source(f"x = 1\n{line}\n"), [2]) is says


def test_the_comments_right_above_a_line() -> None:
    source = Source("# one\n\n# two\n  # three\nx = 1\n")
    assert comments.above(source, 5) == 3
    assert comments.above(source, 3) == 3
    assert comments.above(source, 2) == 1
    assert comments.above(source, 1) == 1
