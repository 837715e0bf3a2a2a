"""What `json` cannot write, and which keys it turns into text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

Role = Literal["value", "key", "text"]

_WRITERS = frozenset({"json.dump", "json.dumps"})
# The function that makes an object, by the noun for the object.
_MADE = {
    "datetime": """
        datetime.datetime datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today
        datetime.datetime.fromtimestamp datetime.datetime.strptime datetime.datetime.combine
        datetime.datetime.fromisoformat django.utils.timezone.now""",
    "date": "datetime.date datetime.date.today datetime.date.fromisoformat",
    "time": "datetime.time datetime.time.fromisoformat",
    "timedelta": "datetime.timedelta",
    "Decimal": "decimal.Decimal",
    "Fraction": "fractions.Fraction",
    "UUID": "uuid.UUID uuid.uuid1 uuid.uuid3 uuid.uuid4 uuid.uuid5",
    "path": "pathlib.Path pathlib.PurePath pathlib.Path.cwd pathlib.Path.home",
}
_NOUNS = {name: noun for noun, names in _MADE.items() for name in names.split()}
_REFUSED = (
    "set", "frozenset", "bytes", "bytearray", "complex", "range", "generator", "memoryview",
    "function", "type",
)  # fmt: skip
_TEXT_KEYS = ("int", "float", "bool", "NoneType")
_DEPTH = 5


class Unwritable(NamedTuple):
    """A part of what `json` is given, the noun for what it is, and what is wrong with it.

    As a ``value`` or a ``key`` it raises a TypeError; as ``text`` it is a key that comes back as a
    string.
    """

    node: ast.expr
    noun: str
    role: Role


def unwritable(semantics: Semantics, call: ast.Call) -> Iterator[Unwritable]:
    """What ``call`` hands to `json` that JSON does not have, where nothing says how to write it."""
    if not call.args or isinstance(call.args[0], ast.Starred):
        return
    if any(word.arg in (None, "default", "cls", "skipkeys") for word in call.keywords):
        return
    if semantics.qualified(call.func) in _WRITERS:
        yield from _in_value(semantics, call.args[0], _DEPTH)


def _in_value(semantics: Semantics, node: ast.expr, depth: int) -> Iterator[Unwritable]:
    match node:
        case ast.Dict(keys=keys, values=values):
            for key in keys:
                if key is not None:
                    yield from _in_key(semantics, key)
            for key, value in zip(keys, values, strict=True):
                if key is not None:
                    yield from _in_value(semantics, value, depth)
        case ast.DictComp(key=key, value=value):
            yield from _in_key(semantics, key)
            yield from _in_value(semantics, value, depth)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            for element in elements:
                if not isinstance(element, ast.Starred):
                    yield from _in_value(semantics, element, depth)
        case ast.ListComp(elt=element):
            yield from _in_value(semantics, element, depth)
        case ast.Name() if depth:
            yield from _in_name(semantics, node, depth)
        case _:
            noun = _noun(semantics, node)
            if noun is not None:
                yield Unwritable(node, noun, "value")


def _in_name(semantics: Semantics, name: ast.Name, depth: int) -> Iterator[Unwritable]:
    """What is wrong with the object of ``name``, if that is as it was made."""
    value = semantics.value_of(name)
    if value is None:
        return
    # Of a container, parts may have been replaced by others since.
    if isinstance(value, ast.Dict | ast.List) and semantics.fates.untouched(name) is None:
        return
    for found in _in_value(semantics, value, depth - 1):
        yield found._replace(node=name) if found.node is value else found


def _in_key(semantics: Semantics, key: ast.expr) -> Iterator[Unwritable]:
    found = semantics.type_of(key)
    if found.within(*_TEXT_KEYS):
        yield Unwritable(key, _shown(min(found.names or ())), "text")
    elif found.within("tuple", "bytes", "frozenset"):
        yield Unwritable(key, min(found.names or ()), "key")
    else:
        noun = _made(semantics, key)
        if noun is not None:
            yield Unwritable(key, noun, "key")


def _noun(semantics: Semantics, node: ast.expr) -> str | None:
    found = semantics.type_of(node)
    if found.within(*_REFUSED):
        return _shown(min(found.names or ()))
    return _made(semantics, node)


def _made(semantics: Semantics, node: ast.expr) -> str | None:
    return _NOUNS.get(semantics.qualified(node.func) or "") if isinstance(node, ast.Call) else None


def _shown(name: str) -> str:
    return {"NoneType": "None", "type": "class"}.get(name, name)


def key_text(key: ast.expr | None) -> str | None:
    """The text that `json` makes of a key which is written out; None for other keys."""
    match key:
        case ast.Constant(value=None):
            return "null"
        case ast.Constant(value=bool() as value):
            return "true" if value else "false"
        case ast.Constant(value=str() as value):
            return value
        case ast.Constant(value=int() | float() as value) if value < float("inf"):
            return repr(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            plain = not isinstance(value, bool) and 0 < value < float("inf")
            return f"-{value!r}" if plain else None
    return None


def keeps_keys_apart(display: ast.Dict) -> bool:
    """Whether all keys of ``display`` are written out and differ, before and after being text."""
    texts = {key_text(key) for key in display.keys}
    if None in texts:
        return False
    values = {ast.literal_eval(key) for key in display.keys if key is not None}
    return len(texts) == len(values) == len(display.keys)
