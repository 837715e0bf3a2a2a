"""`super()` for `super(Owner, self)` changes nothing; for a base by name it follows the MRO."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.classes.explicit_parent_call import ExplicitParentCall

BASE = """
class Base:
    def __init__(self, *args, **kw):
        print("Base", args, kw)
    @classmethod
    def make(cls):
        return cls.__name__
    def gen(self):
        yield 1
"""
# How many safe fixes, and a program.
PROGRAMS = {
    "init": (1, "class A(Base):\n def __init__(self, x):\n  super(A, self).__init__(x, y=2)\nA(1)"),
    "diamond": (
        3,
        "class L(Base):\n def __init__(self):\n  print('L')\n  super(L, self).__init__()\n"
        "class R(Base):\n def __init__(self):\n  print('R')\n  super(R, self).__init__()\n"
        "class C(L, R):\n def __init__(self):\n  super(C, self).__init__()\nC()",
    ),
    "class method": (
        1,
        "class A(Base):\n @classmethod\n def make(cls):\n  return super(A, cls).make()\n"
        "class B(A): pass\nRESULT = A.make(), B.make()",
    ),
    "generator": (
        1,
        "class A(Base):\n def gen(self):\n  yield from super(A, self).gen()\n  yield 2\n"
        "RESULT = list(A().gen())",
    ),
    "a missing method": (
        1,
        "class A(Base):\n def f(self):\n  return super(A, self).f()\nA().f()",
    ),
    "a second class by slots": (
        0,
        "from dataclasses import dataclass\n@dataclass(slots=True)\nclass A(Base):\n x: int = 1\n"
        " def gen(self):\n  return super(A, self).gen()\nRESULT = list(A().gen())",
    ),
    "rebound": (
        0,
        "class A(Base):\n def gen(self):\n  self = A()\n  return super(A, self).gen()\n"
        "RESULT = list(A().gen())",
    ),
    "wrapped": (
        0,
        "class A(Base):\n def gen(self):\n  return super(A, self).gen()\nB = A\n"
        "class A(B): pass\nRESULT = list(B().gen()) if 0 else 1",
    ),
    "comprehension": (
        0,
        "class A(Base):\n def gen(self):\n  return [super(A, self).gen() for _ in [1]]\n"
        "RESULT = len(A().gen())",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_own_class_need_not_be_named(name):
    places, code = PROGRAMS[name]
    done = fix(Source(BASE + code), partial(check, rules=[ExplicitParentCall]), Applicability.SAFE)
    assert done.counts.get("PYG607", 0) == places
    assert observe(done.source.text) == observe(BASE + code)


def test_a_named_base_skips_who_stands_between():
    code = BASE + (
        "class L(Base):\n def __init__(self):\n  print('L')\n  Base.__init__(self, 1)\n"
        "class R(Base):\n def __init__(self, *a):\n  print('R')\n  Base.__init__(self, *a)\n"
        "class C(L, R): pass\n"
    )
    done = fix(Source(code), partial(check, rules=[ExplicitParentCall]), Applicability.UNSAFE)
    assert done.counts == {"PYG607": 2}
    assert observe(code + "L()") == observe(done.source.text + "L()")
    assert observe(code + "C()")[0] == "L\nBase (1,) {}\n"
    assert observe(done.source.text + "C()")[0] == "L\nR\nBase (1,) {}\n"
