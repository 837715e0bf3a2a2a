"""A comprehension gives what `map` and `filter` gave."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.unnecessary_map_filter_lambda import UnnecessaryMapFilterLambda

find = partial(check, rules=[UnnecessaryMapFilterLambda])

# Programs whose findings are all rewritten safely.
SAFE = {
    "each container": """
def run(xs):
    return (
        list(map(lambda x: x * 2, xs)), sorted(set(map(lambda x: x % 2, xs))),
        dict(map(lambda x: (x % 2, x), xs)), tuple(filter(lambda x: x > 1, xs)),
        sum(map(lambda x: x * x, xs)), any(filter(lambda x: x > 9, xs)),
        "-".join(map(lambda x: str(x), xs)), [*map(lambda x: -x, xs)],
        max(map(lambda x: -x, xs), default=None),
    )
RESULT = [run([1, 2, 3]), run([]), run(range(2))]
""",
    "an item that raises midway": """
def run(xs):
    seen = []
    try:
        for x in map(lambda x: 1 / x, xs):
            seen.append(x)
    except ZeroDivisionError:
        return seen
RESULT = run([1, 2, 0, 4])
""",
    "no iterable": """
def run(xs):
    return list(map(lambda x: x, xs))
RESULT = run(3)
""",
    "the variable hides one of the function": """
def run(x):
    x = list(map(lambda x: x + 1, x))
    return list(filter(lambda y: y > x[0], x)), x
RESULT = run([1, 2, 3])
""",
    "special methods that only look, and an iterator of the file": """
class Step:
    def __init__(self, n):
        self.n = n
    def __add__(self, other):
        return Step(self.n + other)
    def __bool__(self):
        return self.n > 1
    @property
    def twice(self):
        return 2 * self.n
class Down:
    def __init__(self):
        self.n = 3
    def __iter__(self):
        return self
    def __next__(self):
        self.n -= 1
        if not self.n:
            raise StopIteration
        return Step(self.n)
def run(xs):
    pairs = list(map(lambda x: (x.twice, 1 if x else 2), xs))
    return pairs, list(map(lambda x: len(list(x)), [xs]))
RESULT = run([Step(1), Step(2)]), [x.n for x in list(filter(lambda x: x, Down()))]
""",
    "truth values of the items themselves": """
class Odd:
    def __init__(self, n):
        self.n = n
    def __bool__(self):
        print("asked", self.n)
        return self.n % 2 == 1
def run(xs):
    return [one.n for one in list(filter(lambda x: x, xs))]
RESULT = run([Odd(1), Odd(2), Odd(3)])
""",
    "the list grows while it is read": """
def run():
    xs = [1, 2]
    for x in map(lambda x: x * 10, xs):
        if len(xs) < 4:
            xs.append(x)
    return xs
RESULT = run()
""",
    "a loop that stops early": """
def run(xs):
    rest = iter(xs)
    for x in map(lambda x: x + 1, rest):
        if x == 3:
            break
    return x, list(rest)
RESULT = run([1, 2, 3, 4])
""",
    "keys that cannot be hashed": """
def run(xs):
    return dict(map(lambda x: (x, 1), xs))
RESULT = run([1, []])
""",
    "a class body": """
class Table:
    base = 1
    rows = [1, 2]
    found = list(map(lambda row: row + base, rows))
base = 10
RESULT = 1
""",
    "the order of evaluation": """
def show(x):
    print(x)
    return x
class Number:
    def __init__(self, n):
        self.n = n
    def __neg__(self):
        return show(-self.n)
def run():
    return dict(map(lambda x: (-x, x.n), [Number(1), Number(2)])), show("end")
RESULT = run()
""",
    "methods of strings": """
def run():
    parts = " a, b".split(",")
    return list(map(lambda part: part.strip().upper(), parts))
RESULT = run()
""",
}

# Programs that the rewrite changes.
UNSAFE = {
    "StopIteration from a call": """
def stop(x):
    if x == 2:
        raise StopIteration
    return x
RESULT = list(map(lambda x: stop(x), [1, 2, 3]))
""",
    "the type of what is handed on": """
RESULT = type(map(lambda x: x, [1]))
""",
    "the name of the frame": """
import sys
def who():
    return sys._getframe(1).f_code.co_name
RESULT = list(map(lambda x: who(), [1]))
""",
}


@pytest.mark.parametrize("name", SAFE)
def test_safe_fixes_change_nothing_that_can_be_seen(name):
    code = SAFE[name]
    fixed = fix(Source(code), find).source.text
    assert "lambda" in code
    assert "lambda" not in fixed
    assert observe(fixed) == observe(code)


@pytest.mark.parametrize("name", UNSAFE)
def test_no_safe_fix_where_the_rewrite_would_be_seen(name):
    code = UNSAFE[name]
    findings = find(Source(code))
    assert findings
    assert all(f.reason for f in findings)
    assert fix(Source(code), find).source.text == code
    forced = fix(Source(code), find, Applicability.UNSAFE).source.text
    assert forced != code
    assert observe(forced) != observe(code)


def test_functions_made_in_a_lambda_keep_their_item():
    code = "fs = list(map(lambda x: lambda: x, [1, 2]))\nRESULT = [f() for f in fs]\n"
    assert find(Source(code))
    assert fix(Source(code), find, Applicability.UNSAFE).source.text == code
    comprehension = "fs = [lambda: x for x in [1, 2]]\nRESULT = [f() for f in fs]\n"
    assert observe(comprehension) != observe(code)


def test_a_local_that_is_unbound_stays_the_same_error():
    code = """
def run():
    found = list(map(lambda x: x + late, [1]))
    late = 1
    return found
"""
    (finding,) = find(Source(code))
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.UNSAFE
    assert finding.reason == "`late` may be unbound, which is another error there"
