"""Flow: later reads, exits, handlers that look on, plain locals."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def marked(text: str) -> tuple[Semantics, ast.stmt]:
    """The semantics of ``text`` and the statement on the line that a comment marks with `here`."""
    source = Source(textwrap.dedent(text))
    line = next(n for n, one in enumerate(source.text.split("\n"), 1) if "# here" in one)
    found = next(n for n in ast.walk(source.tree) if isinstance(n, ast.stmt) and n.lineno == line)
    return Semantics(source), found


def used(text: str) -> bool:
    semantics, statement = marked(text)
    return semantics.used_after("x", statement) is not None


def inside(body: str, head: str = "def f(p, x):") -> str:
    return head + "\n" + textwrap.indent(textwrap.dedent(body), "    ")


@pytest.mark.parametrize(
    "body",
    [
        "x = 1  # here\nreturn x",
        "if p:\n    x = 1  # here\nreturn x",
        "while p:\n    p(x)\n    x = 1  # here",
        "while x:\n    x = 1  # here",
        "while p:\n    while p:\n        x = 1  # here\n    p(x)",
        "while p:\n    if q: p(x)\n    for y in p:\n        x = 1  # here",
        "while p:\n    x += 1  # here",
        "while p:\n    x = 1  # here\nelse:\n    p(x)",
        "for y in p:\n    x = 1  # here\nelse:\n    p(x)",
        "try:\n    x = 1  # here\nexcept E: p(x)",
        "try:\n    x = 1  # here\nexcept E: return\nelse: p(x)",
        "try:\n    x = 1  # here\nfinally: p(x)",
        "try: pass\nexcept E:\n    x = 1  # here\nfinally: p(x)",
        "x = 1  # here\ndef g(): return x",
        "def g(): return x\nx = 1  # here",
        "g = lambda: x\nx = 1  # here",
        "x = 1  # here\nx += 1",
        "x = 1  # here\n[x for y in p]",
        "x = 1  # here\n[y for y in x]",
        "x = 1  # here\nclass A: y = x",
        "x = 1  # here\ndef g(y=x): pass",
        "x = 1  # here\nlocals()",
        "x = 1  # here\nif p: x = 2\nreturn x",
        "while p:\n    x = 1  # here\n    if q: break\n    x = 2\nreturn x",
        "try:\n    x = 1  # here\n    x = p()\nexcept E: p(x)",
        "with p:\n    x = 1  # here\np(x)",
        "match p:\n    case 1:\n        x = 1  # here\np(x)",
        "x = 1  # here\nfor x in p: pass\np(x)",
        "for x in p: pass  # here\np(x)",
        "x = 1  # here\nfor y in x: pass",
        "for x in p:\n    x = 1  # here\n    p(x)",
        "for x in p:\n    while p:\n        x = 1  # here\n    p(x)",
        "while p:\n    for x in p:\n        x = 1  # here\n    p(x)",
        "x = 1  # here\nfor x in p: pass\nelse: p(x)",
        "def g():\n    nonlocal x\n    x += 1\nx = 1  # here",
        "x = 1  # here\nf'{x}'",
    ],
)
def test_a_read_that_can_come_later_is_found(body: str) -> None:
    assert used(inside(body))


@pytest.mark.parametrize(
    "body",
    [
        "x = 1  # here",
        "p(x)\nx = 1  # here",
        "p(x)\nif p:\n    x = 1  # here",
        "if p:\n    x = 1  # here\nelse:\n    p(x)",
        "while p:\n    x = 1\n    p(x)\n    x = 2  # here",
        "for x in p:\n    p(x)\n    x = 1  # here",
        "while p:\n    for x in p:  # here\n        p(x)",
        "for x in p: pass  # here\nfor x in p: p(x)",
        "x = 1  # here\nx = 2\np(x)",
        "x = 1  # here\n[x for x in p]",
        "x = 1  # here\ndef g(x): return x",
        "x = 1  # here\np.x",
        "x = 1  # here\np(x=1)",
        "match p:\n    case 1:\n        x = 1  # here\n    case 2:\n        p(x)",
        "try: p(x)\nexcept E:\n    x = 1  # here",
        "try:\n    p(x)\nfinally:\n    x = 1  # here",
    ],
)
def test_no_read_comes_later(body: str) -> None:
    assert not used(inside(body))


def test_a_module_variable_counts_as_used_unless_it_is_deleted() -> None:
    assert used("x = 1  # here")
    assert used("for x in y: pass  # here\ndef f(): return x")
    assert not used("for x in y: pass  # here\ndel x")
    assert used("for x in y: pass  # here\nif p: del x")
    assert used("for x in y: pass  # here\np(x)\ndel x")
    assert used("for x in y: pass  # here\ndel x\ndef f(): return x")
    assert used("while 1:\n    x = 1  # here\n    del x")


def test_a_global_or_outer_variable_counts_as_used() -> None:
    assert used("def f():\n    global x\n    x = 1  # here")
    assert used("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 1  # here")


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("x = 1  # here\np(x)", False),
        ("try:\n    x = 1  # here\nexcept E: p(x)", True),
        ("try:\n    x = 1  # here\nexcept E: pass\np(x)", True),
        ("try:\n    x = 1  # here\nexcept E: raise\np(x)", False),
        ("try:\n    x = 1  # here\nexcept E: return\np(x)", False),
        ("try:\n    x = 1  # here\nexcept E: return x", True),
        ("try:\n    x = 1  # here\nfinally: p(x)", True),
        ("try:\n    x = 1  # here\nfinally: pass\np(x)", False),
        ("try:\n    x = 1  # here\nfinally: return 1\np(x)", False),
        ("try: pass\nexcept E:\n    x = 1  # here\nfinally: p(x)", True),
        ("try: pass\nexcept E: p(x)\nelse:\n    x = 1  # here", False),
        ("try: pass\nfinally:\n    x = 1  # here\np(x)", False),
        ("try:\n    try:\n        x = 1  # here\n    finally: pass\nexcept E: p(x)", True),
        ("while p:\n    try:\n        x = 1  # here\n    except E: continue\np(x)", True),
        ("while p:\n    p(x)\n    try:\n        x = 1  # here\n    except E: pass", True),
        ("with p:\n    x = 1  # here\np(x)", True),
        ("with open('f') as g:\n    x = 1  # here\np(x)", False),
        ("with suppress(E):\n    x = 1  # here\np(x)", True),
        ("def g(): return x\nx = 1  # here", True),
        ("try:\n    for y in p:\n        x = 1  # here\nexcept E: p(x)", True),
        ("try:\n    x = 1  # here\nexcept* E: p(x)", True),
        ("try:\n    x = 1  # here\nexcept E: pass", False),
        ("try:\n    x = 1  # here\nexcept E:\n    x = 2\n    p(x)", False),
        ("try:\n    x = 1  # here\nexcept E:\n    p()\n    x = 2\np(x)", False),
        ("try:\n    x = 1  # here\nexcept E:\n    x = 2\nexcept F: pass\np(x)", True),
        ("try:\n    x = 1  # here\nexcept E:\n    x = x + 1", True),
        ("try:\n    x = 1  # here\nexcept E:\n    x += 1", True),
        ("try:\n    x = 1  # here\nexcept p(x):\n    x = 2", True),
        ("try:\n    x = 1  # here\nexcept E:\n    if p: x = 2\np(x)", True),
        ("try:\n    x = 1  # here\nexcept E:\n    x = 2\nfinally: p(x)", True),
        ("try:\n    x = 1  # here\nexcept E:\n    del x", True),
        ("try:\n    x = 1  # here\nfinally:\n    del x", True),
        (
            "while p:\n    try:\n        x = 1  # here\n"
            "    except E:\n        if p: continue\n        x = 2\np(x)",
            True,
        ),
        ("while p:\n    p(x)\n    try:\n        x = 1  # here\n    except E: x = 2", False),
        (
            "try:\n    try:\n        x = 1  # here\n    except E:\n        p()\n        x = 2\n"
            "except F: p(x)",
            True,
        ),
        ("with p:\n    try:\n        x = 1  # here\n    except E:\n        x = p()\np(x)", True),
    ],
)
def test_a_half_done_statement_is_seen_where_it_is_caught(body: str, seen: bool) -> None:
    semantics, statement = marked(inside(body))
    assert (semantics.observed_in_handler("x", statement) is not None) is seen


@pytest.mark.parametrize(
    ("body", "leaves"),
    [
        ("return", True), ("raise E", True), ("continue", True), ("break", True), ("pass", False),
        ("if p: return", False), ("if p: return\nelse: raise E", True),
        ("if p: return\nelif q: break\nelse: continue", True), ("if p: return\nbreak", True),
        ("for y in p: return", False), ("while p: return", False), ("while True: pass", True),
        ("while True:\n    if p: break", False), ("while True:\n    for y in p: break", True),
        ("try: return\nexcept E: pass", False), ("try: return\nexcept E: raise", True),
        ("try: pass\nexcept E: return\nelse: return", True), ("try: pass\nfinally: return", True),
        ("with p: return", False), ("match p:\n    case 1: return", False),
        ("match p:\n    case 1: return\n    case _: break", True),
        ("match p:\n    case 1: return\n    case y: break", True),
        ("match p:\n    case 1: return\n    case _ if q: break", False),
        ("def g(): return", False), ("class A: x = 1", False), ("assert False", False),
        ("exit()", False), ("while 1:\n    while p:\n        break", True),
        ("try: return\nfinally: pass", True),
    ],
)  # fmt: skip
def test_a_body_leaves_on_every_path_or_not(body: str, leaves: bool) -> None:
    source = Source("def f():\n  while q:\n" + textwrap.indent(body, "    "))
    loop = next(n for n in ast.walk(source.tree) if isinstance(n, ast.While))
    assert Semantics(source).always_leaves(loop.body) is leaves


def test_a_body_may_be_asked_for_certain_exits_only() -> None:
    source = Source("def f():\n  while q:\n    if p: return\n    raise E")
    loop = next(n for n in ast.walk(source.tree) if isinstance(n, ast.While))
    semantics = Semantics(source)
    assert semantics.always_leaves(loop.body, (ast.Return, ast.Raise))
    assert not semantics.always_leaves(loop.body, (ast.Return,))
    assert not semantics.always_leaves(loop.body, (ast.Raise,))


@pytest.mark.parametrize(
    ("body", "reraises"),
    [
        ("raise", True), ("log()\nraise", True), ("raise e", True), ("raise E", False),
        ("raise e from None", False), ("raise e from e", False), ("raise E from e", False),
        ("pass", False), ("if p: raise", False), ("if p: raise\nelse: raise e", True),
        ("if p: return\nraise", False), ("if p: raise E\nraise", False),
        ("e = E()\nraise e", False), ("del e\nraise", False), ("sys.exit()", False),
        ("try: log()\nexcept F: pass\nraise", True), ("try: raise\nexcept F: pass", False),
        ("try: raise F\nexcept F: pass\nraise", False), ("try: raise\nfinally: pass", False),
        ("for y in p: continue\nraise", True), ("continue", False), ("with p: raise", False),
        ("def g(): raise", False), ("for y in p: raise", False), ("while True: raise", False),
        ("match p:\n    case 1: raise\n    case _: raise e", True),
        ("match p:\n    case e: pass\nraise e", False),
        ("if p:\n    continue\nraise", False), ("for e in p: pass\nraise e", False),
        ("(e := E())\nraise e", False), ("global e\nraise e", False), ("raise other", False),
    ],
)  # fmt: skip
def test_a_handler_raises_what_it_caught_or_not(body: str, reraises: bool) -> None:
    text = "while 1:\n  try: pass\n  except E as e:\n" + textwrap.indent(body, "    ")
    tree = Source(text.replace("return", "break"))
    handler = next(n for n in ast.walk(tree.tree) if isinstance(n, ast.ExceptHandler))
    assert Semantics(tree).always_reraises(handler) is reraises


@pytest.mark.parametrize(
    ("body", "local"),
    [
        ("x = 1  # here", True), ("x = [x for y in p]  # here", True),
        ("x = 1  # here\ndef g(): return x", False), ("x = 1  # here\ng = lambda: x", False),
        ("x = 1  # here\ndef g():\n    nonlocal x\n    x = 2", False),
        ("x = 1  # here\nclass A: y = x", False), ("x = 1  # here\ndef g(x): return x", True),
        ("x = 1  # here\ndef g(y=x): return y", True), ("x = 1  # here\nlocals()", False),
        ("x = 1  # here\ndef g():\n    def h(): return x", False),
        ("x = 1  # here\nlist(y + x for y in p)", True),
    ],
)  # fmt: skip
def test_a_plain_local_is_seen_by_no_other_function(body: str, local: bool) -> None:
    semantics, statement = marked(inside(body))
    assert semantics.is_local("x", statement) is local


def test_module_and_global_variables_are_not_local() -> None:
    for text in ("x = 1  # here", "class A:\n    x = 1  # here",
                 "def f():\n    global x\n    x = 1  # here",
                 "x = 1\ndef f():\n    p(x)  # here"):  # fmt: skip
        semantics, statement = marked(text)
        assert not semantics.is_local("x", statement), text


def test_reads_and_bindings_are_found_in_nested_scopes() -> None:
    semantics, statement = marked(inside("p = 1  # here\ndef g():\n    def h(): return x"))
    body = semantics.block(statement)
    assert isinstance(semantics.read_in("x", body), ast.Name)
    assert semantics.bound_in("x", body) is None
    assert semantics.bound_in("p", body) is not None
    assert semantics.read_in("p", body) is None


def test_another_scope_of_the_same_name_is_not_meant() -> None:
    semantics, statement = marked(inside("[x for x in p]  # here\ndef g(x): return x"))
    body = semantics.block(statement)
    assert semantics.read_in("x", body) is None
    assert semantics.bound_in("x", body) is None


@pytest.mark.parametrize(
    "body",
    ["x = 1", "x += 1", "for x in p: pass", "import x", "import x.y", "del x", "(x := 1)",
     "with p as x: pass", "try: pass\nexcept E as x: pass", "def x(): pass", "class x: pass",
     "match p:\n    case x: pass", "match p:\n    case {**x}: pass", "[(x := y) for y in p]",
     "def g():\n    nonlocal x\n    x = 1", "p, (*x, q) = y", "x: int = 1"],
)  # fmt: skip
def test_every_binding_is_found(body: str) -> None:
    semantics, statement = marked(inside("pass  # here\n" + body + "\nreturn 1", "def f(p, x):"))
    assert semantics.bound_in("x", semantics.block(statement)[1:]) is not None


def test_names_inside_an_f_string_are_read() -> None:
    semantics, statement = marked(inside("y = f'{p} {x!r:>{p}}'  # here"))
    assert semantics.read_in("x", [statement]) is not None
    assert semantics.used_after("x", statement) is None
