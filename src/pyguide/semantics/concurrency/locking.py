"""Locks that are taken and given back by hand: which statements they are meant to guard."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.control import repetition
from pyguide.semantics.structure import DEFS, last_name
from pyguide.semantics.values import lineage
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.names.scopes import Binding

_KINDS = ("Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore")
_MODULES = ("threading", "multiprocessing", "asyncio")
_LOCKS = frozenset(f"{module}.{kind}" for module in _MODULES for kind in _KINDS)
# By which a lock is taken and given back, in a `with` as well.
_PROTOCOL = frozenset({
    "acquire", "release", "__class__", "__enter__", "__exit__", "__aenter__", "__aexit__",
})  # fmt: skip
_INSTANCES = ("self", "cls")
# As a word of its own: a block, a clock and to unlock are something else.
_LOCK_NAME = r"(?:.*_)?(?i:r?lock|mutex)_?|.*[a-z](?:R?Lock|Mutex)"
# Methods whose job is to take or give back a lock for somebody else.
_DELEGATES = r"(?i)_*(?:enter|exit|aenter|aexit|(?:try)?(?:un)?lock|acquire|release)(?:_\w+)?"


class Held(NamedTuple):
    """A lock between `acquire` and `release` in one function.

    ``guard`` is the `try` right behind, or around, whose `finally` gives it back; without one,
    ``body`` is what stands between the two statements in one block. ``made`` is the constructor of
    the lock, where the file shows it.
    """

    lock: ast.expr
    acquire: ast.Expr
    release: ast.Expr
    body: list[ast.stmt]
    guard: ast.Try | None
    waits: bool
    made: str | None


def held(semantics: Semantics, call: ast.Call) -> Held | None:
    """The lock that ``call`` takes, if this function surely means to give it back."""
    if call.args or call.keywords or not isinstance(call.func, ast.Attribute):
        return None
    around, lock = semantics.parent(call), call.func.value
    waits = isinstance(around, ast.Await)
    acquire = semantics.parent(around) if isinstance(around, ast.Await) else around
    if not isinstance(acquire, ast.Expr) or not isinstance(lock, ast.Name | ast.Attribute):
        return None
    function = semantics.function(call)
    if isinstance(function, DEFS) and re.fullmatch(_DELEGATES, function.name):
        return None
    made = _made(semantics, lock)
    if not is_lock(semantics, lock):
        return None
    if made is not None and made.startswith("asyncio.") is not waits:
        return None
    found = _guarded(semantics, acquire, lock)
    if found is None and _outlives(semantics, lock):
        found = _paired(semantics, acquire, lock)
    return None if found is None else Held(lock, acquire, *found, waits, made)


def is_lock(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` is a lock, by what the file binds to it or by its name."""
    return _made(semantics, expr) is not None or bool(re.fullmatch(_LOCK_NAME, last_name(expr)))


def is_guarded(semantics: Semantics, node: ast.AST) -> bool:
    """Whether ``node`` runs while its function holds a lock."""
    child = node
    for around in semantics.ancestors(node):
        match around:
            case ast.With(items=items) | ast.AsyncWith(items=items):
                if any(is_lock(semantics, item.context_expr) for item in items):
                    return True
            case ast.Try(finalbody=[*_, ast.Expr(value=ast.Call(func=ast.Attribute() as func))]):
                released = func.attr == "release" and child in around.body
                if released and is_lock(semantics, func.value):
                    return True
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return False
        child = around
    return False


Pair = tuple[ast.Expr, list[ast.stmt], ast.Try | None]


def _guarded(semantics: Semantics, acquire: ast.Expr, lock: ast.expr) -> Pair | None:
    """The `try` behind or around the `acquire` whose `finally` gives the lock back."""
    block = semantics.block(acquire)
    around = semantics.parent(acquire)
    behind = block[block.index(acquire) + 1 :][:1]
    for guard in (*behind, *([around] if acquire in getattr(around, "body", ()) else [])):
        match guard:
            case ast.Try(finalbody=[ast.Expr() as release]) if _releases(release, lock):
                return release, guard.body, guard
    return None


def _paired(semantics: Semantics, acquire: ast.Expr, lock: ast.expr) -> Pair | None:
    """The `release` in the same block, if neither is repeated in the function."""
    function = semantics.function(acquire) or semantics.source.tree
    calls = [stmt for stmt in walk(function) if isinstance(stmt, ast.Expr)]
    if sum(_calls(stmt, lock, "acquire") for stmt in calls) > 1:
        return None
    if sum(_releases(stmt, lock) for stmt in calls) > 1:
        return None
    later = semantics.block(acquire)
    later = later[later.index(acquire) + 1 :]
    for place, stmt in enumerate(later):
        if place and isinstance(stmt, ast.Expr) and _releases(stmt, lock):
            return stmt, later[:place], None
    return None


def _releases(stmt: ast.Expr, lock: ast.expr) -> bool:
    return _calls(stmt, lock, "release")


def _calls(stmt: ast.Expr, lock: ast.expr, method: str) -> bool:
    value = stmt.value.value if isinstance(stmt.value, ast.Await) else stmt.value
    match value:
        case ast.Call(func=ast.Attribute(value=held, attr=attr)) if attr == method:
            bare = method == "acquire" or not (value.args or value.keywords)
            return bare and ast.unparse(held) == ast.unparse(lock)
    return False


# -- what kind of lock it is --------------------------------------------------


def _made(semantics: Semantics, lock: ast.expr) -> str | None:
    """The constructor of ``lock``, if the one place that binds it in this file calls one."""
    if isinstance(lock, ast.Name):
        values = [one.value for one in semantics.bindings(lock) or ()]
    elif isinstance(lock, ast.Attribute) and _is_instance(semantics, lock.value):
        values = list(_attribute_values(semantics, lock))
    else:
        return None
    if len(values) != 1 or not isinstance(values[0], ast.Call):
        return None
    name = semantics.qualified(values[0].func)
    return name if name in _LOCKS else None


def why_no_plain_lock(semantics: Semantics, found: Held) -> str | None:
    """Why a `with` may do something else with the lock than `acquire` and `release` do."""
    shown = f"`{ast.unparse(found.lock)}`"
    if found.made is None:
        return f"nothing shows what kind of lock {shown} is"
    stored = sorted(_PROTOCOL & semantics.structure.stored_attributes)
    if stored:
        return f"the file puts something else in the place of a `{stored[0]}`"
    if isinstance(found.lock, ast.Attribute):
        trusts = "attributes" in semantics.trust
        return None if trusts else f"{shown} is an attribute"
    assert isinstance(found.lock, ast.Name)
    made = (semantics.bindings(found.lock) or ())[0]
    if _is_remade(semantics, found, made):
        return f"{shown} may be another lock by the end"
    given = isinstance(made.value, ast.Call) and (made.value.args or made.value.keywords)
    if given and found.made.endswith("Condition"):
        return f"{shown} uses a lock of its own kind"
    return None


def _is_remade(semantics: Semantics, found: Held, made: Binding) -> bool:
    """Whether the name may get another lock while this one is held."""
    owner = semantics.owner(made.name, found.lock)
    if owner is None or semantics.structure.scope_node(made.node) is not owner.node:
        return True
    if not any(True for _ in repetition.repeaters(semantics, made.node)):
        return False
    elsewhere = semantics.function(found.lock) is not semantics.function(made.node)
    return elsewhere or any(one is found.guard for one in semantics.ancestors(made.node))


def _is_instance(semantics: Semantics, expr: ast.expr) -> bool:
    """Whether ``expr`` is what the method was called on, under a name that keeps meaning that."""
    if not isinstance(expr, ast.Name) or expr.id not in _INSTANCES:
        return False
    return len(semantics.bindings(expr) or ()) == 1


def _attribute_values(semantics: Semantics, lock: ast.Attribute) -> Iterator[ast.expr | None]:
    """What the class around ``lock`` and its kin bind to its name, and who does from outside."""
    home = _class_around(semantics, lock)
    kin = [] if home is None else lineage.family(semantics, home)
    for node in semantics.structure.nodes(ast.Attribute):
        if node.attr != lock.attr or isinstance(node.ctx, ast.Load):
            continue
        foreign = not isinstance(node.value, ast.Name) or node.value.id not in _INSTANCES
        class_ = _class_around(semantics, node)
        if foreign or class_ is None or class_ in kin:
            yield getattr(semantics.parent(node), "value", None)
    for stmt in (stmt for class_ in kin for stmt in class_.body):
        match stmt:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == lock.attr:
                yield value
            case ast.AnnAssign(target=ast.Name(id=bound), value=value) if bound == lock.attr:
                yield value


def _class_around(semantics: Semantics, node: ast.AST) -> ast.ClassDef | None:
    return next((one for one in semantics.ancestors(node) if isinstance(one, ast.ClassDef)), None)


def _outlives(semantics: Semantics, lock: ast.expr) -> bool:
    """Whether ``lock`` is there before and after the function runs, as a shared lock must be."""
    if not isinstance(lock, ast.Name):
        return True
    owner = semantics.owner(lock.id, lock)
    bound = semantics.bindings(lock) or ()
    return owner is None or owner.kind == "module" or any(one.kind == "parameter" for one in bound)
