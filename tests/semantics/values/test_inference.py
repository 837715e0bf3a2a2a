"""Values: what an expression provably is."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.values.types import Type
from pyguide.source import Source


def asked(text: str, trust: frozenset[str] = frozenset()) -> tuple[Semantics, ast.expr]:
    """The semantics of ``text`` and the argument of its call of ``here``."""
    source = Source(textwrap.dedent(text))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "here":
            return Semantics(source, trust=trust), node.args[0]
    raise AssertionError("no here() in the text")


def type_in(text: str, *trust: str) -> Type:
    semantics, expr = asked(text, frozenset(trust))
    return semantics.type_of(expr)


def names(found: Type) -> str | None:
    """The type as a word; a tilde stands before what may be of a subclass."""
    if found.names is None:
        return None
    return ("" if found.exact else "~") + "|".join(sorted(found.names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a, b = (1, 'x') if c else (2, 'y')\nhere(b)", "str"),
        ("a, b = (1, 'x') if c else (2, 3)\nhere(b)", "int|str"),
        ("a, (b, d) = (1, (2, 'x')) if c else [1, ('y', 'z')]\nhere(d)", "str"),
        ("a, b = (1, 'x') if c else d\nhere(b)", None),
        ("a, b = (1, 'x') if c else (*d, 'x')\nhere(b)", None),
        ("*a, b = (1, 'x') if c else (2, 'y')\nhere(b)", None),
        ("a, b = 1, (2, 'x')\nhere(b)", "tuple"),
        ("for a, b in [(*c, 1, 'x')]:\n    here(b)", None),
        ("for a, b in [(1, 'x') if c else (2, 'y')]:\n    here(b)", "str"),
    ],
)
def test_what_is_unpacked_from_displays(text: str, expected: str | None) -> None:
    assert names(type_in(text)) == expected


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        ("1", "int"), ("1.5", "float"), ("'a'", "str"), ("b'a'", "bytes"), ("None", "NoneType"),
        ("True", "bool"), ("...", "ellipsis"), ("[]", "list"), ("()", "tuple"), ("{1}", "set"),
        ("{}", "dict"), ("[a for a in b]", "list"), ("{a for a in b}", "set"),
        ("{a: a for a in b}", "dict"), ("(a for a in b)", "generator"), ("lambda: 1", "function"),
        ("f'a{b}'", "str"), ("f'{b}'", "~str"), ("f'{1}'", "str"), ("f'{b!r}'", "~str"),
        ("list(x)", "list"), ("str()", "str"), ("str(1)", "str"), ("str(x)", "~str"),
        ("repr(x)", "~str"), ("sorted(x)", "list"), ("len(x)", "int"), ("int(x)", "int"),
        ("dict.fromkeys(x)", "dict"), ("isinstance(x, y)", "bool"), ("not x", "bool"),
        ("x is y", "bool"), ("x in y", "bool"), ("x == y", None), ("1 == 2", "bool"),
        ("1 < x", None), ("'a' + 'b'", "str"), ("'a' + x", None), ("x + 'a'", None),
        ("'a' * 3", "str"), ("[1] * 3", "list"), ("[1] + [2]", "list"), ("1 + 2", "int"),
        ("1 / 2", "float"), ("2 ** 3", "float|int"), ("1 + 2.0", "float"), ("7 // 2", "int"),
        ("True + True", "int"), ("True & True", "bool"), ("-1", "int"), ("-x", None),
        ("-True", "int"), ("'a%s' % (x,)", "str"), ("'%s' % (x,)", "~str"), ("'a%s' % x", "~str"),
        ("'%s' % 1", "str"), ("'%s%s' % (x, y)", "~str"), ("'a{}'.format(x)", "str"),
        ("'{}'.format(x)", "~str"), ("'{}'.format(1)", "str"), ("'a'.join(x)", "str"),
        ("'a'.upper().split()", "list"), ("'a'.split()[0]", "str"), ("'a'[0]", "str"),
        ("'a'[1:]", "str"), ("[1, 2][0]", "int"), ("[1, 2][1:]", "list"),
        ("[1, 'a'][0]", "int|str"), ("(1, 2)[x]", None), ("b'a'[0]", "int"), ("{}.items()", "dict_items"),
        ("{}.get(1)", None), ("[3].pop()", "int"), ("1 if x else 'a'", "int|str"),
        ("'' or 1", "int|str"), ("x or 1", None), ("None or 1", "int"), ("(y := 'a')", "str"),
        ("x", None), ("x.y", None), ("x()", None), ("x[0]", None), ("await_", None),
        ("max([1, 2])", "int"), ("max(1, 2)", "int"), ("max(x)", None), ("sum([1])", "int"),
        ("abs(-1)", "int"), ("round(1.5)", "int"), ("open('f')", "io.TextIOWrapper"),
        ("open('f', 'rb')", None), ("open('f', mode)", None), ("__name__", "str"),
        ("{1} | {2}", "set"), ("{1} | x", None), ("{} | {}", "dict"), ("range(3)", "range"),
        ("list", None), ("type(x)", None), ("type('a', (), {})", None), ("input()", "str"),
        ("'a'.encode()", "bytes"), ("bytes(x)", "~bytes"), ("~True", "int"), ("~1.5", None),
        ("'a' if x else None", "NoneType|str"), ("[*x][0]", None), ("1 + 'a'", None),
        ("('a' if x else None) + 'b'", "str"), ("'b' + ('a' if x else None)", "str"),
        ("('a' if x else 1) + 'b'", None), ("(x if x else None) + 'b'", None),
        ("('a' if x else None) * 2", None), ("('a' if x else None)[0]", "str"),
        ("('a' if x else None)[1:]", "str"), ("None[0]", None), ("(x if x else None)[0]", None),
    ],
)  # fmt: skip
def test_an_expression_has_the_type_that_its_form_shows(expr: str, expected: str | None) -> None:
    assert names(type_in(f"here({expr})")) == expected


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        ("os.path.join('a', 'b')", "str"), ("os.path.join(x, 'b')", None),
        ("os.listdir()", "list"), ("os.listdir('.')[0]", "str"), ("os.listdir(b'.')[0]", None),
        ("json.dumps(x)", "~str"), ("json.dumps(x, cls=C)", None), ("time.time()", "float"),
        ("os.sep", "str"), ("os.cpu_count()", "NoneType|int"), ("os.getpid()", "int"),
        ("os.unknown()", None), ("os.path.exists(x)", "bool"), ("html.escape(x)", None),
        ("html.escape('a')", "str"), ("hashlib.md5(x).hexdigest()", "str"),
        ("hashlib.new(x, y).hexdigest()", "str"), ("getattr(hashlib, x)(y).hexdigest()", "str"),
        ("getattr(hashlib, x)(*y).hexdigest()", None), ("getattr(x, 'md5')(y).hexdigest()", None),
        ("getattr(hashlib, x)(y, z).hexdigest()", None), ("x.md5(y).hexdigest()", None),
        ("getattr(hashlib, x, y)(z).hexdigest()", None), ("hashlib.md5(x).digest()", None),
        ("hashlib.file_digest(x, y).hexdigest()", None),
        ("(h := hashlib.md5(x)).hexdigest()", None),
    ],
)  # fmt: skip
def test_a_library_function_returns_what_the_table_says(expr: str, expected: str | None) -> None:
    assert names(type_in(f"import hashlib, os, json, time, html\nhere({expr})")) == expected


def test_a_hash_that_has_a_name_gives_text() -> None:
    start = "import hashlib\ndef f(x):\n    h = hashlib.md5(x)\n"
    assert names(type_in(f"{start}    h.update(x)\n    here(h.hexdigest())")) == "str"
    assert names(type_in(f"{start}    if x: h = x\n    here(h.hexdigest())")) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = []", "list"),
        ("x = []\nx = 'a'", "str"),
        ("x: list = []", "list"),
        ("x: list", ""),
        ("if p: x = []\nelse: x = ()", "list|tuple"),
        ("if p: x = []\nelse: x = q", None),
        ("x = []\nif p: x = 'a'", "list|str"),
        ("x = p\nx = []", "list"),
        ("x = []\nfor y in p: x = q", None),
        ("for y in p: x = []", "list"),
        ("x, y = [], ''", "list"),
        ("y, (x, z) = 1, (2.0, 3)", "float"),
        ("x, y = p", None),
        ("y, *x = p", "list"),
        ("x = y = []", "list"),
        ("x = 'a'\nx += 'b'", "str"),
        ("x = ''\nfor y in p: x += 'b'", "str"),
        ("x = ''\nfor y in p: x += y", None),
        ("x = ''\nfor y in 'abc': x += y", "str"),
        ("x = ''\nfor y in 'a b'.split(): x += y", "str"),
        ("x = ''\nfor y in p: x += str(y)", None),
        ("x = ''\nfor y in p: x += f'a{y}'", "str"),
        ("x = []\nfor y in p: x += [y]", "list"),
        ("x = []\nfor y in p: x += y", None),
        ("x = set()\nfor y in p: x |= y", None),
        ("x = set()\nfor y in p: x |= {y}", "set"),
        ("x = {}\nx |= p", "dict"),
        ("x = 0\nfor y in p: x = x / 2", "float|int"),
        ("x = 0\nfor y in p: x += 1", "int"),
        ("x = 0\nfor y in p: x += y", None),
        ("x = 1\nwhile p: x = -x", "int"),
        ("x = ''\nwhile p: x = x[1:]", "str"),
        ("for x in range(3): pass", "int"),
        ("for x in 'abc': pass", "str"),
        ("for x in [1, 'a']: pass", "int|str"),
        ("for x in p: pass", None),
        ("for i, x in enumerate('abc'): pass", "str"),
        ("for x, i in enumerate(p): pass", "int"),
        ("for x, i in enumerate(p, q): pass", None),
        ("for x, y in zip('a', p): pass", "str"),
        ("for y, x in zip('a', p): pass", None),
        ("for x, y in [('a', 1), ('b', 2)]: pass", "str"),
        ("for x, y in {'a': 1}.items(): pass", "str"),
        ("for i, (x, y) in enumerate([('a', 1)]): pass", "str"),
        ("for x in sorted('abc'): pass", "str"),
        ("for x in ['a'] + p: pass", None),
        ("for y, *x in p: pass", "list"),
        ("with open('f') as x: pass", "io.TextIOWrapper"),
        ("with open('f') as g:\n    for x in g: pass", "str"),
        ("with p as x: pass", None),
        ("import x", None),
        ("def x(): pass", "function"),
        ("def x(): return x", "function"),
        ("@p\ndef x(): pass", None),
        ("class x: pass", None),
        ("try: x = []\nexcept E: x = ()", "list|tuple"),
        ("try: q()\nexcept E as x: pass", None),
        ("match p:\n    case x: pass", None),
        ("(x := 'a')", "str"),
        ("[(x := 'a') for y in p]", "str"),
        ("x = []\ndel x\nx = ''", "str"),
        ("x = lambda: 1", "function"),
        ("global x\nx = []", None),
        ("x = q\nx = x", None),
        ("async def g():\n    nonlocal x\n    async for x in 'a': pass\nx = 'a'", None),
    ],
)
def test_a_local_name_has_the_type_of_what_is_bound(body: str, expected: str | None) -> None:
    text = "def f(p, q):\n" + textwrap.indent(body, "    ") + "\n    here(x)\n"
    assert names(type_in(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "def f(x): here(x)",
        "def f():\n    x = []\n    def g():\n        nonlocal x\n        x = p()\n    g()\n    here(x)",
        "def f():\n    x = []\n    exec(p)\n    here(x)",
        "from a import *\nx = []\nhere(x)",
        "x = []\ndef f(): here(x)",
        "x = []\ndef f():\n    global x\n    x = p()\nf()\nhere(x)",
        "def f(x=[]): here(x)",
        "class A:\n    x = []\n    def f(self): here(self.x)",
        "list = p\nhere(list())",
        "def f(list): here(list())",
        "def f(sorted=p): here(sorted(q))",
        "def f():\n    for x in p:\n        here(x)\n        x = []",
        "def f():\n    x = p\n    while q:\n        here(x)\n        x = []",
        "def f():\n    try:\n        x = p\n        x = []\n    except E: here(x)",
        "def f():\n    try: pass\n    finally: here(x)\n    x = p",
        "def f():\n    with p:\n        x = q\n    here(x)",
        "def f():\n    x = 'a'\n    if (x := p()): here(x)",
        "def f():\n    g = ((x := q) for y in z)\n    x = []\n    list(g)\n    here(x)",
        "def f(): here((lambda x: x)(1))",
        "__name__ = p()\nhere(__name__)",
        "def f():\n    x = ['a']\n    x.append(p)\n    here(x[0])",
        "def f():\n    x = ['a']\n    p(x)\n    here(x[0])",
        "def f():\n    x = ['a']\n    y = x\n    y[0] = p\n    here(x[0])",
        "def f():\n    x = ['a']\n    while p:\n        here(x[0])\n        x[0] = q",
        "def f():\n    x = {'a': 1}\n    x[p] = 1\n    for k in x: here(k)",
    ],
)
def test_what_may_be_rebound_or_refilled_is_unknown(text: str) -> None:
    found = type_in(text)
    assert not found.known
    assert not found.within("list", "str")


@pytest.mark.parametrize(
    "text",
    [
        "def f(p):\n    x = []\n    def g(): here(x)\n    return g",
        "def f(p):\n    x = []\n    return [here(x) for y in p]",
        "def f(p):\n    x = []\n    while p:\n        here(x)\n        x = []",
        "def f(p):\n    if p:\n        x = []\n        here(x)\n    x = p",
        "def f(p):\n    x = p\n    if p:\n        return\n    x = []\n    if q:\n        here(x)",
        "x = []\nhere(x)",
        "x = []\n[here(x) for y in z]",
        "def f(p):\n    x = []\n    with p: here(x)",
        "def f(p):\n    x = []\n    try: here(x)\n    finally: x = p",
        "def f(p):\n    x = []\n    try: pass\n    except E: here(x)",
        "def f(p):\n    for y in p:\n        x = list(y)\n        here(x)\n        x = p",
        "def f(p):\n    x = list(p)\n    return any(here(x) for y in p)",
        "class A:\n    x = []\n    here(x)",
        "def f(*x): here(list(x))",
    ],
)
def test_a_dominating_list_is_a_list(text: str) -> None:
    assert type_in(text).within("list")


def test_star_parameters_are_tuple_and_dict() -> None:
    assert type_in("def f(*x): here(x)").within("tuple")
    assert type_in("def f(**x): here(x)").within("dict")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if isinstance(x, list): here(x)", "~list"),
        ("if isinstance(x, (list, tuple)): here(x)", "~list|tuple"),
        ("if isinstance(x, list | str): here(x)", "~list|str"),
        ("if isinstance(x, bool): here(x)", "bool"),
        ("if type(x) is list: here(x)", "list"),
        ("if type(x) == list: here(x)", None),
        ("if not isinstance(x, list): return\nhere(x)", "~list"),
        ("if not isinstance(x, list):\n    raise E\nelse: pass\nhere(x)", "~list"),
        ("assert isinstance(x, list)\nhere(x)", "~list"),
        ("assert type(x) is list\nhere(x)", "~list"),
        ("isinstance(x, list) and here(x)", "~list"),
        ("not isinstance(x, list) or here(x)", "~list"),
        ("isinstance(x, list) or here(x)", None),
        ("1 if not isinstance(x, list) else here(x)", "~list"),
        ("if isinstance(x, list) and q: here(x)", "~list"),
        ("if isinstance(x, list) or q: here(x)", None),
        ("if isinstance(x, list): pass\nelse: here(x)", None),
        ("if isinstance(x, list):\n    x = q\n    here(x)", None),
        ("if isinstance(x, list):\n    while q:\n        here(x)\n        x = q", None),
        ("if isinstance(x, list): pass\nhere(x)", None),
        ("if isinstance(x, list):\n    return lambda: here(x)", None),
        ("if isinstance(x, list) and (x := q): here(x)", None),
        ("if isinstance(y, list): here(x)", None),
        ("if isinstance(x, C): here(x)", None),
        ("while isinstance(x, list): here(x)", "~list"),
        ("while isinstance(x, list):\n    here(x)\n    x = q", None),
        ("if x is None: here(x)", "NoneType"),
        ("[here(y) for y in x if type(y) is str]", "str"),
        ("[here(y) for y in x if isinstance(y, str)]", "~str"),
        ("while q:\n    if not isinstance(x, list): continue\n    here(x)", "~list"),
        ("for y in q:\n    if not isinstance(x, list): break\nhere(x)", None),
    ],
)
def test_a_test_tells_the_type_until_the_name_is_rebound(body: str, expected: str | None) -> None:
    text = "def f(x, y, q):\n" + textwrap.indent(body, "    ")
    assert names(type_in(text)) == expected


def test_a_shadowed_isinstance_tells_nothing() -> None:
    assert not type_in("def f(x, isinstance):\n    if isinstance(x, list): here(x)").names


def test_none_is_ruled_out_by_a_test() -> None:
    text = "def f(p):\n    x = None\n    if p: x = 'a'\n    if {}: here(x)"
    assert names(type_in(text.format("x"))) == "str"
    assert names(type_in(text.format("x is not None"))) == "str"
    assert names(type_in(text.format("p"))) == "NoneType|str"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def g(): return []\nhere(g())", "list"),
        ("def g(p):\n    if p: return []\nhere(g(1))", "NoneType|list"),
        ("def g(p):\n    if p: return []\n    return ''\nhere(g(1))", "list|str"),
        ("def g(p):\n    return p\nhere(g(1))", None),
        ("def g(): pass\nhere(g())", "NoneType"),
        ("def g(): raise E\nhere(g())", ""),
        ("def g(): yield 1\nhere(g())", "generator"),
        ("async def g(): return []\nhere(g())", None),
        ("@p\ndef g(): return []\nhere(g())", None),
        ("def g(): return []\ndef g(): return ''\nhere(g())", None),
        ("def g(): return []\ng = 1\nhere(g())", None),
        ("def g(): return []\ndef h():\n    global g\n    g = 1\nhere(g())", None),
        ("def g(n):\n    if n: return g(n - 1)\n    return []\nhere(g(1))", "list"),
        ("def g(n): return g(n)\nhere(g(1))", ""),
        ("def g(n):\n    return h(n) if n else []\ndef h(n):\n    return g(n)\nhere(g(1))", "list"),
        ("def g(n):\n    return [g(n)] if n else g(n) + g(n)\nhere(g(1))", "list"),
        ("def g(n):\n    return 1 if n else g(n) / 2\nhere(g(1))", "float|int"),
        ("class A:\n    def g(self): return []\n    def h(self): here(self.g())", None),
        ("def f():\n    def g(): return []\n    here(g())", "list"),
        ("def f(g):\n    here(g())", None),
        ("def g():\n    exec('')\n    return []\nhere(g())", None),
        ("def g():\n    try: return []\n    finally: pass\nhere(g())", "list"),
        ("def g():\n    with p: return []\nhere(g())", "NoneType|list"),
        ("def g():\n    def h(): return ''\n    return []\nhere(g())", "list"),
    ],
)
def test_a_function_of_the_file_returns_what_all_its_returns_say(
    text: str, expected: str | None
) -> None:
    assert names(type_in(text)) == expected


def test_trust_is_asked_for() -> None:
    annotated = "def f(x: list[int]): here(x)"
    assert not type_in(annotated).known
    assert type_in(annotated, "annotations").within("list", subclasses=True)
    optional = "from typing import Optional\ndef f(x: Optional[str]): here(x)"
    assert names(type_in(optional, "annotations")) is not None
    assert not type_in("def f(x: Foo): here(x)", "annotations").known
    constant = "X = 'a'\ndef f(): here(X)"
    assert not type_in(constant).known
    assert type_in(constant, "constants").within("str")


CLASS = """
class C{0}:
    def __init__(self, given):
        self.x = {1}
    def f(self):
        {2}
        here(self.x)
{3}
"""


@pytest.mark.parametrize(
    ("base", "value", "code", "more", "expected"),
    [
        ("", "[]", "", "", "list"),
        ("", "given", "", "", None),
        ("", "{}", "self.x = None", "", "NoneType|dict"),
        ("", "1", "self.x += 1", "", "int"),
        ("", "1", "self.x += given", "", None),
        ("", "[]", "self.x += [given]", "", "list"),
        ("", "[]", "self.x += given", "", None),
        ("", "''", "self.x = self.x[1:]", "", "str"),
        ("", "[]", "self.x, y = given", "", None),
        ("", "[]", "for self.x in given: pass", "", None),
        ("", "[]", "self = given", "", None),
        ("", "[]", "setattr(self, given, 1)", "", None),
        ("", "[]", "setattr(self, 'y', 1)", "", "list"),
        ("", "[]", "self.__dict__.update(given)", "", None),
        ("", "[]", "", "class D(C):\n    def g(self): self.x = ()", "list|tuple"),
        ("", "[]", "", "class D(C):\n    x = property(len)", None),
        ("", "[]", "", "class D(C):\n    def x(self): pass", None),
        ("", "[]", "", "class D:\n    def g(self): self.x = ()", "list"),
        ("", "[]", "", "def g(c): c.x = ()", "list|tuple"),
        ("", "[]", "", "def g(c): c.x = c", None),
        ("", "[]", "del self.x", "", "list"),
        ("(B)", "[]", "", "", "list"),
        ("(Model)", "[]", "", "", None),
        ("(metaclass=M)", "[]", "", "", None),
    ],
)
def test_an_attribute_holds_what_the_file_stores_for_those_who_trust_it(
    base: str, value: str, code: str, more: str, expected: str | None
) -> None:
    text = CLASS.format(base, value, code or "pass", more)
    assert not type_in(text).known
    found = type_in(text, "attributes")
    assert names(found) == expected
    assert found.known or found.why


@pytest.mark.parametrize(
    "text",
    [
        "class C:\n    def __init__(s): s.x = []\n    def f(self): return lambda: here(self.x)",
        "class C:\n    x = []\n    def f(self): here(self.x)",
        "class C:\n    x: list = []\n    def f(self): here(self.x)",
    ],
)
def test_other_ways_to_store_and_read_an_attribute(text: str) -> None:
    assert type_in(text, "attributes").within("list")


@pytest.mark.parametrize(
    "text",
    [
        "class C:\n    x = []\n    @classmethod\n    def f(cls): here(cls.x)",
        "class C:\n    x = []\n    @staticmethod\n    def f(c): here(c.x)",
        "class C:\n    x = []\n    def f(self, other): here(other.x)",
        "class C:\n    x = []\n    def f(self):\n        return lambda self: here(self.x)",
        "@dataclass\nclass C:\n    x: list = []\n    def f(self): here(self.x)",
        "class C:\n    x: list\n    def f(self): here(self.x)",
        "class C:\n    def x(self): pass\n    def f(self): here(self.x)",
        "class C:\n    def f(self): here(self.x)",
        "def f(self): here(self.x)",
    ],
)
def test_what_trust_in_attributes_says_nothing_of(text: str) -> None:
    assert not type_in(text, "attributes").known


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def f(rows): here(rows)", "`rows` is a parameter of unknown type"),
        ("def f(self): here(self.rows)", "`self.rows` is an attribute"),
        ("here(load())", "`load()` is a call of unknown result"),
        (
            "def f(p):\n    if p: x = []\n    else: x = p\n    here(x)",
            "`x` is bound more than once, not always to a known type",
        ),
    ],
)
def test_an_unknown_type_says_why(text: str, why: str) -> None:
    assert type_in(text).why == why


def test_a_known_type_carries_evidence() -> None:
    found = type_in("def f():\n    x = []\n    here(x)")
    assert [piece for piece, _ in found.evidence] == ["display"]
    assert isinstance(found.evidence[0][1], ast.List)


def test_a_subclass_is_within_only_when_asked_for() -> None:
    found = type_in("def f(x):\n    if isinstance(x, list): here(x)")
    assert not found.within("list")
    assert found.within("list", subclasses=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("def f():\n    x = a()\n    here(x)", "a()"),
        ("def f():\n    x = a()\n    x = b()\n    here(x)", "b()"),
        ("def f(p):\n    x = a()\n    if p: x = b()\n    here(x)", None),
        ("def f(x): here(x)", None),
        ("def f():\n    x, y = a(), b()\n    here(y)", "b()"),
        ("def f():\n    x = a()\n    x += 1\n    here(x)", None),
        ("x = a()\ndef f(): here(x)", None),
        ("x = a()\nhere(x)", "a()"),
        ("def f():\n    for x in a(): here(x)", None),
        (
            "def f():\n    x = a()\n    def g():\n        nonlocal x\n        x = 1\n    here(x)",
            None,
        ),
    ],
)
def test_a_name_leads_to_the_expression_it_surely_holds(text: str, value: str | None) -> None:
    semantics, name = asked(text)
    assert isinstance(name, ast.Name)
    found = semantics.value_of(name)
    assert (None if found is None else ast.unparse(found)) == value


@pytest.mark.parametrize(
    ("expr", "fresh"),
    [
        ("[]", True), ("[a for a in b]", True), ("list(x)", True), ("sorted(x)", True),
        ("[1][1:]", True), ("x[1:]", False), ("x", False), ("'a'.split()", True),
        ("[] + [1]", True), ("x or []", False), ("[] if x else {}", True),
        ("[] if x else y", False), ("x.copy()", False), ("[].copy()", True), ("f()", False),
        ("dict(a=1)", True), ("tuple(x)", False), ("1", False),
    ],
)  # fmt: skip
def test_an_object_is_fresh_only_when_it_is_made_here(expr: str, fresh: bool) -> None:
    semantics, found = asked(f"here({expr})")
    assert semantics.fresh_object(found) is fresh


@pytest.mark.parametrize(
    ("body", "new"),
    [
        ("x = []", True),
        ("x = y = []", False),
        ("x = p", False),
        ("if p: x = []\nelse: x = {}", True),
        ("x = []\nif p: x = p", False),
        ("x = []\nx += [p]", True),
        ("x = []\nx += p", False),
        ("x = set()\nx |= p", False),
        ("q(x := [])", False),
        ("for x in []: pass", False),
        ("x, y = [], []", True),
    ],
)
def test_a_name_is_new_when_every_binding_makes_its_own_object(body: str, new: bool) -> None:
    text = "def f(p):\n" + textwrap.indent(body, "    ") + "\n    here(x)\n"
    semantics, name = asked(text)
    assert isinstance(name, ast.Name)
    assert semantics.is_new(name) is new


def test_long_chains_do_not_crash() -> None:
    assert names(type_in("here(" + " + ".join(["'a'"] * 400) + ")")) in ("str", None)
    body = "".join(f"    x{n + 1} = x{n}\n" for n in range(300))
    type_in("def f():\n    x0 = ''\n" + body + "    here(x300)")


def test_a_question_gives_the_same_answer_twice() -> None:
    text = """
        def f(p):
            x = ''
            y = 0
            for a in p:
                x = x + str(y)
                y = len(x) + y
            here(x)
    """
    semantics, expr = asked(text)
    for node in ast.walk(semantics.source.tree):
        if isinstance(node, ast.expr):
            semantics.type_of(node)
    assert names(semantics.type_of(expr)) == names(type_in(text)) == "str"


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        ("[].append(1)", True), ("set().add(1)", True), ("{}.update(x)", True),
        ("random.shuffle(x)", True), ("[].pop()", False), ("x.append(1)", False),
        ("[].copy()", False), ("[] and x.append(1)", False), ("([] or None).append(1)", True),
        ("print(1)", False), ("np.add(1, 2)", False),
    ],
)  # fmt: skip
def test_a_method_works_in_place_where_it_changes_a_container(expr: str, expected: bool) -> None:
    semantics, call = asked(f"import random\nimport numpy as np\nhere({expr})")
    found = isinstance(call, ast.Call) and semantics.calls.works_in_place(call)
    assert found is expected


def test_a_name_that_loses_its_list_in_a_loop_is_a_list_or_none() -> None:
    text = """
        def f(rows):
            found = []
            for row in rows:
                found = found.append(row)
            here(found)
        """
    assert names(type_in(text)) == "NoneType|list"
