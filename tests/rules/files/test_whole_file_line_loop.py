"""Lines of a file one by one: the same lines wherever line ends are all that cuts them."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.whole_file_line_loop import WholeFileLineLoop

PROGRAM = """
import os, tempfile
folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "lines.txt")
found = []

def run(path):
    {body}

for data in {data!r}:
    with open(path, "wb") as out:
        out.write(data)
    found.append(run(path))
RESULT = found
folder.cleanup()
"""
PLAIN = [b"", b"one", b"one\n", b"one\n\n two \n", b"a\r\nb\r\n"]

BODIES = {
    "loop": "out = []\n    with open(path) as f:\n"
    "        for line in f.read().splitlines():\n            out.append(line)\n    return out",
    "counted": "out = []\n    with open(path) as f:\n"
    "        for n, line in enumerate(f.read().splitlines()):\n"
    "            out.append((n, line))\n    return out",
    "kept": "with open(path) as f:\n        return [line for line in f.read().splitlines(True)]",
    "listed": "with open(path) as f:\n        return [line for line in f.read().splitlines()]",
    "stripped": "with open(path, 'rb') as f:\n"
    "        return [line.strip() for line in f.read().splitlines()]",
    "summed": "with open(path) as f:\n"
    "        return sum(len(line) for line in f.read().splitlines())",
}


def fixed(code: str, least: Applicability = Applicability.UNSAFE) -> str:
    done = fix(Source(code), partial(check, rules=[WholeFileLineLoop]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_plain_lines_are_the_same(body):
    code = PROGRAM.format(body=body, data=PLAIN)
    new = fixed(code)
    assert "read()" not in new
    assert observe(new) == observe(code)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_fix_is_safe(body):
    code = PROGRAM.format(body=body, data=PLAIN)
    assert fixed(code, Applicability.SAFE) == code


def test_a_form_feed_is_no_line_end_any_more():
    code = PROGRAM.format(body=BODIES["loop"], data=[b"a\x0cb\n"])
    assert observe(code)[1] == "[['a', 'b']]"
    assert observe(fixed(code))[1] == repr([["a\x0cb"]])


def test_split_loses_its_empty_last_line():
    body = BODIES["listed"].replace("splitlines()", "split('\\n')")
    code = PROGRAM.format(body=body, data=[b"a\nb\n"])
    assert observe(code)[1] == "[['a', 'b', '']]"
    assert observe(fixed(code))[1] == "[['a', 'b']]"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_new_line_ends_like_the_others(newline):
    code = "def f(p):\n with open(p) as g:\n  for x in g.read().splitlines():\n   h(x)\n"
    new = 'def f(p):\n with open(p) as g:\n  for x in g:\n   x = x.rstrip("\\n")\n   h(x)\n'
    assert fixed(code.replace("\n", newline)) == new.replace("\n", newline)


def test_what_is_said():
    code = "def f(p):\n    with open(p) as g:\n        for x in g.read().splitlines():\n"
    (finding,) = check(Source(f"{code}            h(x)\n"), [WholeFileLineLoop])
    assert finding.message == (
        "`g.read().splitlines()` holds the whole file twice, as a text and as a list of its lines"
    )
    assert finding.reason == "`splitlines` also splits at form feeds and the like"
