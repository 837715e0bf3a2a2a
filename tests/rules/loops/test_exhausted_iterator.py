"""The second pass really gets nothing, and gets the items once they are kept in a list."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.exhausted_iterator import ExhaustedIterator

find = partial(check, rules=[ExhaustedIterator])

# What each program leaves in RESULT, and what it leaves after the repair.
REPAIRED = {
    "two calls": (
        "def run(xs):\n"
        "    rows = (x for x in xs)\n"
        "    return sum(rows), list(rows)\n"
        "RESULT = run([1, 2])\n",
        "(3, [])",
        "(3, [1, 2])",
    ),
    "a loop, then a comprehension": (
        "def run(xs):\n"
        "    rows = map(str, xs)\n"
        "    for row in rows:\n"
        "        print(row)\n"
        "    return [row for row in rows]\n"
        "RESULT = run([1, 2])\n",
        "[]",
        "['1', '2']",
    ),
    "an inner loop": (
        "def run(xs, ys):\n"
        "    rows = zip(xs, xs)\n"
        "    found = []\n"
        "    for y in ys:\n"
        "        for a, b in rows:\n"
        "            found.append((y, a + b))\n"
        "    return found\n"
        "RESULT = run([1], 'ab')\n",
        "[('a', 2)]",
        "[('a', 2), ('b', 2)]",
    ),
    "a comprehension's inner part": (
        "def run(xs, ys):\n"
        "    rows = iter(xs)\n"
        "    return [(y, x) for y in ys for x in rows]\n"
        "RESULT = run([1], 'ab')\n",
        "[('a', 1)]",
        "[('a', 1), ('b', 1)]",
    ),
    "a generator function": (
        "def numbers():\n"
        "    print('started')\n"
        "    yield 1\n"
        "def run():\n"
        "    rows = numbers()\n"
        "    return max(rows), tuple(rows)\n"
        "RESULT = run()\n",
        "(1, ())",
        "(1, (1,))",
    ),
    "a second pass that fails for want of items": (
        "def run(xs):\n"
        "    rows = filter(None, xs)\n"
        "    return min(rows), max(rows)\n"
        "try:\n"
        "    RESULT = run([1, 0, 2])\n"
        "except ValueError:\n"
        "    RESULT = 'empty'\n",
        "'empty'",
        "(1, 2)",
    ),
}

# Each goes through an iterator more than once with a purpose, so that a list would break it.
WANTED = {
    "the rest after a break": """
def run(lines):
    lines = iter(lines)
    rest = lines
    for line in rest:
        if not line:
            break
    return list(rest)
RESULT = run(["head", "", "body"])
""",
    "items that a match has used up": """
def run(needle, text):
    chars = iter(text)
    return all(char in chars for char in needle), list(chars)
RESULT = run("ac", "abcd")
""",
    "pairs": """
def run(text):
    chars = iter(text)
    return list(zip(chars, chars)), list(chars)
RESULT = run("abcd")
""",
    "blocks": """
from itertools import islice
def run(text):
    chars = iter(text)
    return [list(islice(chars, 2)) for _ in range(3)]
RESULT = run("abcd")
""",
    "a loop that skips": """
def run(text):
    chars, found = iter(text), []
    for char in chars:
        found.append(char)
        for other in chars:
            if other == ";":
                break
    return found
RESULT = run("abc;de;f")
""",
    "an iterator that others hold": """
class Log:
    def __init__(self):
        self.rows = ["a"]
    def __iter__(self):
        while self.rows:
            yield self.rows.pop()
def run(log):
    for _ in range(2):
        rows = iter(log)
        print(list(rows))
        log.rows.append("b")
RESULT = run(Log())
""",
}


@pytest.mark.parametrize("name", REPAIRED)
def test_the_repair_gives_the_second_pass_its_items(name: str) -> None:
    program, before, after = REPAIRED[name]
    found = fix(Source(program), find, Applicability.UNSAFE)
    assert observe(program)[1] == before
    assert observe(found.source.text)[1] == after
    assert not find(found.source)


@pytest.mark.parametrize("name", REPAIRED)
def test_it_is_never_called_safe(name: str) -> None:
    program = REPAIRED[name][0]
    assert fix(Source(program), find, Applicability.SAFE).source.text == program


@pytest.mark.parametrize("name", WANTED)
def test_what_goes_through_an_iterator_by_parts_is_left_alone(name: str) -> None:
    assert observe(WANTED[name])[2] is None
    assert not find(Source(WANTED[name]))
