"""Which calls leave the encoding of text to the locale."""

import ast

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.files import encodings
from pyguide.source import Source

IMPORTS = "import gzip, io, json, logging, os, tempfile\nfrom pathlib import Path\n"


def found(code: str) -> list[str]:
    """What the calls in ``code`` that name no encoding open with."""
    source = Source(IMPORTS + code)
    semantics = Semantics(source)
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    opened = [encodings.unencoded(semantics, call) for call in calls]
    return [one.name for one in opened if one is not None]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("open(p).read()", ["builtins.open"]),
        ("open(p, 'rb').read()", []),
        ("open(p, mode).read()", []),
        ("open(p, 'r', -1, 'utf-8').read()", []),
        ("gzip.open(p).read()", []),
        ("gzip.open(p, 'rt').read()", ["gzip.open"]),
        ("Path(p).read_text()", ["pathlib.Path.read_text"]),
        ("p.read_text()", []),
        ("def f(p: Path): p.read_text()", ["pathlib.Path.read_text"]),
        ("tempfile.TemporaryFile('w').write(p)", ["tempfile.TemporaryFile"]),
        ("tempfile.TemporaryFile().write(p)", []),
        ("with open(p) as f: pass", []),
        ("with open(p) as f: g(f)", ["builtins.open"]),
        ("with open(p, 'w') as f: g(stdout=f)", []),
        ("open(p, 'w').write('a')", []),
        ("open(p, 'w').write('ä')", ["builtins.open"]),
        ("f = open(p, 'w')\nf.write('a')\nf.close()", []),
        ("f = open(p, 'w')\nf.write('a')\nf.write(a)", ["builtins.open"]),
        ("f = open(p, 'w')\njson.dump(a, f)", []),
        ("f = open(p, 'w')\njson.dump(a, f, ensure_ascii=False)", ["builtins.open"]),
        ("f = open(p, 'w')\njson.dump(a, f, **more)", ["builtins.open"]),
        ("open(os.devnull, 'w').write(p)", []),
        ("open = p\nopen(p).read()", []),
    ],
)
def test_text_without_encoding(code: str, names: list[str]) -> None:
    assert found(code) == names


def test_an_encoding_of_none_is_none() -> None:
    source = Source("open(p, encoding=None).read()")
    semantics = Semantics(source)
    call = next(n for n in ast.walk(source.tree) if isinstance(n, ast.Call) and n.keywords)
    unencoded = encodings.unencoded(semantics, call)
    assert unencoded is not None
    assert unencoded.given is call.keywords[0].value
