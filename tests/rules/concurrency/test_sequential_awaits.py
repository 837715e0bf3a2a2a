"""The results stay, and the waits overlap."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.concurrency.sequential_awaits import SequentialAwaits

PROGRAM = """
import asyncio
async def fetch(name, wait=0):
    SHOW(f"begin {name}")
    await asyncio.sleep(wait)
    if name == "bad":
        raise ValueError(name)
    SHOW(f"end {name}")
    return name * 2
async def main():
    try:
        one = await fetch(FIRST)
        two = await fetch("b", 0)
        three = await fetch("c")
    except ValueError as error:
        return error
    return one, two, three
RESULT = asyncio.run(main())
"""


def fixed(code: str) -> str:
    done = fix(Source(code), partial(check, rules=[SequentialAwaits]), Applicability.UNSAFE)
    assert done.counts == {"PYG904": 1}
    assert "= await asyncio.gather(" in done.source.text
    return done.source.text


@pytest.mark.parametrize("first", ["'a'", "'a', 0.01", "'bad'"])
def test_results_and_errors_stay(first):
    code = PROGRAM.replace("FIRST", first).replace("SHOW", "str")
    assert observe(fixed(code)) == observe(code)


def test_what_changes_is_the_order():
    code = PROGRAM.replace("FIRST", "'a'").replace("SHOW", "print")
    assert observe(code)[0] == "begin a\nend a\nbegin b\nend b\nbegin c\nend c\n"
    assert observe(fixed(code))[0] == "begin a\nbegin b\nbegin c\nend a\nend b\nend c\n"


def test_nothing_is_safe():
    done = fix(Source(PROGRAM), partial(check, rules=[SequentialAwaits]), Applicability.SAFE)
    assert done.source.text == PROGRAM


def test_what_is_said():
    (finding,) = check(Source(PROGRAM), [SequentialAwaits])
    assert finding.message == (
        "3 waits in a row, from `fetch(FIRST)` on, need nothing of each other and could overlap"
    )
