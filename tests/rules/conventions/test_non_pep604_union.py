"""A bar between types changes nothing that the program does."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.conventions.non_pep604_union import NonPep604Union

PROGRAMS = {
    "functions": (
        2,
        """
from typing import Optional, Union

def find(key: Union[int, str], default: Optional[str] = None):
    return key or default

RESULT = find(0), find("", "x")
""",
    ),
    "a dataclass and a generic class": (
        4,
        """
import datetime, decimal
from dataclasses import dataclass, asdict
from typing import Any, Generic, Optional, TypeVar, Union

T = TypeVar("T")

@dataclass
class Box(Generic[T]):
    price: Optional[decimal.Decimal] = None
    at: Union[datetime.datetime, datetime.date, None] = None
    item: Optional[T] = None
    anything: Optional[Any] = 3

RESULT = asdict(Box())
""",
    ),
    "what takes no bar": (
        0,
        """
import threading
from typing import NamedTuple, Optional, Union

def array(): ...

class Meta(type):
    def __or__(cls, other):
        raise ValueError("no bar")

class Shape(metaclass=Meta): ...

text = "str"

def f(a: Optional[array], b: Optional[NamedTuple], c: Union[Shape, int], d: Optional[text]): ...
def g(e: Optional[threading.Lock], h: Optional["Later"] = None): ...
RESULT = 1
""",
    ),
    "a decorator that looks": (
        0,
        """
from typing import Optional

def shown(function):
    print(function.__annotations__)
    return function

@shown
def f(x: Optional[int]): ...
""",
    ),
    "never evaluated": (
        2,
        """
from __future__ import annotations
from typing import Optional

def f(x: Optional["Later"] = None):
    y: Optional[missing] = x
    return y

RESULT = f()
""",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = [f for f in check(Source(code), [NonPep604Union]) if f.fix]
    assert sum(f.fix.applicability is Applicability.SAFE for f in found) == expected
    fixed = fix(Source(code), lambda one: check(one, [NonPep604Union])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
