"""Waits that could overlap: awaited calls of which none needs what another gives."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.concurrency import coroutines
from pyguide.semantics.structure import walk_run
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

# Names of what only asks for something, so that it does not matter who asks first.
_ASKING = re.compile(
    r"_*(?:async_)?a?(?:fetch|get|read|load|download|query|find|list|search|request|retrieve|lookup"
    r"|resolve|count|measure|compute|calculate|scrape|crawl)(?:_\w*)?"
)
# What one of them may do to something that another one sees.
_WRITING = frozenset({
    "acquire", "add", "append", "clear", "close", "commit", "connect", "delete", "drain", "execute",
    "flush", "insert", "pop", "put", "release", "remove", "rollback", "save", "send", "sendall",
    "set", "update", "write",
})  # fmt: skip
_ORDERED = re.compile(r"lock|transaction|begin|atomic|semaphore|limit", re.IGNORECASE)
_IMMUTABLE = ("int", "float", "complex", "bool", "str", "bytes", "None", "NoneType")


class Wait(NamedTuple):
    """`target = await call`."""

    stmt: ast.Assign
    target: ast.Name
    call: ast.Call


def wait_of(stmt: ast.stmt) -> Wait | None:
    """What ``stmt`` waits for, if it gives the result of an awaited call a name."""
    match stmt:
        case ast.Assign(
            targets=[ast.Name() as target],
            value=ast.Await(value=ast.Call(func=ast.Name()) as call),
        ):
            return Wait(stmt, target, call)
    return None


def independent(semantics: Semantics, first: ast.stmt) -> list[Wait]:
    """The two or more statements from ``first`` on that wait in turn and need not; else none.

    All call coroutine functions of this file that ask for something and wait themselves, read no
    name that an earlier one gives, and hand over nothing in common that they could change.
    """
    block = semantics.block(first)
    start = block.index(first)
    if start and _is_free(semantics, block[start - 1], []):
        return []
    found: list[Wait] = []
    for stmt in block[start:]:
        if not _is_free(semantics, stmt, found):
            break
        wait = wait_of(stmt)
        assert wait is not None
        found.append(wait)
    return found if len(found) > 1 and not _is_ordered(semantics, first) else []


def _is_free(semantics: Semantics, stmt: ast.stmt, before: list[Wait]) -> bool:
    wait = wait_of(stmt)
    if wait is None or not _asks(semantics, wait.call):
        return False
    read = _names(wait.call)
    given = {one.target.id for one in before}
    if wait.target.id in given or given & {name.id for name in read}:
        return False
    if any(isinstance(node, ast.Await | ast.NamedExpr) for node in walk(wait.call)):
        return False
    shared = {name.id for one in before for name in _names(one.call)}
    return all(
        name.id not in shared or semantics.type_of(name).within(*_IMMUTABLE) for name in read
    )


def _names(call: ast.Call) -> list[ast.Name]:
    """The names in the arguments of ``call``."""
    parts = (*call.args, *call.keywords)
    return [node for part in parts for node in walk(part) if isinstance(node, ast.Name)]


def _asks(semantics: Semantics, call: ast.Call) -> bool:
    """Whether ``call`` runs a coroutine of this file that waits and changes little."""
    if not isinstance(call.func, ast.Name) or not _ASKING.fullmatch(call.func.id):
        return False
    function = coroutines.called(semantics, call.func)
    if function is None:
        return False
    waits = False
    for node in walk_run([*function.body]):
        match node:
            case ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                waits = True
            case ast.Global() | ast.Nonlocal() | ast.Yield():
                return False
            case ast.Attribute(ctx=ast.Store() | ast.Del()):
                return False
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in _WRITING:
                return False
    return waits


def _is_ordered(semantics: Semantics, stmt: ast.stmt) -> bool:
    """Whether code around ``stmt`` stands for an order: a lock, a transaction, a limit."""
    return any(
        _ORDERED.search(ast.unparse(item.context_expr)) is not None
        for around in semantics.ancestors(stmt)
        if isinstance(around, ast.With | ast.AsyncWith)
        for item in around.items
    )
