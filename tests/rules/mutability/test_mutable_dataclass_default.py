"""A factory for a refused default: the class can be made, and instances do not share."""

import sys
from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.mutability.mutable_dataclass_default import MutableDataclassDefault

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE

HEAD = "import collections, dataclasses, sys\nfrom dataclasses import dataclass\n"


def fixed(code: str, least: Applicability = SAFE, times: int = 1) -> str:
    """``code`` after its fixes, of which there must be ``times``."""
    done = fix(Source(code), partial(check, rules=[MutableDataclassDefault]), least)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG103"] == times
    return done.source.text


DEFAULTS = (
    "[]", "{}", "set()", "list()", "dict()", "[1, 2]", "{'a': [1]}", "{1}", "[x for x in 'ab']",
    "{x: [] for x in 'ab'}", "list('ab')", "dict(a=1)", "collections.defaultdict(list)",
    "collections.Counter('aab')", "collections.OrderedDict()",
)  # fmt: skip


@pytest.mark.parametrize("default", DEFAULTS)
@pytest.mark.parametrize("decorator", ["dataclass", "dataclasses.dataclass(order=True)"])
def test_what_was_refused_is_made_anew_for_each_instance(default, decorator):
    code = f"{HEAD}@{decorator}\nclass A:\n    x: object = {default}\n"
    shown = "RESULT = A().x == A().x == " + default + ", A().x is A().x, A(3).x\n"
    assert "ValueError" in (observe(code + shown)[2] or "")
    assert observe(fixed(code) + shown) == ("", "(True, False, 3)", None)


@pytest.mark.parametrize("default", ["collections.deque([1])", "bytearray(b'a')"])
def test_what_cannot_be_hashed_is_refused_since_3_11(default):
    assert sys.version_info >= (3, 11)
    code = f"{HEAD}@dataclass\nclass A:\n    x: object = {default}\n"
    assert "ValueError" in (observe(code)[2] or "")
    assert observe(fixed(code) + "RESULT = A().x is A().x\n") == ("", "False", None)


def test_the_lambda_sees_what_the_default_saw():
    code = f"{HEAD}base = [1]\n@dataclass\nclass A:\n    x: list = [base, len(base)]\n"
    assert observe(fixed(code) + "RESULT = A().x\n")[1] == "[[1], 1]"


@pytest.mark.parametrize(
    "body",
    ["size: int = 3\n    x: list = [size]", "dict: int = 3\n    x: list = [dict]",
     "x: list = [y for y in range(n)]\n    n = 3", "x: list = [(y := 3)]"],
)  # fmt: skip
def test_a_lambda_that_would_see_something_else_is_not_offered(body):
    code = f"{HEAD}@dataclass\nclass A:\n    {body}\n"
    assert fixed(code, UNSAFE, times=0) == code


def test_code_that_expects_the_refusal_is_not_touched_safely():
    code = f"""{HEAD}
def make():
    @dataclass
    class A:
        x: list = []
    return A

try:
    make()
except ValueError as error:
    RESULT = str(error)

try:
    @dataclass
    class B:
        x: list = []
except ValueError:
    print("refused")
"""
    assert fixed(code, SAFE, times=0) == code
    assert observe(fixed(code, UNSAFE, times=2)) == ("", "None", None)


def test_a_decorator_that_sees_the_class_first_may_take_the_default_away():
    code = f"""{HEAD}
def prepared(cls):
    cls.x = 3
    return cls

@dataclass
@prepared
class A:
    x: list = []

RESULT = A().x
"""
    assert observe(code)[1] == "3"
    assert fixed(code, SAFE, times=0) == code


def test_a_class_variable_is_shared_as_before():
    code = f"{HEAD}import typing\n@dataclass\nclass A:\n    x: typing.ClassVar[list] = []\n"
    assert fixed(code, UNSAFE, times=0) == code


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_stay(newline):
    lines = [
        "from dataclasses import dataclass, field",
        "@dataclass",
        "class A:",
        "\tx: list = []",
        "",
    ]
    new = [*lines[:3], "\tx: list = field(default_factory=list)", ""]
    assert fixed(newline.join(lines)) == newline.join(new)


def test_what_is_said():
    (finding,) = check(
        Source(f"{HEAD}@dataclass\nclass A:\n    x: list = []\n"), [MutableDataclassDefault]
    )
    assert finding.message == "`A` refuses the default list of `x`; it takes a `default_factory`"
    assert finding.reason is None
    code = "import attrs\n@attrs.define\nclass A:\n    x: list = []\n"
    (finding,) = check(Source(code), [MutableDataclassDefault])
    assert finding.message == "`A` shares the default list of `x`; it takes a `factory`"
    assert finding.reason == "code may rely on the one default of `x` for all instances"
