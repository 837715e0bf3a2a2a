"""`is` for `==` changes nothing; `isinstance` also takes subclasses, and nothing else."""

from functools import partial
from pathlib import Path

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.comparisons.type_comparison import TypeComparison

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE

# Objects of builtin classes, of subclasses, with odd equality, and with a claim of their own.
OBJECTS = """
import collections, enum, unittest.mock

class Base:
    def __eq__(self, other):
        print("asked")
        return True
    __hash__ = None

class Derived(Base):
    pass

class Number(int):
    pass

class Liar:
    @property
    def __class__(self):
        return int

class Meta(type):
    def __call__(cls, *args):
        print("made")
        return super().__call__(*args)

class Made(metaclass=Meta):
    pass

class Color(enum.Enum):
    RED = 1

OBJECTS = [
    0, True, 1.5, "", b"", [], (), {}, set(), None, int, type, object(), Base(), Derived(),
    Number(3), Liar(), Made(), Color.RED, collections.OrderedDict(), ValueError("x"), KeyError("y"),
    unittest.mock.Mock(spec=int), len, lambda: 0, ..., NotImplemented,
]
"""

SAFE_TESTS = (
    "type(x) == int", "type(x) != int", "int == type(x)", "type(x) == dict", "type(x) == object",
    "type(x) == Base", "type(x) != Derived", "type(x) == Made", "type(x) == ValueError",
    "type(x) == type(None)", "type(x) != type(None)", "type(None) == type(x)", "type(x) == type",
    "not type(x) == int", "not type(x) != int", "not type(x) == type(None)",
    "type(x)==type(y)", "type(x) != type(y)", "not type(x) == type(y)", "-(type(x) == int)",
    "[type(z) == int for z in (x, y)]", "1 if(int)==type(x)else 2",
)  # fmt: skip


def fixed(code: str, least: Applicability, path: Path | None = None) -> str:
    """``code`` after its fixes, of which there must be one at least."""
    done = fix(Source(code, path), partial(check, rules=[TypeComparison]), least)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG203"] >= 1
    return done.source.text


@pytest.mark.parametrize("test", SAFE_TESTS)
def test_the_safe_form_agrees_on_every_pair_of_objects(test):
    code = f"{OBJECTS}\nRESULT = []\nfor x in OBJECTS:\n    for y in OBJECTS:\n"
    code += f"        RESULT.append({test})\n"
    better = fixed(code, SAFE)
    assert better != code
    assert observe(better) == observe(code)
    assert observe(code)[2] is None


def test_the_safe_form_evaluates_as_often_and_in_the_same_order():
    code = """
def say(x):
    print(x)
    if x == 3:
        raise LookupError(x)
    return x

RESULT = [type(say(1)) == type(say("a")), int != type(say(2)), type(say(0)) == type(None)]
type(say(3)) == type(say(4))
"""
    assert observe(fixed(code, SAFE)) == observe(code)


@pytest.mark.parametrize(
    ("test", "accepted"),
    [
        ("type(x) == int", "[0, True, Number]"),
        ("type(x) in (int, str)", "[0, True, '', Number]"),
        ("type(x) == dict", "[{}, OrderedDict]"),
        ("not type(x) != dict", "[{}, OrderedDict]"),
    ],
)
def test_isinstance_accepts_subclasses_too(test, accepted):
    code = f"""
import collections
class Number(int):
    def __repr__(self):
        return "Number"
class Dict(collections.OrderedDict):
    def __repr__(self):
        return "OrderedDict"
objects = [0, True, "", [], {{}}, Number(3), Dict(), None]
RESULT = [x for x in objects if {test}]
"""
    better = fixed(code, UNSAFE)
    assert "isinstance" in better
    assert observe(better)[1] == accepted


def test_isinstance_agrees_where_no_subclass_comes_along():
    code = """
RESULT = []
for x in (1, 1.5, "", b"", [], (), {}, set(), None):
    RESULT += [type(x) == int, type(x) != float, type(x) in (list, tuple), type(x) not in {str}]
    RESULT += [not type(x) == dict, not type(x) in [set, dict], 1 if(int)==type(x)else 2]
"""
    better = fixed(code, UNSAFE)
    assert better.count("isinstance") == 7
    assert observe(better) == observe(code)


def test_a_metaclass_of_the_file_that_compares_forbids_the_safe_form():
    code = """
class ByName(type):
    def __eq__(cls, other):
        return cls.__name__ == getattr(other, "__name__", None)
    __hash__ = type.__hash__

def make(name):
    return ByName(name, (), {})()

RESULT = type(make("A")) == type(make("A"))
"""
    assert observe(code)[1] == "True"
    (finding,) = check(Source(code), [TypeComparison])
    assert finding.fix is None
    assert finding.reason == "`ByName` says how its classes compare"


@pytest.mark.parametrize(
    "path", ["tests/a.py", "pkg/test/a.py", "test_a.py", "pkg/a_test.py", "conftest.py"]
)
def test_in_tests_only_the_exact_form_is_offered(path):
    code = (
        "from m import Thing\na = type(x) == int\nb = type(x) == Thing\nc = type(x) in (int, str)\n"
    )
    for folder in ("", "/home/me/"):
        better = fixed(code, UNSAFE, Path(folder + path))
        assert better == (
            "from m import Thing\na = type(x) is int\nb = type(x) is Thing\n"
            "c = type(x) in (int, str)\n"
        )


@pytest.mark.parametrize("path", ["contest.py", "latest/a.py", "attest_a.py", "testimony.py"])
def test_other_files_are_no_tests(path):
    assert "isinstance" in fixed("a = type(x) == int\n", UNSAFE, Path(path))


def found(code: str) -> Finding:
    """The only finding in ``code``."""
    (finding,) = check(Source(code), [TypeComparison])
    return finding


def test_messages_name_the_better_question():
    assert found("a = type(x) != dict\n").message == (
        "`type(x) != dict` ignores subclasses; ask `isinstance(x, dict)`"
    )
    assert found("a = type(x) in [int, str]\n").message == (
        "`type(x) in [int, str]` ignores subclasses; ask `isinstance(x, (int, str))`"
    )
    assert found("a = type(x) == type(y)\n").message == (
        "`type(x) == type(y)` compares classes by value; a class is one object, ask with `is`"
    )
    assert found("a = type(x) != type(None)\n").message == (
        "`type(x) != type(None)` is a long way to ask `x is not None`"
    )


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("a = type(x) == list\n", "`isinstance` also accepts subclasses of `list`"),
        ("a = type(x) == kind\n", "`kind` is not known to be a class"),
        ("a = type(x) in (int, object)\n", "every object is an instance of `object`"),
        ("a = type(x) in (int, type(y))\n", "`type(y)` may mean exactly that class"),
        ("a = type(x) == int == y\n", "the comparison is one link of a chain"),
        ("assert type(x) in (Aa, Bb)\n", "a test may mean exactly `Aa`"),
        ("a = type(x) == b.__class__\n", "the file does not show that `b.__class__` is a class"),
        (
            "a = type(x) in (int, str) or type(x) == bool\n".replace("==", "is"),
            "`bool` is asked for apart from its base class",
        ),
    ],
)
def test_reasons_name_what_stands_in_the_way(code, reason):
    assert found(code).reason == reason


def test_long_operands_are_cut_in_messages():
    name = "a_name_that_is_much_longer_than_it_should_be"
    for test in (f"{name} == {name}", f"type({name}) == {name.title()}", f"type({name}) == int"):
        for finding in check(Source(f"a = {test}\n"), [TypeComparison]):
            assert len(finding.message) <= 100
    assert len(found(f"a = type({name}.{name}()) == type(None)\n").message) <= 100
    assert len(found(f"a = type({name}) in ({name.title()}, {name.upper()})\n").message) <= 100


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_stay(newline):
    lines = ["if (type(x)", "\t\t==", "\t\tint):", "\tpass", ""]
    better = fixed(newline.join(lines), SAFE)
    assert better == newline.join(["if (type(x)", "\t\tis", "\t\tint):", "\tpass", ""])
