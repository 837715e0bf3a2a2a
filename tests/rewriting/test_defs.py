"""The parameters of lambdas."""

import ast

import pytest

from pyguide.rewriting import defs
from pyguide.source import Source


@pytest.mark.parametrize(
    "code, arguments",
    [
        ("lambda: 0", ""),
        ("lambda x , *y:x", "x , *y"),
        ("lambda \\\n  x: x", "x"),
        ("(lambda x,\n   y=1: x)", "x, y=1"),
        ("(lambda x='a  b',\n   y=1: x)", "x='a  b',\n   y=1"),
        ("lambda x={1: ':'}, /\t: x", "x={1: ':'}, /"),
    ],
)
def test_parameters_are_taken_as_they_are_written(code, arguments):
    source = Source(code)
    function = next(node for node in ast.walk(source.tree) if isinstance(node, ast.Lambda))
    assert defs.arguments(source, function) == arguments
