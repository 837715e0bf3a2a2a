"""What is reported fails when it runs, and what is written for it does what was meant."""

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.functions.args_tuple_mutation import ArgsTupleMutation

METHODS = {
    "append": "4",
    "extend": "[4]",
    "insert": "0, 4",
    "remove": "1",
    "pop": "",
    "clear": "",
    "sort": "",
    "reverse": "",
}


@pytest.mark.parametrize("method", METHODS)
def test_safe_fixes_are_none_and_what_is_found_fails(method):
    code = f"def f(*args):\n    args.{method}({METHODS[method]})\n    return args\nRESULT = f(1)"
    found = check(Source(code), [ArgsTupleMutation])
    assert [one.code for one in found] == ["PYG709"]
    assert (observe(code)[2] or "").startswith("AttributeError")
    assert fix(Source(code), lambda one: check(one, [ArgsTupleMutation])).source.text == code


@pytest.mark.parametrize(("call", "result"), [("append(4)", "(1, 4)"), ("extend([4])", "(1, 4)")])
def test_safe_or_not_the_longer_tuple_is_what_was_meant(call, result):
    code = f"def f(*args):\n    args.{call}\n    return args\nRESULT = f(1)"
    new = fix(Source(code), lambda one: check(one, [ArgsTupleMutation]), Applicability.UNSAFE)
    assert observe(new.source.text) == ("", result, None)
