"""Which texts end no line."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.files import lineless
from pyguide.source import Source


@pytest.mark.parametrize(
    ("written", "pieces"),
    [
        ("['a', 'b']", 2),
        ("('a', 'b')", 2),
        ("['a']", 0),
        ("['a', 'b\\n']", 0),
        ("['a, ', 'b']", 0),
        ("['a' for _ in x]", 1),
        ("(f'a{y}b' for y in x)", 1),
        ("(f'a{y}' for y in x)", 0),
        ("(f'a{len(y)}' for y in x)", 1),
        ("x", 0),
        ("{'a', 'b'}", 0),
    ],
)
def test_pieces_that_end_no_line(written: str, pieces: int) -> None:
    source = Source(f"with open(p, 'w') as f:\n    f.writelines({written})\n")
    call = next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    assert len(lineless.lineless(Semantics(source), call)) == pieces
