"""Names that a nested function reads before it binds them, though the outer function has them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from pyguide.semantics.structure import LOOPS, TRIES, DefNode, last_name, parameters, walk_scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyguide.semantics import Semantics

_CATCHING = frozenset({"NameError", "UnboundLocalError", "Exception", "BaseException", ""})


class Unbound(NamedTuple):
    """``function`` reads ``name`` at ``read`` before any of its own bindings can have run."""

    function: DefNode
    name: str
    read: ast.Name
    outer: DefNode


def unbound(semantics: Semantics, function: DefNode) -> Iterator[Unbound]:
    """The variables of outer functions that ``function`` makes its own by binding them too late."""
    around = semantics.parent(function)
    if isinstance(around, ast.Module) or (
        isinstance(around, ast.ClassDef) and isinstance(semantics.parent(around), ast.Module)
    ):
        return  # which is true of most, and quickly asked
    if semantics.function(function) is None or semantics.names.dynamic_node(function):
        return
    scope = semantics.scopes.of_node(function)
    table = semantics.scopes.table(scope)
    taken = {one.arg for one in parameters(function.args)}
    for name, bindings in table.bound.items():
        if name in taken | table.globals | table.nonlocals or scope.parent is None:
            continue
        owner = semantics.names.owner(name, scope.parent)
        if owner is None or owner.kind != "function" or not _is_local(owner.node):
            continue
        if any(one.kind not in ("assign", "augment") for one in bindings):
            continue
        read = _read_first(semantics, function, name, [one.node for one in bindings])
        if read is not None:
            yield Unbound(function, name, read, owner.node)  # type: ignore[arg-type]


def _is_local(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _read_first(
    semantics: Semantics, function: DefNode, name: str, bound: list[ast.AST]
) -> ast.Name | None:
    """The first read of ``name``, if no binding in ``bound`` can have run before it."""
    found = [
        node
        for node in walk_scope(list(function.body))
        if isinstance(node, ast.Name) and node.id == name
    ]
    reads = [node for node in found if _reads(semantics, node)]
    if not reads or any(isinstance(node.ctx, ast.Del) for node in found):
        return None
    first = min(reads, key=lambda node: _moment(semantics, node))
    when = _moment(semantics, first)
    if any(_moment(semantics, node) < when for node in bound if node is not first):
        return None
    around = {one for one in semantics.ancestors(first) if isinstance(one, LOOPS)}
    for node in bound:
        if node is not first and any(one in around for one in semantics.ancestors(node)):
            return None
    return None if _is_caught(semantics, first, function) else first


def _reads(semantics: Semantics, node: ast.Name) -> bool:
    """Whether the name is read, be it only to add to it."""
    parent = semantics.parent(node)
    is_added_to = isinstance(parent, ast.AugAssign) and parent.target is node
    return isinstance(node.ctx, ast.Load) or is_added_to


def _moment(semantics: Semantics, node: ast.AST) -> tuple[int, int, int]:
    """When ``node`` runs among the statements: an assignment binds after its value was read."""
    stmt = semantics.statement(node)
    binds = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    late = binds and not isinstance(stmt, ast.AugAssign)
    return (stmt.lineno, stmt.col_offset, int(late))


def _is_caught(semantics: Semantics, node: ast.AST, function: DefNode) -> bool:
    """Whether the function itself catches what the read raises."""
    for around in semantics.ancestors(node):
        if around is function:
            return False
        if isinstance(around, TRIES):
            for handler in around.handlers:
                kind = handler.type
                kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
                if any(one is None or last_name(one) in _CATCHING for one in kinds):
                    return True
    return False


__all__ = ["Unbound", "unbound"]
