"""What raised UnboundLocalError counts in the outer function with the fix."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.functions.missing_nonlocal import MissingNonlocal

# How many findings, a program with `outer()`, and what it gives when it is fixed.
PROGRAMS = {
    "counter": (
        1,
        "def outer():\n n = 0\n def step():\n  n += 1\n  return n\n step()\n return step(), n",
        (2, 2),
    ),
    "assigned": (
        1,
        "def outer(n=5):\n def step():\n  n = n * 2\n step()\n return n",
        10,
    ),
    "two levels": (
        1,
        "def outer():\n n = 1\n def mid():\n  def step():\n   n += 1\n  step()\n mid()\n return n",
        2,
    ),
    "two names": (
        2,
        "def outer():\n a = b = 0\n def step():\n  a += 1\n  b += a\n step()\n step()\n"
        " return a, b",
        (2, 3),
    ),
    "read first": (
        1,
        "def outer():\n done = []\n def step():\n  print(done)\n  done = [1]\n step()\n"
        " return done",
        [1],
    ),
    "of a generator": (
        1,
        "def outer():\n n = 0\n def step():\n  for _ in 'ab':\n   n += 1\n   yield n\n"
        " return list(step()), n",
        ([1, 2], 2),
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_outer_variable_is_meant(name):
    places, code, expected = PROGRAMS[name]
    done = fix(Source(code), partial(check, rules=[MissingNonlocal]), Applicability.UNSAFE)
    assert done.counts == {"PYG707": places}
    show = "\nRESULT = outer()"
    assert str(observe(code + show)[2]).startswith("UnboundLocalError")
    assert observe(done.source.text + show)[1:] == (repr(expected), None)


@pytest.mark.parametrize(
    "step",
    [
        "if k:\n   n = 0\n  n += 1\n  return n",
        "for i in range(3):\n   if i:\n    n += 1\n   else:\n    n = 0\n  return n",
        "n = 1\n  n += 1\n  return n",
        "try:\n   n += 1\n  except NameError:\n   n = 7\n  return n",
    ],
)
def test_code_that_runs_is_left_alone(step):
    code = f"def outer(n=0, k=1):\n def step():\n  {step}\n return step()\nRESULT = outer()"
    assert check(Source(code), [MissingNonlocal]) == []
    assert observe(code)[2] is None
