"""One round of a loop: what follows what, what runs later, who needs the variable afterwards."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.loops.indexing import indexed_loop, naming_statement, without_writes
from pyguide.semantics.names.publicity import is_public
from pyguide.semantics.values.origins import origin
from pyguide.source import Source


def loop_of(text: str) -> tuple[Semantics, ast.For]:
    semantics = Semantics(Source(textwrap.dedent(text)))
    return semantics, next(n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.For))


def follows(body: str) -> bool:
    """Whether `read` can run after `xs[i] = …` in one round whose body is ``body``."""
    semantics, loop = loop_of("for i in it:\n" + textwrap.indent(textwrap.dedent(body), "    "))
    read = next(n for n in ast.walk(loop) if isinstance(n, ast.Name) and n.id == "read")
    write = next(
        n for n in ast.walk(loop) if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store)
    )
    return semantics.rounds.may_follow(read, write, loop)


@pytest.mark.parametrize(
    "body",
    [
        "read\nxs[i] = 1",
        "xs[i] = read",
        "xs[i] += f(read)",
        "if read:\n    xs[i] = 1",
        "if c:\n    xs[i] = 1\nelse:\n    read",
        "if c:\n    xs[i] = 1\nelif read:\n    pass",
        "if c:\n    xs[i] = 1\n    continue\nread",
        "if c:\n    if d:\n        xs[i] = 1\n    else:\n        pass\n    break\nread",
        "match c:\n    case 1:\n        xs[i] = 1\n    case 2:\n        read",
        "try:\n    read\nfinally:\n    xs[i] = 1",
        "with read:\n    xs[i] = 1",
        "for j in read:\n    pass\nxs[i] = 1",
    ],
)
def test_a_read_that_cannot_follow_the_write(body):
    assert not follows(body)


@pytest.mark.parametrize(
    "body",
    [
        "xs[i] = 1\nread",
        "if c:\n    xs[i] = 1\nread",
        "if c:\n    xs[i] = 1\n    if d:\n        continue\nread",
        "for j in it:\n    read\n    xs[i] = 1",
        "while read:\n    xs[i] = 1",
        "for j in it:\n    xs[i] = 1\n    break\nread",
        "try:\n    xs[i] = 1\n    raise E\nexcept E:\n    read",
        "try:\n    xs[i] = 1\n    raise E\nexcept E:\n    pass\nread",
        "try:\n    xs[i] = 1\n    return\nfinally:\n    read",
        "try:\n    pass\nexcept E:\n    xs[i] = 1\nfinally:\n    read",
        "xs[i], ys[read] = 1, 2",
        "with c as xs[i]:\n    read",
        "for xs[i] in it:\n    read",
        "while c:\n    if d:\n        read\n    else:\n        xs[i] = 1",
    ],
)
def test_a_read_that_may_follow_the_write(body):
    assert follows(body)


def outlasts(body: str) -> bool:
    semantics, loop = loop_of(f"for i in it:\n    {body}")
    read = next(n for n in ast.walk(loop) if isinstance(n, ast.Name) and n.id == "read")
    return semantics.rounds.outlasts(read, loop)


@pytest.mark.parametrize(
    ("body", "later"),
    [
        ("f(read)", False),
        ("f(lambda x=read: x)", False),
        ("[read for x in y]", False),
        ("sum(read for x in y)", False),
        ("g = (x for x in read)", False),
        ("g = (read for x in y)", True),
        ("g = (x for x in y if read)", True),
        ("f(lambda: read)", True),
        ("def f(x=read): pass", False),
        ("def f(x): return read", True),
        ("class C: x = read", False),
    ],
)
def test_code_that_runs_after_its_round(body, later):
    assert outlasts(body) is later


def needed(text: str) -> bool:
    semantics, loop = loop_of(text)
    assert isinstance(loop.target, ast.Name)
    return semantics.rounds.needed_afterwards(loop.target, loop) is not None


@pytest.mark.parametrize(
    "after",
    [
        "return i",
        "i += 1",
        "del i",
        "for j in i: pass",
        "if c:\n    i = 1\nreturn i",
        "while i:\n    i = 0",
        "return lambda: i",
        "for i in c: pass\nreturn i",
    ],
)
def test_a_variable_that_is_needed_after_its_loop(after):
    assert needed("def f(c):\n    for i in c:\n        pass\n" + textwrap.indent(after, "    "))


@pytest.mark.parametrize(
    "after",
    ["", "i = 1\nreturn i", "for i in c: print(i)", "return [i for i in c]", "c.i = 1", "return c"],
)
def test_a_variable_that_is_not_needed_after_its_loop(after):
    assert not needed(
        "def f(c):\n    for i in c:\n        print(i)\n" + textwrap.indent(after, "    ")
    )


@pytest.mark.parametrize(
    ("before", "is_needed"),
    [("print(i)", True), ("del i", True), ("i = 1\nprint(i)", False), ("if c: i = 1", False)],
)
def test_a_variable_that_is_read_before_only_loops_bind_it(before, is_needed):
    loops = "    for i in c:\n        print(i)\n" * 2
    assert needed(f"def f(c):\n{textwrap.indent(before, '    ')}\n{loops}") is is_needed


def test_a_variable_is_needed_in_the_else_and_in_the_next_round_around():
    assert needed("def f(c):\n    for i in c:\n        pass\n    else:\n        print(i)\n")
    assert needed(
        "def f(c):\n    while c:\n        print(i)\n        for i in c:\n            pass\n"
    )


@pytest.mark.parametrize(
    ("code", "library"),
    [
        ("import numpy as np\nx = np.zeros(3)\nx", "numpy"),
        ("import pandas\nx = pandas.read_csv('f')['a'].values + 1\nx", "pandas"),
        ("from numpy import array\narray([1])", "numpy"),
        ("x = [1]\nx", None),
        ("def f(x):\n    return x", None),
    ],
)
def test_the_library_that_made_a_value(code, library):
    semantics = Semantics(Source(code))
    last = semantics.source.tree.body[-1]
    expr = last.value if isinstance(last, ast.Expr) else last.body[0].value
    assert origin(semantics, expr) == library


@pytest.mark.parametrize(
    ("code", "public"),
    [
        ("x = 1", True),
        ("class C:\n    x = 1", True),
        ("def f():\n    x = 1", False),
        ("def f():\n    global x\n    x = 1", True),
        ("if __name__ == '__main__':\n    x = 1", False),
        ('if "__main__" == __name__:\n    x = 1', True),
    ],
)
def test_variables_that_other_modules_see(code, public):
    semantics = Semantics(Source(code))
    name = next(
        n for n in ast.walk(semantics.source.tree) if isinstance(n, ast.Name) and n.id == "x"
    )
    assert is_public(semantics, name) is public


def test_what_a_loop_by_index_does():
    semantics, node = loop_of(
        """
        def f(xs, ys):
            for i in range(len(xs)):
                a = xs[i]
                xs[i] = a + ys[i] + xs[i - 1]
                ys[i + 1] = i
        """
    )
    loop = indexed_loop(semantics, node)
    assert loop is not None
    assert [ast.unparse(one) for one in loop.reads] == ["xs[i]"]
    assert [ast.unparse(one) for one in loop.writes] == ["xs[i]"]
    assert [ast.unparse(one) for one in loop.neighbours] == ["xs[i - 1]"]
    assert [ast.unparse(one) for one in loop.parallel] == ["ys[i]"]
    assert len(loop.uses) == 3
    assert loop.changes == []
    assert naming_statement(semantics, loop) is node.body[0]
    assert loop.writes[0] not in {n for p in without_writes(semantics, loop) for n in ast.walk(p)}


@pytest.mark.parametrize(
    "change",
    ["del xs[i]", "xs.pop()", "xs = []", "xs += [1]", "xs[i + 1] = 2", "xs[:] = []", "del xs"],
)
def test_what_changes_the_sequence(change):
    semantics, node = loop_of(f"def f(xs):\n    for i in range(len(xs)):\n        {change}")
    loop = indexed_loop(semantics, node)
    assert loop is not None
    assert loop.changes
