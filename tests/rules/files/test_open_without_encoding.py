"""A named encoding: the same text wherever the locale is UTF-8 already."""

import locale
from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.open_without_encoding import OpenWithoutEncoding

SETUP = """
import io, os, pathlib, tempfile
folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "names.txt")
p = pathlib.Path(path)
p.write_bytes("Zo\\u00eb\\n".encode("utf-8"))
"""

PROGRAMS = [
    "RESULT = open(path).read()",
    "RESULT = open(path, 'r').readlines()",
    "RESULT = open(path, newline='').read()",
    "RESULT = io.open(file=path).read()",
    "RESULT = p.read_text()",
    "RESULT = p.open().read()",
    "RESULT = open(os.open(path, os.O_RDONLY)).read()",
    "RESULT = p.write_text(input.__name__ + 'ë'), p.read_bytes()",
    "with open(\n    path,\n    'a',\n) as f:\n    f.write('é')\nRESULT = p.read_bytes()",
    "RESULT = io.TextIOWrapper(io.BytesIO(b'\\xc3\\xa9')).read()",
]


def fixed(code: str, least: Applicability = Applicability.UNSAFE) -> str:
    done = fix(Source(code), partial(check, rules=[OpenWithoutEncoding]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_text_is_the_same_under_a_utf8_locale(program):
    if locale.getencoding().lower() != "utf-8":
        pytest.skip("the locale has another encoding")
    code = f"{SETUP}{program}\nfolder.cleanup()\n"
    new = fixed(code)
    assert new.count('encoding="utf-8"') > code.count('encoding="utf-8"')
    assert observe(new) == observe(code)
    assert check(Source(new), [OpenWithoutEncoding]) == []


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_fix_is_safe(program):
    assert fixed(SETUP + program, Applicability.SAFE) == SETUP + program


def test_what_is_said():
    (finding,) = check(Source("print(open(path).read())\n"), [OpenWithoutEncoding])
    assert finding.message == (
        "`open()` names no encoding, so the text depends on the locale of the machine"
    )
    assert finding.reason == (
        "where the locale has another encoding than utf-8, the text reads differently"
    )
