"""A getter takes what the lambda took, in the same order and with the same exceptions."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.containers.unnecessary_itemgetter_lambda import UnnecessaryItemgetterLambda

find = partial(
    check,
    rules=[UnnecessaryItemgetterLambda],
    options={"unnecessary-itemgetter-lambda": {"flag-attributes": True}},
)

# Rows that say what is asked of them, and fail.
TOOLS = """
class Row:
    def __init__(self, *cells, error=None):
        self.cells, self.error = cells, error
    def __getitem__(self, key):
        print("item", self.cells, repr(key))
        if self.error:
            raise self.error
        return self.cells[key] if isinstance(key, int) else self.cells[0]
    def __getattr__(self, name):
        if name.startswith("_") or name in ("cells", "error"):
            raise AttributeError(name)
        print("attribute", self.cells, name)
        if self.error:
            raise self.error
        return self
    def __lt__(self, other):
        return self.cells < other.cells
    def __eq__(self, other):
        return self.cells == other.cells
    def __repr__(self):
        return f"Row{self.cells}"

def rows(*errors):
    return [Row(2, 1, error=errors[0] if errors else None), Row(1, 1), Row(1, 3)]

def attempt(function, *args):
    "What a call gives or raises."
    try:
        return function(*args)
    except BaseException as error:
        return type(error).__name__, error.args
"""

# Expressions over `given`; each has a lambda that a safe fix rewrites.
CALLS = [
    "sorted(given, key=lambda row: row[0])",
    "sorted(given, key=lambda row: row[-1], reverse=True)",
    "sorted(given, key=lambda row: (row[1], row[0]))",
    "sorted(given, key=lambda row: row['name'])",
    "sorted(given, key=lambda row: row.name)",
    "sorted(given, key=lambda row: row.name.other)",
    "sorted(given, key=lambda row: (row.name, row.other.name))",
    "min(given, key=lambda row: row[1])",
    "max(given, key=lambda row: row[1], default='none')",
    "max(*given, key=lambda row: row[1])",
    "heapq.nlargest(2, given, lambda row: row[1])",
    "heapq.nsmallest(1, given, key=lambda row: row.name)",
    "[(k, list(g)) for k, g in itertools.groupby(given, lambda row: row[0])]",
    "sort(given)",
    "Mangled().run(given)",
]
GIVEN = [
    "rows()", "rows(ValueError('a'))", "rows(IndexError(1))", "rows(StopIteration())",
    "rows(KeyboardInterrupt())", "[]", "[(1, 2), (0, 3)]", "[(1, 2), (3,)]", "[[2, 1], [1]]",
    "[None, 1]", "5", "'ba'", "{'b': 1, 'a': 2}", "iter([(2, 1), (1, 1)])",
    "[{'name': 2}, {'name': 1}]", "[{'name': 2}, {}]", "(row for row in [(2, 2), (1, 1)])",
    "[range(3), range(1)]", "[1 + 2j, 3]", "[(1, 'a'), (2, 1)]",
]  # fmt: skip
PROGRAM = """
import heapq
import itertools
{tools}

def sort(given):
    given = list(given)
    given.sort(key=lambda row: row[1])
    return given

class Mangled:
    def run(self, given):
        return sorted(given, key=lambda row: row.__class__.__name__)

def run(given):
    return {call}

RESULT = [attempt(run, given) for given in ({given},)]
"""


@pytest.mark.parametrize("call", CALLS)
def test_a_safe_fix_changes_nothing(call):
    program = PROGRAM.format(tools=TOOLS, call=call, given=", ".join(GIVEN))
    fixed = fix(Source(program), find, Applicability.SAFE)
    assert "lambda" not in fixed.source.text
    assert fixed.converged and not fixed.dropped
    assert observe(fixed.source.text) == observe(program)


# A method `sort` of some other class; the fix of the call is there, but not safe.
OTHER = """
class Table:
    def sort(self, key):
        return key(row=(3, 4))

def run(table):
    return table.sort(key=lambda row: row[0])

RESULT = run(Table())
"""


def test_a_sort_of_unknown_type_is_left_alone_by_safe_fixes():
    assert [found.fix.applicability for found in find(Source(OTHER))] == [Applicability.UNSAFE]
    assert fix(Source(OTHER), find, Applicability.SAFE).source.text == OTHER
    changed = fix(Source(OTHER), find, Applicability.UNSAFE).source.text
    assert observe(OTHER)[1] == "3"
    assert (observe(changed)[2] or "").startswith("TypeError")


SHADOWED = """
def sorted(given, key):
    return key(row=given)

def run(given):
    return sorted(given, key=lambda row: row[0])

RESULT = run([5])
"""


def test_a_function_of_the_same_name_is_left_alone():
    assert not find(Source(SHADOWED))
    assert observe(SHADOWED)[1] == "5"
