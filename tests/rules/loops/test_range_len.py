"""A loop over the items does what the loop over the positions did."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.range_len import RangeLen

find = partial(check, rules=[RangeLen])

# Each leaves what it did in RESULT, and has at least one loop that a safe fix rewrites.
SAFE = {
    "items only": """
def run():
    words = ["b", "a", "c"]
    seen = []
    for i in range(len(words)):
        seen.append(words[i] + words[i])
    return seen
RESULT = run()
""",
    "index and item": """
def run():
    words = ("b", "a")
    return {words[i]: i for i in range(len(words))}
RESULT = run()
""",
    "no items at all": """
def run():
    words = []
    for i in range(len(words)):
        return words[i]
    else:
        return "none"
RESULT = run()
""",
    "the index is read after the loop": """
def run(wanted):
    words = ["b", "a", "c"]
    for i in range(len(words)):
        if words[i] == wanted:
            break
    return i
RESULT = [run("b"), run("c"), run("x")]
""",
    "the index is deleted after the loop": """
def run():
    words = ["b", "a"]
    for i in range(len(words)):
        str(words[i])
    del i
    try:
        return i
    except UnboundLocalError as error:
        return type(error)
RESULT = run()
""",
    "the index is counted on after the loop": """
def run():
    words = ["b", "a"]
    for i in range(len(words)):
        str(words[i])
    i += 10
    return i
RESULT = run()
""",
    "an index left over from an empty loop": """
def run(some):
    i = -1
    words = list(some)
    for i in range(len(words)):
        str(words[i])
    return i
RESULT = [run(""), run("abc")]
""",
    "two loops share the index": """
def run():
    words, numbers = ["b", "a"], [1, 2, 3]
    out = []
    for i in range(len(words)):
        out.append(words[i])
    for i in range(len(numbers)):
        out.append(numbers[i])
    return out
RESULT = run()
""",
    "characters, bytes and ranges": """
def run():
    text, data, steps = "żó𐍈", b"\\x00\\xff", range(7, 1, -2)
    out = [text[i] * 2 for i in range(len(text))]
    out += [data[i] + 1 for i in range(len(data))]
    out += [steps[i] - 1 for i in range(0, len(steps))]
    return out
RESULT = run()
""",
    "each item is replaced": """
def run(numbers):
    numbers = [n for n in numbers]
    for i in range(len(numbers)):
        if numbers[i] > 1:
            numbers[i] = numbers[i] * numbers[i] + i
        elif numbers[i] < 0:
            numbers[i] -= numbers[i]
    return numbers
RESULT = run([3, 1, -2, 2])
""",
    "an item is replaced and the round ends": """
def run():
    numbers = [1, 5, 1, 7]
    out = []
    for i in range(len(numbers)):
        if i % 2:
            numbers[i] = 0
            continue
        out.append(numbers[i])
    return out, numbers
RESULT = run()
""",
    "neighbours are read at their places": """
def run():
    numbers = [4, 1, 3]
    out = []
    for i in range(len(numbers)):
        rest = numbers[:i] + numbers[i + 1:]
        out.append((numbers[i], rest))
        out.append(numbers[i - 1])
    return out
RESULT = run()
""",
    "the first statement names the item": """
def run():
    pairs = [("a", 1), ("b", 2)]
    out = []
    for i in range(len(pairs)):
        pair = pairs[i]

        out.append(pair[0] + pairs[i][0])
    return out, pair
RESULT = run()
""",
    "the first statement unpacks the item": """
def run():
    pairs = [(1, (2, 3)), (4, (5, 6))]
    total = 0
    for i in range(len(pairs)):
        a, (b, c) = 1, (2, pairs[i][0])
        total += i * a * b * c
    for i in range(len(pairs)):
        text = str(pairs[i])
        text = text.upper()
        total += len(text) * i
    return total, a, b, c, text
RESULT = run()
""",
    "a raise midway": """
def run():
    words = ["1", "x", "3"]
    out = []
    try:
        for i in range(len(words)):
            out.append(int(words[i]))
    except ValueError as error:
        return out, i, error.args
RESULT = run()
""",
    "a generator that is left early": """
def run():
    words = ["a", "b", "c"]
    for i in range(len(words)):
        yield words[i].upper()
steps = run()
RESULT = [next(steps), next(steps), steps.close()]
""",
    "a generator expression that is used up at once": """
def run():
    words = ["a", "bb", ""]
    return sum(len(words[i]) for i in range(len(words))), any(
        words[i] == "bb" and i for i in range(len(words))
    )
RESULT = run()
""",
    "nested loops over the same list": """
def run():
    words = ["a", "b"]
    out = []
    for i in range(len(words)):
        for j in range(len(words)):
            out.append(words[i] + words[j])
    return out
RESULT = run()
""",
    "rows of a grid": """
def run():
    grid = [[1, 2], [3]]
    for i in range(len(grid)):
        grid[i].append(i)
        grid[i][0] += 10
    return grid
RESULT = run()
""",
    "functions made in the loop hold the index": """
def run():
    words = ["a", "b"]
    late, early = [], []
    for i in range(len(words)):
        late.append(lambda: i)
        early.append(lambda word=words[i]: word)
    return [f() for f in late], [f() for f in early]
RESULT = run()
""",
    "f-strings": """
def run():
    words = ["a", "b"]
    out = []
    for i in range(len(words)):
        out.append(f"{i}: {words[i]!r:>{len(words [i]) + 4}} words[i]" f'{words[i]}')
    return out
RESULT = run()
""",
    "the name of an item is taken": """
word = "global"
def run():
    words = ["a", "b"]
    out = []
    def show():
        return word
    for i in range(len(words)):
        out.append(words[i] + show())
    return out
RESULT = run()
""",
    "a copy": """
def run():
    words = ["a", "b"]
    copy = [words[i] for i in range(len(words))]
    copy.append("c")
    return words, copy
RESULT = run()
""",
    "the same objects": """
def run():
    things = [object(), object()]
    for i in range(len(things)):
        thing = things[i - len(things)]
        if things[i] is not thing:
            return False
    return True
RESULT = run()
""",
    "a function changes the name of the item": """
def run():
    words = ["a", "b"]
    out = []
    def change():
        nonlocal word
        word = "changed"
    for i in range(len(words)):
        word = words[i]
        change()
        out.append(words[i] + word)
    return out
RESULT = run()
""",
    "a function of the file is called": """
def double(text):
    return text + text
def run():
    words = ["a", "b"]
    out = []
    for i in range(len(words)):
        out.append(double(words[i]))
    return out
RESULT = run()
""",
    "a comprehension has another variable of the item's name": """
def run():
    rows, others = [3, 4], [10, 20]
    found = []
    for i in range(len(rows)):
        row = rows[i]
        found.append((i, row, [rows[i] * row for row in others]))
    return found
RESULT = run()
""",
}

# Each breaks a rewrite that looks at less than all of the program: no safe fix may touch it.
NOT_SAFE = {
    "the list grows through another name": """
def run():
    xs = [1, 2]
    ys = xs
    for i in range(len(xs)):
        ys.append(xs[i])
    return xs
RESULT = run()
""",
    "the list shrinks through a callee": """
def run():
    xs = [1, 2, 3, 4]
    holder = {"xs": xs}
    def shrink():
        holder["xs"].pop()
    out = []
    try:
        for i in range(len(xs)):
            out.append(xs[i])
            shrink()
    except IndexError as error:
        out.append(error.args)
    return out
RESULT = run()
""",
    "a closure rebinds the list": """
def run():
    xs = [1, 2, 3]
    def swap():
        nonlocal xs
        xs = [7, 8, 9]
    out = []
    for i in range(len(xs)):
        out.append(xs[i])
        swap()
    return out
RESULT = run()
""",
    "a global list is rebound by a callee": """
xs = [1, 2, 3]
def swap():
    global xs
    xs = ["a", "b", "c"]
def run():
    out = []
    for i in range(len(xs)):
        out.append(xs[i])
        swap()
    return out
RESULT = run()
""",
    "a mapping with integer keys": """
def run(xs):
    return [xs[i] * 1 for i in range(len(xs))]
RESULT = run({0: "a", 1: "b"})
""",
    "a sequence with another iteration": """
class Backwards(list):
    def __iter__(self):
        return reversed(list(self[:]))
def run(xs):
    if isinstance(xs, list):
        return [(i, xs[i]) for i in range(len(xs))]
RESULT = run(Backwards("abc"))
""",
    "a sequence that only knows positions": """
class Only:
    def __len__(self):
        return 2
    def __getitem__(self, index):
        return index * 10
def run(xs):
    out = []
    for i in range(len(xs)):
        out.append(xs[i])
    return out
RESULT = run(Only())
""",
    "a sequence that counts its look-ups": """
class Counting(list):
    reads = 0
    def __getitem__(self, index):
        Counting.reads += 1
        return super().__getitem__(index)
def run(xs):
    for i in range(len(xs)):
        if i:
            xs[i]
    return Counting.reads
RESULT = run(Counting("abc"))
""",
    "an iterator protocol that calls itself": """
class Box:
    def __init__(self):
        self.parts = ["a", "b"]
    def __len__(self):
        return len(self.parts)
    def __getitem__(self, index):
        return self.parts[index]
    def __iter__(self):
        for i in range(len(self)):
            yield self[i]
RESULT = list(Box())
""",
    "a later item is written ahead": """
def run():
    xs = [1, 2, 3]
    out = []
    for i in range(len(xs)):
        out.append(xs[i])
        if i + 1 < len(xs):
            xs[i + 1] = xs[i + 1] * xs[i] * 10
    return out
RESULT = run()
""",
    "an item is read after it was written": """
def run():
    xs = [1, 2]
    out = []
    for i in range(len(xs)):
        old = xs[i] + 1
        xs[i] = old * 10
        out.append(xs[i])
    return out
RESULT = run()
""",
    "an item is read in the next turn of an inner loop": """
def run():
    xs = [1, 2]
    out = []
    for i in range(len(xs)):
        for _ in range(3):
            out.append(xs[i])
            xs[i] += 5
    return out
RESULT = run()
""",
    "an item is read in the handler of a failed write": """
def run():
    xs = ["1", "x"]
    out = []
    for i in range(len(xs)):
        try:
            xs[i] = xs[i] + "!"
            int("x")
        except ValueError:
            out.append(xs[i])
    return out
RESULT = run()
""",
    "functions made in the loop hold the item": """
def run():
    xs = [1, 2, 3]
    late = []
    for i in range(len(xs)):
        late.append(lambda: xs[i])
    xs[2] = "changed"
    return [f() for f in late]
RESULT = run()
""",
    "a generator that runs later": """
def run():
    xs = [1, 2]
    later = (xs[i] * 2 for i in range(len(xs)))
    xs[:] = [3]
    try:
        return list(later)
    except IndexError as error:
        return error.args
RESULT = run()
""",
    "a generator and a change beside it": """
def run():
    xs = [1, 2]
    def change():
        xs.append(5)
        return 0
    return sum((xs[i] * 2 for i in range(len(xs))), change())
RESULT = run()
""",
    "the index is given another value": """
def run():
    xs = [1, 2, 3]
    out = []
    for i in range(len(xs)):
        i = (i + 1) % 3
        out.append(xs[i])
    return out
RESULT = run()
""",
    "the loop looks at its own variables": """
def run():
    xs = [1, 2]
    for i in range(len(xs)):
        str(xs[i])
    return sorted(locals())
RESULT = run()
""",
    "a function changes the index": """
def run():
    xs = ["a", "b", "c"]
    def back():
        nonlocal i
        i = 0
    out = []
    for i in range(len(xs)):
        back()
        out.append(xs[i])
    return out
RESULT = run()
""",
    "the list is shuffled": """
import random
def run():
    xs = ["a", "b", "c", "d"]
    random.seed(1)
    out = []
    for i in range(len(xs)):
        random.shuffle(xs)
        out.append(xs[i])
    return out
RESULT = run()
""",
    "one of two lists is changed": """
def run():
    xs, ys = [1, 2], [3]
    xs = [1, 2]
    for i in range(len(xs)):
        (xs if i == 0 else ys).append(xs[i])
    return xs
RESULT = run()
""",
    "a view changes a bytearray": """
def run():
    xs = bytearray(b"abc")
    view = memoryview(xs)
    out = []
    for i in range(len(xs)):
        view[i] = 65
        out.append(xs[i])
    return out
RESULT = run()
""",
    "range is not the builtin": """
def range(stop):
    return [1, 0]
def run():
    xs = ["a", "b"]
    return [xs[i] + "!" for i in range(len(xs))]
RESULT = run()
""",
    "len is not the builtin": """
def run(len):
    xs = ["a", "b"]
    return [xs[i] + "!" for i in range(len(xs))]
RESULT = run(lambda xs: 1)
""",
    "enumerate is not the builtin": """
enumerate = None
def run():
    xs = ["a", "b"]
    return [(i, xs[i]) for i in range(len(xs))]
RESULT = run()
""",
    "an f-string prints the expression": """
def run():
    xs = [1]
    for i in range(len(xs)):
        return f"{xs[i]=}"
RESULT = run()
""",
    "the list is shared while the loop waits": """
shared = []
def run():
    xs = [1, 2]
    shared.append(xs)
    for i in range(len(xs)):
        yield xs[i]
steps = run()
RESULT = [next(steps), shared[0].append(3), list(steps)]
""",
    "items are let go of": """
class Loud:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("gone", self.name)
def run():
    xs = [Loud(1), Loud(2)]
    for i in range(len(xs)):
        print("using", xs[i].name)
        xs[i] = None
        print("done")
run()
""",
    "the variable belongs to the module": """
xs = ["a", "b"]
for i in range(len(xs)):
    str(xs[i])
RESULT = "i" in globals()
""",
    "the variables belong to a class": """
class Options:
    xs = ["a", "b"]
    for i in range(len(xs)):
        str(xs[i]), i
RESULT = sorted(name for name in vars(Options) if name[0] != "_")
""",
    "the sequence is named like the index": """
class Node:
    items = ["a", "b"]
def run():
    i = Node()
    out = []
    try:
        for i in range(len(i.items)):
            out.append(i.items[i])
    except AttributeError as error:
        out.append(type(error))
    return out
RESULT = run()
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
    assert observe(new) == observe(code)


@pytest.mark.parametrize("code", SAFE.values(), ids=SAFE)
def test_what_is_safe_is_left_to_no_unsafe_fix(code):
    assert fixed(code, Applicability.UNSAFE) == fixed(code, Applicability.SAFE)


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_a_program_that_a_rewrite_could_break_is_left_alone(code):
    assert fixed(code, Applicability.SAFE) == code


@pytest.mark.parametrize("code", NOT_SAFE.values(), ids=NOT_SAFE)
def test_every_fix_leaves_a_program_that_compiles(code):
    compile(fixed(code, Applicability.UNSAFE), "fixed", "exec")


def test_the_fix_that_is_not_safe_says_why():
    for code in NOT_SAFE.values():
        assert all(finding.reason for finding in find(Source(code)))


def test_line_ends_of_the_file_are_kept():
    head = "def run():\r\n    xs = [1]\r\n"
    code = head + "    for i in range(len(xs)):\r\n        x = xs[i]\r\n        f(x)\r\n"
    assert fixed(code, Applicability.SAFE) == head + "    for x in xs:\r\n        f(x)\r\n"


def test_a_comprehension_is_shown_by_its_clause():
    code = "ys = [\n    xs[i]\n    for i in range(len(xs))\n    if xs[i]\n]\n"
    (finding,) = find(Source(code))
    assert code[finding.span.start : finding.span.end] == "for i in range(len(xs))"
    assert finding.message.startswith("`range(len(xs))` fetches each item by its index")
