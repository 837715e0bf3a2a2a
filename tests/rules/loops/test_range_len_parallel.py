"""`zip` gives what the common index gave where the sequences are sequences of one length."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.range_len_parallel import RangeLenParallel

find = partial(check, rules=[RangeLenParallel])

# Each has at least one loop that the unsafe fix rewrites without another outcome.
ALIKE = {
    "two lists": """
def run(names, scores):
    out = []
    for i in range(len(names)):
        out.append((names[i], scores[i], names[i]))
    return out
RESULT = run(["a", "b"], (1, 2)), run([], [])
""",
    "a comprehension with a test": """
def run(xs, ys, zs):
    return [xs[i] * ys[i] for i in range(len(xs)) if zs[i]]
RESULT = run([1, 2], [3, 4], "ab"), run([1, 2], [3, 4], [0, 1])
""",
    "names given in the body": """
def run(xs, ys):
    total = 0
    for i in range(len(xs)):
        x = xs[i]
        y = ys[i]
        total += x * y - xs[i]
    return total, x, y
RESULT = run([1, 2], [3, 4])
""",
    "the items are changed, the sequences are not": """
def run(rows, parts):
    for i in range(len(rows)):
        rows[i].append(parts[i])
        rows[i][0] += 1
    return rows
RESULT = run([[1], [2]], "ab")
""",
    "an exception midway": """
def run(xs, ys):
    out = []
    try:
        for i in range(len(xs)):
            out.append(xs[i] // ys[i])
    except ZeroDivisionError as error:
        out.append(error.args)
    return out
RESULT = run([4, 5, 6], [2, 0, 3])
""",
    "left early, with an else": """
def run(xs, ys):
    for i in range(len(xs)):
        if xs[i] == ys[i]:
            found = xs[i]
            break
    else:
        return None
    return found
RESULT = run("abc", "xbz"), run("a", "b"), run("", "")
""",
    "closures over other names": """
def run(item, xs, ys):
    def show():
        return item
    return [(a_call, show()) for a_call in [xs[i] + ys[i] for i in range(len(xs))]]
RESULT = run("kept", [1], [2])
""",
    "f-strings": """
def run(xs, ys):
    return "".join(f"{xs[i]!r:>{ys[i]}}" for i in range(len(xs)))
RESULT = run("ab", [4, 5])
""",
    "the same object twice": """
def run(this, other):
    return [this.xs[i] + other.xs[i] for i in range(len(this.xs))]
class Box:
    def __init__(self, xs):
        self.xs = xs
RESULT = run(Box([1, 2]), Box([3, 4]))
""",
}

# What the fix does change, and why it is never safe.
DIFFERENT = {
    "a shorter second sequence": """
def run(xs, ys):
    out = []
    try:
        for i in range(len(xs)):
            out.append(xs[i] + ys[i])
    except (IndexError, ValueError) as error:
        out.append(type(error).__name__)
    return out
RESULT = run([1, 2], [3])
""",
    "a longer second sequence": """
def run(xs, ys):
    try:
        return [xs[i] + ys[i] for i in range(len(xs))]
    except ValueError:
        return "error"
RESULT = run([1], [2, 3])
""",
    "mappings": """
def run(xs, ys):
    return [xs[i] + ys[i] for i in range(len(xs))]
RESULT = run({0: 5}, {0: 6})
""",
    "a sequence grows through another name": """
def run(xs, ys, alias):
    out = []
    for i in range(len(xs)):
        out.append((xs[i], ys[i]))
        if len(alias) < 4:
            alias.append(0)
            ys = list(ys)
    return out
ones = [1, 2]
RESULT = run(ones, [3, 4], ones)
""",
}


def fixed(code: str, least: Applicability, target: tuple[int, int] = (3, 11)) -> str:
    def wanted(source: Source) -> list[Finding]:
        return find(source, target_version=target)

    done = fix(Source(code), wanted, least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize("code", ALIKE.values(), ids=ALIKE)
def test_sequences_of_one_length_give_the_same(code):
    new = fixed(code, Applicability.UNSAFE)
    assert "zip(" in new
    assert "range(" not in new
    assert observe(new) == observe(code)


@pytest.mark.parametrize("code", [*ALIKE.values(), *DIFFERENT.values()], ids=[*ALIKE, *DIFFERENT])
def test_nothing_is_rewritten_unasked(code):
    assert fixed(code, Applicability.SAFE) == code


@pytest.mark.parametrize("name", ["a shorter second sequence", "a longer second sequence"])
def test_unequal_lengths_are_noticed(name):
    new = fixed(DIFFERENT[name], Applicability.UNSAFE)
    assert "strict=True" in new
    assert observe(new) != observe(DIFFERENT[name])


def test_mappings_give_their_keys():
    assert observe(DIFFERENT["mappings"])[1] == "[11]"
    assert observe(fixed(DIFFERENT["mappings"], Applicability.UNSAFE))[1] == "[0]"


def test_without_strict_a_longer_sequence_is_cut_off_as_before():
    code = DIFFERENT["a longer second sequence"]
    assert observe(fixed(code, Applicability.UNSAFE, (3, 9))) == observe(code)


def test_a_sequence_that_is_made_anew_is_no_finding():
    assert not find(Source(DIFFERENT["a sequence grows through another name"]))


def test_every_finding_says_why_it_is_not_safe():
    found = [one for code in ALIKE.values() for one in find(Source(code))]
    assert len(found) >= len(ALIKE)
    assert all("differ in length" in (one.reason or "") for one in found)
