"""Where only the truth of an expression matters, and what annotations say of containers."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def asked(text: str) -> bool:
    """Whether `ask()` in ``text`` is only asked for its truth."""
    source = Source(text)
    call = next(node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    return Semantics(source).is_condition(call)


@pytest.mark.parametrize(
    "text",
    [
        "if ask(): pass", "while ask(): pass", "assert ask()", "x = 1 if ask() else 2",
        "[x for x in y if ask()]", "not ask()", "if a or ask() and b: pass",
        "if ask() if a else b: pass", "match x:\n    case 1 if ask(): pass",
    ],
)  # fmt: skip
def test_a_condition(text: str) -> None:
    assert asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = ask()", "ask() or 1", "x = ask() if a else b", "assert a, ask()", "[ask() for x in y]",
        "if a == ask(): pass", "lambda: ask()", "if a:\n    ask()", "[x for x in ask()]", "-ask()",
    ],
)  # fmt: skip
def test_a_value(text: str) -> None:
    assert not asked(text)


@pytest.mark.parametrize(
    ("annotation", "is_container"),
    [
        ("list[int]", True), ("Sequence", True), ("'list[int] | None'", True), ("t.Any", True),
        ("Optional[dict]", True), ("Union[str, bytes]", True), ("Annotated[set, 1]", True),
        ("Node", False), ("list | Node", False), ("Optional[Node]", False), ("np.ndarray", False),
    ],
)  # fmt: skip
def test_annotations_of_containers(annotation: str, is_container: bool) -> None:
    source = Source(f"def f(x: {annotation}, *y: {annotation}):\n    x, y")
    semantics = Semantics(source)
    x, y = (n for n in ast.walk(source.tree) if isinstance(n, ast.Name) and n.id in ("x", "y"))
    found = semantics.annotations.of_name(x)
    assert found is not None
    assert semantics.annotations.is_container(found) is is_container
    assert semantics.annotations.of_name(y) is None
