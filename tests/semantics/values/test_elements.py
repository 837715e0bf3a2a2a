"""Elements: what iterating and unpacking gives, through variables and functions of the file."""

from __future__ import annotations

import ast
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source


def given(text: str) -> str | None:
    """The type of what ``text`` passes to `here()`, as a word."""
    source = Source(textwrap.dedent(text))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "here":
            found = Semantics(source).type_of(node.args[0])
            return "|".join(sorted(found.names)) if found.names and found.exact else None
    raise AssertionError("no here() in the text")


def used(made: str, body: str = "for a, b in ip:\n    here(b)") -> str:
    """A function in which ``body`` follows upon ``made``."""
    lines = textwrap.indent(f"{textwrap.dedent(made)}\n{textwrap.dedent(body)}", "    ")
    return f"def g(x, c):\n{lines}"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("ip = [(1, []), (x, [])]", "list"),
        ("ip = [(k, [v]) for k, v in x]", "list"),
        ("ip = ((1, 'a'), (2, []))", "list|str"),
        ("ip = sorted([(1, []), (2, [])], key=x)", "list"),
        ("ip = list(reversed([(1, [])]))", "list"),
        ("ip = tuple(zip(x, ['a']))", "str"),
        ("ip = list(enumerate(['a']))", "str"),
        ("d = {1: []}\nip = list(iter(d.items()))", "list"),
        ("d = {1: []}\nip = sorted(d.items())\nd[2] = []", "list"),
        ("ip = [(1, [])]\nif c:\n    print(len(ip), ip[0])", "list"),
    ],
)
def test_items_of_what_a_variable_holds(made: str, expected: str) -> None:
    assert given(used(made)) == expected


@pytest.mark.parametrize(
    "made",
    [
        pytest.param("ip = [[1, []]]\nip[0][1] = x", id="inner list changed"),
        pytest.param("ip = [[1, []]]", id="inner list"),
        pytest.param("row = [1, []]\nip = [row]\nrow[1] = x", id="inner list by name"),
        pytest.param("ip = [(1, [])]\nip.append(x)", id="appended"),
        pytest.param("ip = [(1, [])]\nip[0] = x", id="replaced"),
        pytest.param("ip = [(1, [])]\nip += x", id="added"),
        pytest.param("ip = [(1, [])]\nx(ip)", id="passed on"),
        pytest.param("ip = [(1, [])]\nx.ip = ip", id="stored"),
        pytest.param("ip = xs = [(1, [])]\nxs[0] = x", id="two names"),
        pytest.param("ip = [(1, [])]\nif c:\n    ip = x", id="rebound"),
        pytest.param("ip = sorted(x)", id="unknown items"),
        pytest.param("ip = [x, (1, [])]", id="unknown item"),
        pytest.param("ip = [(*x, [])]", id="starred"),
        pytest.param("xs = [1]\nip = zip(x, xs)\nxs[0] = x", id="zip looks later"),
        pytest.param("d = {1: []}\nip = d.items()\nd[1] = x", id="a view looks later"),
        pytest.param("xs = [1]\nip = ((1, y) for y in xs)\nxs[0] = x", id="generator"),
    ],
)
def test_items_that_may_have_changed_are_unknown(made: str) -> None:
    assert given(used(made)) is None


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("return [(1, [])]", "list"),
        ("return sorted(iter({1: []}.items()))", None),
        ("d = {}\nfor k in x:\n    d[k] = [k]\nreturn sorted(iter(d.items()), key=x)", "list"),
        ("if x:\n    return [(1, [])]\nreturn [(1, '')]", "list|str"),
        ("if x:\n    return ()\nreturn [(1, [])]", None),
        ("if x:\n    raise x\nreturn [(1, [])]", "list"),
        ("return [(1, [])] if x else f(x)", None),
        ("return [[1, []]]", None),
        ("return x", None),
        ("return [x]", None),
        ("yield (1, [])", None),
        ("return zip(x, [[]])", None),
        ("return [(1, [])] or x", None),
        ("locals().clear()\nreturn [(1, [])]", None),
    ],
)
def test_items_of_what_a_function_returns(function: str, expected: str | None) -> None:
    text = f"def f(x):\n{textwrap.indent(function, '    ')}\n"
    assert given(text + used("ip = f(x)")) == expected
    if "[[1" not in function:
        # What is iterated at once, nobody can have changed.
        assert given(text + "def g(x):\n    for a, b in f(x):\n        here(b)") == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("def f(x):\n    ip = [(1, [])]\n    x.ip = ip\n    return ip\n", id="kept"),
        pytest.param("import a\n@a.cache\ndef f(x):\n    return [(1, [])]\n", id="decorated"),
        pytest.param("async def f(x):\n    return [(1, [])]\n", id="async"),
        pytest.param("def f(x):\n    return [(1, [])]\nf = a\n", id="rebound"),
        pytest.param("IP = [(1, [])]\ndef f(x):\n    return IP\n", id="of the module"),
        pytest.param("def f(x, ip=[(1, [])]):\n    return ip\n", id="default"),
        pytest.param(
            "def f(x):\n    ip = [(1, [])]\n    def h():\n        ip[0] = x\n    x(h)\n    return ip\n",
            id="closure",
        ),
    ],
)
def test_what_a_function_shares_with_others_is_unknown(text: str) -> None:
    assert given(text + used("ip = f(x)")) is None


def test_a_returned_variable_is_known_where_it_is_iterated_at_once() -> None:
    text = "def f(x):\n    ip = []\n    for k in x:\n        pass\n    return ip\n"
    assert given(text + used("ip = f(x)", "here(ip)")) == "list"
    text = "def f(x):\n    ip = [(1, [])]\n    return ip\n"
    assert given(text + "for a, b in f(0):\n    here(b)") == "list"
    # The variable of another function may be handed on by it.
    assert given(text + used("ip = f(x)")) is None


def test_a_function_that_calls_itself_is_followed_once() -> None:
    text = "def f(x):\n    if x:\n        return f(x)\n    return [(1, [])]\n"
    assert given(text + "for a, b in f(0):\n    here(b)") == "list"
    assert given("def f(x):\n    return f(x)\nfor a, b in f(0):\n    here(b)") is None


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("return x, []", "list"),
        ("rows = list(x)\nreturn x, rows", "list"),
        ("if x:\n    return 1, ''\nreturn 2, []", "list|str"),
        ("if x:\n    return 1, ''\nreturn [2, []]", "list|str"),
        ("if x:\n    return x\nreturn 1, []", None),
        ("if x:\n    return None\nreturn 1, []", None),
        ("if x:\n    return\nreturn 1, []", "list"),
        ("return (x, []) if x else (1, '')", "list|str"),
        ("return (*x, [])", None),
        ("return 1, x", None),
        ("yield 1, []", None),
        ("if x:\n    return f(x)\nreturn 1, []", "list"),
        ("both = x, []\nreturn both", None),
    ],
)
def test_parts_of_what_a_function_returns(function: str, expected: str | None) -> None:
    text = f"def f(x):\n{textwrap.indent(function, '    ')}\n"
    assert given(f"{text}def g(x):\n    a, b = f(x)\n    here(b)") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x):\n    return [x]\n", None),
        ("def f(x):\n    return ['a', 'b']\n", "str"),
        ("def f(x):\n    return [str(1)]\n", "str"),
        ("def f(x):\n    return 'ab'\n", "str"),
        ("def f(x):\n    return {1: x}\n", "int"),
        ("def f(x):\n    return range(3)\n", "int"),
    ],
)
def test_single_items_of_what_a_function_returns(text: str, expected: str | None) -> None:
    assert given(text + "def g(x):\n    for a in f(x):\n        here(a)") == expected
