"""Names: scopes, bindings, builtins, imports, fresh names."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def look(text: str, spelled: str, number: int = 0) -> tuple[Semantics, ast.Name]:
    """The semantics of ``text`` and its ``number``-th read of ``spelled``, in walk order."""
    source = Source(textwrap.dedent(text))
    found = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Name) and node.id == spelled and isinstance(node.ctx, ast.Load)
    ]
    return Semantics(source), found[number]


def is_builtin(text: str, spelled: str = "len", number: int = 0) -> bool:
    semantics, name = look(text, spelled, number)
    return semantics.is_builtin(name, spelled)


@pytest.mark.parametrize(
    "text",
    [
        "len(x)",
        "def f(x):\n    return len(x)",
        "class A:\n    n = len(x)",
        "class A:\n    len = 1\n    def f(self):\n        return len(self)",
        "[len(x) for x in y]",
        "def f():\n    len_ = 1\n    return len(y)",
        "import os\ndef g(len): pass\nlen(x)",
        "def g():\n    len = 1\nlen(x)",
        "[0 for len in x]\nlen(x)",
        "class A:\n    [len(v) for v in y]",
    ],
)
def test_a_name_bound_nowhere_in_sight_is_the_builtin(text: str) -> None:
    assert is_builtin(text)


@pytest.mark.parametrize(
    "text",
    [
        "len = 1\nlen(x)",
        "def f(len):\n    return len(x)",
        "def f():\n    len = 1\n    return len(x)",
        "def f():\n    def len(): pass\n    return lambda: len(x)",
        "from os import *\nlen(x)",
        "from m import len\nlen(x)",
        "import len\nlen(x)",
        "import len.path\nlen(x)",
        "import os as len\nlen(x)",
        "def f():\n    global len\n    len = 1\nlen(x)",
        "def f():\n    global len\n    import len\ndef g():\n    return len(x)",
        "def f():\n    len(x)\n    del len",
        "try: pass\nexcept E as len: pass\nlen(x)",
        "with a as len: pass\nlen(x)",
        "for len in a: pass\nlen(x)",
        "for i, (a, *len) in a: pass\nlen(x)",
        "[(len := 1) for a in b]\nlen(x)",
        "(len := 1)\nlen(x)",
        "match x:\n    case len: pass\nlen(x)",
        "match x:\n    case [*len]: pass\nlen(x)",
        "match x:\n    case {**len}: pass\nlen(x)",
        "match x:\n    case A(a=int() as len): pass\nlen(x)",
        "class A:\n    len = 1\n    n = len(x)",
        "class len: pass\nlen(x)",
        "len: int\nlen(x)",
        "if a:\n    len = 1\ndef f():\n    return len(x)",
        "[len(x) for len in y]",
        "[len(x) for y in z for len in y]",
        "lambda len: len(x)",
        "def f(*len): return len(x)",
        "def f(**len): return len(x)",
        "def f(*, len): return len(x)",
        "def f():\n    def g():\n        nonlocal len\n        len = 2\n    len = 1\n    return len(x)",
        "globals()['len'] = 1\nlen(x)",
        "globals().update(a)\nlen(x)",
        "def f():\n    g = globals\n    g()['len'] = 1\ndef h(): return len(x)",
        "exec(code)\nlen(x)",
        "import builtins\nbuiltins.len = f\nlen(x)",
        "import builtins as b\nb.len = f\nlen(x)",
        "import builtins\nmonkeypatch.setattr(builtins, 'len', f)\nlen(x)",
        "with mock.patch('builtins.len', f):\n    len(x)",
        "@patch('builtins.len')\ndef f(): return len(x)",
        "import sys\nsys.modules[__name__].len = f\nlen(x)",
        "import sys\nme = sys.modules[__name__]\nme.len = f\nlen(x)",
        "import __main__\n__main__.len = f\nlen(x)",
        "class A(B, a=1):\n    n = len(x)\nclass M(type):\n    def __prepare__(*a): return a",
        "import builtins\nsetattr(builtins, 'len', f)\nlen(x)",
        "import builtins\nbuiltins.__dict__['len'] = f\nlen(x)",
        "__builtins__['len'] = f\nlen(x)",
        "class A(metaclass=M):\n    n = len(x)",
        "class A:\n    class B:\n        def f(self):\n            return (len := 1)\n        n = len\n        len = 2",
    ],
)
def test_a_name_that_anything_may_bind_is_not_the_builtin(text: str) -> None:
    assert not is_builtin(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("def round(x): pass\nround(y)", True),
        ("def round(x): pass\ndef f(): round(y)", True),
        ("def f(): round(y)\ndef round(x): pass", True),
        ("from a import round\nround(y)", True),
        ("round = f\nround(y)", True),
        ("round(y)\nround = f", False),
        ("if a:\n    def round(x): pass\nround(y)", False),
        ("if a:\n    def round(x): pass\ndef f(): round(y)", False),
        ("try:\n    from a import round\nexcept ImportError: pass\nround(y)", False),
        ("for round in a: pass\ndef f(): round(y)", False),
        ("round = f\ndel round\nround(y)", False),
        ("def f():\n    global round\n    round = a\ndef g(): round(y)", False),
        ("if a:\n    def other(x): pass\nother(y)", True),
    ],
)
def test_behind_a_name_that_may_be_unbound_there_is_the_builtin(text: str, known: bool) -> None:
    semantics, name = look(text, "other" if "other" in text else "round", -1)
    assert (semantics.bindings(name) is not None) == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("os.getcwd()", True),
        ("os.getcwd = f\nos.getcwd()", False),
        ("os.path = f\nos.getcwd()", True),
        ("setattr(os, 'getcwd', f)\nos.getcwd()", False),
        ("mock.patch('os.getcwd')\nos.getcwd()", False),
        ("mock.patch.object(os, 'getcwd')\nos.getcwd()", False),
        ("monkeypatch.setattr(os, 'path', f)\nos.getcwd()", True),
        ("a.os.getcwd = f\nos.getcwd()", True),
    ],
)
def test_what_the_file_puts_elsewhere_is_not_the_librarys(text: str, known: bool) -> None:
    tree = (source := Source(f"import os\n{text}")).tree
    called = [one.func for one in ast.walk(tree) if isinstance(one, ast.Call)]
    found = Semantics(source).qualified(
        next(one for one in called if ast.unparse(one) == "os.getcwd")
    )
    assert (found == "os.getcwd") == known


def test_a_default_is_looked_up_outside_the_function() -> None:
    assert is_builtin("def f(len, n=len(x)): pass")
    assert is_builtin("lambda len, n=len(x): 1")
    assert not is_builtin("def g():\n    len = 1\n    def f(n=len(x)): pass")


def test_a_decorator_and_an_annotation_are_looked_up_outside() -> None:
    assert is_builtin("@len\ndef f(len): pass")
    assert is_builtin("def f(len, a: len): pass")


def test_the_first_iterable_of_a_comprehension_is_looked_up_outside() -> None:
    assert is_builtin("[1 for len in len(x)]")
    assert not is_builtin("[1 for a in b for len in len(x)]")
    assert is_builtin("class A:\n    len = 1\n    [len(v) for v in y]")


def test_a_builtin_asked_for_by_another_name_is_refused() -> None:
    semantics, name = look("len(x)", "len")
    assert not semantics.is_builtin(name, "range")
    assert semantics.is_builtin(name)
    assert not semantics.is_builtin(look("foo(x)", "foo")[1])


def test_an_unused_global_declaration_binds_nothing() -> None:
    assert is_builtin("def f():\n    global len\n    return len(x)")


@pytest.mark.parametrize(
    ("text", "spelled", "full"),
    [
        ("import os\nos.path.join", "os.path.join", "os.path.join"),
        ("import os.path\nos.path.join", "os.path.join", "os.path.join"),
        ("import os.path as p\np.join", "p.join", "os.path.join"),
        ("from os import path as p\np.join", "p.join", "os.path.join"),
        ("from pathlib import Path\ndef f():\n    Path", "Path", "pathlib.Path"),
        ("def f():\n    import gzip\n    gzip.open", "gzip.open", "gzip.open"),
        ("open", "open", "builtins.open"),
        ("dict.fromkeys", "dict.fromkeys", "builtins.dict.fromkeys"),
        ("import os\nos = 1\nos.path", "os.path", None),
        ("try:\n    import json\nexcept E:\n    json = None\njson.dumps", "json.dumps", None),
        ("from .a import b\nb", "b", None),
        ("from a import *\nopen", "open", None),
        ("import os\ndef f(os):\n    os.path", "os.path", None),
        ("import os\ndef f():\n    global os\n    os = 1\nos.path", "os.path", None),
        ("x.y", "x.y", None),
        ("f().y", "f().y", None),
    ],
)
def test_a_dotted_name_is_followed_through_imports(
    text: str, spelled: str, full: str | None
) -> None:
    source = Source(text)
    node = next(
        n for n in ast.walk(source.tree) if isinstance(n, ast.expr) and ast.unparse(n) == spelled
    )
    assert Semantics(source).qualified(node) == full


def kinds(text: str, spelled: str) -> list[str] | None:
    semantics, name = look(text, spelled)
    found = semantics.bindings(name)
    return None if found is None else sorted(one.kind for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x):\n    x = 1\n    x += 2\n    return x", ["assign", "augment", "parameter"]),
        ("def f():\n    for x in y: pass\n    del x\n    return x", ["delete", "for"]),
        ("def f():\n    import x\n    return x", ["import"]),
        ("def f():\n    with a as (x, b): pass\n    return x", ["with"]),
        ("def f():\n    try: pass\n    except E as x: pass\n    return x", ["except"]),
        ("def f():\n    [(x := 1) for a in b]\n    return x", ["walrus"]),
        ("def f():\n    [x for x in b]", ["comprehension"]),
        ("def f():\n    match a:\n        case [x]: pass\n    return x", ["match"]),
        ("def f():\n    x: int\n    return x", ["annotation"]),
        ("def f():\n    def x(): pass\n    return x", ["def"]),
        ("def f():\n    class x: pass\n    return x", ["class"]),
        ("def f():\n    return x", []),
        ("x = 1\ndef g():\n    global x\n    x = 2\ndef f():\n    return x", ["assign", "assign"]),
        (
            "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x += 2\n    return x",
            ["assign", "augment"],
        ),
        ("from a import *\nx = 1\nx", None),
        ("def f():\n    x = 1\n    locals()\n    return x", None),
        ("def f():\n    x = 1\n    exec(a)\n    return x", None),
        ("def f():\n    x = 1\n    eval(a)\n    return x", None),
        ("def f():\n    x = 1\n    vars()\n    return x", None),
        ("def f():\n    x = 1\n    sys._getframe()\n    return x", None),
        ("def f():\n    x = 1\n    def g(): return eval(a)\n    return x", None),
        ("def f():\n    x = 1\n    vars(a)\n    return x", ["assign"]),
        ("class A:\n    def f(self):\n        __x = 1\n        return __x\n    x", []),
    ],
)
def test_every_way_to_bind_is_seen(text: str, expected: list[str] | None) -> None:
    assert kinds(text, "x") == expected


def test_a_mangled_name_is_undecided() -> None:
    assert kinds("__x = 1\nclass A:\n    def f(self):\n        return __x", "__x") is None


def test_a_class_name_is_undecided_where_an_outer_one_may_be_meant() -> None:
    assert kinds("x = 1\nclass A:\n    x = 2\n    y = x", "x") is None
    assert kinds("class A:\n    x = 2\n    y = x", "x") == ["assign"]


def test_functions_do_not_see_class_names() -> None:
    assert kinds("class A:\n    x = 2\n    def f(self):\n        return x", "x") == []


def test_a_star_import_leaves_locals_alone() -> None:
    assert kinds("from a import *\ndef f(x):\n    return x", "x") == ["parameter"]


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("def f():\n    here", "item", "item"),
        ("def f():\n    item = 1\n    here", "item", "item_"),
        ("def f():\n    item = item_ = 1\n    here", "item", "item_2"),
        ("def f():\n    here\n    def g():\n        return item", "item", "item_"),
        ("def f():\n    def g():\n        here\n    item = 1", "item", "item_"),
        ("item = 1\ndef f():\n    here", "item", "item_"),
        ("def g():\n    item = 1\ndef f():\n    here", "item", "item"),
        ("def g():\n    item\nhere", "item", "item_"),
        ("def f():\n    here", "list", "list_"),
        ("def f():\n    here", "class", "class_"),
        ("def f():\n    here", "match", "match_"),
        ("def f():\n    here", "two words", "item"),
        ("def f():\n    here\n    global item", "item", "item_"),
        ("def f(item):\n    here", "item", "item_"),
        ("def f():\n    here\n    try: pass\n    except E as item: pass", "item", "item_"),
        ("def f():\n    here\n    import item.x", "item", "item_"),
        ("class A:\n    def f(self):\n        here", "__item", "_item"),
    ],
)
def test_a_fresh_name_collides_with_nothing(text: str, hint: str, expected: str) -> None:
    semantics, name = look(text, "here")
    assert semantics.fresh_name(hint, name) == expected


def test_a_fresh_name_is_not_one_that_is_taken() -> None:
    semantics, name = look("def f():\n    here", "here")
    assert semantics.fresh_name("item", name, ["item", "item_"]) == "item_2"


def test_structure_finds_what_is_around() -> None:
    source = Source(
        "def f(a=g()):\n    for x in y:\n        if x:\n            here(x)\n    else:\n        there"
    )
    semantics = Semantics(source)
    names = {n.id: n for n in ast.walk(source.tree) if isinstance(n, ast.Name)}
    function = source.tree.body[0]
    assert semantics.function(names["here"]) is function
    assert semantics.function(names["g"]) is None
    assert isinstance(semantics.loop(names["here"]), ast.For)
    assert semantics.loop(names["there"]) is None
    assert semantics.loop(names["y"]) is None
    statement = semantics.statement(names["here"])
    assert semantics.block(statement) == [statement]
    assert isinstance(semantics.parent(statement), ast.If)
    assert semantics.parent(source.tree) is None


def test_parents_handed_in_are_used() -> None:
    source = Source("x = len(y)")
    parents = {c: n for n in ast.walk(source.tree) for c in ast.iter_child_nodes(n)}
    semantics = Semantics(source, parents)
    call = next(n for n in ast.walk(source.tree) if isinstance(n, ast.Call))
    assert semantics.statement(call) is source.tree.body[0]


@pytest.mark.parametrize(
    ("text", "dynamic"),
    [
        ("def f():\n    here\n    locals()", True),
        ("def f():\n    here\n    exec('x')", True),
        ("def f():\n    here\n    def g(): return vars()", True),
        ("def f():\n    here\ndef g(): return vars()", False),
        ("def f():\n    here\n    vars(x)", False),
        ("def f():\n    here\n    globals()['x']", False),
        ("def f():\n    here\n    inspect.currentframe()", True),
        ("def f():\n    here\n    rows.query('a > @least')", True),
        ("def f():\n    here\n    rows.query(f'a > @{least}')", True),
        ("def f():\n    here\n    rows.query(User)\n    x.send('a@b')", False),
        ("def f():\n    here\n    rows.query('a > 1')", False),
        ("import numexpr as n\ndef f():\n    here\n    n.evaluate('a + 1')", True),
        ("def f():\n    here\n    page.evaluate('a + 1')", False),
    ],
)
def test_a_function_that_looks_at_its_variables_is_dynamic(text: str, dynamic: bool) -> None:
    semantics, name = look(text, "here")
    assert semantics.dynamic(name) is dynamic


@pytest.mark.parametrize(
    ("call", "seen"),
    [
        ("pytest.raises(TypeError, eval, 'x', {})", False),
        ("self.assertRaises(TypeError, eval, 'x')", False),
        ("list(map(eval, ['x']))", True),
        ("functools.partial(eval, 'x')", True),
        ("own(eval)", True),
        ("look = own\n    look(eval)", True),
        ("other = eval", True),
    ],
)
def test_who_may_look_at_variables_under_another_name(call: str, seen: bool) -> None:
    text = f"import functools, pytest\ndef f():\n    {call}\ndef own(look):\n    x = look('x')"
    source = Source(text)
    *_, function = source.tree.body
    assert Semantics(source).names.dynamic(function) == seen


def test_a_meaning_that_rests_on_who_looks_at_variables_is_found() -> None:
    source = Source("import a\ndef f():\n    b = a\n    b.c(eval)")
    _, function = source.tree.body
    assert Semantics(source).bindings(function.body[1].value.func.value) is None
