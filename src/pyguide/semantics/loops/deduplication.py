"""Loops that copy items into a list, each of equal ones once."""

from __future__ import annotations

import ast
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.loops.clauses import is_in_generator
from pyguide.semantics.loops.lookups import why_noticed
from pyguide.semantics.values import library


class Deduplication(NamedTuple):
    """A ``loop`` that appends to the new list ``kept`` what is not in ``seen`` yet.

    ``first`` is the statement before it with which the making of both begins; without a set of its
    own the loop searches the list itself.
    """

    first: ast.Assign
    loop: ast.For
    test: ast.Compare
    kept: ast.Name
    seen: ast.Name


def deduplication(semantics: Semantics, test: ast.AST | None) -> Deduplication | None:
    """The loop that does nothing but run ``test``, if it drops what it has seen, else None."""
    match test:
        case ast.If(
            test=ast.Compare(
                left=ast.Name(id=item), ops=[ast.NotIn()], comparators=[ast.Name() as seen]
            ) as absent,
            body=body,
            orelse=[],
        ):
            pass
        case _:
            return None
    calls = [_addition(stmt, item) for stmt in body]
    loop = semantics.parent(test)
    match loop:
        case ast.For(target=ast.Name(id=target), body=[_], orelse=[]) if target == item:
            pass
        case _:
            return None
    added = {method: owner for call in calls if call for method, owner in [call]}
    kept = added.get("append")
    if kept is None or None in calls or len(calls) != len(added):
        return None
    made: dict[str, str] = {kept.id: "list"}
    if seen.id != kept.id:
        if "add" not in added or added["add"].id != seen.id:
            return None
        made[seen.id] = "set"
    if len(made) != len(calls):
        return None
    first = _made_before(semantics, loop, made)
    if first is None or item in made:
        return None
    for name in made:
        if semantics.read_in(name, [loop.iter]) or semantics.bound_in(name, [loop.iter]):
            return None
    return Deduplication(first, loop, absent, kept, seen)


def doubt(semantics: Semantics, found: Deduplication) -> str | None:
    """Why a dict made of the items may not do the same; None if it provably does."""
    loop, kept, seen = found.loop, found.kept.id, found.seen.id
    assert isinstance(loop.target, ast.Name)
    if kept == seen and not semantics.element_type(loop.iter).within(*library.SCALARS):
        return f"items of {semantics.shown(loop.iter)} may have no hash"
    if _may_have_sets(semantics, loop.iter):
        return f"items of {semantics.shown(loop.iter)} may be sets, found by their frozensets"
    if semantics.dynamic(loop):
        return "the code looks at its own variables"
    for name in (kept, seen, loop.target.id):
        if semantics.function(loop) is None or not semantics.is_local(name, loop):
            return f"`{name}` is seen from outside"
        if semantics.observed_in_handler(name, loop) is not None:
            return f"a handler reads `{name}`"
        if is_in_generator(semantics, name, loop):
            return f"`{name}` is used by a generator, which may run in the loop"
    if kept != seen and _stops_being_local(semantics, found):
        return f"`{seen}` is used without being bound"
    if semantics.rounds.needed_afterwards(loop.target, loop) is not None:
        return f"`{loop.target.id}` is needed afterwards"
    return why_noticed(semantics, found.test)


def _may_have_sets(semantics: Semantics, source: ast.expr) -> bool:
    """Whether a set may be among frozensets: without a hash of its own, it finds an equal one."""
    found = semantics.element_type(source)
    if found.names is not None:
        return "set" in found.names
    return bool(semantics.structure.spelling("frozenset"))


def _stops_being_local(semantics: Semantics, found: Deduplication) -> bool:
    """Whether other code reads ``seen`` and binds it nowhere: it would mean another variable."""
    seen, block = found.seen.id, semantics.block(found.loop)
    gone = block[block.index(found.first) : block.index(found.loop) + 1]
    owner = semantics.owner(seen, found.loop)
    if owner is None:
        return True
    mentions = semantics.flow.mentions(seen, [owner.node], owner)
    left = [
        node
        for node in mentions
        if not any(around is stmt for around in semantics.ancestors(node) for stmt in gone)
    ]
    kinds = {type(node.ctx) for node in left if isinstance(node, ast.Name)}
    return bool(left) and (ast.Del in kinds or kinds == {ast.Load})


def _addition(stmt: ast.stmt, item: str) -> tuple[str, ast.Name] | None:
    """`add` or `append` and what ``stmt`` adds the item to by it."""
    match stmt:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Name() as owner, attr="add" | "append" as method),
                args=[ast.Name(id=name)],
                keywords=[],
            )
        ) if name == item:
            return method, owner
    return None


def _made_before(semantics: Semantics, loop: ast.For, made: dict[str, str]) -> ast.Assign | None:
    """The first of the statements right before ``loop`` that make the empty containers."""
    block = semantics.block(loop)
    at = next(number for number, one in enumerate(block) if one is loop)
    before = block[max(at - len(made), 0) : at]
    kinds: dict[str, str] = {}
    for stmt in before:
        match stmt:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=[])):
                kinds[name] = "list"
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(
                    func=ast.Name(id="set" | "list" as kind) as func, args=[], keywords=[]
                ),
            ) if semantics.is_builtin(func):
                kinds[name] = kind
    first = before[0] if before else None
    return first if kinds == made and isinstance(first, ast.Assign) else None
