"""Keys that are text: the same document; values that are found do raise."""

from functools import partial

import pytest

from behaviour import observe
from pyguide.engine import check
from pyguide.finding import Applicability
from pyguide.fixer import fix
from pyguide.source import Source
from pyguide_rules.files.json_unserializable import JsonUnserializable

SETUP = """
import datetime, decimal, fractions, json, pathlib, uuid
class Odd(dict):
    pass
def seen(value):
    print(value)
    return value
"""


def fixed(code: str, least: Applicability = Applicability.SAFE) -> str:
    done = fix(Source(code), partial(check, rules=[JsonUnserializable]), least)
    assert done.converged
    assert not done.dropped
    return done.source.text


@pytest.mark.parametrize(
    "call",
    [
        "json.dumps({1: 'a', 2: 'b'})",
        "json.dumps({None: seen(1), True: seen(2), False: seen(3)}, indent=2)",
        "json.dumps([{-3: {1.5: [], 1e30: 0}}], separators=(',', ':'))",
        "json.dumps({0x10: 1, 1_000: 2, 1e-7: 3, -2.50: 4})",
        "json.dumps({'x': {7: object}} if 0 else {7: seen(1)})",
    ],
)
def test_the_document_is_the_same(call):
    code = f"{SETUP}RESULT = {call}\n"
    found = check(Source(code), [JsonUnserializable])
    new = fixed(code)
    assert (new != code) == any(one.fix for one in found)
    assert observe(new) == observe(code)


def test_keys_were_fixed():
    assert fixed(f"{SETUP}RESULT = json.dumps({{1: 2}})").endswith('json.dumps({"1": 2})')


@pytest.mark.parametrize(
    "call",
    [
        "json.dumps({1: 'a', '1': 'b'})",
        "json.dumps({1: 'a', True: 'b'})",
        "json.dumps({2: 'a', 10: 'b'}, sort_keys=True)",
        "json.dumps({1: 'a', **{'1': 'b'}})",
        "json.dumps({1: 'a', str(1): 'b'})",
    ],
)
def test_no_safe_fix_where_the_document_would_differ(call):
    code = f"{SETUP}RESULT = {call}\n"
    assert check(Source(code), [JsonUnserializable])
    assert fixed(code) == code


def test_the_order_of_sorted_keys_does_change():
    code = f"{SETUP}RESULT = json.dumps({{2: 'a', 10: 'b'}}, sort_keys=True)\n"
    assert observe(fixed(code, Applicability.UNSAFE)) != observe(code)


@pytest.mark.parametrize(
    "value",
    [
        "{1}", "frozenset()", "b''", "bytearray()", "1j", "range(3)", "(x for x in [])", "Odd",
        "lambda: 1", "{(1, 2): 3}", "{b'': 3}", "datetime.datetime.now()", "datetime.time()",
        "datetime.date.today()", "datetime.timedelta(1)", "decimal.Decimal(1)", "uuid.uuid4()",
        "fractions.Fraction(1, 2)", "pathlib.Path('.')", "{datetime.date.today(): 1}",
        "[1, {'a': ({1},)}]", "[{x} for x in 'a']",
    ],
)  # fmt: skip
def test_what_is_found_raises(value):
    code = f"{SETUP}RESULT = json.dumps({value})\n"
    assert (observe(code)[2] or "").startswith("TypeError")
    found = check(Source(code), [JsonUnserializable])
    assert len(found) == (value != "Odd")
    assert not [one.fix for one in found if one.fix]


@pytest.mark.parametrize(
    "value", ["[]", "{}", "()", "'a'", "1", "1.5", "True", "None", "Odd()", "{'a': (1, 2)}"]
)
def test_what_json_has_is_left_alone(value):
    code = f"{SETUP}RESULT = json.dumps({value})\n"
    assert observe(code)[2] is None
    assert check(Source(code), [JsonUnserializable]) == []
