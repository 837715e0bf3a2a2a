"""Items made one by one give the same as a list of them, where all can be used."""

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
    "a sum of what nobody else goes through": """
def run(*items):
    return sum([item for item in items])
GIVEN = [1, 2], [], [1.5], ["a"], [1, "a", 2], [[1], [2]], [0, [1], "a"]
RESULT = [attempt(run, *items) for items in GIVEN]
""",
    "objects with their own operators": """
def run(*items):
    return sum([item for item in items if item is not None]), max([item for item in items])
RESULT = attempt(run, *NUMBERS), attempt(run, *NUMBERS, "a", NUMBERS[0])
""",
    "lists joined from a start": """
def run(items):
    return sum([[item] for item in items], [])
RESULT = [attempt(run, items) for items in ("ab", [], 5)]
""",
    "tuples joined from a start": """
def run(items, last):
    return sum([(item.value, last) for item in items], (last,))
RESULT = attempt(run, NUMBERS, 1), attempt(run, [1], 1)
""",
    "a start that is a number": """
def run(items, more):
    lengths = sum([len(item) for item in items], 0.5)
    return lengths, sum([int(item) for item in items], -1)
RESULT = [attempt(run, items, 1) for items in (["1", "23"], ["1", 2], ["x"], [], 5)]
""",
    "no items and a default": """
def run(items, default):
    first = min([len(item) for item in items], default=default)
    return first, max([-len(item) for item in items])
RESULT = attempt(run, ["ab", "c"], 7), attempt(run, [], 7), attempt(run, ["a", 5, "b"], 7)
""",
    "a default of the function's own": """
def run(items):
    limit = float("inf")
    return min([ord(item) for item in items], default=limit)
RESULT = attempt(run, "ab"), attempt(run, ""), attempt(run, ["a", "bc"])
""",
    "a key": """
def run(*words):
    longest = max([word for word in words], key=len)
    return longest, min([word for word in words], key=lambda word: word[-1:])
RESULT = [attempt(run, *words) for words in (["ab", "c", "de"], ["", "x"], [1], ["a", 1, "b"])]
""",
    "texts": """
def run(items):
    longest = max([hex(item) for item in items], key=len)
    return longest, min([hex(item) for item in items])
RESULT = attempt(run, [1, 255, 16]), attempt(run, []), attempt(run, [1, "a", 2])
""",
    "an error of an item": """
def run(items):
    return sum([len(item) for item in items])
items = iter(["a", 1, "b"])
RESULT = attempt(run, items), list(items)
""",
    "an error of the iterator": """
def items():
    yield "a"
    raise KeyError("k")
def run():
    return sum([len(item) for item in items])
items = items()
RESULT = attempt(run)
""",
    "any and all of things that cannot fail": """
def run(first, second):
    found = any([one is None for one in (first, second)])
    return found, all([one is not None for one in [first, second]])
RESULT = run(None, 1), run(1, 2), run(1, None)
""",
    "a search in pairs": """
def run(first, second):
    pair = [first, second]
    found = any([one is None for place, one in enumerate(pair)])
    return found, all([a is b for a, b in zip(pair, (second, first))])
RESULT = run(None, 1), run(1, 2), run(1, 1)
""",
    "more than one clause": """
def run(rows):
    cells = sum([len(cell) for row in rows if row for cell in row])
    return cells, max([len(row) for row in rows])
GIVEN = [["a", "bc"], [], ["d"]], [], [["a"], 2], [["a", 1]]
RESULT = [attempt(run, rows) for rows in GIVEN]
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

# In each, something cannot be used before all is made: the unsafe fix shows in RESULT.
DIFFERENT = {
    "a key that refuses an item": """
def run(words):
    return max([w for w in words], key=len)
words = iter(["ab", 1, "c"])
RESULT = attempt(run, words), list(words)
""",
    "a sum of text and numbers": """
def run(items):
    return sum([item for item in items])
items = iter([1, "a", 2])
RESULT = attempt(run, items), list(items)
""",
    "a sum of what operators give": """
def run(items):
    return sum([item * 2 for item in items])
items = iter([1, "a", 2])
RESULT = attempt(run, items), list(items)
""",
    "items that cannot be compared": """
def run(items):
    return max([item.value for item in items])
RESULT = attempt(run, [Number(1), Number("a"), None])
""",
    "another error of a later item": """
def run(items):
    return sum([item.value for item in items])
RESULT = attempt(run, [Number("a"), None])
""",
    "another error of the iterator": """
def items():
    yield "text"
    raise KeyError("k")
def run():
    return sum([item for item in items])
items = items()
RESULT = attempt(run)
""",
    "an error in a later clause": """
def run(rows):
    return sum([cell for row in rows if row for cell in row])
RESULT = attempt(run, [["a"], 2])
""",
    "a test whose truth fails": """
class Unsure:
    def __bool__(self):
        raise ValueError("unsure")
def run(*items):
    return sum([item for item in items if item])
RESULT = attempt(run, "a", Unsure())
""",
    "a test whose truth fails behind the item that decides": """
class Unsure:
    def __bool__(self):
        raise ValueError("unsure")
def run(*items):
    return any([item is not None for item in items if item])
RESULT = attempt(run, 1, Unsure())
""",
    "unpacking that fails behind an item": """
def run():
    pairs = [("a", 1), (2,)]
    return sum([first for first, _ in pairs])
RESULT = attempt(run)
""",
    "sources of different length": """
def run(*items):
    return sum([item for item, _ in zip(items, "a", strict=True)])
RESULT = attempt(run, "a", "b")
""",
    "lines of a file that is read on": """
with open("lines", "w") as file:
    print("1", "x", "2", sep="\\n", file=file)
def run(file):
    return max([line for line in file], key=int)
with open("lines") as file:
    RESULT = attempt(run, file), list(file)
""",
    "a start that is text": """
def run(items, start):
    return sum([len(item) for item in items], start)
items = iter("ab")
RESULT = attempt(run, items, ""), list(items)
""",
    "a start of another type": """
def run(items, start):
    return sum([[item] for item in items], start)
items = iter("ab")
RESULT = attempt(run, items, 0), list(items)
""",
    "a number too large for a float": """
def run(items):
    return sum([int(item) for item in items], 0.5)
items = iter([1, 10**400, 2])
RESULT = attempt(run, items), list(items)
""",
    "a default that fails": """
def run(items, options):
    return min([len(item) for item in items], default=options["default"])
RESULT = attempt(run, [1], {})
""",
    "a default that is not bound": """
def run(items, bound):
    if bound:
        default = 0
    return min([len(item) for item in items], default=default)
RESULT = attempt(run, [1], False)
""",
    "a default that the iterator binds anew": """
def run():
    default = 0
    def items():
        nonlocal default
        default = 1
        yield from ()
    rows = items()
    return min([len(item) for item in rows], default=default)
RESULT = run()
""",
    "more arguments than there are": """
def run(items):
    return max([len(item) for item in items], start=0)
items = iter("ab")
RESULT = attempt(run, items), list(items)
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


@pytest.mark.parametrize("code", DIFFERENT.values(), ids=DIFFERENT)
def test_an_item_that_cannot_be_used_leaves_the_rest_unmade(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert fixed(code, Applicability.SAFE) == code
    new = fixed(code, Applicability.UNSAFE)
    before, after = observe(TOOLS + code), observe(TOOLS + new)
    assert before[2] is after[2] is None
    assert before[1] != after[1]


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_every_fix_leaves_a_program_that_compiles(code):
    compile(fixed(code, Applicability.UNSAFE), "fixed", "exec")


def test_the_fix_that_is_not_safe_says_why():
    codes = [*NOT_SAFE.values(), *DIFFERENT.values()]
    found = [finding for code in codes for finding in find(Source(code))]
    assert len(found) >= 13 + len(DIFFERENT)
    assert all(finding.reason for finding in found)


def test_operators_run_in_the_same_order():
    code = """
def run(items):
    return sum([item for item in items if item]), max([item for item in items])
RESULT = attempt(run, NUMBERS)
"""
    new = fixed(code, Applicability.UNSAFE)
    assert new != code
    before, after = (observe(TOOLS + one)[0].split("\n") for one in (code, new))
    for kind in ("add", "gt", "bool"):
        lines = [[line for line in seen if line.startswith(kind)] for seen in (before, after)]
        assert lines[0] == lines[1] != []
