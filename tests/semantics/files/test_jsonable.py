"""What `json` refuses or changes."""

import ast
import json

import pytest

from pyguide.semantics import Semantics
from pyguide.semantics.files import jsonable
from pyguide.source import Source


def found(text: str) -> list[tuple[str, str, str]]:
    """The troubles of the last call in ``text``: code, noun, role."""
    source = Source(f"import json, decimal\n{text}\n")
    semantics = Semantics(source)
    last = source.tree.body[-1]
    calls = [node for node in ast.walk(last) if isinstance(node, ast.Call)]
    return [
        (ast.unparse(one.node), one.noun, one.role)
        for call in calls
        for one in jsonable.unwritable(semantics, call)
    ]


@pytest.mark.parametrize(
    ("text", "troubles"),
    [
        ("json.dumps({1})", [("{1}", "set", "value")]),
        ("json.dumps([{'a': b''}])", [("b''", "bytes", "value")]),
        ("json.dumps({2: {}})", [("2", "int", "text")]),
        ("json.dumps({(): 1})", [("()", "tuple", "key")]),
        ("json.dumps(decimal.Decimal())", [("decimal.Decimal()", "Decimal", "value")]),
        ("json.dumps({1}, default=list)", []),
        ("json.dumps(x)", []),
        ("json.dumps()", []),
        ("dumps({1})", []),
        ("json.loads(b'')", []),
        ("def f():\n    x = {1}\n    return json.dumps([x])", [("x", "set", "value")]),
        ("def f():\n    x = [{1}]\n    return json.dumps(x)", [("{1}", "set", "value")]),
        ("def f():\n    x = [{1}]\n    g(x)\n    return json.dumps(x)", []),
    ],
)
def test_what_cannot_be_written(text: str, troubles: list[tuple[str, str, str]]) -> None:
    assert found(text) == troubles


@pytest.mark.parametrize(
    "key", ["1", "0", "-7", "1.5", "-1e30", "1e400", "True", "False", "None", "'a'", "0x10", "-0"]
)
def test_the_text_of_a_key_is_that_of_json(key: str) -> None:
    text = jsonable.key_text(ast.parse(key, mode="eval").body)
    [real] = json.loads(json.dumps({ast.literal_eval(key): 0}))
    assert text in (None, real)
    assert (text is None) == (key in ("1e400", "-0"))


@pytest.mark.parametrize(
    ("display", "apart"),
    [
        ("{1: a, 2: b}", True),
        ("{1: a, '1': b}", False),
        ("{1: a, True: b}", False),
        ("{1: a, k: b}", False),
        ("{1: a, **b}", False),
        ("{}", True),
    ],
)
def test_keys_that_stay_apart(display: str, apart: bool) -> None:
    node = ast.parse(display, mode="eval").body
    assert isinstance(node, ast.Dict)
    assert jsonable.keeps_keys_apart(node) is apart
