"""Where the name of what a handler catches stands, or would stand."""

import ast

import pytest

from pyguide.rewriting.handlers import name_place
from pyguide.source import Source


@pytest.mark.parametrize(
    ("header", "start", "named"),
    [
        ("except A:", "except A", ""),
        ("except A as e:", "except A", " as e"),
        ("except  A  as  e :", "except  A", "  as  e"),
        ("except (A):", "except (A)", ""),
        ("except (A)as e:", "except (A)", "as e"),
        ("except ( ( A ) ) as e:", "except ( ( A ) )", " as e"),
        ("except (A, B,):", "except (A, B,)", ""),
        ("except (  # why\n  A  # this\n):", "except (  # why\n  A  # this\n)", ""),
        ("except A \\\n  as e:", "except A", " \\\n  as e"),
        ("except* A as e:", "except* A", " as e"),
    ],
)
def test_the_place_of_the_name(header: str, start: str, named: str) -> None:
    source = Source(f"try:\n    pass\n{header}\n    pass\n")
    handler = source.tree.body[0].handlers[0]  # type: ignore[attr-defined]
    span = name_place(source, handler)
    assert source.text[: span.start].endswith("\n" + start)
    assert source.text_of(span) == named


def test_a_handler_without_a_type_has_no_place() -> None:
    source = Source("try:\n    pass\nexcept:\n    pass\n")
    (handler,) = (n for n in ast.walk(source.tree) if isinstance(n, ast.ExceptHandler))
    with pytest.raises(ValueError, match="without a type"):
        name_place(source, handler)
