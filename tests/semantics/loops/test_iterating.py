"""Classes that are iterators and nothing else."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops import iterating
from pyguide.source import Source

CLASS = """
class A:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n
"""


def holds(text: str) -> bool:
    semantics = Semantics(Source(text))
    class_ = next(one for one in semantics.source.tree.body if isinstance(one, ast.ClassDef))
    return iterating.is_generator_in_disguise(semantics, class_)


@pytest.mark.parametrize("more", ["", "for x in A(3): print(x)\n", "self.n = 1\n"])
def test_an_iterator(more):
    assert holds(CLASS + more)


@pytest.mark.parametrize(
    "text",
    [
        CLASS.replace("A:", "A(B):"),
        CLASS.replace("return self\n", "return A(1)\n"),
        CLASS.replace("raise StopIteration", "raise ValueError"),
        CLASS.replace("self.n -= 1", "pass"),
        CLASS.replace("return self.n\n", "return\n"),
        CLASS + "    def more(self): pass\n",
        CLASS + "class B(A): pass\n",
        CLASS + "isinstance(x, A)\n",
        CLASS + "print(A(1).n)\n",
        "StopIteration = KeyError\n" + CLASS,
    ],
)
def test_other_classes(text):
    assert not holds(text)
