"""Contents: what a function's own list holds, judged by all that is put into it."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def held(body: str, parameters: str = "x, k, j") -> str | None:
    """The types of the items in what ``body`` has `here` run over, as a word."""
    text = f"def f({parameters}):\n{textwrap.indent(textwrap.dedent(body), '    ')}"
    source = Source(text)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.For) and ast.unparse(node.target) == "here":
            found = Semantics(source).element_type(node.iter)
            return "|".join(sorted(found.names)) if found.names and found.exact else None
    raise AssertionError("no `here` in the text")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("l = []\nl.append('')\nfor here in l: pass", "str"),
        ("l = list()\nl.append('')\nfor here in l: pass", "str"),
        ("l = [1]\nl.append('')\nfor here in l: pass", "int|str"),
        ("l = ['a' for _ in x]\nl.insert(k, 'b')\nfor here in l: pass", "str"),
        ("l = []\nl.extend('ab')\nfor here in l: pass", "str"),
        ("l = []\nl += ['a']\nfor here in l: pass", "str"),
        ("l = [''] * k\nl[j] = 'a'\nfor here in l: pass", None),
        ("l = [''] * 3\nl[j] = 'a'\nfor here in l: pass", "str"),
        ("l = [''] + [1]\nl[j] = 'a'\nfor here in l: pass", "int|str"),
        ("l = ['a']\nl[1:] = ['b', 1]\nfor here in l: pass", "int|str"),
        ("l = 'a b'.split()\nl.append('c')\nfor here in l: pass", "str"),
        ("l = sorted('ab')\nl.append('c')\nfor here in l: pass", "str"),
        ("l = []\nfor y in x:\n    l.append(str(y) + ',')\nfor here in l[1:]: pass", None),
        ("l = []\nfor y in x:\n    l.append(f'{y},')\nfor here in l[1:]: pass", "str"),
        (
            "l = []\nl.append('a')\nl.pop()\nl.sort()\nl.reverse()\ndel l[:]\nfor here in l: pass",
            "str",
        ),
        ("l = []\nl.append('a')\nif l and len(l) > 1:\n    return l\nfor here in l: pass", "str"),
        ("while x:\n    l = []\n    l.append('a')\n    for here in l: pass", "str"),
        ("l = []\nl.append('')\nl.append(l[0])\nfor here in l: pass", "str"),
        ("l = []\nm = []\nl.append('')\nm.extend(l)\nfor here in m: pass", "str"),
        ("l = ['a'] if x else []\nl.append('b')\nfor here in l: pass", "str"),
        ("l = ['a']\nl.append('b')\nfor here in reversed(l): pass", "str"),
    ],
)
def test_all_that_is_put_in_tells_what_comes_out(body: str, expected: str | None) -> None:
    assert held(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("l = x\nl.append('')\nfor here in l: pass", id="somebody else's"),
        pytest.param("l = []\nfor here in l: pass", id="never filled"),
        pytest.param("l = []\nl.append(x)\nfor here in l: pass", id="unknown item"),
        pytest.param("l = ['']\nl.extend(x)\nfor here in l: pass", id="unknown items"),
        pytest.param("l = ['']\nl.append(*x)\nfor here in l: pass", id="starred"),
        pytest.param("l = ['']\nl.insert(*x)\nfor here in l: pass", id="starred insert"),
        pytest.param("l = ['', *x]\nl.append('')\nfor here in l: pass", id="unpacked"),
        pytest.param("l = ['']\nl += x\nfor here in l: pass", id="added"),
        pytest.param("l = ['']\nl[0] = x\nfor here in l: pass", id="stored"),
        pytest.param("l = ['']\nl[0:] = x\nfor here in l: pass", id="stored slice"),
        pytest.param("l = ['']\nl[0] += x\nfor here in l: pass", id="augmented item"),
        pytest.param("l = ['']\nl[0], y = x\nfor here in l: pass", id="unpacking"),
        pytest.param("l = ['']\nfor l[0] in x:\n    for here in l: pass", id="loop target"),
        pytest.param("l = ['']\nwith x as l[0]:\n    for here in l: pass", id="with"),
        pytest.param("l = ['']\nx(l)\nl.append('')\nfor here in l: pass", id="passed on"),
        pytest.param("l = ['']\nl.append('')\nfor here in l:\n    x(l)", id="passed on later"),
        pytest.param("l = ['']\nl.append('')\nfor here in l: pass\nx(l)", id="passed on when all is over"),
        pytest.param("l = ['']\nm = l\nm.append(x)\nl.sort()\nfor here in l: pass", id="another name"),
        pytest.param("l = m = ['']\nm.append(x)\nl.sort()\nfor here in l: pass", id="two names"),
        pytest.param("l = ['']\nx.l = l\nl.sort()\nfor here in l: pass", id="in an attribute"),
        pytest.param("l = ['']\nx[l] = [l]\nl.sort()\nfor here in l: pass", id="in another list"),
        pytest.param("l = ['']\nl.append('')\nif x:\n    l = k\nfor here in l: pass", id="rebound"),
        pytest.param("l = ['']\nput = l.append\nput(x)\nl.sort()\nfor here in l: pass", id="bound method"),
        pytest.param("l = ['']\nlist.append(l, x)\nl.sort()\nfor here in l: pass", id="by the class"),
        pytest.param("l = ['']\nl.__iadd__(x)\nl.sort()\nfor here in l: pass", id="by its method"),
        pytest.param("l = ['']\ndef g():\n    l.append(x)\ng()\nl.sort()\nfor here in l: pass", id="closure"),
        pytest.param("l = ['']\n[y.update(l) for y in x]\nl.sort()\nfor here in l: pass", id="comprehension"),
        pytest.param("l = ['']\ng = (l.append(y) for y in x)\nl.sort()\nfor here in l: pass", id="generator"),
        pytest.param("l = ['']\nyield l\nl.sort()\nfor here in l: pass", id="yielded"),
        pytest.param("l = ['']\nexec(x)\nl.sort()\nfor here in l: pass", id="exec"),
        pytest.param("l = ['']\nmatch l:\n    case m:\n        m[0] = x\nl.sort()\nfor here in l: pass", id="match"),
        pytest.param("l = ['']\nl.append(m := l)\nfor here in l: pass", id="walrus"),
        pytest.param("global l\nl = ['']\nl.append('')\nfor here in l: pass", id="global"),
        pytest.param("def fill(a):\n    if type(a) is list:\n        a[0] = 1\n"
                     "l = ['']\nfill(l)\nl.sort()\nfor here in l: pass", id="filled by a function"),
    ],
)  # fmt: skip
def test_what_others_may_put_in_is_unknown(body: str) -> None:
    assert held(body) is None


def returned(text: str) -> str | None:
    """The types of the items in `f(x)`, a function of ``text``, as a word."""
    source = Source(f"{textwrap.dedent(text)}\ndef g(x):\n    return f(x)")
    call = next(
        n for n in ast.walk(source.tree) if isinstance(n, ast.Call) and ast.unparse(n) == "f(x)"
    )
    found = Semantics(source).text.element_type(call)
    return "|".join(sorted(found.names)) if found.names and found.exact else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x): return ['a', 'b']", "str"),
        ("def f(x): return [str(y) for y in x]", "str"),
        ("def f(x): return str(x).split()", "str"),
        ("def f(x): return str(x)", "str"),
        ("def f(x):\n    l = []\n    l.append('')\n    return l", "str"),
        ("def f(x):\n    if x:\n        raise x\n    return [1] if x else ['']", "int|str"),
        ("def f(x):\n    yield 'a'\n    yield str(x)", "str"),
        ("def f(x):\n    yield from 'ab'", "str"),
        ("def f(x):\n    y = yield 'a'\n    yield", "NoneType|str"),
        ("def f(x):\n    for y in f(x):\n        yield y\n    yield 'a'", "str"),
        ("def f(x):\n    text = ''\n    for y in f(x): text += y\n    return text.split()", "str"),
        ("def f(x): return f(x)", None),
        ("def f(x): return x", None),
        ("def f(x): return [x]", None),
        ("def f(x):\n    yield x", None),
        ("def f(x):\n    if x: return ['']", "str"),
        ("def f(x):\n    if x: return\n    return ['']", "str"),
        ("def f(x):\n    l = ['']\n    x.l = l\n    return l", None),
        ("def f(x):\n    try:\n        l = ['']\n        return l\n    finally: x(l)", None),
        ("L = ['']\ndef f(x): return L", None),
        ("def f(x, l=['']): return l", None),
        ("@x\ndef f(x): return ['']", None),
        ("async def f(x): return ['']", None),
        ("def f(x): return ['']\nf = x", None),
        ("def f(x):\n    exec(x)\n    return ['']", None),
        ("def f(x):\n    if isinstance(x, str): return x\n    return ''", None),
    ],
)
def test_a_function_of_the_file_gives_what_it_returns_or_yields(
    text: str, expected: str | None
) -> None:
    assert returned(text) == expected
