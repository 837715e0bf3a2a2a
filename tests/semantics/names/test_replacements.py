"""Which names of modules a file puts something else in the place of."""

from __future__ import annotations

import pytest

from pyguide.semantics import Semantics
from pyguide.source import Source

IMPORTS = """import os, json, sys, builtins, importlib, types
import os.path as p
import posixpath
from unittest import mock
from unittest.mock import patch as replace
from os import path
from builtins import __dict__ as names
from sys import modules
import __main__
"""


def covers(text: str, full: str) -> bool:
    return Semantics(Source(IMPORTS + text)).names.replacements.covers(full)


@pytest.mark.parametrize(
    "text",
    [
        "os.path.exists = f",
        "os.path.exists += f",
        "del os.path.exists",
        "os.path = f",
        "p.exists = f",
        "path.exists = f",
        "posixpath.exists = f",
        "os.path.exists, a = f",
        "for os.path.exists in f: pass",
        "with f as os.path.exists: pass",
        "def f():\n    path.exists = g",
        "mod = os.path\nmod.exists = f",
        "mod = other = os\nmod.path.exists = f",
        "a = b\nb = os\na.path.exists = f",
        "mod: object = os\nmod.path.exists = f",
        "(mod := os.path).exists = f",
        "mod = p if a else json\nmod.exists = f",
        "for mod in (json, p): mod.exists = f",
        "self.mod = p\nself.mod.exists = f",
        "setattr(os.path, 'exists', f)",
        "setattr(os.path, a, f)",
        "setattr(getattr(os, 'path'), 'exists', f)",
        "delattr(os.path, 'exists')",
        "monkeypatch.setattr('os.path.exists', f)",
        "monkeypatch.setattr(os.path, 'exists', f)",
        "object.__setattr__(p, 'exists', f)",
        "sys.modules['os.path'].exists = f",
        "sys.modules['os'] = f",
        "modules['os'].path.exists = f",
        "sys.modules[a].exists = f",
        "sys.modules.get('os').path.exists = f",
        "importlib.import_module('os').path.exists = f",
        "__import__('os').path.exists = f",
        "os.path.__dict__['exists'] = f",
        "os.path.__dict__.update(a)",
        "os.path.__dict__ |= a",
        "vars(p)['exists'] = f",
        "d = vars(p)\nd['exists'] = f",
        "d = vars(p)\nd.update(a)",
        "exec(a, vars(p))",
        "mock.patch('os.path.exists')",
        "replace('os.path.exists')",
        "mock.patch.object(os.path, 'exists')",
        "replace.object(p, 'exists')",
        "mock.patch.multiple('os.path', exists=f)",
        "mock.patch.multiple(p, **a)",
        "mock.patch.dict(vars(p), exists=f)",
        "mock.patch.dict('os.path.__dict__', exists=f)",
        "mock.patch.dict('sys.modules', {'os': f})",
        "mock.patch(a)",
        "mock.patch(f'{a}.exists')",
        "mock.patch(a + '.exists')",
        "mock.patch(f'{a}')",
        "mock.patch(a + 'sts')",
        "def f(mod): mod.exists = g\nf(p)",
    ],
)
def test_what_a_file_replaces(text: str) -> None:
    assert covers(text, "os.path.exists")


@pytest.mark.parametrize(
    "text",
    [
        "os.path.isfile = f",
        "a.os.path.exists = f",
        "exists = f",
        "json.path.exists = f",
        "b = os.path.exists",
        "setattr(os, 'sep', f)",
        "setattr(a, 'exists', f)",
        "self.patch('/os.path.exists')",
        "client.patch(url, data)",
        "mock.patch('a.b.exists')",
        "mock.patch(f'{a}.isfile')",
        "vars(p).get('exists')",
        "vars(p)['exists']",
        "d = dict(vars(p))\nd['exists'] = f",
        "sys.modules['json'] = f",
        "mock.patch.dict('sys.modules', {'json': f})",
        "mock.patch.dict(os.environ, a=b)",
        "g(p)",
    ],
)
def test_what_it_leaves(text: str) -> None:
    assert not covers(text, "os.path.exists")


@pytest.mark.parametrize(
    "text",
    [
        "builtins.len = f",
        "mod = builtins\nmod.len = f",
        "names['len'] = f",
        "names.update(a)",
        "__builtins__['len'] = f",
        "__builtins__.update(a)",
        "__builtins__.len = f",
        "mock.patch('builtins.len')",
        "mock.patch.object(builtins, 'len')",
        "importlib.import_module('builtins').len = f",
    ],
)
def test_builtins(text: str) -> None:
    assert covers(text, "builtins.len")
    assert not covers("builtins.max = f", "builtins.len")


@pytest.mark.parametrize(
    "text",
    [
        "__main__.f = g",
        "sys.modules[__name__].f = g",
        "setattr(sys.modules[__name__], 'f', g)",
        "setattr(sys.modules[__name__], name, g)",
        "mock.patch('__main__.f')",
        "mock.patch('package.module.f')",
        "mock.patch(f'{__name__}.f')",
        "mock.patch(__name__ + '.f')",
        "mock.patch.object(sys.modules[__name__], 'f')",
        "mock.patch.multiple('package.module', f=g)",
        "g.__globals__['f'] = 1",
        "g.__globals__.update(a)",
        "f.__code__ = g.__code__",
        "vars(sys.modules[__name__])['f'] = g",
    ],
)
def test_the_module_itself(text: str) -> None:
    semantics = Semantics(Source(f"{IMPORTS}def f(): pass\n{text}\nf()"))
    read = semantics.source.tree.body[-1].value.func
    assert semantics.names.replacements.covers_own("f")
    assert semantics.bindings(read) is None
    assert semantics.callee(read) is None


def test_other_modules_are_not_the_file_itself() -> None:
    texts = ["mock.patch('os.path.f')", "json.f = g", "a.f = g", "x = g.__globals__['f']"]
    for text in texts:
        found = Semantics(Source(IMPORTS + text)).names.replacements
        assert not found.covers_own("f"), text


def test_what_was_imported_by_its_own_name_may_be_the_replacement() -> None:
    text = "import json\njson.load = f\nfrom json import load, dump\nload()\ndump()"
    semantics = Semantics(Source(text))
    *_, load, dump = semantics.source.tree.body
    assert semantics.qualified(load.value.func) is None
    assert semantics.qualified(dump.value.func) == "json.dump"


def test_a_variable_that_walks_along_its_attributes_ends() -> None:
    text = "node = os\nwhile node: node = node.next\nnode.path.exists = f"
    assert covers(text, "os.path.exists")
    assert not covers(text, "os.path.isfile")
