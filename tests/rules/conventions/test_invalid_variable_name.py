"""A local variable may have any name, as long as all mentions agree and nobody asks for it."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.conventions.invalid_variable_name import InvalidVariableName

PROGRAMS = {
    "plain": (1, "def f():\n    userName = 'x'\n    return userName * 2\nRESULT = f()"),
    "a closure that rebinds": (
        0,
        "def f():\n    userName = 1\n    def g():\n        nonlocal userName\n"
        "        userName += 1\n    g()\n    return userName\nRESULT = f()",
    ),
    "a closure that reads": (
        1,
        "def f():\n    userName = 1\n    g = lambda: userName\n    userName = 2\n"
        "    return g()\nRESULT = f()",
    ),
    "a closure with a variable of the new name": (
        0,
        "def f():\n    userName = 1\n    def g(user_name):\n        return user_name, userName\n"
        "    return g(3)\nRESULT = f()",
    ),
    "a global of the new name": (
        0,
        "user_name = 3\ndef f():\n    userName = 1\n    return user_name, userName\nRESULT = f()",
    ),
    "a class body": (
        1,
        "def f():\n    userName = 1\n    class A:\n        userName = 5\n"
        "    return A.userName, userName\nRESULT = f()",
    ),
    "a keyword argument": (
        1,
        "def g(userName=0): return userName\n"
        "def f():\n    userName = 1\n    return g(userName=userName)\nRESULT = f()",
    ),
    "a self-documenting f-string": (
        0,
        "def f():\n    userName = 1\n    return f'{userName=}'\nRESULT = f()",
    ),
    "deleted and read": (
        1,
        "def f():\n    userName = 1\n    del userName\n    try:\n        userName\n"
        "    except UnboundLocalError:\n        return 'unbound'\nRESULT = f()",
    ),
    "a comprehension and a walrus": (
        1,
        "def f():\n    [lastItem := x for x in range(3)]\n    return lastItem\nRESULT = f()",
    ),
    "a pattern": (
        0,
        "def f(x):\n    userName = 0\n    match x:\n        case [userName]:\n            pass\n"
        "    return userName\nRESULT = f([4])",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_safe_fixes_change_nothing(name):
    expected, code = PROGRAMS[name]
    found = check(Source(code), [InvalidVariableName])
    assert len([one for one in found if one.fix]) == expected
    fixed = fix(Source(code), lambda one: check(one, [InvalidVariableName])).source.text
    assert (fixed != code) == bool(expected)
    assert observe(fixed) == observe(code)
