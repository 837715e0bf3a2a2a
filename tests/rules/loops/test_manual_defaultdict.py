"""`setdefault` does what the test and the two lookups did."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.manual_defaultdict import ManualDefaultdict

find = partial(check, rules=[ManualDefaultdict])

# Programs with the number of findings that a safe fix rewrites.
SAFE = {
    "grouping": (1, """
def run(words):
    groups = {}
    for word in words:
        key = word[:1]
        if key not in groups:
            groups[key] = []
        groups[key].append(word)
    return groups
RESULT = [run(["b", "a", "bc"]), run([])]
"""),
    "both branches": (2, """
def run(pairs):
    groups, seen = {}, {"x": {0}}
    for k, v in pairs:
        if k in groups:
            groups[k].append(v)
        else:
            groups[k] = [v]
        if k not in seen:
            seen[k] = {1}
        else:
            seen[k].add(1)
    return groups, sorted(seen)
RESULT = run([("x", 1), ("y", 2), ("x", 3)])
"""),
    "the item looks at the mapping after the entry is made": (1, """
def run(keys):
    groups = {}
    for k in keys:
        if k not in groups:
            groups[k] = []
        groups[k].append((len(groups), len(groups[k])))
    return groups
RESULT = run("abca")
"""),
    "an unhashable key": (1, """
def run(keys):
    groups = {}
    for k in keys:
        if k not in groups:
            groups[k] = []
        groups[k].append(k)
    return groups
RESULT = run([1, []])
"""),
    "an item that raises behind the entry": (1, """
def run(keys):
    groups = {}
    try:
        for k in keys:
            if k not in groups:
                groups[k] = []
            groups[k].append(1 / k)
    except ZeroDivisionError:
        pass
    return groups
RESULT = run([1, 2, 0])
"""),
    "an entry of the wrong type": (1, """
def run(keys):
    groups = {2: None}
    for k in keys:
        if k not in groups:
            groups[k] = []
        groups[k].append(k)
RESULT = run([1, 2])
"""),
    "keys that compare equal": (1, """
def run(keys):
    groups = {}
    for k in keys:
        if k in groups:
            groups[k].append(k)
        else:
            groups[k] = [k]
    return groups
RESULT = run([1, True, 1.0, (1, 2), (1.0, 2)])
"""),
    "a nested entry, whose value may fail unseen": (1, """
def run(pairs):
    table = {}
    for k, v in pairs:
        if k not in table:
            table[k] = {}
        table[k][v] = 10 // v
    return table
try:
    run([("a", 1), ("b", 0)])
except ZeroDivisionError as error:
    RESULT = error.args, run([("a", 1), ("a", 2)])
"""),
    "an entry of a dict that nobody else knows": (3, """
class Value:
    def __init__(self, size):
        self.size = size
def run(pairs):
    result = {"changes": {}, "all": len(pairs)}
    for k, v in pairs:
        if k not in result["changes"]:
            result["changes"][k] = []
        result["changes"][k].append(v.size)
        if "last" in result["changes"]:
            result["changes"]["last"].append(k)
        else:
            result["changes"]["last"] = [k]
        if "size" not in result["changes"]:
            result["changes"]["size"] = {}
        result["changes"]["size"][k] = 10 // v.size
    return result
RESULT = run([("a", Value(1)), ("b", Value(2)), ("a", Value(3))]), run([])
try:
    run([("a", Value(0))])
except ZeroDivisionError as error:
    RESULT += error.args
"""),
    "a defaultdict": (1, """
from collections import defaultdict
def run(keys):
    groups = defaultdict(list)
    for k in keys:
        if k not in groups:
            groups[k] = []
        groups[k].append(k)
    return groups
RESULT = run("aba")
"""),
}  # fmt: skip

# Programs that a rewrite would break, or that nothing proves to be unbroken.
UNSAFE = {
    "an entry of an entry that others know": """
seen = []
def run(k, v):
    result = {"changes": {}}
    seen.append(result["changes"])
    if k not in result["changes"]:
        result["changes"][k] = {}
    result["changes"][k][0] = 10 // v
try:
    run("a", 0)
except ZeroDivisionError as error:
    RESULT = seen, error.args
""",
    "an entry that others replace": """
class Loud(dict):
    def setdefault(self, key, value):
        return []
def swap(result):
    result["changes"] = Loud()
def run(k, v):
    result = {"changes": {}}
    swap(result)
    if k not in result["changes"]:
        result["changes"][k] = []
    result["changes"][k].append(v)
    return dict(result["changes"])
RESULT = run("a", 1)
""",
    "a container of the file's own": """
import sys, types
made = []
tools = types.ModuleType("tools")
tools.OrderedDict = type("OrderedDict", (dict,), {"__init__": lambda self: made.append(1)})
sys.modules["tools"] = tools
from tools import OrderedDict
def run(keys):
    found = {}
    for k in keys:
        if k not in found:
            found[k] = OrderedDict()
        found[k][k] = 1
    return found
RESULT = run("aba"), made
""",
    "an empty entry is left behind": """
def run(keys):
    groups = {}
    try:
        for k in keys:
            if k in groups:
                groups[k].append(1 / k)
            else:
                groups[k] = [1 / k]
    except ZeroDivisionError:
        return groups
RESULT = run([1, 0])
""",
    "the first item cannot be hashed": """
def run(items):
    groups = {}
    try:
        for item in items:
            if "x" in groups:
                groups["x"].add(item)
            else:
                groups["x"] = {item}
    except TypeError:
        return groups
RESULT = run([[]])
""",
    "the item counts the entries": """
def run(keys):
    groups = {}
    for k in keys:
        if k in groups:
            groups[k].append(len(groups))
        else:
            groups[k] = [len(groups)]
    return groups
RESULT = run("aab")
""",
    "an alias counts the entries": """
def run(keys):
    groups = {}
    same = groups
    for k in keys:
        if k not in groups:
            groups[k] = {}
        groups[k][0] = len(same)
        if k in groups:
            groups[k][1] = len(same)
        else:
            groups[k] = {1: len(same)}
    return groups
RESULT = run("ab")
""",
    "a mapping without setdefault": """
class Table:
    def __init__(self):
        self.rows = {}
    def __contains__(self, key):
        return key in self.rows
    def __getitem__(self, key):
        return self.rows[key]
    def __setitem__(self, key, value):
        self.rows[key] = value
def run(table):
    if 1 not in table:
        table[1] = []
    table[1].append(1)
    return table.rows
RESULT = run(Table())
""",
    "a global key that the item changes": """
key = 0
def bump():
    global key
    key += 1
    return key
def run():
    groups = {}
    for _ in range(3):
        if key in groups:
            groups[key].append(bump())
        else:
            groups[key] = [bump()]
    return groups
RESULT = run()
""",
    "a generator shows the dict between": """
def steps(seen):
    yield len(seen)
def run():
    groups = {}
    def look():
        return dict(groups)
    for k in "ab":
        if k not in groups:
            groups[k] = {}
        groups[k][0] = look()
    return groups
RESULT = run()
""",
    "a key that answers differently each time": """
class Key:
    count = 0
    @property
    def value(self):
        self.count += 1
        return min(self.count, 2)
def run(key):
    groups = {}
    if key.value not in groups:
        groups[key.value] = []
    groups[key.value].append(key.count)
    return groups
RESULT = run(Key())
""",
}


@pytest.mark.parametrize("name", SAFE)
def test_safe_fixes_change_nothing_that_can_be_seen(name):
    count, code = SAFE[name]
    fixed = fix(Source(code), find)
    assert fixed.counts["PYG411"] == count
    assert "setdefault" in fixed.source.text
    assert observe(fixed.source.text) == observe(code)


@pytest.mark.parametrize("name", UNSAFE)
def test_no_safe_fix_where_the_rewrite_could_be_seen(name):
    code = UNSAFE[name]
    findings = find(Source(code))
    assert findings
    assert all(f.fix is None or f.fix.applicability < Applicability.SAFE for f in findings)
    assert all(f.reason for f in findings)
    assert fix(Source(code), find).source.text == code


def test_the_reasons_are_right_a_rewrite_would_be_seen():
    seen = []
    for name, code in UNSAFE.items():
        forced = fix(Source(code), find, Applicability.UNSAFE).source.text
        assert forced != code
        if observe(forced) != observe(code):
            seen.append(name)
    assert seen == list(UNSAFE)


def test_line_ends_and_tabs_stay():
    code = "d = {}\r\nfor k in 'ab':\r\n\tif k not in d:\r\n\t\td[k] = []\r\n\td[k].append(k)\r\n"
    fixed = fix(Source(code), find, Applicability.UNSAFE).source.text
    assert fixed == "d = {}\r\nfor k in 'ab':\r\n\td.setdefault(k, []).append(k)\r\n"
