"""Code of the file that runs without being called and may raise StopIteration."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def may_stop(method: str, body: str, use: str) -> bool:
    """Whether ``use`` may raise StopIteration, where a class of the file has ``method``."""
    text = f"""
def take(): return next(IT)
def give(): return len(IT)
class Own:
    {method}
{textwrap.indent(body, " " * 8)}
def f(own, text="a"):
    {use}
"""
    semantics = Semantics(Source(text))
    use_ = semantics.source.tree.body[-1].body[-1]  # type: ignore[attr-defined]
    return any(map(semantics.stopping.may_stop, ast.walk(use_)))


USES = [
    ("def __add__(self, other):", "own + 1"),
    ("def __getitem__(self, key):", "own[1]"),
    ("@property\n    def name(self):", "own.name"),
    ("def __iter__(self):", "[*own]"),
    ("def __iter__(self):", "[one for one in own]"),
    ("def __iter__(self):", "text.join(own)"),
    ("def __format__(self, spec):", "text.format(own)"),
    ("def __instancecheck__(cls, one):", "isinstance(text, own)"),
]
STOPS = ["raise StopIteration", "return next(IT)", "return take()", "self.x = self.unknown()"]
RUNS = ["return 1", "raise ValueError('no')", "raise KeyError", "return give() + len(self.x)"]


@pytest.mark.parametrize(("method", "use"), USES)
@pytest.mark.parametrize("body", STOPS)
def test_what_a_special_method_raises_gets_out(method: str, use: str, body: str) -> None:
    assert may_stop(method, body, use)


@pytest.mark.parametrize(("method", "use"), USES)
@pytest.mark.parametrize("body", RUNS)
def test_most_special_methods_do_not_raise_it(method: str, use: str, body: str) -> None:
    assert not may_stop(method, body, use)


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("def __next__(self):", "raise StopIteration"),
        ("def __iter__(self):", "yield next(IT)"),
        ("async def __iter__(self):", "return next(IT)"),
    ],
)
def test_the_end_of_the_items_does_not_get_out(method: str, body: str) -> None:
    assert not may_stop(method, body, "list(own)")
