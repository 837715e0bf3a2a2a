"""The dataclass takes, keeps and compares what the class did."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.classes.manual_dataclass import ManualDataclass

RECORD = """
class Row:
    limit = 9

    def __init__(self, a, b=2, c: tuple = ()):
        self.a = a
        self.b = b
        self.c = c
"""
VALUE = """
class Row:
    def __init__(self, a: int, b: str = "b"):
        self.a = a
        self.b = b

    def __eq__(self, other):
        if not isinstance(other, Row):
            return NotImplemented
        return self.a == other.a and self.b == other.b

    def __repr__(self):
        return f"Row(a={self.a!r}, b={self.b!r})"

    def doubled(self):
        return Row(self.a * 2, self.b)
"""
KEY = VALUE.replace(
    "    def doubled", "    def __hash__(self):\n        return 7\n\n    def doubled"
)
KEYWORDS = (
    "\nclass Row:\n    def __init__(self, *, b=1, a):\n        self.b = b\n        self.a = a\n"
)
PROGRAMS = [
    (RECORD, "RESULT = vars(Row(1)), vars(Row(1, c=3)), Row(1, 2, 3).limit"),
    (RECORD, "one = Row(1)\none.b = one.d = 5\nRESULT = vars(one)"),
    (RECORD, "one = Row(1)\nRESULT = one == one, one == Row(1), one in {one: 1}, one in [Row(1)]"),
    (RECORD, "Row()"),
    (RECORD, "Row(1, z=2)"),
    (RECORD, "import copy, pickle\nRESULT = vars(copy.deepcopy(Row([1])))"),
    (VALUE, "RESULT = Row(1), Row(1) == Row(1), Row(1) != Row(2), Row(1) == 1, Row(1).doubled()"),
    (
        VALUE,
        "class Sub(Row):\n"
        "    def __init__(self, a):\n        super().__init__(a, 'q')\n        self.e = 1\n"
        "RESULT = vars(Sub(3)), Sub(3) == Sub(3)",
    ),
    (VALUE, "RESULT = Row.__hash__"),
    (VALUE, "{Row(1)}"),
    (VALUE, "RESULT = Row(float('nan')) == Row(float('nan')), [Row(1)] == [Row(1, 'b')]"),
    (KEY, "RESULT = hash(Row(1)), {Row(1): 1}[Row(1)]"),
    (KEYWORDS, "RESULT = vars(Row(a=3)), vars(Row(a=3, b=4))"),
    (KEYWORDS, "Row(1, 2)"),
]


def fixed(code: str) -> str:
    done = fix(Source(code), partial(check, rules=[ManualDataclass]), Applicability.UNSAFE)
    assert done.counts == {"PYG604": 1}
    assert "def __init__(self, a" not in done.source.text.partition("class Sub")[0]
    return done.source.text


@pytest.mark.parametrize(("class_", "use"), PROGRAMS)
def test_uses_go_on(class_, use):
    code = class_ + use
    assert observe(fixed(code)) == observe(code)


@pytest.mark.parametrize("class_", [RECORD, VALUE, KEY, KEYWORDS])
def test_nothing_is_safe(class_):
    done = fix(Source(class_), partial(check, rules=[ManualDataclass]), Applicability.SAFE)
    assert done.source.text == class_


def test_what_the_reasons_name_changes():
    code = RECORD + "RESULT = repr(Row(1))"
    assert observe(fixed(code))[1] == repr("Row(a=1, b=2, c=())")
    assert " object at 0x" in str(observe(code)[1])
    (finding,) = check(Source(code), [ManualDataclass])
    assert finding.reason == "`repr()` of `Row` objects changes"

    code = VALUE + "class Sub(Row):\n    pass\n\nRESULT = Row(1) == Sub(1)"
    assert (observe(code)[1], observe(fixed(code))[1]) == ("True", "False")
    (finding,) = check(Source(code), [ManualDataclass])
    assert finding.reason == "objects of classes built on `Row` may compare otherwise"
    assert finding.message == (
        "`Row` writes `__init__`, `__repr__` and `__eq__` by hand, which `@dataclass` does"
    )
