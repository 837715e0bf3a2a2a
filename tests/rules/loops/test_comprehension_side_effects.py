"""A loop makes the same calls in the same order as the comprehension whose list nobody took."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.comprehension_side_effects import ComprehensionSideEffects

find = partial(check, rules=[ComprehensionSideEffects])

TOOLS = """
def said(*values, error=None):
    print("said", *values)
    if error is not None:
        raise error
    return values[0]

def attempt(function, *args):
    try:
        return function(*args)
    except BaseException as error:
        return type(error).__name__, error.args
"""

# Each leaves what it did in RESULT, and has at least one comprehension that a safe fix unrolls.
SAFE = {
    "calls in order": """
def run(items):
    seen = []
    [seen.append(said(item)) for item in items]
    return seen
RESULT = [attempt(run, items) for items in ([1, 2], [], "ab", 5)]
""",
    "tests and clauses": """
def run(rows):
    [said(a, b) for a in rows if said(a) for b in a if b if said(b)]
RESULT = attempt(run, [[0, 1], [], [2]]), attempt(run, [1])
""",
    "errors in any part": """
def run(items, error):
    [said(item, error=error) for item in items]
RESULT = [
    attempt(run, items, error)
    for error in (None, ValueError(1), StopIteration(2), KeyboardInterrupt())
    for items in ([1, 2], 3)
]
""",
    "unpacking": """
def run(items):
    [said(a, b) for a, (b, *c) in items]
RESULT = attempt(run, [(1, "xy")]), attempt(run, [(1, "")]), attempt(run, [1])
""",
    "the same name in other comprehensions and functions": """
def run(items):
    before = [item * 2 for item in items]
    key = lambda item: -item
    [said(item) for item in items]
    [said(item) for item in before]
    return sorted({item for item in items}, key=key)
RESULT = run([1, 2])
""",
    "awaiting": """
import asyncio
async def numbers():
    for number in (1, 2):
        await asyncio.sleep(0)
        yield number
async def show(number):
    said(number)
async def run():
    [await show(number) for number in (3, 4)]
    [said(number) async for number in numbers()]
RESULT = asyncio.run(run())
""",
    "the items change on the way": """
def run():
    items = [1]
    [items.append(item + 1) for item in items if item < 4]
    return items
RESULT = run()
""",
    "in rounds of a loop, left by an exception": """
def run(rows):
    for row in rows:
        try:
            [said(1 // cell) for cell in row]
        except ZeroDivisionError:
            continue
        said("row")
RESULT = run([[1], [0, 1], [2]])
""",
    "private names": """
class Box:
    def __note(self, item):
        said(item)
    def run(self, items):
        [self.__note(item) for item in items]
RESULT = Box().run("ab")
""",
    "a parameter of an inner function": """
def run(items):
    [said(sorted(one, key=lambda cell: -cell)) for one in items]
RESULT = run([[1, 2]])
""",
}

# Each breaks a rewrite that looks at less than all of the program: no safe fix may touch it.
NOT_SAFE = {
    "the name is a parameter": """
def run(items, item):
    [said(item) for item in items]
    return item
RESULT = run("ab", "kept")
""",
    "the name is a global that is read": """
item = "global"
def run(items):
    print(item)
    [said(item) for item in items]
    return item
RESULT = run("ab")
""",
    "the name is declared global": """
def run(items):
    global item
    [said(item) for item in items]
run("ab")
RESULT = "item" in globals()
""",
    "an inner function reads the global": """
item = "global"
def run(items):
    def show():
        return item
    [said(item) for item in items]
    return show()
RESULT = run("ab")
""",
    "functions keep their own variable": """
def run(rows):
    kept = []
    for row in rows:
        [kept.append(lambda: cell) for cell in row]
    return [f() for f in kept]
RESULT = run(["ab", "cd"])
""",
    "generators keep their own variable": """
def run(rows):
    kept = []
    for row in rows:
        [kept.append(cell * n for n in (1,)) for cell in row]
    return [list(one) for one in kept]
RESULT = run([[1, 2], [3]])
""",
    "an unbound name": """
def run(items, known):
    if known:
        factor = 2
    [said(item, factor) for item in items]
RESULT = attempt(run, "a", True), attempt(run, "a", False)
""",
    "the names of a module": """
[said(letter) for letter in "ab"]
RESULT = "letter" in globals()
""",
    "the names of a class": """
class Box:
    [said(letter) for letter in "ab"]
RESULT = hasattr(Box, "letter")
""",
    "a function looks at the variables": """
def run(items):
    [said(sorted(locals())) for item in items]
    return sorted(locals())
RESULT = run("a")
""",
    "map ends where a loop would raise": """
def stop(item):
    raise StopIteration(item)
def run(items):
    list(map(stop, items))
RESULT = attempt(run, "ab")
""",
    "a generator turns the exception into another": """
def stop(item):
    raise StopIteration(item)
def run(items):
    list(stop(item) for item in items)
RESULT = attempt(run, "ab")
""",
    "any stops": """
def run(items):
    any(said(item) for item in items)
RESULT = run("ab")
""",
    "items that cannot be hashed": """
def run(items):
    {said(item) for item in items}
RESULT = attempt(run, [1, []])
""",
    "objects with a finalizer": """
class Loud:
    def __init__(self, name):
        print("made", name)
        self.name = name
    def __del__(self):
        print("gone", self.name)
def run(items):
    [Loud(item) for item in items]
RESULT = run("ab")
""",
    "a name bound on the way": """
def run(items):
    last = None
    [said(last := item) for item in items]
    return last
RESULT = run("ab")
""",
    "`_` is a function": """
def run(items):
    _ = str.upper
    for item in items:
        _(item)
    _ = [said(one) for one in items]
    return _
RESULT = run("ab")
""",
}


def fixed(code: str, least: Applicability) -> str:
    def wanted(source: Source) -> list[Finding]:
        return find(source)

    done = fix(Source(code), wanted, least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("code", SAFE.values(), ids=SAFE)
def test_a_safe_fix_changes_no_outcome(code):
    new = fixed(code, Applicability.SAFE)
    assert new != code
    assert observe(TOOLS + new) == observe(TOOLS + code)


@pytest.mark.parametrize("code", SAFE.values(), ids=SAFE)
def test_what_is_safe_is_left_to_no_unsafe_fix(code):
    assert fixed(code, Applicability.UNSAFE) == fixed(code, Applicability.SAFE)


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_a_program_that_a_rewrite_could_break_is_left_alone(code):
    assert observe(TOOLS + code)[2] is None
    assert find(Source(code))
    assert fixed(code, Applicability.SAFE) == code


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_every_fix_leaves_a_program_that_compiles(code):
    compile(fixed(code, Applicability.UNSAFE), "fixed", "exec")


def test_the_fix_that_is_not_safe_says_why():
    assert all(finding.reason for code in NOT_SAFE.values() for finding in find(Source(code)))


def test_line_ends_of_the_file_are_kept():
    code = "def run(xs, f):\r\n    [f(x) for x in xs]\r\n"
    new = "def run(xs, f):\r\n    for x in xs:\r\n        f(x)\r\n"
    assert fixed(code, Applicability.SAFE) == new
