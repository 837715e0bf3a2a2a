"""What regular expressions give: the types of patterns, of matches and of the text in them.

Only patterns of text are followed. Matched against anything but text they raise a TypeError, and
what they take out of it is always new and plain, also where the text is of a subclass of `str`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.values.types import Type, known

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

PATTERN = "re.Pattern[str]"
MATCH = "re.Match[str]"

_FOUND = frozenset({MATCH, "NoneType"})
_GROUP = frozenset({"str", "NoneType"})
_GIVES = {
    "match": _FOUND,
    "search": _FOUND,
    "fullmatch": _FOUND,
    "sub": frozenset({"str"}),
}


def called(semantics: Semantics, call: ast.Call, full: str) -> Type | None:
    """What a function of the module `re` returns, if its pattern is known to be text."""
    name = full.removeprefix("re.")
    gives = frozenset({PATTERN}) if name == "compile" else _GIVES.get(name)
    if gives is None or name == full or not _is_text(semantics, call):
        return None
    return known(gives, "library", call)


def asked(semantics: Semantics, call: ast.Call, func: ast.Attribute) -> Type | None:
    """What a method of a pattern or a match returns; where the object is None, it raises."""
    owner = semantics.type_of(func.value).without("NoneType")
    if owner.within(PATTERN) and func.attr in _GIVES:
        return known(_GIVES[func.attr], "method", call)
    if owner.within(MATCH):
        if func.attr == "groupdict" and not call.args and not call.keywords:
            return known("dict", "method", call)
        if func.attr == "group" and not any(isinstance(arg, ast.Starred) for arg in call.args):
            match call.args:
                case []:
                    return known("str", "method", call)
                case [index]:
                    return group(index, call)
    return None


def group(index: ast.expr, node: ast.expr) -> Type:
    """The type of one group; the whole match, group 0, is always there."""
    whole = isinstance(index, ast.Constant) and type(index.value) is int and index.value == 0
    return known("str" if whole else _GROUP, "method", node)


def items(semantics: Semantics, call: ast.Call) -> Type | None:
    """The types of the items in what a function of `re` or a method of its objects returns."""
    func = call.func
    full = semantics.qualified(func)
    if full in ("re.finditer", "re.split"):
        found = _is_text(semantics, call)
        attr = full.removeprefix("re.")
    elif isinstance(func, ast.Attribute) and full is None:
        owner = semantics.type_of(func.value).without("NoneType")
        attr = func.attr
        if attr == "groups":
            found = owner.within(MATCH) and not call.args and not call.keywords
        else:
            found = owner.within(PATTERN)
    else:
        return None
    if not found or attr not in ("finditer", "split", "groups"):
        return None
    # What is split by a pattern with groups holds these too, None where one did not take part.
    return known(MATCH if attr == "finditer" else _GROUP, "element", call)


def _is_text(semantics: Semantics, call: ast.Call) -> bool:
    """Whether the first argument is a pattern of text, compiled or not."""
    first = call.args[0] if call.args else None
    if first is None or isinstance(first, ast.Starred):
        return False
    found = semantics.type_of(first)
    return found.within(PATTERN) or found.within("str", subclasses=True)
