"""A comprehension gives the list that the loop filled, with the same calls and exceptions."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.manual_list_comprehension import ManualListComprehension

find = partial(check, rules=[ManualListComprehension])

# What the programs below may use: calls that say that they run, and fail.
TOOLS = """
def said(value, error=None):
    print("said", value)
    if error is not None:
        raise error
    return value

def source(*values, error=None):
    for value in values:
        print("next", value)
        yield value
    if error is not None:
        raise error

def attempt(function, *args):
    try:
        return function(*args)
    except BaseException as error:
        return type(error).__name__, error.args
"""

# Each leaves what it did in RESULT, and has at least one loop that a safe fix rewrites.
SAFE = {
    "all items, and none": """
def run(items):
    found = []
    for item in items:
        found.append(said(item) * 2)
    return found
RESULT = [attempt(run, items) for items in ([1, 2], [], "ab", {3: 4}, 5, None)]
""",
    "a test that is asked once an item": """
def run(items):
    found = []
    for item in items:
        if said(item):
            found.append(said(-item))
    return found
RESULT = [attempt(run, items) for items in ([0, 1, 2], [0], ["a"])]
""",
    "an error in any of the parts": """
def run(items, error):
    found = []
    for item in items:
        if said(item):
            found.append(said(item, error if item == 2 else None))
    return found
RESULT = [
    attempt(run, source(1, 2, 3), error)
    for error in (ValueError("a"), StopIteration(5), KeyboardInterrupt(), GeneratorExit())
] + [attempt(run, source(1, error=error), None) for error in (KeyError("k"), StopIteration(1))]
""",
    "unpacking that fails": """
def run(items):
    found = []
    for a, (b, *c) in items:
        found.append((a, b, c))
    return found
RESULT = [attempt(run, items) for items in ([(1, "xyz")], [(1, "")], [(1,)], [1])]
""",
    "what stands between": """
def run(items):
    found = []
    count = len(said(items))
    for item in items:
        found.append(item + count)
    return found, count
RESULT = [attempt(run, items) for items in ([1], [], 5)]
""",
    "a copy is another list": """
def run():
    items = [[1], [2]]
    copy = []
    for item in items:
        copy.append(item)
    copy.append(3)
    return items, copy, copy[0] is items[0]
RESULT = run()
""",
    "the old list of the name stays as it was": """
def run():
    found = [1]
    kept = found
    found = []
    for item in kept:
        found.append(item + 1)
    return kept, found
RESULT = run()
""",
    "a parameter of the same name as the variable": """
def run(item, items):
    found = []
    for item in items:
        found.append(item)
    other = []
    for item in sorted(item for item in items):
        other.append(-item)
    return found, other
RESULT = run("abc", (2, 1))
""",
    "in rounds of another loop": """
def run(rows):
    all_rows = []
    for row in rows:
        cells = []
        for cell in row:
            cells.append(cell * 2)
        all_rows.append(cells)
    return all_rows
RESULT = run([[1], [], [2, 3]])
""",
    "generators and comprehensions inside": """
def run(rows, factor):
    sums = []
    for row in rows:
        sums.append(sum(cell * factor for cell in row if row))
    lists = []
    for row in rows:
        lists.append([cell for cell in row if cell < factor])
    return sums, lists
RESULT = run([[1, 5], []], 3)
""",
    "an error that a handler answers": """
def run(items):
    try:
        found = []
        for item in items:
            found.append(int(item))
    except ValueError as error:
        return error.args
    return found
RESULT = run("1x"), run("12")
""",
    "a generator that is closed while it makes the list": """
def run(items):
    yield "start"
    found = []
    for item in items:
        found.append(said(item))
    yield found
RESULT = list(run("ab"))
""",
    "a method with private names": """
class Box:
    __factor = 3
    def run(self, items):
        found = []
        for item in items:
            found.append(item * self.__factor)
        return found
RESULT = Box().run([1, 2])
""",
    "functions that are made in the loop": """
def run(items):
    found = []
    for item in items:
        found.append(lambda n, item=item: n + item)
    return [f(1) for f in found]
RESULT = run([1, 2])
""",
}

# Each breaks a rewrite that looks at less than all of the program: no safe fix may touch it.
NOT_SAFE = {
    "a function counts the list": """
def run(items):
    found = []
    def place():
        return len(found)
    for item in items:
        found.append((item, place()))
    return found
RESULT = run("ab")
""",
    "a callee reads the module's list": """
found = []
def place():
    return len(found)
for item in "ab":
    found.append((item, place()))
RESULT = found
""",
    "the module keeps the variable": """
found = []
for item in "ab":
    found.append(item)
RESULT = sorted(name for name in globals() if name in ("found", "item"))
""",
    "a handler reads what is there": """
def run(items):
    try:
        found = []
        for item in items:
            found.append(int(item))
    except ValueError:
        return found
RESULT = run("1x")
""",
    "a `finally` reads what is there": """
def run(items):
    try:
        found = []
        for item in items:
            found.append(int(item))
    finally:
        print(found)
RESULT = attempt(run, "1x")
""",
    "a `with` swallows the exception": """
import contextlib
def run(items):
    with contextlib.suppress(ValueError):
        found = []
        for item in items:
            found.append(int(item))
    return found
RESULT = run("1x")
""",
    "a function reads the variable later": """
def run(items):
    found = []
    for item in items:
        found.append(lambda: item)
    first = [f() for f in found]
    item = "changed"
    return first, [f() for f in found]
RESULT = run("ab")
""",
    "a generator runs when the variable has changed": """
def run(items):
    found = []
    for item in items:
        found.append((item + n for n in (1, 2)))
    item = 100
    return [list(one) for one in found]
RESULT = run([1, 2])
""",
    "an unbound name is another error": """
def run(items, known):
    if known:
        factor = 2
    found = []
    for item in items:
        found.append(item * factor)
    return found
RESULT = attempt(run, [1], True), attempt(run, [1], False)
""",
    "super": """
class Base:
    def get(self, item):
        return item * 2
class Derived(Base):
    def run(self, items):
        found = []
        for item in items:
            found.append(super().get(item))
        return found
RESULT = Derived().run("ab")
""",
    "the names of a class": """
class Box:
    factor = 2
    found = []
    for item in (1, 2):
        found.append(item * factor)
RESULT = Box.found
""",
    "a look at the local variables": """
def run(items):
    found = []
    for item in items:
        found.append(sorted(locals()))
    return found
RESULT = run("ab")
""",
    "an object that says its length wrongly": """
class Odd:
    def __len__(self):
        raise ValueError("no length")
    def __iter__(self):
        return iter("ab")
def run(items):
    found = []
    for item in items:
        found.append(item)
    return found
RESULT = attempt(run, Odd())
""",
    "list is not the builtin, and nor is the source known": """
def run(list, items):
    found = list()
    for item in items:
        found.append(item)
    return found
class Loud:
    def append(self, item):
        print(item)
RESULT = type(run(Loud, "ab")).__name__
""",
    "the list is left behind by a jump": """
def run(items):
    for turn in (1, 2):
        found = []
        if turn == 2:
            break
        for item in items:
            found.append(item)
    return found
RESULT = run("ab")
""",
    "the variable is read afterwards": """
def run(items):
    found = []
    for item in items:
        found.append(item)
    return found, item
RESULT = attempt(run, "ab"), attempt(run, "")
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
    assert ".append(" not in new or new.count(".append(") < code.count(".append(")
    assert observe(TOOLS + new) == observe(TOOLS + code)


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_a_program_that_a_rewrite_could_break_is_left_alone(code):
    assert observe(TOOLS + code)[2] is None
    assert fixed(code, Applicability.SAFE) == code


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_every_fix_leaves_a_program_that_compiles(code):
    compile(fixed(code, Applicability.UNSAFE), "fixed", "exec")


def test_the_fix_that_is_not_safe_says_why():
    found = [finding for code in NOT_SAFE.values() for finding in find(Source(code))]
    assert len(found) >= 9
    assert all(finding.reason for finding in found)


def test_line_ends_of_the_file_are_kept():
    head, tail = "def run(xs):\r\n    a = [", "]\r\n    return a\r\n"
    loop = "\r\n    for x in xs:\r\n        # why\r\n        a.append(-x)\r\n"
    clauses = "\r\n        # why\r\n        -x\r\n        for x in xs\r\n    "
    code = head + tail.replace("\r\n", loop, 1)
    assert fixed(code, Applicability.SAFE) == head + clauses + tail
