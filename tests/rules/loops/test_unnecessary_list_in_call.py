"""Items made one by one give the same sum, greatest item or answer as a list of them."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.unnecessary_list_in_call import UnnecessaryListInCall

find = partial(check, rules=[UnnecessaryListInCall])

# Things that say what is done with them, and a way to see exceptions.
TOOLS = """
class Number:
    def __init__(self, value):
        self.value = value
    def __add__(self, other):
        print("add", self.value, getattr(other, "value", other))
        return Number(self.value + getattr(other, "value", other))
    __radd__ = __add__
    def __lt__(self, other):
        print("lt", self.value, other.value)
        return self.value < other.value
    def __gt__(self, other):
        print("gt", self.value, other.value)
        return self.value > other.value
    def __bool__(self):
        print("bool", self.value)
        return bool(self.value)
    def __repr__(self):
        return f"Number({self.value})"

NUMBERS = [Number(2), Number(0), Number(3)]

def attempt(function, *args):
    try:
        return function(*args)
    except BaseException as error:
        return type(error).__name__, error.args
"""

# Each leaves what it did in RESULT, and has at least one list that a safe fix takes away.
SAFE = {
    "numbers from what a call gives": """
LOG = []
def items(stop):
    LOG.append("begins")
    for one in ("1", "2", "x"):
        LOG.append(one)
        if one == stop:
            return
        yield one
def broken():
    raise StopIteration
def run(call, *given):
    return max([int(one) for one in call(*given)])
RESULT = [attempt(run, items, stop) for stop in "12xy"], attempt(run, broken), LOG
""",
    "a sum of anything": """
def run(items):
    return sum([item * 2 for item in items])
RESULT = [attempt(run, items) for items in ([1, 2], [], [1.5], ["a"], 5, iter((1, 2)))]
""",
    "objects with their own operators": """
def run(items):
    return sum([item for item in items if item]), max([item for item in items])
RESULT = attempt(run, NUMBERS)
""",
    "lists joined from a start": """
def run(items):
    return sum([[item] for item in items], [])
RESULT = [attempt(run, items) for items in ("ab", [])]
""",
    "no items and a default": """
def run(items, default):
    first = min([item.value for item in items], default=default)
    return first, max([-item.value for item in items])
RESULT = attempt(run, NUMBERS, 7), attempt(run, [], 7)
""",
    "a key": """
def run(words):
    longest = max([word for word in words], key=len)
    return longest, min([word for word in words], key=lambda word: word[-1:])
RESULT = [attempt(run, words) for words in (["ab", "c", "de"], ["", "x"], [1])]
""",
    "an error of an item": """
def run(items):
    return sum([item.size for item in items])
RESULT = attempt(run, [1])
""",
    "an error of the iterator": """
def items():
    yield 1
    raise KeyError("k")
def run():
    return sum([item for item in items])
items = items()
RESULT = attempt(run)
""",
    "any and all of things that cannot fail": """
def run(first, second):
    found = any([one is None for one in (first, second)])
    return found, all([one is not None for one in [first, second]])
RESULT = run(None, 1), run(1, 2), run(1, None)
""",
    "more than one clause": """
def run(rows):
    return sum([cell for row in rows if row for cell in row]), max([len(row) for row in rows])
RESULT = [attempt(run, rows) for rows in ([[1, 2], [], [3]], [], [[1], 2])]
""",
    "a handler that cannot tell": """
def run(rows):
    try:
        return sum([len(row) for row in rows])
    except TypeError as error:
        return error.args
RESULT = run(["a", "bc"]), run(["a", 1])
""",
    "names of a class body": """
class Box:
    sizes = [3, 1]
    total = sum([size for size in sizes])
RESULT = Box.total
""",
}

# Each breaks a rewrite that looks at less than all of the program: no safe fix may touch it.
NOT_SAFE = {
    "one buffer for all items": """
def rows():
    row = []
    for one in range(3):
        row.append(one)
        yield row
def run():
    return sum([row for row in rows()], [])
RESULT = run()
""",
    "the rest of an iterator is read later": """
def run(items):
    found = any([item is None for item in items])
    return found, list(items)
RESULT = run(iter([None, 1, 2]))
""",
    "an iterator behind a container": """
def run():
    rows = iter("abc")
    found = any([True for _ in [1, 2] for row in rows])
    return found, list(rows)
RESULT = run()
""",
    "an error behind the item that decides": """
def run(items):
    return any([item > 0 for item in items])
RESULT = attempt(run, [1, "a"])
""",
    "unpacking that fails": """
def run():
    pairs = [(1, 2), (3,)]
    return any([True for a, b in pairs])
RESULT = attempt(run)
""",
    "an effect on each item": """
def run(items):
    seen = []
    found = all([seen.append(item) for item in items])
    return found, seen
RESULT = run([1, 2])
""",
    "a function that counts": """
calls = []
def check(item):
    calls.append(item)
    return item
def run(items):
    return any([check(item) for item in items]), calls
RESULT = run([1, 2])
""",
    "a function that stops the iteration": """
def run(items):
    return sum([next(items) for _ in range(3)])
RESULT = attempt(run, iter([1, 2]))
""",
    "an item that the next one changes": """
def run():
    shared = []
    return max([shared.append(n) or shared for n in (1, 2)], key=len)
RESULT = run()
""",
    "items that are changed by a callee": """
class Total:
    def __init__(self):
        self.value = 0
    def more(self):
        self.value += 1
        return self
    def __radd__(self, other):
        return other + self.value
def run(total):
    return sum([total.more() for _ in range(3)])
RESULT = run(Total())
""",
    "a key that looks at what has been made": """
made = []
def note(n):
    made.append(n)
    return n
def run(items):
    return max([note(n) for n in items], key=lambda n: len(made) * n)
RESULT = run([1, -2, 3])
""",
    "a start that runs code": """
log = []
def start():
    return len(log)
def note(n):
    log.append(n)
    return n
def run(items):
    return sum([note(n) for n in items], start())
RESULT = run([1, 2])
""",
    "which error a handler gets": """
def run(rows):
    try:
        return sum([row["n"] for row in rows])
    except KeyError:
        return "key"
RESULT = attempt(run, [{"n": "text"}, {}])
""",
    "a name bound by the way": """
def run(items):
    last = None
    found = any([(last := item) for item in items])
    return found, last
RESULT = run([1, 2])
""",
    "super": """
class Derived(list):
    def run(self, items):
        return sum([super(Derived, self).count(item) for item in items])
RESULT = Derived("aab").run("ab")
""",
    "a method that is run for all": """
class Form:
    def __init__(self, valid):
        self.valid, self.checked = valid, False
    def is_valid(self):
        self.checked = True
        return self.valid
def run(forms):
    return all([form.is_valid() for form in forms]), [form.checked for form in forms]
RESULT = run([Form(False), Form(True)])
""",
    "sum is not the builtin": """
def sum(items):
    return len(items)
RESULT = sum([item for item in "abc"])
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
    assert observe(TOOLS + new)[1:] == observe(TOOLS + code)[1:]


@pytest.mark.parametrize("code", SAFE.values(), ids=SAFE)
def test_what_is_safe_is_left_to_no_unsafe_fix(code):
    assert fixed(code, Applicability.UNSAFE) == fixed(code, Applicability.SAFE)


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_a_program_that_a_rewrite_could_break_is_left_alone(code):
    assert observe(TOOLS + code)[2] is None
    assert fixed(code, Applicability.SAFE) == code


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_every_fix_leaves_a_program_that_compiles(code):
    compile(fixed(code, Applicability.UNSAFE), "fixed", "exec")


def test_the_fix_that_is_not_safe_says_why():
    found = [finding for code in NOT_SAFE.values() for finding in find(Source(code))]
    assert len(found) >= 13
    assert all(finding.reason for finding in found)


def test_operators_run_in_the_same_order():
    code = SAFE["objects with their own operators"]
    new = fixed(code, Applicability.SAFE)
    before, after = (observe(TOOLS + one)[0].split("\n") for one in (code, new))
    for kind in ("add", "gt", "bool"):
        lines = [[line for line in seen if line.startswith(kind)] for seen in (before, after)]
        assert lines[0] == lines[1] != []
