"""`get` with a default counts as the test did; `Counter` counts the same."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.manual_counter import ManualCounter

find = partial(check, rules=[ManualCounter])

# Programs with the number of findings that a safe fix rewrites.
SAFE = {
    "words": (2, """
def run(words):
    counts, sizes = {}, {"": 7}
    for word in words:
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
        if word not in sizes:
            sizes[word] = 0
        sizes[word] += len(word)
    return counts, sizes
RESULT = [run(["a", "b", "a"]), run([])]
"""),
    "a key that cannot be hashed": (1, """
def run(words):
    counts = {}
    try:
        for word in words:
            if word in counts:
                counts[word] += 1
            else:
                counts[word] = 1
    except TypeError as error:
        return counts, error.args
RESULT = run(["a", []])
"""),
    "keys that are equal keep the first spelling": (1, """
def run(words):
    counts = {}
    for word in words:
        if word not in counts:
            counts[word] = 0
        counts[word] += 1
    return counts
RESULT = run([1, True, 1.0, 2])
"""),
    "floats from a float": (1, """
def run(words):
    counts = {}
    for word in words:
        if word not in counts:
            counts[word] = 0.0
        counts[word] -= len(word)
    return counts
RESULT = run(["", "ab", "ab"])
"""),
}  # fmt: skip

# Programs that the rewrite would break.
UNSAFE = {
    "an array grows in place": """
class Sum:
    def __init__(self):
        self.total = 0
    def __iadd__(self, other):
        self.total += other
        return self
    def __add__(self, other):
        return "another object"
def run(counts):
    if "a" not in counts:
        counts["a"] = 0
    counts["a"] += 1
    return counts["a"].total
RESULT = run({"a": Sum()})
""",
    "a zero is left where the amount fails": """
def run(words):
    counts = {}
    try:
        for word in words:
            if word not in counts:
                counts[word] = 0
            counts[word] += len(word)
    except TypeError:
        return counts
RESULT = run(["a", 1])
""",
    "the amount is no number": """
def run(word, amount):
    counts = {}
    try:
        if word not in counts:
            counts[word] = 0
        counts[word] += amount
    except TypeError:
        return counts
RESULT = run("a", "b")
""",
    "minus zero": """
def run(word, text):
    counts = {}
    amount = float(text)
    if word in counts:
        counts[word] += amount
    else:
        counts[word] = amount
    return counts
RESULT = run("a", "-0.0")
""",
    "the loop becomes another class": """
def run(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts
RESULT = run("aba")
""",
}

# Programs that cannot tell a `Counter` from a dict.
COUNTER = {
    "letters": """
def run(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return list(counts.items())
RESULT = run("abca")
""",
    "the keys of a mapping": """
def run(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return list(counts.items())
RESULT = run({"a": 10, "b": 20})
""",
    "under a test, with a computed key": """
def run(words):
    counts = {}
    for word in words:
        if word:
            counts[word[0], 1] = counts.get((word[0], 1), 0) + 1
    return list(counts.items())
RESULT = run(["ab", "", "ac", "b"])
""",
}


@pytest.mark.parametrize("name", SAFE)
def test_safe_fixes_change_nothing_that_can_be_seen(name):
    count, code = SAFE[name]
    fixed = fix(Source(code), find)
    assert fixed.counts["PYG412"] == count
    assert ".get(" in fixed.source.text
    assert observe(fixed.source.text) == observe(code)


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


@pytest.mark.parametrize("name", COUNTER)
def test_a_counter_counts_the_same(name):
    code = COUNTER[name]
    fixed = fix(Source(code), find, Applicability.UNSAFE).source.text
    assert "Counter(" in fixed
    assert observe(fixed) == observe(code)
