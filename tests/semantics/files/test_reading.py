"""What an open file is, and loops over its lines."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.files import reading
from pyguide.source import Source


def first_call(source: Source, method: str) -> ast.Call:
    return next(
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
    )


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ("with open(p) as f: f.close()", "with"),
        ("f = open(p)\nf.close()", "name"),
        ("open(p).close()", "call"),
        ("import sys\nsys.stdin.close()", "stream"),
        ("import typing\ndef g(f: typing.TextIO): f.close()", "hint"),
        ("def g(f: 'IO[bytes]'): f.close()", "hint"),
        ("def g(f): f.close()", None),
        ("def g(f: IO):\n    f = 1\n    f.close()", None),
        ("with lock as f: f.close()", None),
        ("import socket\nwith socket.socket() as f: f.close()", None),
        ("f = open(p)\nif p: f = 2\nf.close()", None),
    ],
)
def test_what_shows_an_open_file(code: str, held: str | None) -> None:
    source = Source(code)
    func = first_call(source, "close").func
    assert isinstance(func, ast.Attribute)
    found = reading.open_file(Semantics(source), func.value)
    assert (found and found.held) == held


BODY = """
def g(p, q):
    out, n = [], 0
    with open(p) as f:
        for line in f.readlines():
            {0}
        {1}
    return out
"""


@pytest.mark.parametrize(
    ("body", "after", "why"),
    [
        ("out.append(line.strip())", "", None),
        ("n += len(line)", "", None),
        ("break", "", None),
        ("break", "f.read()", "`f` is used after the loop, which may end early"),
        ("pass", "f.read()", None),
        ("q(line)", "", "the loop calls `q()`, which may change the file"),
        ("print(line)", "", "the loop calls `print()` before the file is read to its end"),
        ("open(q, 'w')", "", "the loop calls `open()` before the file is read to its end"),
        ("q[line] = 1", "", "an error while reading would come later"),
        ("q.x = 1", "", "an error while reading would come later"),
        ("yield line", "", "other code runs between two rounds of the loop"),
    ],
)
def test_why_lines_cannot_be_taken_one_by_one(body: str, after: str, why: str | None) -> None:
    source = Source(BODY.format(body, after))
    semantics = Semantics(source)
    call = first_call(source, "readlines")
    assert isinstance(call.func, ast.Attribute)
    found = reading.reading(semantics, call, call.func.value)
    assert found is not None
    said = reading.why_not_lazily(semantics, found)
    assert (said is None) == (why is None)
    assert (said or "").startswith(why or "")
