"""Holdings: what a function's own dict holds, judged by all that is put into it."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def held(body: str, parameters: str = "x, k, j") -> str | None:
    """The type of what ``body`` passes to `here()`, as a word."""
    text = f"def f({parameters}):\n{textwrap.indent(textwrap.dedent(body), '    ')}"
    source = Source(text)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "here":
            found = Semantics(source).type_of(node.args[0])
            return "|".join(sorted(found.names)) if found.names and found.exact else None
    raise AssertionError("no here() in the text")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("d = {'a': []}\nhere(d['a'])", "list"),
        ("d = {'a': [], 'b': x}\nhere(d['a'])", "list"),
        ("d = {'a': [], 'b': ''}\nhere(d[k])", "list|str"),
        ("d = {'a': []}\nd['b'] = x\nhere(d['a'])", "list"),
        ("d = {'a': []}\nd['a'] = {}\nhere(d['a'])", "dict|list"),
        ("d = {}\nd[k] = ''\nhere(d[j])", "str"),
        ("d = {}\nd[k] = ''\nhere(d['a'])", "str"),
        ("d = {}\nfor k in x:\n    d[k] = {}\n    here(d[k])", "dict"),
        ("d = {}\nd.setdefault(k, []).append(x)\nhere(d[k])", "list"),
        ("d = {}\nd.update({'a': 1}, b='')\nhere(d['b'])", "str"),
        ("d = {}\nd.update(a=1)\nhere(d['a'])", "int"),
        ("d = dict(a=1, b=x)\nhere(d['a'])", "int"),
        ("d = {one: [] for one in x}\nhere(d[k])", "list"),
        ("d = {'a': 1} if x else {'a': ''}\nhere(d['a'])", "int|str"),
        ("d = {'a': 'b'}\nd['a'] += 'c'\nhere(d['a'])", "str"),
        ("d = {'a': 1}\nd['a'] = d['a'] + 1\nhere(d['a'])", "int"),
        ("d: dict = {'a': 1}\nhere(d['a'])", "int"),
        ("d = {1: 'a', 2: x}\nhere(d[1])", "str"),
        ("d = {'a': []}\nfor one in d.values():\n    here(one)", "list"),
        ("d = {'a': []}\nfor k, one in d.items():\n    here(one)", "list"),
        ("d = {'a': {}}\nif len(d) > 1 and sorted(d):\n    pass\nhere(d['a'])", "dict"),
        ("d = {'a': {}}\ndel d['b']\nd.pop('c')\nd.clear()\nhere(d['a'])", "dict"),
        ("d = {'a': {}}\nhere(d['a'])\nx(d)", "dict"),
        ("d = {'a': {}}\nx(d['a'])\nhere(d['a'])", "dict"),
        ("d = {'a': {}}\nhere(d['a'])\nreturn d", "dict"),
        ("for k in x:\n    d = {'a': {}}\n    here(d['a'])\n    x(d)", "dict"),
    ],
)
def test_all_that_is_put_in_tells_what_comes_out(body: str, expected: str) -> None:
    assert held(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("d = x\nhere(d['a'])", id="somebody else's"),
        pytest.param("d = {'a': x}\nhere(d['a'])", id="unknown value"),
        pytest.param("d = {}\nhere(d['a'])", id="never filled"),
        pytest.param("d = {'a': []}\nd[k] = x\nhere(d['a'])", id="any key"),
        pytest.param("d = {1: []}\nd[True] = x\nhere(d[1])", id="equal keys"),
        pytest.param("d = {1: []}\nd[1.0] = x\nhere(d[1])", id="equal numbers"),
        pytest.param("d = {'a': [], **x}\nhere(d['a'])", id="unpacked"),
        pytest.param("d = dict(x, a=1)\nhere(d['a'])", id="made of another"),
        pytest.param("d = dict(a=1, **x)\nhere(d['a'])", id="unpacked words"),
        pytest.param("d = {'a': []}\nx(d)\nhere(d['a'])", id="passed on"),
        pytest.param("d = {'a': []}\ne = d\ne['a'] = x\nhere(d['a'])", id="another name"),
        pytest.param("d = e = {'a': []}\ne['a'] = x\nhere(d['a'])", id="two names"),
        pytest.param("d = {'a': []}\nx.d = d\nhere(d['a'])", id="stored"),
        pytest.param("d = {'a': []}\nfor k in x:\n    here(d['a'])\n    x(d)", id="next round"),
        pytest.param("d = {'a': []}\nif x:\n    d = k\nhere(d['a'])", id="rebound"),
        pytest.param("d = {'a': []}\nd |= x\nhere(d['a'])", id="merged"),
        pytest.param("d = {'a': []}\nd.update(x)\nhere(d['a'])", id="updated"),
        pytest.param("d = {'a': []}\nd.update(**x)\nhere(d['a'])", id="updated by words"),
        pytest.param("d = {'a': []}\nd.update(*x)\nhere(d['a'])", id="updated by a star"),
        pytest.param("d = {'a': []}\nd.setdefault(*x)\nhere(d['a'])", id="starred default"),
        pytest.param("d = {'a': 1}\nd.setdefault('a')\nhere(d['a'])", id="default of None"),
        pytest.param("d = {'a': []}\nd.__setitem__('a', x)\nhere(d['a'])", id="by its method"),
        pytest.param("d = {'a': []}\nput = d.__setitem__\nput('a', x)\nhere(d['a'])", id="bound"),
        pytest.param("d = {'a': []}\ndict.update(d, x)\nhere(d['a'])", id="by the class"),
        pytest.param("d = {'a': []}\nd['a'], y = x\nhere(d['a'])", id="unpacking"),
        pytest.param("d = {'a': []}\nfor d['a'] in x:\n    here(d['a'])", id="loop target"),
        pytest.param("d = {'a': []}\nwith x as d['a']:\n    here(d['a'])", id="with"),
        pytest.param("d = {'a': []}\nd['a'] += x\nhere(d['a'])", id="augmented"),
        pytest.param("d = {'a': 'b'}\nd[k] *= x\nhere(d['a'])", id="augmented anywhere"),
        pytest.param("d = {'a': []}\ndef g():\n    d['a'] = x\ng()\nhere(d['a'])", id="closure"),
        pytest.param("d = {'a': []}\ng = (d for _ in x)\nhere(d['a'])", id="generator"),
        pytest.param("d = {'a': []}\n[y.update(d) for y in x]\nhere(d['a'])", id="comprehension"),
        pytest.param("d = {'a': []}\nyield d\nhere(d['a'])", id="yielded"),
        pytest.param("d = {'a': []}\nexec(x)\nhere(d['a'])", id="exec"),
        pytest.param("d = {'a': []}\nmatch d:\n    case e:\n        e['a'] = x\nhere(d['a'])", id="match"),
        pytest.param("d = {'a': d['b'], 'b': d['a']}\nhere(d['a'])", id="nothing but itself"),
        pytest.param("d = {'a': ''}\nd['a'] += (e := d)\nhere(d['a'])", id="walrus"),
    ],
)  # fmt: skip
def test_what_others_may_put_in_is_unknown(body: str) -> None:
    assert held(body) is None


def test_a_module_variable_is_no_dict_of_ones_own() -> None:
    source = Source("d = {'a': []}\ndef f():\n    return d['a']\n")
    read = next(n for n in ast.walk(source.tree) if isinstance(n, ast.Subscript))
    assert not Semantics(source).type_of(read).known


def test_dicts_that_hold_each_other_give_one_answer_whoever_is_asked_first() -> None:
    text = """
        def f(x):
            a, b = {}, {}
            a = {'k': []}
            b = {'k': {}}
            a['k'].append(b['k'].get(a['k']))
            b['k'].update(q=a['k'])
            return a['k'], b['k']
        """
    source = Source(textwrap.dedent(text))
    reads = [n for n in ast.walk(source.tree) if isinstance(n, ast.Subscript)]
    first, last = Semantics(source), Semantics(source)
    forward = {ast.dump(n): first.type_of(n).names for n in reads}
    backward = {ast.dump(n): last.type_of(n).names for n in reversed(reads)}
    assert forward == backward


def is_own(body: str, parameters: str = "x, k, j") -> bool:
    """Whether what ``body`` reads last by a subscript is held by nobody but the dict."""
    source = Source(f"def f({parameters}):\n{textwrap.indent(textwrap.dedent(body), '    ')}")
    reads = [
        n
        for n in ast.walk(source.tree)
        if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Load)
    ]
    last = max(reads, key=lambda node: (node.lineno, node.end_col_offset))
    return Semantics(source).holdings.is_own(last)


@pytest.mark.parametrize(
    "body",
    [
        "d = {'a': {}}\nd['a']",
        "d = {'a': {}, 'b': x}\ny = d['b']\nd['a']",
        "d = {'a': {}}\nif 'a' in d:\n    pass\nd['a'].update(x)\nlen(d)\nd['a']",
        "d = {'a': {}}\nd['a'][k] = x\nif x:\n    return d\nd['a']",
        "d = {'a': {}}\nfor one in d:\n    x(one)\nd['a']",
        "d = {'a': {}}\nd['a'] = dict(x)\nd['a']",
        "d = dict(a=[])\nd['a']",
        "d = {'a': {}} if x else {'a': []}\nd['a']",
    ],
)
def test_new_objects_that_only_the_dict_refers_to(body: str) -> None:
    assert is_own(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("d = {'a': x}\nd['a']", id="not new"),
        pytest.param("d = {}\nfor k in x:\n    d[k] = {}\nd[k]", id="under any key"),
        pytest.param("d = {}\nif x:\n    d['a'] = {}\nd['a']", id="perhaps not there"),
        pytest.param("d = {'a': {}} if x else {}\nd['a']", id="not in both"),
        pytest.param("d = {'a': {}}\nd.clear()\nd['a']", id="cleared"),
        pytest.param("d = {'a': {}}\ndel d['a']\nd['a']", id="deleted"),
        pytest.param("d = {'a': {}}\ndel d[k]\nd['a']", id="perhaps deleted"),
        pytest.param("y = {}\nd = {'a': y}\nd['a']", id="has a name"),
        pytest.param("d = {}\ny = d['a'] = {}\nd['a']", id="gets two names"),
        pytest.param("d = {'a': (y := {})}\nd['a']", id="named on the way"),
        pytest.param("d = {'a': {}}\ny = d['a']\nd['a']", id="named later"),
        pytest.param("d = {'a': {}}\nx(d['a'])\nd['a']", id="passed on"),
        pytest.param("d = {'a': {}}\ny = d[k]\nd['a']", id="named by another key"),
        pytest.param("d = {'a': {}}\ny = d.get('a')\nd['a']", id="got"),
        pytest.param("d = {'a': {}}\ny = d.pop('a')\nd['a'] = {}\nd['a']", id="popped"),
        pytest.param("d = {}\ny = d.setdefault('a', {})\nd['a']", id="by setdefault"),
        pytest.param("d = {'a': {}}\nfor y in d.values():\n    x(y)\nd['a']", id="by values"),
        pytest.param("d = {'a': {}}\ny = {**d}\nd['a']", id="unpacked"),
        pytest.param("d = {'a': {}}\ny = d.copy()\nd['a']", id="copied"),
        pytest.param("d = {'a': {}}\ny = [d['a']]\nd['a']", id="listed"),
        pytest.param("d = {'a': {}}\nmax(d.values(), key=len)\nd['a']", id="found"),
        pytest.param("d = {'a': {}}\nyield d\nd['a']", id="yielded"),
        pytest.param("d = {'a': {}}\nd['a'] |= x\nd['a']", id="merged"),
        pytest.param("d = {'a': {}}\ng = lambda: d\nd['a']", id="closure"),
        pytest.param("d['a']", id="a stranger"),
    ],
)
def test_objects_that_have_another_name(body: str) -> None:
    assert not is_own(body)
