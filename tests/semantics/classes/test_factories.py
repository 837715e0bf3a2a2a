"""Factories: methods that make objects of their own class by its name."""

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.classes.factories import Factory, factory
from pyguide.source import Source


def of(text: str) -> Factory | None:
    source = Source(textwrap.dedent(text))
    methods = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef)]
    return factory(Semantics(source), methods[0])


@pytest.mark.parametrize(
    ("text", "parameter", "calls"),
    [
        ("class A:\n @classmethod\n def f(cls): return A()", "cls", 1),
        ("class A:\n @classmethod\n def f(k, x):\n  if x: return A(x)\n  return A()", "k", 2),
        ("class A:\n @staticmethod\n def f():\n  a = A()\n  return a", None, 1),
    ],
)
def test_a_factory_names_its_class(text, parameter, calls):
    found = of(text)
    assert found is not None
    assert (found.parameter, len(found.names), found.owner.name) == (parameter, calls, "A")


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n def f(self): return A()",
        "class A:\n @classmethod\n def f(cls): return cls()",
        "class A:\n @classmethod\n def f(cls): return A(cls)",
        "class A:\n @classmethod\n def f(cls): return A.g()",
        "class A:\n @classmethod\n def f(cls): A()",
        "class A:\n @classmethod\n def f(cls): return [A()]",
        "class A:\n @staticmethod\n def f(x): return A() if x else None",
        "class A:\n @staticmethod\n def f(A): return A()",
        "A = 1\nclass A:\n @staticmethod\n def f(): return A()",
    ],
)
def test_other_methods_are_none(text):
    assert of(text) is None
