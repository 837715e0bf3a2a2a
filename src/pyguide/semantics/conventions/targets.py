"""Loop variables that nobody reads, and what to call them instead."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from pyguide.tree import walk

if TYPE_CHECKING:
    from pyguide.semantics import Semantics

ForNode = ast.For | ast.AsyncFor

_MARKED = frozenset({"dummy", "ignore", "ignored", "unused"})


def unread(semantics: Semantics, loop: ForNode) -> list[ast.Name]:
    """The variables that ``loop`` binds and nothing reads, in the loop or after it.

    Those that an underscore, or a word such as `unused`, marks already are left out, and all where
    code may look at the variables in ways unseen.
    """
    found = [
        node
        for node in walk(loop.target)
        if isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Store)
        and not (node.id[0] == "_" or node.id in _MARKED)
        and not _is_read_inside(node, loop)
    ]
    if not found or semantics.dynamic(loop) or semantics.names.are_shown:
        return []
    return [name for name in found if not _is_seen(semantics, name, loop)]


def _is_read_inside(name: ast.Name, loop: ForNode) -> bool:
    """Whether some mention of the name in ``loop`` reads it; quickly asked."""
    return any(
        isinstance(node, ast.Name) and node.id == name.id and not isinstance(node.ctx, ast.Store)
        for node in walk(*loop.body, *loop.orelse, loop.target)
    )


def _is_seen(semantics: Semantics, name: ast.Name, loop: ForNode) -> bool:
    """Whether the variable may be read, deleted or found by anybody."""
    owner = semantics.owner(name.id, name)
    function = semantics.function(loop)
    mentions = [one for one in semantics.structure.spelling(name.id) if isinstance(one, ast.Name)]
    if owner is None or owner is not semantics.scope(loop):
        return True
    if function is None:
        return owner.kind != "module" or any(not isinstance(n.ctx, ast.Store) for n in mentions)
    found = semantics.bindings(name)
    if found is None or any(one.kind == "delete" for one in found):
        return True
    if semantics.read_in(name.id, [*loop.body, *loop.orelse]) is not None:
        return True
    return semantics.used_after(name.id, loop) is not None


def stays_local(semantics: Semantics, name: ast.Name) -> bool:
    """Whether reads of ``name`` keep their meaning if no unread loop variable is called so.

    Without any binding of its own, a function would read the variable of the module instead.
    """
    owner = semantics.owner(name.id, name)
    function = semantics.function(name)
    if owner is None or function is None or isinstance(function, ast.Lambda):
        return True
    mentions = semantics.flow.mentions(name.id, function.body, owner)
    if all(isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store) for one in mentions):
        return True
    return any(
        one.kind != "for" or _is_read_by_loop(semantics, one.node)
        for one in semantics.names.owned(owner, name.id)
    )


def _is_read_by_loop(semantics: Semantics, node: ast.AST) -> bool:
    loop = semantics.statement(node)
    if not isinstance(node, ast.Name) or not isinstance(loop, ForNode):
        return True
    return _is_read_inside(node, loop) or _is_seen(semantics, node, loop)


def throwaway(semantics: Semantics, name: ast.Name) -> str | None:
    """A name that says that ``name`` is not read: `_`, or `_name` where the file uses that."""
    mentions = semantics.structure.spelling("_")
    if all(isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store) for one in mentions):
        declared = semantics.structure.nodes(ast.Global, ast.Nonlocal)
        if not any("_" in one.names for one in declared):
            return "_"
    hint = f"_{name.id}"
    return hint if semantics.fresh_name(hint, name) == hint else None


__all__ = ["stays_local", "throwaway", "unread"]
