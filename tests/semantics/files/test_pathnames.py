"""Joined paths and what takes them."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.files import pathnames
from pyguide.source import Source


def last_join(code: str) -> tuple[Semantics, ast.Call]:
    source = Source(f"import os, shutil\nfrom pathlib import Path\n{code}\n")
    calls = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("join")
    ]
    return Semantics(source), calls[-1]


@pytest.mark.parametrize(
    ("call", "is_joined"),
    [
        ("os.path.join(a, b)", True), ("os.path.join(a)", False), ("os.path.join(*a, b)", False),
        ("os.path.join(b'a', b)", False), ("os.path.join(b_a, c)", False), ("x.join(a, b)", False),
        ("os.path.join(a.encode(), b)", False), ("os.path.join(to_bytes(a), b)", False),
    ],
)  # fmt: skip
def test_what_joins_text(call: str, is_joined: bool) -> None:
    semantics, node = last_join(call)
    assert pathnames.joined(semantics, node) is is_joined


@pytest.mark.parametrize(
    ("code", "taker"),
    [
        ("open(os.path.join(a, b))", "builtins.open"),
        ("open(a, os.path.join(a, b))", None),
        ("os.rename(a, os.path.join(a, b))", "os.rename"),
        ("shutil.move(a, os.path.join(a, b))", "shutil.move"),
        ("Path(os.path.join(a, b))", "pathlib.Path"),
        ("Path(os.path.join(a, b), c)", None),
        ("f(os.path.join(a, b))", None),
        ("x = os.path.join(a, b)", None),
    ],
)
def test_what_takes_a_path_object(code: str, taker: str | None) -> None:
    assert pathnames.taker(*last_join(code)) == taker


@pytest.mark.parametrize(
    ("code", "walking"),
    [
        ("for n in os.listdir(a): os.path.join(a, n)", True),
        ("[os.path.join(a, n) for n in os.listdir(a)]", True),
        ("for n in a: os.path.join(a, n)", False),
    ],
)
def test_loops_over_a_folder(code: str, walking: bool) -> None:
    assert pathnames.is_walking(*last_join(code)) is walking


@pytest.mark.parametrize(
    ("call", "method"),
    [
        ("os.path.exists(a)", "exists()"), ("os.path.getsize(a)", "stat().st_size"),
        ("os.path.isdir(b'a')", None), ("os.path.exists(path=a)", None),
        ("os.path.exists(*a)", None), ("os.path.dirname(a)", None), ("x.path.exists(a)", None),
    ],
)  # fmt: skip
def test_what_asks_about_a_path(call: str, method: str | None) -> None:
    source = Source(f"import os\n{call}\n")
    found = pathnames.question(Semantics(source), source.tree.body[-1].value)  # type: ignore[attr-defined]
    assert (found and found.method) == method
    assert found is None or found.is_same is ("stat" in found.method)
