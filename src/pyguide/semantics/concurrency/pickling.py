"""Functions that are sent to another process, and which of them cannot be pickled."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.semantics.structure import DEFS, last_name
from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics
    from pyguide.semantics.structure import DefNode

_EXECUTORS = frozenset(
    {"concurrent.futures.ProcessPoolExecutor", "concurrent.futures.process.ProcessPoolExecutor"}
)
_POOLS = frozenset({"multiprocessing.Pool", "multiprocessing.pool.Pool"})
_POOL_METHODS = frozenset({
    "apply", "apply_async", "map", "map_async", "imap", "imap_unordered", "starmap",
    "starmap_async",
})  # fmt: skip
SENDERS = _POOL_METHODS | {"submit", "Process"}
"""The last names of what sends a function to another process."""

# Modules that send functions by other means than pickle, or teach it more.
_OTHERS = frozenset({"cloudpickle", "dill", "joblib", "loky", "multiprocess", "pathos"})


def sent(semantics: Semantics, call: ast.Call) -> tuple[ast.expr, str] | None:
    """The function that ``call`` sends to another process, and the name of who sends it."""
    if not (call.args or call.keywords):
        return None
    if semantics.qualified(call.func) == "multiprocessing.Process":
        target = next((one.value for one in call.keywords if one.arg == "target"), None)
        return None if target is None or _forks(semantics) else (target, "Process")
    match call.func:
        case ast.Attribute(value=pool, attr=method) if call.args and method in SENDERS:
            maker = _maker(semantics, pool)
            if maker in _EXECUTORS and method in ("submit", "map"):
                return call.args[0], "ProcessPoolExecutor"
            if maker in _POOLS and method in _POOL_METHODS:
                return call.args[0], "Pool"
    return None


def _forks(semantics: Semantics) -> bool:
    """Whether the file asks for processes that are copies of this one, which need no pickle."""
    return any(
        last_name(call.func) == "set_start_method"
        and any(isinstance(arg, ast.Constant) and arg.value == "fork" for arg in call.args)
        for call in semantics.structure.nodes(ast.Call)
    )


def _maker(semantics: Semantics, pool: ast.expr) -> str | None:
    """The full name of what made ``pool``, if that is one call in sight."""
    if isinstance(pool, ast.Name):
        found = semantics.dominance.definition(pool)
        made = found and (found.source if found.kind == "with" else found.value)
        pool = made if isinstance(made, ast.expr) else pool
    return semantics.qualified(pool.func) if isinstance(pool, ast.Call) else None


def unpicklable(semantics: Semantics, function: ast.expr) -> ast.Lambda | DefNode | None:
    """The lambda, or the function inside a function, that ``function`` surely is."""
    if _uses_other_means(semantics):
        return None
    match function:
        case ast.Lambda():
            return function
        case ast.Call(func=func, args=[inner, *_]):
            is_partial = semantics.qualified(func) == "functools.partial"
            return unpicklable(semantics, inner) if is_partial else None
        case ast.Name():
            found = semantics.bindings(function) or ()
            if len(found) != 1:
                return None
            if isinstance(found[0].value, ast.Lambda):
                return found[0].value
            node = found[0].node
            inside = isinstance(node, DEFS) and semantics.function(node) is not None
            return node if isinstance(node, DEFS) and inside else None
    return None


def _uses_other_means(semantics: Semantics) -> bool:
    return not _OTHERS.isdisjoint(semantics.structure.imported)


def captured(semantics: Semantics, function: ast.Lambda) -> str | None:
    """A variable of the code around ``function`` that it uses; None if it needs none.

    Default values, which are computed where it stands, count as such.
    """
    if function.args.defaults or any(function.args.kw_defaults):
        return "a default value"
    inside = {id(node) for node in walk(function)}
    for node in walk(function.body):
        if not isinstance(node, ast.Name):
            continue
        owner = semantics.owner(node.id, node)
        if owner is not None and owner.kind != "module" and id(owner.node) not in inside:
            return f"`{node.id}`"
    return None
