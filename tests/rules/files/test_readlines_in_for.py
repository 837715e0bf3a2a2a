"""Lines one by one: the same results, errors and traces wherever that is called safe."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.readlines_in_for import ReadlinesInFor

PROGRAM = """
import os, re, tempfile
folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, "lines.txt")
TRACE = []

{function}

def attempt(data):
    with open(path, "wb") as out:
        out.write(data)
    try:
        return run(path)
    except Exception as error:
        return type(error).__name__, str(error)

RESULT = [
    attempt(data)
    for data in (b"", b"one", b"one\\n\\ntwo\\n", b"a\\r\\nb\\rc\\n", b"ok\\n" * 9000 + b"\\xff\\n")
], TRACE
folder.cleanup()
"""

SAFE = {
    "list": "out = []\n    with open(path, encoding='utf-8') as f:\n"
    "        for line in f.readlines():\n            out.append(line.strip())\n    return out",
    "count": "with open(path, 'rb') as f:\n        return [line for line in f.readlines()]",
    "break": "with open(path, encoding='utf-8') as f:\n        for line in f.readlines():\n"
    "            if not line.strip():\n                break\n        else:\n"
    "            return f.read(), f.tell()",
    "enumerate": "with open(path, encoding='utf-8') as f:\n"
    "        return {n: line for n, line in enumerate(f.readlines())}, f.read()",
    "sum": "with open(path, encoding='utf-8') as f:\n"
    "        return sum(len(line) for line in f.readlines())",
    "search": "with open(path, encoding='utf-8') as f:\n        for line in f.readlines():\n"
    "            if re.search('w', line):\n                return line",
    "closed": "f = open(path, encoding='utf-8')\n    try:\n"
    "        return [line for line in f.readlines()]\n    finally:\n        f.close()",
    "newline": "with open(path, newline='', errors='replace') as f:\n"
    "        return [line for line in f.readlines()][:9]",
}

# Each shows something else when it takes line by line.
BREAKING = {
    "tell": "with open(path, encoding='utf-8') as f:\n        for line in f.readlines():\n"
    "            TRACE.append(f.tell())",
    "trace": "with open(path, encoding='utf-8') as f:\n        for line in f.readlines():\n"
    "            TRACE.append(line)",
    "caught": "n = 0\n    try:\n        with open(path, encoding='utf-8') as f:\n"
    "            for line in f.readlines():\n                n += 1\n"
    "    except ValueError:\n        return n",
    "rewritten": "out = []\n    with open(path, encoding='utf-8') as f:\n"
    "        for line in f.readlines():\n            out.append(line)\n"
    "            os.truncate(path, 0)\n    return out",
    "generator": "with open(path, encoding='utf-8') as f:\n"
    "        lines = (line for line in f.readlines())\n    return list(lines)",
    "rest": "with open(path, encoding='utf-8') as f:\n        for line in f.readlines():\n"
    "            break\n        return f.read()",
}


def program(body: str) -> str:
    return PROGRAM.format(function=f"def run(path):\n    {body}")


def fixed(code: str, least: Applicability = Applicability.SAFE) -> str:
    done = fix(Source(code), partial(check, rules=[ReadlinesInFor]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("body", SAFE.values(), ids=SAFE)
def test_safe_fixes_change_nothing(body):
    code = program(body)
    new = fixed(code)
    assert "readlines" not in new
    assert observe(new) == observe(code)


@pytest.mark.parametrize("body", BREAKING.values(), ids=BREAKING)
def test_no_safe_fix_where_it_would_show(body):
    code = program(body)
    assert fixed(code) == code


@pytest.mark.parametrize("name", ["trace", "caught"])
def test_those_programs_do_break(name):
    code = program(BREAKING[name])
    assert observe(fixed(code, Applicability.UNSAFE)) != observe(code)


def test_what_is_said():
    code = "def f(p):\n    with open(p) as file:\n        for line in file.readlines():\n"
    (finding,) = check(Source(f"{code}            g()\n"), [ReadlinesInFor])
    assert finding.message == (
        "`file.readlines()` holds the whole file at once; "
        "the file itself gives its lines one by one"
    )
    assert finding.reason == "the loop calls `g()`, which may change the file"
