"""Containers with which a missing entry of a mapping is made."""

from __future__ import annotations

import ast

from pyguide.semantics.loops.entries import Entry

_GROWS = frozenset({
    "append", "appendleft", "extend", "extendleft", "insert", "add", "update", "setdefault",
})  # fmt: skip
_EMPTY_CALLS = frozenset({"list", "set", "dict", "deque", "OrderedDict"})


def container(found: Entry) -> str | None:
    """The kind of container that a missing entry is given, if the change adds to it."""
    match found.use:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attr))) if attr not in _GROWS:
            return None
        case ast.Assign(targets=[target]) if target is found.place:
            return None
    return _empty(found.start) if found.always else _first(found)


def _empty(start: ast.expr) -> str | None:
    """The kind of container that ``start`` makes without anything in it."""
    match start:
        case ast.List(elts=[]):
            return "list"
        case ast.Dict(keys=[]):
            return "dict"
        case ast.Call(func=func, args=args, keywords=[]):
            name = _last_name(func)
            if name == "defaultdict":
                return name if all(isinstance(arg, ast.Name) for arg in args) else None
            return name if name in _EMPTY_CALLS and not args else None
    return None


def _first(found: Entry) -> str | None:
    """The kind of container, if it starts with just what the other branch adds."""
    match found.use:
        case ast.Expr(ast.Call(func=ast.Attribute(attr=attr) as func, args=[item], keywords=[])):
            if func.value is found.place:
                return _holding(found.start, attr, item)
        case ast.Assign(targets=[ast.Subscript(value=place, slice=index)], value=value):
            pair = ast.Dict(keys=[index], values=[value])
            if place is found.place and ast.dump(pair) == ast.dump(found.start):
                return "dict"
    return None


def _holding(start: ast.expr, method: str, item: ast.expr) -> str | None:
    """The kind of container that ``start`` makes, if ``method`` adds its only ``item``."""
    match start:
        case ast.List(elts=[first]) if method == "append":
            kind = "list"
        case ast.Set(elts=[first]) if method == "add":
            kind = "set"
        case ast.Call(func=func, args=[ast.List(elts=[first])], keywords=[]):
            kind = _last_name(func)
            if (kind, method) not in (("set", "add"), ("deque", "append")):
                return None
        case _:
            return None
    return kind if ast.dump(first) == ast.dump(item) else None


def _last_name(func: ast.expr) -> str:
    return str(getattr(func, "attr", "") or getattr(func, "id", ""))
