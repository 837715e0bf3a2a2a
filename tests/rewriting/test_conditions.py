"""The truth of an operand in the place of a comparison."""

import ast

import pytest

from pyguide.guard import apply
from pyguide.rewriting.conditions import as_truth
from pyguide.semantics import Semantics
from pyguide.source import Source


@pytest.mark.parametrize(
    ("text", "positive", "negative"),
    [
        ("if x == 0: pass", "if x: pass", "if not x: pass"),
        ("if (x == 0): pass", "if x: pass", "if not x: pass"),
        ("if(x == 0): pass", "if x: pass", "if not x: pass"),
        ("f(x == 0)", "f(x)", "f(not x)"),
        ("f (x == 0)", "f (x)", "f (not x)"),
        ("f((x == 0))", "f(x)", "f((not x))"),
        ("y or (x == 0)", "y or x", "y or (not x)"),
        ("z = (x == 0) in y", "z = x in y", "z = (not x) in y"),
        ("y or (p or q) == 0", "y or (p or q)", "y or not (p or q)"),
        ("if (p or q) == 0: pass", "if p or q: pass", "if not (p or q): pass"),
        ("if (p in q) == 0: pass", "if p in q: pass", "if p not in q: pass"),
        ("if (p not  in q) == 0: pass", "if p not  in q: pass", "if p in q: pass"),
        ("if (p is not q) == 0: pass", "if p is not q: pass", "if p is q: pass"),
        ("y = 0if(p)==0else 1", "y = 0if p else 1", "y = 0if not p else 1"),
    ],
)
def test_brackets_and_blanks(text: str, positive: str, negative: str) -> None:
    source = Source(text)
    compare = next(
        n
        for n in ast.walk(source.tree)
        if isinstance(n, ast.Compare) and isinstance(n.ops[0], ast.Eq)
    )
    for wanted, is_negative in ((positive, False), (negative, True)):
        edit = as_truth(Semantics(source), compare, compare.left, negative=is_negative)
        assert apply(text, [edit]) == wanted
