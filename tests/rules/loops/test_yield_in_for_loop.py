"""`yield from` yields the same items; what callers send tells it apart, so it is never safe."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.yield_in_for_loop import YieldInForLoop

find = partial(check, rules=[YieldInForLoop])

LOOP = """
def run(xs):
    for x in xs:
        yield x
"""

# What callers do, and whether they can tell the two apart.
CALLERS = {
    "the items are listed": ("RESULT = list(run([1, 2])), list(run([]))", False),
    "the iterable fails": ("RESULT = list(run(1 / x for x in [1, 0]))", False),
    "there is no iterable": ("RESULT = list(run(3))", False),
    "the caller stops early": ("rest = iter('abc')\nRESULT = next(run(rest)), list(rest)", False),
    "a list gets what is sent": ("g = run([1, 2])\nnext(g)\nRESULT = g.send(5)", True),
    "a generator hears that it is closed": (
        """
def inner():
    try:
        yield 1
    finally:
        print("closed")
kept = inner()
g = run(kept)
next(g)
g.close()
print("after")
RESULT = 1
""",
        True,
    ),
}


@pytest.mark.parametrize("name", CALLERS)
def test_who_can_tell_the_two_apart(name):
    caller, differs = CALLERS[name]
    code = f"{LOOP}{caller}\n"
    fixed = fix(Source(code), find, Applicability.UNSAFE).source.text
    assert "yield from xs" in fixed
    assert (observe(fixed) != observe(code)) is differs


def test_nothing_is_rewritten_unless_asked_for():
    (finding,) = find(Source(LOOP))
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.UNSAFE
    assert finding.reason == "`send()` and `throw()` would go on to `xs`"
    assert fix(Source(LOOP), find).source.text == LOOP
