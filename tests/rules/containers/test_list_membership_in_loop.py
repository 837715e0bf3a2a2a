"""A set answers as the list did, wherever the fix is called safe."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.list_membership_in_loop import ListMembershipInLoop

find = partial(check, rules=[ListMembershipInLoop])

# What the programs below may use.
TOOLS = """
class Loud:
    "Equal to everything, and says so."
    def __init__(self, name):
        self.name = name
    def __eq__(self, other):
        print(self.name, "==", other)
        return True
    __hash__ = None

class Sly(str):
    "Equal to what its hash does not know."
    def __eq__(self, other):
        return str.__eq__(self.lower(), other)
    __hash__ = str.__hash__

def attempt(function, *args):
    "What a call gives or raises."
    try:
        result = function(*args)
        return list(result) if hasattr(result, "__next__") else (type(result).__name__, result)
    except BaseException as error:
        return type(error).__name__, error.args
"""

# Each leaves what it did in RESULT, and has at least one loop that a safe fix rewrites.
SAFE = {
    "numbers that are equal across types": """
def run():
    numbers = [0, 1, 2.0, 3, 4, 5, 6, 7, True, 10**20, float(1e20), -1, 0.0]
    found = []
    for n in range(12):
        found.append((n in numbers, n + 0.0 in numbers, n - 1 not in numbers))
    return found, numbers
RESULT = run()
""",
    "a number that is not even equal to itself": """
def run():
    nan = float("nan")
    numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, nan]
    return [(nan in numbers, float(n) in numbers, float("nan") in numbers) for n in range(20)]
RESULT = run()
""",
    "text, with duplicates and None": """
def run():
    words = ["a", "b", "a", None, "c", "d", "e", "f", "g", "h"]
    return [word in words for word in ["a", "z", None, "", "h", "A", "b", "c", "d"]], len(words)
RESULT = run()
""",
    "an empty list, and no round at all": """
def run(text):
    text = str(len(text)) * len(text)
    words = text.split()
    for word in text.split("2"):
        if word not in words:
            print("missing", repr(word))
    return words
RESULT = [run(""), run("22"), run("a" * 5)]
""",
    "an early return and an exception midway": """
def run(stop):
    text = "a b c d e f g h i j"
    words = text.split()
    try:
        for number in range(20):
            if chr(97 + number) not in words:
                return number, len(words)
            if number == stop:
                raise ValueError(number)
    finally:
        print(words)
RESULT = [attempt(run, 3), attempt(run, 30)]
""",
    "a generator that pauses in the loop": """
def run():
    text = "a b c d e f g h i j"
    words = text.split()
    for number in range(12):
        yield chr(97 + number) in words
    print(len(words))
RESULT = attempt(run)
""",
    "a function that closes over the list": """
def run():
    text = "a b c d e f g h i j"
    words = text.split()
    def known():
        return [chr(97 + number) in words for number in range(12)]
    return known()
RESULT = run()
""",
    "the list changes between two loops": """
def run():
    text = "a b c d e f g h i j"
    words = text.split()
    first = [chr(97 + number) in words for number in range(12)]
    del words[3:]
    print(len(words))
    return first
RESULT = run()
""",
}

# Somebody could tell the difference, so no safe fix may touch these.
KEPT = {
    "items without a hash": """
def run(items):
    held = list(items)
    return [n in held for n in range(9)]
RESULT = attempt(run, [1, Loud("x"), 3])
""",
    "a needle without a hash": """
def run(items):
    text = "a b c d e f g h i j"
    words = text.split()
    return [item in words for item in items]
RESULT = attempt(run, ["a", Loud("x"), []])
""",
    "a hash that does not agree with equality": """
def run(items):
    text = "a b c d e f g h i j"
    words = text.split()
    return [item in words for item in items]
RESULT = attempt(run, ["a", Sly("B"), "z"])
""",
    "the reader of a generator changes the list": """
def run():
    text = "a b c d e f g h i j"
    words = text.split()
    found = (chr(97 + number) in words for number in range(12))
    words.clear()
    return list(found)
RESULT = run()
""",
    "an alias changes the list while the loop runs": """
def run():
    text = "a b c d e f g h i j"
    words = text.split()
    other = words
    for number in range(12):
        print(chr(97 + number) in words)
        other.clear()
RESULT = run()
""",
    "the caller changes the list that a generator gave away": """
def run():
    text = "a b c d e f g h i j"
    words = text.split()
    yield words
    for number in range(3, 12):
        yield chr(97 + number) in words
steps = run()
given = next(steps)
RESULT = [next(steps)]
given.clear()
RESULT += list(steps)
""",
    "another argument changes it first": """
def run():
    text = "a b c d e f g h i j"
    words = text.split()
    print(words.pop(), [chr(97 + number) in words for number in range(12)])
    return words
RESULT = run()
""",
    "somebody looks at the module's variable": """
NAMES = "a b c d e f g h i j".split()
def run():
    return [chr(97 + number) in NAMES for number in range(12)]
RESULT = run(), type(globals()["NAMES"])
""",
    "locals are looked at": """
def run():
    text = "a b c d e f g h i j"
    words = text.split()
    found = [chr(97 + number) in words for number in range(12)]
    return found, sorted(locals()), [locals()["words"]]
RESULT = run()
""",
    "sorting what cannot be sorted": """
def run():
    held = sorted([1, "a", 2, "b", 3, "c", 4, "d", 5])
    return [n in held for n in range(9)]
RESULT = attempt(run)
""",
}


def fixed(program: str) -> str:
    found = fix(Source(program), find, least=Applicability.SAFE)
    assert not found.dropped
    return found.source.text


def is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is Applicability.SAFE


@pytest.mark.parametrize("name", SAFE)
def test_the_safe_fix_changes_nothing_that_can_be_seen(name):
    program = TOOLS + SAFE[name]
    changed = fixed(program)
    assert changed != program
    assert observe(changed) == observe(program)


@pytest.mark.parametrize("name", KEPT)
def test_no_safe_fix_where_it_could_be_seen(name):
    program = TOOLS + KEPT[name]
    findings = find(Source(program))
    assert not any(map(is_safe, findings))
    assert fixed(program) == program


@pytest.mark.parametrize("name", KEPT)
def test_the_programs_that_are_left_alone_do_run(name):
    assert observe(TOOLS + KEPT[name])[2] is None
