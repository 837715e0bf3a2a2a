"""Lists of threads that one function starts and joins."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.concurrency import joining
from pyguide.source import Source

START = "    for t in ts:\n        t.start()\n"
JOIN = "    for t in ts:\n        t.join()\n"


def found(*body: str, target: str = "def f():\n    pass\n") -> str | None:
    text = "from threading import Thread\n" + target + "def main():\n" + "".join(body)
    semantics = Semantics(Source(text))
    call = next(
        node
        for node in semantics.structure.nodes(ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "Thread"
    )
    return joining.joined_list(semantics, call)


MADE = "    ts = [Thread(target=f) for _ in x]\n"
GROWN = "    ts = []\n    for _ in x:\n        t = Thread(target=f)\n        ts.append(t)\n"


@pytest.mark.parametrize(
    "body",
    [
        (MADE, START, JOIN),
        (GROWN, START, JOIN),
        (GROWN, "        t.start()\n", JOIN),
        (GROWN.replace("t = Thread(target=f)", "ts.append(Thread(target=f))"), START, JOIN),
    ],
)
def test_started_and_joined(body):
    text = [part.replace("        ts.append(t)\n", "") if "))" in part else part for part in body]
    assert found(*text) == "ts"


@pytest.mark.parametrize(
    "body",
    [
        (MADE, START),
        (MADE, JOIN),
        (MADE, START, JOIN.replace("()", "(1)")),
        (MADE.replace("=f", "=f, daemon=True"), START, JOIN),
        (MADE.replace("target=f", "None, f"), START, JOIN),
        ("    global ts\n", MADE, START, JOIN),
        ("    t = Thread(target=f)\n    ts = [t]\n", START, JOIN),
    ],
)
def test_other_threads(body):
    assert found(*body) is None


def test_services():
    assert found(MADE, START, JOIN, target="def f():\n    while True:\n        g()\n") is None
    loop = "def f():\n    while True:\n        if g():\n            return\n"
    assert found(MADE, START, JOIN, target=loop) == "ts"
