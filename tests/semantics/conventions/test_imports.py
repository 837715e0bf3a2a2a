"""Imports below code."""

import ast

import pytest

from pyguide.semantics.conventions.imports import code_before


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("'doc'\nimport a", None),
        ("x = 1\nimport a", 1),
        ("import b\ndef f(): pass\nimport a", 2),
        ("class A: pass\nimport a", 1),
        ("__all__ = []\nimport a", None),
        ("LICENCE = 'MIT'\nimport a", None),
        ("try:\n import b\nexcept ImportError:\n b = None\nimport a", None),
        ("setup()\nimport a", None),
        ("x = setup()\nimport a", 1),
        ("import sys\nsys.path[:0] = ['x']\nx = 1\nimport a", None),
        ("x = 1\nimport sys\nsys.path += ['x']\nimport a", None),
        ("if x:\n setup()\nimport a", None),
        ("x += 1\nimport a", 1),
    ],
)
def test_the_code_above_an_import(text, line):
    tree = ast.parse(text)
    found = code_before(tree, tree.body[-1])
    assert (found.lineno if found else None) == line
