"""Functions with a cache of `functools`."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.functions.caching import cached, may_grow, owner
from pyguide.source import Source

HEAD = "import functools\nfrom functools import cache, lru_cache\n"


def last(text: str) -> tuple[Semantics, ast.FunctionDef]:
    source = Source(HEAD + text)
    return Semantics(source), [n for n in ast.walk(source.tree) if isinstance(n, ast.FunctionDef)][
        -1
    ]


@pytest.mark.parametrize(
    ("decorator", "unbounded"),
    [
        ("cache", True),
        ("functools.cache", True),
        ("lru_cache(None)", True),
        ("functools.lru_cache(maxsize=None, typed=True)", True),
        ("lru_cache", False),
        ("lru_cache(maxsize=8)", False),
        ("other", None),
        ("other.cache", None),
    ],
)
def test_caches_are_known(decorator, unbounded):
    found = cached(*last(f"@{decorator}\ndef f(x): pass"))
    assert (found and found.unbounded) == unbounded


@pytest.mark.parametrize(
    ("text", "grows"),
    [
        ("@cache\ndef f(x): pass", True),
        ("@cache\ndef f(x: int, y: bool): pass", True),
        ("@cache\ndef f(): pass", False),
        ("@cache\ndef f(x: bool | None): pass", False),
        ("@cache\ndef f(x): return f(x - 1)", False),
        ("class A:\n @classmethod\n @cache\n def f(cls): pass", False),
    ],
)
def test_arguments_make_it_grow(text, grows):
    semantics, function = last(text)
    found = cached(semantics, function)
    assert found is not None
    assert may_grow(semantics, found) is grows


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("class A:\n @cache\n def f(self): pass", "A"),
        ("class A:\n @staticmethod\n @cache\n def f(x): pass", None),
        ("class A(Enum):\n @cache\n def f(self): pass", None),
        ("class A(metaclass=M):\n @cache\n def f(self): pass", None),
        ("@cache\ndef f(self): pass", None),
    ],
)
def test_methods_have_an_owner(text, name):
    semantics, function = last(text)
    found = cached(semantics, function)
    assert found is not None
    class_ = owner(semantics, found)
    assert (class_ and class_.name) == name
