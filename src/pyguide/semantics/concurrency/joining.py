"""Threads that one function makes, starts and waits for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide.semantics.structure import walk_scope

if TYPE_CHECKING:
    from pyguide.semantics import Semantics


def joined_list(semantics: Semantics, call: ast.Call) -> str | None:
    """The name of the list of threads that ``call`` makes one for, if its function joins them all.

    They are started and joined in the scope that makes them, joined without a timeout, and none is
    a daemon or runs a loop without end, as services do.
    """
    if semantics.qualified(call.func) != "threading.Thread" or _is_service(semantics, call):
        return None
    name = _list_of(semantics, call)
    if name is None or not semantics.is_local(name, call):
        return None
    function = semantics.function(call)
    if not isinstance(function, ast.FunctionDef):
        return None
    nodes = [*walk_scope([*function.body])]
    called = {*_called_on_each(nodes, name), *_called_on(semantics, call)}
    return name if {"start", "join"} <= called else None


def _is_service(semantics: Semantics, call: ast.Call) -> bool:
    words = {one.arg: one.value for one in call.keywords}
    target = words.get("target")
    if target is None or None in words or call.args:
        return True
    daemon = words.get("daemon")
    if daemon is not None and not (isinstance(daemon, ast.Constant) and not daemon.value):
        return True
    function = semantics.callee(target)
    return function is not None and any(
        isinstance(node, ast.While)
        and isinstance(node.test, ast.Constant)
        and not any(isinstance(inner, ast.Break | ast.Return) for inner in ast.walk(node))
        for node in walk_scope([*function.body])
    )


def _list_of(semantics: Semantics, call: ast.Call) -> str | None:
    """The name of the list that gets a thread in each round."""
    around = semantics.parent(call)
    match around:
        case ast.ListComp(elt=made) if made is call:
            home = semantics.parent(around)
            match home:
                case ast.Assign(targets=[ast.Name(id=name)]):
                    return name
            return None
        case ast.Assign(targets=[ast.Name(id=thread)]) if semantics.loop(call) is not None:
            block = semantics.block(around)
            found = (_appended(stmt, thread) for stmt in block[block.index(around) :])
            return next((name for name in found if name is not None), None)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append")):
            return name if semantics.loop(call) is not None else None
    return None


def _appended(stmt: ast.stmt, thread: str) -> str | None:
    match stmt:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="append"),
                args=[ast.Name(id=item)],
            )
        ) if item == thread:
            return name
    return None


def _called_on_each(nodes: list[ast.AST], name: str) -> Iterator[str]:
    """The methods that loops over the list ``name`` call on each item, without arguments."""
    for loop in nodes:
        match loop:
            case ast.For(target=ast.Name(id=item), iter=ast.Name(id=source)) if source == name:
                for stmt in loop.body:
                    yield from _call_of(stmt, item)


def _called_on(semantics: Semantics, call: ast.Call) -> Iterator[str]:
    """The methods called on the name that ``call`` gives its thread, in the same block."""
    around = semantics.parent(call)
    match around:
        case ast.Assign(targets=[ast.Name(id=thread)]):
            for stmt in semantics.block(around):
                yield from (method for method in _call_of(stmt, thread) if method == "start")


def _call_of(stmt: ast.stmt, item: str) -> Iterator[str]:
    match stmt:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr=method), args=[], keywords=[]
            )
        ) if name == item:
            yield method
