"""Patterns: what regular expressions give."""

from __future__ import annotations

import ast
import re
import textwrap

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.values.types import Type
from pyguide.source import Source


def asked(body: str) -> tuple[Semantics, ast.expr]:
    """The semantics of a function with ``body`` and the argument of its call of `here`."""
    indented = textwrap.indent(textwrap.dedent(body), "    ")
    source = Source(f"import re\nfrom re import sub\ndef f(x, k):\n{indented}")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "here":
            return Semantics(source), node.args[0]
    raise AssertionError("no here() in the text")


def word(found: Type) -> str | None:
    return "|".join(sorted(found.names)) if found.names and found.exact else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("here(re.sub('a', x, x))", "str"),
        ("here(sub('a', x, x, count=1))", "str"),
        ("here(re.sub('%s' % k, x, x))", "str"),
        ("here(re.compile('a').sub(x, x))", "str"),
        ("here(re.match('a', x).group())", "str"),
        ("here(re.match('a', x).group(0))", "str"),
        ("here(re.match('a', x)[0])", "str"),
        ("here(re.match('a', x).group(1))", "NoneType|str"),
        ("here(re.match('a', x)[k])", "NoneType|str"),
        ("here(re.match('a', x).group(k)[::-1])", "str"),
        ("here(re.match('a', x).group(1) + ',')", "str"),
        ("p = re.compile('a', re.I)\nm = p.search(x)\nif m:\n    here(m.group('b'))", "NoneType|str"),
        ("m = re.fullmatch(re.compile('a'), x)\nhere(m['b'] if m['b'] else '')", "NoneType|str"),
        ("m = re.search('a', x)\nd = m.groupdict()\nhere(d['a'])", "NoneType|str"),
        ("m = re.search('a', x)\nd = m.groupdict()\nd['a'] = 1\nhere(d['a'])", "NoneType|int|str"),
        ("m = re.search('a', x)\na, b = m.groups()\nhere(b)", "NoneType|str"),
        ("for m in re.finditer('a', x):\n    here(m.group())", "str"),
        ("for m in re.compile('a').finditer(x):\n    here(m[0])", "str"),
        ("for part in re.split('a', x):\n    here(part)", "NoneType|str"),
        ("for n, part in enumerate(re.split('a', x)):\n    here(part)", "NoneType|str"),
    ],
)  # fmt: skip
def test_a_pattern_of_text_gives_plain_text(body: str, expected: str) -> None:
    semantics, expr = asked(body)
    assert word(semantics.type_of(expr)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "here(re.sub(b'a', x, x))",
        "here(re.sub(x, 'a', 'b'))",
        "here(re.sub(*x))",
        "here(re.sub(pattern='a', repl=x, string=x))",
        "here(re.compile(x).sub('a', 'b'))",
        "here(re.match(x, 'a').group())",
        "here(re.match('a', x).group(1, 2))",
        "here(re.match('a', x).group(*x))",
        "here(re.match('a', x).expand(x))",
        "d = re.match('a', x).groupdict(x)\nhere(d['a'])",
        "d = re.match('a', x).groupdict()\nx(d)\nhere(d['a'])",
        "d = x.groupdict()\nhere(d['a'])",
        "a, b = re.match('a', x).groups(x)\nhere(a)",
        "a, *b = re.match('a', x).groups()\nhere(b[0])",
        "for m in re.finditer(x, 'a'):\n    here(m.group())",
        "for m in re.findall('a', x):\n    here(m)",
        "for m in x.finditer('a'):\n    here(m.group())",
        "re = x\nhere(re.sub('a', 'b', 'c'))",
        "here(re.match('a', x).string)",
    ],
)
def test_other_patterns_and_answers_are_unknown(body: str) -> None:
    semantics, expr = asked(body)
    assert word(semantics.type_of(expr)) is None


class Own(str):
    """A subclass, which must not come out again."""


@pytest.mark.parametrize(
    "given",
    [
        re.sub("a", "b", Own("c")), re.sub("a", Own("b"), "a"), re.sub("a", lambda _: Own("b"), "a"),
        re.sub(Own("a"), Own("b"), Own("a")), re.sub("^", "", Own("a")),
        re.match("a", Own("a"))[0], re.match("(a)", Own("a"))[1],  # type: ignore[index]
        re.match("(a)", Own("a")).groups()[0], re.split("b", Own("a"))[0],  # type: ignore[union-attr]
        re.match("(?P<a>a)", Own("a")).groupdict()["a"],  # type: ignore[union-attr]
        next(re.finditer("a", Own("a"))).group(),
    ],
)  # fmt: skip
def test_what_python_takes_out_of_text_is_plain(given: str) -> None:
    assert type(given) is str
