"""A class in the place of its alias changes nothing that the program does."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.conventions.deprecated_typing_alias import DeprecatedTypingAlias

PROGRAMS = {
    "functions": (
        3,
        """
from typing import Dict, List, Tuple

def count(words: List[str], start: Tuple[int, ...] = ()) -> Dict[str, int]:
    return {word: words.count(word) for word in words}

RESULT = count(["a", "b", "a"])
""",
    ),
    "a dataclass": (
        2,
        """
from dataclasses import dataclass, field, asdict
from typing import DefaultDict, List

@dataclass(order=True)
class Box:
    rows: List[int] = field(default_factory=list)
    more: DefaultDict[str, int] = None

RESULT = asdict(Box([1, 2])), Box([1]) < Box([2])
""",
    ),
    "a named tuple and a protocol": (
        2,
        """
from typing import List, NamedTuple, Protocol, Set

class Row(NamedTuple):
    cells: List[int]

class Shape(Protocol):
    corners: Set[int]

RESULT = Row([1]), Row._fields
""",
    ),
    "names of the classes are bound where the alias stands": (
        0,
        """
from typing import Dict, List

class Box:
    def list(self) -> List[int]:
        return [1]

    def rest(self) -> List[int]:
        return [2]

def f(dict):
    def g(x: Dict[str, int]): return x
    return g(dict)

RESULT = Box().list(), Box().rest(), f(3)
""",
    ),
    "a base class and an alias that are looked at": (
        0,
        """
from typing import List

class Names(List[str]):
    pass

Row = List[int]
RESULT = Names.__mro__, repr(Row), Row.__origin__
""",
    ),
    "a decorator that reads the annotations": (
        0,
        """
from typing import List

def shown(function):
    print(function.__annotations__)
    return function

@shown
def f(x: List[int]): ...
""",
    ),
    "a variable of a function is never evaluated": (
        1,
        """
from typing import List

def f():
    x: List[undefined] = [1]
    return x

RESULT = f()
""",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    source = Source(code)
    found = [f for f in check(source, [DeprecatedTypingAlias]) if f.fix]
    safe = [f for f in found if f.fix.applicability is Applicability.SAFE]
    assert len(safe) == expected
    fixed = fix(source, lambda one: check(one, [DeprecatedTypingAlias])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
