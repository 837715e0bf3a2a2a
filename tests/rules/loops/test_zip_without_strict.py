"""`strict=True` changes nothing for equal lengths and speaks up for others."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability, Finding
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.loops.zip_without_strict import ZipWithoutStrict

find = partial(check, rules=[ZipWithoutStrict])

PROGRAM = """
def run(xs, ys):
    out = []
    try:
        for x, y in zip(xs, ys):
            out.append((x, y))
    except ValueError as error:
        out.append(error.args)
    return out, next(iter(xs), "none")
RESULT = run({xs}, {ys})
"""

# Nothing may be found where these make pairs, or `strict` would raise for no reason.
SETTLED = {
    "neighbours": "xs = [1, 2, 3]\nRESULT = [b - a for a, b in zip(xs, xs[1:])]",
    "numbers": "import itertools\nRESULT = list(zip(itertools.count(), 'ab'))",
    "pairs of one list": "xs = [1, 2, 3]\nRESULT = list(zip(xs[::2], xs[1::2]))",
    "chunks of one iterator": "it = iter('abcde')\nRESULT = list(zip(it, it))",
    "columns": "RESULT = list(zip(*[[1, 2], [3]]))",
    "a repeated value": "from itertools import repeat\nRESULT = dict(zip('ab', repeat(0)))",
    "letters": "import string\nRESULT = dict(zip([7, 8], string.ascii_lowercase))",
}


def fixed(code: str, least: Applicability) -> str:
    def wanted(source: Source) -> list[Finding]:
        return find(source)

    done = fix(Source(code), wanted, least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize(("xs", "ys"), [("'ab'", "[1, 2]"), ("[]", "()"), ("iter('a')", "{1: 2}")])
def test_equal_lengths_give_the_same(xs, ys):
    code = PROGRAM.format(xs=xs, ys=ys)
    new = fixed(code, Applicability.UNSAFE)
    assert "strict=True" in new
    assert observe(new) == observe(code)


@pytest.mark.parametrize(("xs", "ys"), [("'ab'", "[1]"), ("[]", "[1]"), ("iter('abc')", "'a'")])
def test_other_lengths_are_told(xs, ys):
    code = PROGRAM.format(xs=xs, ys=ys)
    new = fixed(code, Applicability.UNSAFE)
    assert observe(new) != observe(code)
    assert "zip() argument 2" in str(observe(new)[1])


def test_a_second_iterator_loses_one_item_more():
    code = "xs = iter([1])\nys = iter([1, 2, 3])\ntry:\n    list(zip(xs, ys))\n"
    code += "except ValueError:\n    pass\nRESULT = list(ys)\n"
    assert observe(code)[1] == "[2, 3]"
    assert observe(fixed(code, Applicability.UNSAFE))[1] == "[3]"


def test_nothing_is_rewritten_unasked():
    code = PROGRAM.format(xs="'ab'", ys="[1, 2]")
    assert fixed(code, Applicability.SAFE) == code
    assert all(finding.reason for finding in find(Source(code)))


@pytest.mark.parametrize("code", SETTLED.values(), ids=SETTLED)
def test_lengths_that_are_meant_to_differ_are_left_alone(code):
    assert observe(code)[2] is None
    assert not find(Source(code))
