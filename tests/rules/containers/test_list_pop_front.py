"""A deque does what the list did, for both rules that put one into its place."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.list_front_insert import ListFrontInsert
from pyguide_rules.containers.list_pop_front import ListPopFront

find = partial(check, rules=[ListPopFront, ListFrontInsert])

TOOLS = """
class Odd:
    "Says when it is compared, and fails on demand."
    def __init__(self, name, error=None):
        self.name, self.error = name, error
    def __eq__(self, other):
        print("eq", self.name)
        if self.error:
            raise self.error
        return self.name == getattr(other, "name", other)
    def __repr__(self):
        return f"Odd({self.name})"

def broken(*rows):
    yield from rows
    raise ValueError("broken")

def attempt(function, *args):
    "What a call gives or raises."
    try:
        result = function(*args)
        return list(result) if hasattr(result, "__next__") else (type(result).__name__, result)
    except BaseException as error:
        return type(error).__name__, error.args
"""

# Each has a list that a safe fix makes a deque.
SAFE = {
    "a search, breadth first": """
def run(graph, start):
    seen, order = {start}, []
    queue = [start]
    while queue:
        node = queue.pop(0)
        order.append(node)
        for one in graph[node]:
            if one not in seen:
                seen.add(one)
                queue.append(one)
    return order
GRAPH = {1: [2, 3], 2: [4], 3: [4, 1], 4: []}
RESULT = [attempt(run, GRAPH, start) for start in (1, 4, 5)]
""",
    "levels": """
def run(tree):
    queue = [tree]
    levels = []
    while queue:
        level = []
        for _ in range(len(queue)):
            name, below = queue.pop(0)
            level.append(name)
            queue.extend(below)
        levels.append(level)
    return levels
RESULT = [attempt(run, ("a", [("b", []), ("c", [("d", [])])])), attempt(run, ("a", None))]
""",
    "what the iterable raises, and what cannot be iterated": """
def run(rows):
    queue = list(rows)
    while len(queue) > 0:
        print(queue.pop(0))
    return queue
RESULT = [attempt(run, rows) for rows in (broken(1), 5, None, "ab", {}, range(2))]
""",
    "membership asks the same objects in the same order": """
def run(wanted, *rows):
    queue = [*rows]
    while queue and wanted not in queue:
        print(queue.pop(0))
    return queue
RESULT = [
    attempt(run, Odd("c"), Odd("a"), Odd("c"), Odd("d")),
    attempt(run, 1, Odd("a"), Odd("b", KeyError("b"))),
]
""",
    "all that a deque shares with a list": """
def run(rows):
    queue: list[int] = []
    queue += [*rows]
    queue.extend(rows)
    total = []
    while queue:
        total += queue
        total.append((len(queue), max(queue), sorted(queue), [*queue], queue[0], queue[-1]))
        total.append(",".join(str(row) for row in queue))
        for row in queue:
            print(row)
        queue.reverse()
        if queue.count(2) > 1 and len(total) < 9:
            queue.insert(0, 7)
        queue.pop(0)
        if not queue or len(queue) > 6:
            queue.clear()
    return total
RESULT = [attempt(run, [1, 2, 3]), attempt(run, []), attempt(run, [2]), attempt(run, 5)]
""",
    "an error midway leaves the caller's list as it is": """
def run(rows, check):
    queue = list(rows)
    while queue:
        check(queue.pop(0))
GIVEN = [3, 0, 1]
RESULT = [attempt(run, GIVEN, lambda row: print(1 / row)), GIVEN]
""",
    "a generator, and a list that is returned": """
def run(rows):
    queue = list(rows)
    while queue:
        got = yield queue.pop(0)
        if got:
            queue.append(got)
    return queue
def drive():
    steps = run([1, 2])
    found = [next(steps), steps.send(9)]
    try:
        while True:
            found.append(next(steps))
    except StopIteration as stop:
        return found, stop.value
RESULT = attempt(drive)
""",
    "digits to the front": """
def run(number):
    digits = []
    while number:
        number, digit = divmod(number, 10)
        digits.insert(0, str(digit))
    return "".join(digits)
RESULT = [attempt(run, number) for number in (0, 7, 1203, "x")]
""",
    "a list to the front, given back as a list": """
def run(rows):
    found = []
    for row in rows:
        if row:
            found.insert(0, row)
    return found
RESULT = [attempt(run, rows) for rows in ([1, 0, 2], [], broken(1), 5)]
""",
    "a name that was something else": """
def run(queue):
    queue = list(queue)
    while queue:
        print(queue.pop(0))
RESULT = [attempt(run, "ab"), attempt(run, 5)]
""",
}

# Each is built to break the fix: the safe one must leave it alone.
UNSAFE = {
    "another name": """
def run():
    queue = [1, 2]
    other = queue
    while queue:
        queue.pop(0)
    return other
RESULT = attempt(run)
""",
    "another function": """
def run():
    queue = [1, 2]
    def show():
        return repr(queue)
    while queue:
        queue.pop(0)
    return show()
RESULT = attempt(run)
""",
    "an empty queue says that it is a list": """
def run():
    queue = [1]
    while True:
        queue.pop(0)
RESULT = attempt(run)
""",
    "a branch that finds nothing": """
def run(rows):
    queue = list(rows)
    while queue:
        if queue.pop(0):
            queue.pop(0)
RESULT = attempt(run, [1])
""",
    "a loop whose own test takes": """
def run(rows):
    queue = list(rows)
    if queue:
        while queue.pop(0):
            pass
        while True:
            queue.pop(0)
RESULT = attempt(run, [1])
""",
    "a handler after the last": """
def run(rows):
    queue = list(rows)
    while queue:
        try:
            raise KeyError(queue.pop(0))
        except KeyError:
            queue.pop(0)
RESULT = attempt(run, [1])
""",
    "a loop that changes what it goes over": """
def run():
    queue = [1, 2]
    while queue:
        queue.pop(0)
        for row in queue:
            if len(queue) < 5:
                queue.append(row)
        queue.clear()
RESULT = attempt(run)
""",
    "a generator that goes on later": """
def run():
    queue = [1, 2, 3]
    rows = (row for row in queue)
    next(rows)
    while queue:
        queue.pop(0)
    return list(rows)
RESULT = attempt(run)
""",
    "a shadowed list": """
class list(list):
    def pop(self, index=-1):
        return "mine", super().pop(index)
def run(rows):
    queue = list(rows)
    while queue:
        print(queue.pop(0))
RESULT = attempt(run, "ab")
""",
    "returned within a try that goes on": """
def run():
    queue = [1, 2]
    try:
        while len(queue) > 1:
            queue.pop(0)
        return queue
    finally:
        queue.append(3)
RESULT = attempt(run)
""",
}


@pytest.mark.parametrize("program", SAFE.values(), ids=SAFE)
def test_a_safe_fix_changes_nothing(program):
    program = TOOLS + program
    fixed = fix(Source(program), find, Applicability.SAFE)
    assert "deque(" in fixed.source.text
    assert not find(fixed.source)
    assert observe(fixed.source.text) == observe(program)


@pytest.mark.parametrize("program", UNSAFE.values(), ids=UNSAFE)
def test_what_would_differ_is_left_alone_by_safe_fixes(program):
    program = TOOLS + program
    assert fix(Source(program), find, Applicability.SAFE).source.text == program
    assert observe(program)[2] is None
