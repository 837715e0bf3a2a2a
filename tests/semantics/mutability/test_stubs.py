"""Stubs: functions whose body says nothing."""

import ast
import textwrap
from pathlib import Path

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.mutability.stubs import is_stub
from pyguide.source import Source


def stub(text: str, path: Path | None = None) -> bool:
    source = Source(textwrap.dedent(text), path)
    found = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef)]
    return is_stub(Semantics(source), found[-1])


@pytest.mark.parametrize(
    "text",
    [
        "def f(): ...",
        'def f():\n    """Doc."""\n    ...',
        "def f():\n    raise NotImplementedError",
        'def f():\n    """Doc."""\n    raise NotImplementedError("later")',
        "@overload\ndef f():\n    return 1",
        "@typing.overload\ndef f():\n    return 1",
        "@property\n@abc.abstractmethod\ndef f():\n    return 1",
        'class A(Protocol[T]):\n    def f(self):\n        """Doc."""',
        "class A(typing.Protocol):\n    def f(self):\n        pass",
    ],
)
def test_a_stub(text: str) -> None:
    assert stub(text)


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    pass",
        'def f():\n    """Doc."""',
        "def f():\n    return ...",
        "def f():\n    raise ValueError",
        "def f():\n    ...\n    return 1",
        "@cache\ndef f():\n    return 1",
        "class A(Protocol):\n    def f(self):\n        return 1",
        "class A(Base):\n    def f(self):\n        pass",
    ],
)
def test_no_stub(text: str) -> None:
    assert not stub(text)


def test_all_is_a_stub_in_a_stub_file() -> None:
    assert stub("def f():\n    return 1", Path("m.pyi"))
    assert not stub("def f():\n    return 1", Path("m.py"))
