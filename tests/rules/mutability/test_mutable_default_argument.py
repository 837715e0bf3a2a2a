"""After the repair no call sees what another one left, and all else is as before."""

from functools import partial
from pathlib import Path

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.mutability.mutable_default_argument import MutableDefaultArgument

NO_CACHES = {"mutable-default-argument": {"allow-caches": False}}


def fixed(code: str, times: int = 1, target: tuple[int, int] = (3, 11)) -> str:
    """``code`` after its fixes, of which there must be ``times``."""
    look = partial(check, rules=[MutableDefaultArgument], target_version=target)
    done = fix(Source(code), look, Applicability.UNSAFE)
    assert done.converged
    assert not done.dropped
    assert done.counts["PYG101"] == times
    return done.source.text


def test_every_call_starts_afresh():
    code = """
def add(x, xs=[], seen={0}, *, count={}):
    xs.append(x)
    seen.add(x)
    count[x] = count.get(x, 0) + 1
    return xs, seen, count

RESULT = [tuple(map(repr, add(1))), tuple(map(repr, add(2)))]
"""
    assert (
        observe(code)[1] == "[('[1]', '{0, 1}', '{1: 1}'), ('[1, 2]', '{0, 1, 2}', '{1: 1, 2: 1}')]"
    )
    assert observe(fixed(code, times=3))[1] == (
        "[('[1]', '{0, 1}', '{1: 1}'), ('[2]', '{0, 2}', '{2: 1}')]"
    )


# Programs that neither keep anything in a default nor pass None: they must run as before.
UNCHANGED = {
    "own arguments": """
def f(a=[], b={}):
    a += [1]
    b["x"] = a
    return a, b

mine = []
empty = f(mine)
RESULT = f([0], {}), empty[0] is mine, f(b={1: 2}, a=[3]), mine
""",
    "read only": """
def f(a=[1, 2], *, b={"x": [1]}, c=set()):
    print(a, b)
    return len(a), b["x"][0], 1 in c

RESULT = f(), f([]), f(c={1}), f(())
""",
    "an own empty object is kept": """
def f(a=[]):
    return a

mine = []
RESULT = f(mine) is mine, f(()) == ()
""",
    "generator": """
def f(a=[1, 2]):
    print("begins")
    for x in a:
        yield x

g = f()
print("made")
RESULT = list(g), list(f("ab"))
""",
    "coroutine": """
import asyncio

async def f(a=[1], *, b=[2]):
    await asyncio.sleep(0)
    return a, b

RESULT = asyncio.run(f()), asyncio.run(f(b=3))
""",
    "inner functions": """
def f(a=[1]):
    def g(b=[2]):
        nonlocal a
        a = a + b
        return a
    return [g(), g([3]), a]

RESULT = f(), f([5])
""",
    "class in the body": """
def f(a=[1]):
    class A:
        held = a
        def get(self, more=[2]):
            return self.held + more
    return A

RESULT = f()().get(), f([7])().get([8])
""",
    "recursion": """
def walk(tree, path=[]):
    print(path)
    for name, child in tree.items():
        walk(child, path + [name])

walk({"a": {"b": {}}, "c": {}})
""",
    "an error midway": """
def f(a=[1], b=[2]):
    print(a)
    raise LookupError(a, b)

f(b=4)
""",
    "several defaults in order": """
def f(a=[1], b=None, c={2: 3}, /, *args, d={4}, e=5, **kw):
    return a, b, c, args, d, e, kw

RESULT = f(), f(1), f(1, 2, 3, 4, 5, d=6, x=7), f(e=0)
""",
    "a default that needs another parameter": """
def f(a=None, b=[1, 2]):
    if a is None:
        a = b
    return a, b

RESULT = f(), f(3), f(b=4)
""",
    "methods and super": """
class A:
    def f(self, a=[1]):
        return ["A", a]

class B(A):
    @property
    def g(self, a=[2]):
        return a

    def f(self, a=[3]):
        return super().f(a)

    @classmethod
    def h(cls, __a=[4]):
        return cls, __a

RESULT = A().f(), B().f(), B().f([0]), B().g, B.h()[1]
""",
    "docstrings stay": '''
def f(a=[1]):
    """Says f."""
    return a

def g(a=[2]):
    """Says g."""

def h(a=[3]):
    r"""Says h."""

    # about it
    return a

RESULT = f.__doc__, g.__doc__, h.__doc__, f(), g(), h()
''',
    "globals": """
n = 0

def f(a=[1]):
    global n
    n += len(a)
    return n

RESULT = f(), f([1, 2]), n
""",
    "one line": """
def f(a=[1]): return a
class A:
    def g(self, a=[2]): print(a); return a
RESULT = f(), A().g(), f(0)
""",
    "locals": """
def f(a=[1]):
    return sorted(locals().items())

RESULT = f(), f(2)
""",
    "names that stay": """
import math
SIZE = 3

def f(a=[SIZE, math.pi, int, -SIZE]):
    return a

RESULT = f(), f(a=0)
""",
    "builtins and comprehensions": """
from collections import OrderedDict, defaultdict, deque

def f(a=list(), b=[n * n for n in range(3)], c=defaultdict(list), d=deque([1], maxlen=2)):
    return a, b, c["x"], d

def g(e=OrderedDict(x=1), f=bytearray(b"x"), g=dict(x=1)):
    return e, f, g

RESULT = f(), g()
""",
    "unused": """
def f(a=[], b={}):
    return 1

def g(a=[]):
    a = 3
    return a

RESULT = f(), f(1, 2), g(), g(4)
""",
    "deleted and rebound": """
def f(a=[1]):
    b = a
    del a
    try:
        return a
    except UnboundLocalError as error:
        return b

def g(a=[1]):
    a = list(a)
    a.append(2)
    return a

RESULT = f(), g(), g(), g([5])
""",
    "truth tests": """
def f(a=[]):
    a = a or [1]
    if not a:
        return 0
    return a

RESULT = f(), f([]), f([2])
""",
}


@pytest.mark.parametrize("program", UNCHANGED)
def test_what_keeps_nothing_runs_as_before(program):
    code = UNCHANGED[program]
    count = len(check(Source(code), [MutableDefaultArgument]))
    better = fixed(code, times=count)
    assert count > 0
    assert observe(better) == observe(code)


# Programs in which the default would mean something else in the body.
WITHHELD = {
    "counts its calls": """
def make():
    print("made")
    return 1

def f(a=[make()]):
    return a

RESULT = f(), f()
""",
    "late name": """
size = 1

def f(a=[size]):
    return a

size = 2
RESULT = f()
""",
    "loop variable": """
functions = []
for i in range(3):
    def f(a=[i]):
        return a
    functions.append(f)
RESULT = [f() for f in functions]
""",
    "class scope": """
class A:
    width = 3

    def f(self, a=[width]):
        return a

RESULT = A().f()
""",
    "a parameter of the same name": """
size = 1

def f(size, a=[size]):
    return a

RESULT = f(2)
""",
    "a local of the same name": """
SIZE = 1

def f(a=[SIZE]):
    SIZE = 2
    return a, SIZE

RESULT = f()
""",
    "a shadowed builtin": """
def f(list, a=list()):
    return a

RESULT = f(3)
""",
    "walrus": """
def f(a=[n := 5]):
    return a

RESULT = f(), n
""",
    "None has a meaning": """
def f(a=[]):
    if a is None:
        return "none"
    return a

RESULT = f(), f(None)
""",
    "closure": """
def make(n):
    def f(a=[n]):
        return a
    n += 1
    return f

RESULT = make(1)()
""",
    "lambda": """
f = lambda a=[1]: a
RESULT = f(), f(2)
""",
    "cache": """
def f(n, _cache={}):
    if n not in _cache:
        print("computed", n)
        _cache[n] = n
    return _cache[n]

RESULT = f(1), f(1)
""",
    "defaults that are read": """
def f(a=[1]):
    return a

RESULT = f.__defaults__
""",
    "a constant": """
ROWS = [1]

def f(a=ROWS):
    a.append(2)
    return a

RESULT = f() is ROWS
""",
}


@pytest.mark.parametrize("program", WITHHELD)
def test_a_fix_that_would_be_wrong_is_not_offered(program):
    code = WITHHELD[program]
    findings = check(Source(code), [MutableDefaultArgument])
    assert bool(findings) == (program != "cache")
    assert all(finding.fix is None and finding.reason for finding in findings)
    assert fixed(code, times=0) == code


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_tabs_stay(newline):
    lines = ["class A:", "\tdef f(self, a=[]):", '\t\t"""Doc."""', "\t\treturn a"]
    guard = ["\t\tif a is None:", "\t\t\ta = []"]
    expected = ["class A:", "\tdef f(self, a=None):", '\t\t"""Doc."""', *guard, "\t\treturn a"]
    assert fixed(newline.join(lines)) == newline.join(expected)
    one_line = ["if x:", "\tdef f(a=[]): return a"]
    expected = ["if x:", "\tdef f(a=None):", "\t\tif a is None:", "\t\t\ta = []", "\t\treturn a"]
    assert fixed(newline.join(one_line)) == newline.join(expected)


def test_a_mixed_indentation_keeps_its_own_step():
    code = "class A:\n    def f(self, a=[]):\n      return a\n"
    expected = (
        "class A:\n    def f(self, a=None):\n      if a is None:\n        a = []\n      return a\n"
    )
    assert fixed(code) == expected


def test_annotations_of_the_repaired_function_can_be_evaluated():
    code = """
import typing
from typing import Dict, List

class Late:
    pass

def f(a: list[int] = [], b: "List[Late]" = [], *, c: Dict[str, int] = {}):
    return a, b, c

RESULT = [str(hint) for hint in typing.get_type_hints(f).values()]
"""
    assert (
        observe(fixed(code, times=3))[1].count("None")
        + observe(fixed(code, times=3))[1].count("Optional")
        == 3
    )
    older = fixed(code.replace("list[int]", "List[int]"), times=3, target=(3, 9))
    assert "a: Optional[List[int]] = None" in older
    assert observe(older)[2] is None


def test_nothing_is_found_in_stub_files():
    code = "def f(a=[]):\n    return a\n"
    assert check(Source(code, Path("m.py")), [MutableDefaultArgument])
    assert not check(Source(code, Path("m.pyi")), [MutableDefaultArgument])


def test_messages_name_the_parameter_and_the_function():
    code = "ROWS = []\ndef f(a=[], b=ROWS):\n    return a, b.pop()\ng = lambda c={}: c\n"
    assert [finding.message for finding in check(Source(code), [MutableDefaultArgument])] == [
        "`a` defaults to one list that all calls of `f` share",
        "`b` defaults to `ROWS`, a list of the module, that all calls of `f` share",
        "`c` defaults to one dict that all calls of this lambda share",
    ]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "def f(a=[]):\n    a.sort()\n",
            "a caller may rely on what `a` keeps between calls, or pass None",
        ),
        ("def f(a=[g()]):\n    a.sort()\n", "`g()` runs once, and would run at every call"),
        ("def f(a=[n]):\n    n = a\n", "`n` means something else inside `f`"),
        ("def f(a=[n]):\n    return a\n", "`n` cannot be resolved in this file"),
        ("n = 1\nn = 2\ndef f(a=[n]):\n    return a\n", "`n` may be another object at the call"),
        ("def f(a=[]):\n    return a is None\n", "the body compares `a` with None"),
        ("def f(_a={}):\n    _a[1] = 2\n", "`_a` seems to be kept between calls on purpose"),
        ("f = lambda a=[]: a\n", "a lambda has no body in which to make a new object"),
        (
            "N = []\ndef f(a=N):\n    return a\n",
            "a copy of `N`, or the object itself, may be meant",
        ),
    ],
)
def test_reasons_name_what_stands_in_the_way(code, reason):
    (finding,) = check(Source(code), [MutableDefaultArgument], options=NO_CACHES)
    assert finding.reason == reason


def test_lambdas_in_f_strings_do_no_harm():
    code = 'text = f"{(lambda a=[]: a)()}"\n'
    assert fixed(code, times=0) == code
