"""The function does what the lambda did; only its name differs."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.functions.lambda_assignment import LambdaAssignment

# A lambda, and an expression that uses it as `f`.
LAMBDAS = {
    "no parameters": ("lambda: n", "f()"),
    "defaults are evaluated once, in order": (
        "lambda x=at(1), *, y=at(2): (x, y)",
        "f(), f(3, y=4)",
    ),
    "arguments of all kinds": ("lambda a, /, b, *c, d=1, **e: (a, b, c, d, e)", "f(1, 2, 3, x=4)"),
    "a missing argument": ("lambda x: x", "f.__call__(1) and 1"),
    "closure": ("lambda: [lambda: n][0]()", "f()"),
    "condition": ("lambda x: 'a' if x else 'b'", "f(0), f(1)"),
    "generator": ("lambda: (yield n)", "list(f())"),
    "walrus": ("lambda x: (y := x) + y", "f(2)"),
    "slice and dict": ("lambda x: {1: x[1:2]}", "f('abc')"),
    "recursive": ("lambda x: x and x + f(x - 1)", "f(4)"),
    "several lines": ("(lambda x:\n        x +\n        n)", "f(1)"),
    "raises": ("lambda x: 1 / x", "f(0)"),
}
CODE = """
def at(x):
    print("at", x)
    return x

def work(n):
    print("before")
    f = {function}
    print("made")
    return {use}
RESULT = work(7)
"""


@pytest.mark.parametrize("name", LAMBDAS)
def test_the_function_does_the_same(name):
    function, use = LAMBDAS[name]
    code = CODE.format(function=function, use=use)
    done = fix(Source(code), partial(check, rules=[LambdaAssignment]), Applicability.UNSAFE)
    assert done.counts == {"PYG703": 1}
    assert observe(done.source.text) == observe(code)


def test_its_name_is_known_afterwards():
    code = "f = lambda: 1\nRESULT = f.__name__, f.__qualname__\n"
    done = fix(Source(code), partial(check, rules=[LambdaAssignment]), Applicability.UNSAFE)
    assert observe(code)[1] == repr(("<lambda>", "<lambda>"))
    assert observe(done.source.text)[1] == repr(("f", "f"))
