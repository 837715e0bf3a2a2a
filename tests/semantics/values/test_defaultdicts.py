"""Defaultdicts: what a function's own defaultdict holds, by its factory and all that is put in."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source

IMPORT = "from collections import defaultdict\n"


def held(body: str, head: str = IMPORT, parameters: str = "x, k, j") -> str | None:
    """The type of what ``body`` passes to `here()`, as a word."""
    text = f"{head}def f({parameters}):\n{textwrap.indent(textwrap.dedent(body), '    ')}"
    source = Source(text)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "here":
            found = Semantics(source).type_of(node.args[0])
            return "|".join(sorted(found.names)) if found.names and found.exact else None
    raise AssertionError("no here() in the text")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("d = defaultdict(list)\nhere(d[k])", "list"),
        ("d = defaultdict(list)\nd[k].append(x)\nfor one in d.values():\n    here(one)", "list"),
        ("d = defaultdict(list)\nfor k, one in d.items():\n    here(one)", "list"),
        ("d = defaultdict(list)\nfor k, one in sorted(d.items()):\n    here(one)", "list"),
        ("d = defaultdict(list)\nd[k].append(x)\nx(d[k])\nhere(d[j])\nreturn d", "list"),
        ("d = defaultdict(int)\nd[k] += 1\nhere(d[j])", "int"),
        ("d = defaultdict(set)\nd[k].add(x)\nd.pop(k)\nd.clear()\ndel d[j]\nhere(d[j])", "set"),
        ("d = defaultdict(list)\nd[k] = ''\nhere(d[j])", "list|str"),
        ("d = defaultdict(list)\nd[k] = e = ''\nhere(d[j])", "list|str"),
        ("d = defaultdict(list)\nd.setdefault(k, {})\nhere(d[j])", "dict|list"),
        ("d = defaultdict(list)\nd[k] += [x]\nhere(d[j])", "list"),
        ("d = defaultdict(list)\nd[k] = d[j]\nhere(d[j])", "list"),
        ("d: defaultdict = defaultdict(list)\nhere(d[k])", "list"),
        ("d = defaultdict(list)\nif x:\n    d = defaultdict(set)\nhere(d[k])", "list|set"),
        ("d = defaultdict(list)\nif k in d and not d and d is not None:\n    here(d[k])", "list"),
        ("d = defaultdict(list)\nfor k in sorted(d, key=len):\n    here(d[k])", "list"),
        ("d = defaultdict(list)\nwhile d:\n    d.popitem()\nelse:\n    here(d[k])", "list"),
        ("d = defaultdict(list)\ne = [k for k in d if d[k]]\nhere(d[k])", "list"),
        ("d = defaultdict(list)\nyield d[k]\nhere(d[k])", "list"),
        ("for k in x:\n    d = defaultdict(list)\n    here(d[k])", "list"),
    ],
)
def test_the_factory_and_all_that_is_put_in_tell_what_comes_out(body: str, expected: str) -> None:
    assert held(body) == expected


@pytest.mark.parametrize(
    "head",
    ["import collections as c\n", "from collections import defaultdict as dd\n"],
)
def test_the_import_may_have_any_form(head: str) -> None:
    name = "c.defaultdict" if " c\n" in head else "dd"
    assert held(f"d = {name}(list)\nhere(d[k])", head) == "list"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("d = defaultdict()\nhere(d[k])", id="no factory"),
        pytest.param("d = defaultdict(x)\nhere(d[k])", id="unknown factory"),
        pytest.param("d = defaultdict(lambda: x)\nhere(d[k])", id="lambda"),
        pytest.param("d = defaultdict(list, x)\nhere(d[k])", id="filled at once"),
        pytest.param("d = defaultdict(list, a=x)\nhere(d[k])", id="words"),
        pytest.param("d = defaultdict(*x)\nhere(d[k])", id="starred"),
        pytest.param("d = defaultdict(list)\nd[k] = x\nhere(d[j])", id="unknown value"),
        pytest.param("d = defaultdict(list)\nd[k] += x\nhere(d[j])", id="unknown addition"),
        pytest.param("d = defaultdict(list)\nd[k] *= x\nhere(d[j])", id="unknown factor"),
        pytest.param("d = defaultdict(list)\nd[k], y = x\nhere(d[j])", id="unpacking"),
        pytest.param("d = defaultdict(list)\nfor d[k] in x:\n    here(d[j])", id="loop target"),
        pytest.param("d = defaultdict(list)\nwith x as d[k]:\n    here(d[j])", id="with"),
        pytest.param("d = defaultdict(list)\nd.setdefault(k)\nhere(d[j])", id="default of None"),
        pytest.param("d = defaultdict(list)\nd.setdefault(k, x)\nhere(d[j])", id="unknown default"),
        pytest.param("d = defaultdict(list)\nd.setdefault(*x)\nhere(d[j])", id="starred default"),
        pytest.param("d = defaultdict(list)\nd.update(x)\nhere(d[j])", id="updated"),
        pytest.param("d = defaultdict(list)\nd |= x\nhere(d[j])", id="merged"),
        pytest.param("d = defaultdict(list)\nd.default_factory = x\nhere(d[j])", id="new factory"),
        pytest.param("d = defaultdict(list)\nd.__class__ = x\nhere(d[j])", id="new class"),
        pytest.param("d = defaultdict(list)\nput = d.__setitem__\nhere(d[j])", id="bound"),
        pytest.param("d = defaultdict(list)\nput = d.setdefault\nhere(d[j])", id="bound default"),
        pytest.param("d = defaultdict(list)\nd.__missing__(k)\nhere(d[j])", id="dunder"),
        pytest.param("d = defaultdict(list)\nx(d)\nhere(d[j])", id="passed on"),
        pytest.param("d = defaultdict(list)\nhere(d[j])\nx(d)", id="passed on later"),
        pytest.param("d = defaultdict(list)\nx(a=d)\nhere(d[j])", id="passed by name"),
        pytest.param("d = defaultdict(list)\nx(*d)\nhere(d[j])", id="unpacked into a call"),
        pytest.param("d = defaultdict(list)\ndict.update(d, x)\nhere(d[j])", id="by the class"),
        pytest.param("d = defaultdict(list)\ne = d\nhere(d[j])", id="another name"),
        pytest.param("d = e = defaultdict(list)\ne[k] = x\nhere(d[j])", id="two names"),
        pytest.param("x.d = d = defaultdict(list)\nhere(d[j])", id="stored as well"),
        pytest.param("(d := defaultdict(list))[k] = x\nhere(d[j])", id="walrus"),
        pytest.param("d = defaultdict(list)\nx.d = d\nhere(d[j])", id="stored"),
        pytest.param("d = defaultdict(list)\nx[d] = 1\nhere(d[j])", id="index"),
        pytest.param("d = defaultdict(list)\ne = [d]\nhere(d[j])", id="in a list"),
        pytest.param("d = defaultdict(list)\ne = d or x\nhere(d[j])", id="operator"),
        pytest.param("d = defaultdict(list)\ne = d == x\nhere(d[j])", id="compared"),
        pytest.param("d = defaultdict(list)\ne = d in x\nhere(d[j])", id="looked for"),
        pytest.param("d = defaultdict(list)\ne = k in d in x\nhere(d[j])", id="chain"),
        pytest.param("d = defaultdict(list)\nyield d\nhere(d[j])", id="yielded"),
        pytest.param("d = defaultdict(list)\nif x:\n    d = k\nhere(d[j])", id="rebound"),
        pytest.param("d = defaultdict(list)\nd, y = x\nhere(d[j])", id="unpacked"),
        pytest.param("d = defaultdict(list)\ndef g():\n    d[k] = x\nhere(d[j])", id="closure"),
        pytest.param("d = defaultdict(list)\nexec(x)\nhere(d[j])", id="exec"),
        pytest.param("d = defaultdict(list)\nmatch d:\n    case e:\n        here(d[j])", id="match"),
        pytest.param("list = x\nd = defaultdict(list)\nhere(d[j])", id="another list"),
        pytest.param("defaultdict = x\nd = defaultdict(list)\nhere(d[j])", id="another function"),
    ],
)  # fmt: skip
def test_what_others_may_put_in_is_unknown(body: str) -> None:
    assert held(body) is None


def test_an_entry_that_is_asked_for_is_no_entry_of_ones_own() -> None:
    text = f"{IMPORT}def f(k):\n    d = defaultdict(list)\n    return d[k]\n"
    source = Source(text)
    read = next(n for n in ast.walk(source.tree) if isinstance(n, ast.Subscript))
    assert not Semantics(source).holdings.is_own(read)
    # Asking makes an entry, which is an effect.
    assert not Semantics(source).pure(read, "no_effect")


def test_a_module_variable_is_no_mapping_of_ones_own() -> None:
    source = Source(f"{IMPORT}d = defaultdict(list)\ndef f():\n    return d['a']\n")
    read = next(n for n in ast.walk(source.tree) if isinstance(n, ast.Subscript))
    assert not Semantics(source).type_of(read).known


def test_mappings_that_hold_each_other_give_one_answer_whoever_is_asked_first() -> None:
    text = f"""{IMPORT}
def f(k):
    a, b = defaultdict(list), defaultdict(set)
    a = defaultdict(list)
    b = defaultdict(set)
    a[k] = b[k]
    b[k] = a[k]
    return a[k], b[k]
"""
    source = Source(text)
    reads = [
        n
        for n in ast.walk(source.tree)
        if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Load)
    ]
    first, last = Semantics(source), Semantics(source)
    forward = [first.type_of(n).names for n in reads]
    backward = [last.type_of(n).names for n in reversed(reads)][::-1]
    assert forward == backward
