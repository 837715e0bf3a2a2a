"""`__hash__ = None` says what Python does; a `__hash__` of the attributes makes sets work."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.classes.eq_without_hash import EqWithoutHash

# Each defines `make(n)` and says how many classes are given a safe line.
PROGRAMS = {
    "plain": (
        1,
        """
class A:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
make = A
""",
    ),
    "slots and a class variable": (
        1,
        """
class A:
    __slots__ = ("n",)
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return isinstance(other, A) and self.n == other.n
    def copy(self):
        return A(self.n)
make = A
""",
    ),
    "a subclass inherits": (
        1,
        """
from functools import total_ordering
from abc import ABC
@total_ordering
class Base(ABC):
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
    def __lt__(self, other):
        return self.n < other.n
class A(Base):
    pass
make = A
""",
    ),
    "a base with a hash": (
        1,
        """
class Base:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
    def __hash__(self):
        return 7
class A(Base):
    def __eq__(self, other):
        return super().__eq__(other)
make = A
""",
    ),
    "a subclass that takes the hash up again": (
        1,
        """
class Base:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
class A(Base):
    __hash__ = object.__hash__
make = A
""",
    ),
    "a metaclass that looks": (
        0,
        """
class Meta(type):
    def __new__(mcs, name, bases, names):
        print(sorted(n for n in names if n.startswith("__h")))
        return super().__new__(mcs, name, bases, names)
class A(metaclass=Meta):
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
make = A
""",
    ),
    "a decorator that gives a hash": (
        0,
        """
def hashed(cls):
    cls.__hash__ = lambda self: hash(self.n)
    return cls
@hashed
class A:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
make = A
""",
    ),
}

EPILOGUE = """
def tried(work):
    try:
        return work()
    except TypeError as error:
        return str(error)
one, two = make(1), make(1)
RESULT = [
    one == two, one in [two], tried(lambda: len({one, two})), tried(lambda: hash(one) == hash(one)),
    type(one).__hash__ is None, tried(lambda: one < two),
    sorted(vars(type(one))), isinstance(one, __import__("collections").abc.Hashable),
]
"""


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_safe_line_changes_nothing(name):
    places, code = PROGRAMS[name]
    done = fix(Source(code), partial(check, rules=[EqWithoutHash]), Applicability.SAFE)
    assert done.counts.get("PYG601", 0) == places
    assert observe(done.source.text + EPILOGUE) == observe(code + EPILOGUE)


@pytest.mark.parametrize("name", ["plain", "slots and a class variable", "a subclass inherits"])
def test_the_repair_lets_equal_objects_meet_in_a_set(name):
    _, code = PROGRAMS[name]
    done = fix(Source(code), partial(check, rules=[EqWithoutHash]), Applicability.UNSAFE)
    show = "\nRESULT = len({make(1), make(1), make(2)}), make(1) in {make(1): 0}"
    assert observe(done.source.text + show) == ("", repr((2, True)), None)
