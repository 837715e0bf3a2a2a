"""Functions made in a loop that outlive the round and read a variable which later rounds change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.names.scopes import scope_roots
from pyguide.semantics.structure import DEFS, blocks, last_name, opens_scope
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Scope

Closure = ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef | ast.GeneratorExp

# Methods and functions that keep what they are given and call it some time later.
_KEEPERS = frozenset({
    "addBoth", "addCallback", "addCallbacks", "addCleanup", "addErrback", "add_callback",
    "add_done_callback", "add_listener", "after", "after_idle", "append", "appendleft",
    "bind", "callInThread", "callLater", "callWhenRunning", "call_at", "call_later",
    "call_soon", "call_soon_threadsafe", "connect", "defer", "enqueue", "put", "put_nowait",
    "register", "schedule", "setdefault", "subscribe",
})  # fmt: skip
# Those that start it beside the loop, which may wait for it in the same round.
_STARTERS = frozenset({"Timer", "apply_async", "submit"})
_KEEPING_WORDS = frozenset({"callback", "command", "done_callback", "target"})
_DISPLAYS = (ast.Tuple, ast.List, ast.Dict, ast.Set, ast.IfExp, ast.keyword)
_LEAVES = (ast.Return, ast.Break, ast.Raise)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)


class LateClosure(NamedTuple):
    """``closure`` is kept and reads ``names``, which rounds of ``loop`` give new values."""

    closure: Closure
    loop: ast.AST
    names: tuple[str, ...]


def late_closure(semantics: Semantics, closure: Closure) -> LateClosure | None:
    """What ``closure`` reads too late; None if it is not known to outlive the round."""
    loop = _comprehension(semantics, closure) or semantics.loop(closure)
    if loop is None:
        return None
    if not isinstance(loop, _COMPREHENSIONS) and not _outlives(semantics, closure, loop):
        return None
    names = tuple(dict.fromkeys(_changing(semantics, closure, loop)))
    return LateClosure(closure, loop, names) if names else None


def _comprehension(semantics: Semantics, closure: ast.AST) -> ast.AST | None:
    """The comprehension that collects ``closure`` as it is, or in a tuple or the like."""
    child: ast.AST = closure
    for around in semantics.ancestors(closure):
        match around:
            case ast.ListComp(elt=kept) | ast.SetComp(elt=kept) | ast.DictComp(value=kept):
                return around if kept is child else None
        if not isinstance(around, _DISPLAYS):
            return None
        child = around
    return None


# -- what is read ------------------------------------------------------------------------------


def _changing(semantics: Semantics, closure: Closure, loop: ast.AST) -> Iterator[str]:
    """The names that ``closure`` reads when it runs and that the rounds of ``loop`` rebind."""
    home = semantics.scopes.of_node(loop) if opens_scope(loop) else semantics.scope(loop)
    for node in walk(*scope_roots(closure)):
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        if node.id == getattr(closure, "name", None) or semantics.scope(node) is home:
            continue
        if semantics.owner(node.id, node) is home and _is_changed(
            semantics, node.id, home, closure, loop
        ):
            yield node.id


def _is_changed(
    semantics: Semantics, name: str, home: Scope, closure: Closure, loop: ast.AST
) -> bool:
    """Whether each round gives ``name`` a value before it makes ``closure``."""
    if isinstance(loop, _COMPREHENSIONS):
        return True
    if semantics.names.is_foreign(home, name):
        return False
    inside = [
        one
        for one in semantics.names.owned(home, name)
        if one.node is loop or loop in semantics.ancestors(one.node)
    ]
    if not inside or any(one.kind not in ("assign", "for", "with") for one in inside):
        return False
    place = (closure.lineno, closure.col_offset)
    return all(
        (one.node.lineno, one.node.col_offset) < place  # type: ignore[attr-defined]
        and not isinstance(one.value, ast.Constant)
        for one in inside
    )


# -- who keeps it ------------------------------------------------------------------------------


def _outlives(semantics: Semantics, closure: Closure, loop: ast.AST) -> bool:
    """Whether somebody keeps ``closure`` when its round is over and the loop goes on."""
    if _is_last_round(semantics, closure, loop) or _has_one_round(loop):
        return False
    if not isinstance(closure, DEFS):
        return _is_kept(semantics, closure, loop)
    if closure.decorator_list:
        return False
    return any(
        isinstance(node, ast.Name)
        and node.id == closure.name
        and isinstance(node.ctx, ast.Load)
        and semantics.loop(node) is loop
        and _is_kept(semantics, node, loop)
        and not _is_last_round(semantics, node, loop)
        for node in walk(loop)
    )


def _has_one_round(loop: ast.AST) -> bool:
    return (
        isinstance(loop, ast.For)
        and isinstance(loop.iter, ast.Tuple | ast.List)
        and len(loop.iter.elts) == 1
    )


def _is_last_round(semantics: Semantics, node: ast.AST, loop: ast.AST) -> bool:
    """Whether the loop surely ends behind the statement of ``node``."""
    child: ast.AST = semantics.statement(node)
    for around in semantics.ancestors(child):
        for block in (*blocks(around), *(case.body for case in getattr(around, "cases", ()))):
            if any(one is child for one in block) and isinstance(block[-1], _LEAVES):
                return True
        if around is loop:
            return False
        child = around
    return False


def _is_kept(semantics: Semantics, node: ast.expr, loop: ast.AST) -> bool:
    child: ast.AST = node
    around = semantics.parent(child)
    keyword = None
    while isinstance(around, _DISPLAYS):
        keyword = around.arg if isinstance(around, ast.keyword) else keyword
        child, around = around, semantics.parent(around)
    match around:
        case ast.Call(func=func) if func is not child:
            if keyword in _KEEPING_WORDS or last_name(func) in _STARTERS:
                return not any(_waits(one) for one in walk(loop))
            return last_name(func) in _KEEPERS and not _is_of_round(semantics, func, loop)
        case ast.Assign(targets=[ast.Subscript(value=holder, slice=key)]):
            names = {one.id for one in walk(key) if isinstance(one, ast.Name)}
            rebound = any(semantics.bound_in(name, [loop]) is not None for name in names)
            return rebound and not _is_of_round(semantics, holder, loop)
    return False


def _waits(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("get", "join", "result", "wait")


def _is_of_round(semantics: Semantics, holder: ast.expr, loop: ast.AST) -> bool:
    """Whether what keeps the function is itself made, or got, in each round."""
    root: ast.expr = holder
    while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
        root = root.func if isinstance(root, ast.Call) else root.value
    if not isinstance(root, ast.Name):
        return True
    return semantics.bound_in(root.id, [loop]) is not None and root is not holder


__all__ = ["Closure", "LateClosure", "late_closure"]
