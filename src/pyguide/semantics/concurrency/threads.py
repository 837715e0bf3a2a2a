"""Which functions of a file several threads run at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyguide.semantics.concurrency import locking
from pyguide.semantics.structure import COMPREHENSIONS, DEFS, LOOPS, walk_run

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

_THREADS = frozenset({"threading.Thread", "threading.Timer"})
_POOLS = frozenset({
    "concurrent.futures.ThreadPoolExecutor", "concurrent.futures.thread.ThreadPoolExecutor",
    "multiprocessing.pool.ThreadPool", "multiprocessing.dummy.Pool",
})  # fmt: skip
_SENDING = frozenset({"submit", "map", "apply_async", "imap", "imap_unordered", "starmap"})


def run_by_several(semantics: Semantics, function: ast.AST) -> bool:
    """Whether the file shows that two threads may run ``function`` at the same time.

    It is given to a pool of threads, to a thread that is made in a loop, or to two threads, or
    called by such a function where that holds no lock.
    """
    started: list[ast.FunctionDef] = []
    many: list[ast.FunctionDef] = []
    for call, target in _starts(semantics):
        again = target in started
        started.append(target)
        if again or not _is_thread(semantics, call) or _is_repeated(semantics, call):
            many.append(target)
    seen: set[ast.AST] = set()
    while many:
        one = many.pop()
        if one is function:
            return True
        if one not in seen:
            seen.add(one)
            many += _called(semantics, one)
    return False


def _starts(semantics: Semantics) -> Iterator[tuple[ast.Call, ast.FunctionDef]]:
    """The calls that let a thread run a function of this file, with that function."""
    for call in semantics.structure.nodes(ast.Call):
        target = _target(semantics, call)
        found = None if target is None else semantics.callee(target)
        if found is not None:
            yield call, found


def _target(semantics: Semantics, call: ast.Call) -> ast.expr | None:
    if _is_thread(semantics, call):
        words = (one.value for one in call.keywords if one.arg in ("target", "function"))
        return next(words, call.args[1] if len(call.args) > 1 else None)
    match call.func:
        case ast.Attribute(value=pool, attr=attr) if attr in _SENDING and call.args:
            if isinstance(pool, ast.Name):
                found = semantics.dominance.definition(pool)
                made = found and (found.source if found.kind == "with" else found.value)
                pool = made if isinstance(made, ast.expr) else pool
            is_pool = isinstance(pool, ast.Call) and semantics.qualified(pool.func) in _POOLS
            return call.args[0] if is_pool else None
    return None


def _is_thread(semantics: Semantics, call: ast.Call) -> bool:
    return semantics.qualified(call.func) in _THREADS


def _is_repeated(semantics: Semantics, call: ast.Call) -> bool:
    for around in semantics.ancestors(call):
        if isinstance(around, DEFS):
            return False
        if isinstance(around, (*LOOPS, *COMPREHENSIONS)):
            return True
    return False


def _called(semantics: Semantics, function: ast.FunctionDef) -> Iterator[ast.FunctionDef]:
    """The functions of this file that ``function`` calls while it holds no lock."""
    for node in walk_run([*function.body]):
        if isinstance(node, ast.Call) and not locking.is_guarded(semantics, node):
            found = semantics.callee(node.func)
            if found is not None:
                yield found
