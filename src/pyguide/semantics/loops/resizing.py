"""Loops that change the size of the very container they walk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from pyguide.semantics import Semantics
from pyguide.semantics.structure import LOOPS, TRIES, last_name, walk_run

_VIEWS = frozenset({"keys", "values", "items"})
_LEAVES: tuple[type[ast.stmt], ...] = (ast.Return, ast.Raise)

# What changes the size, by what the container is; a subscript that is stored counts for dicts.
_CHANGES = {
    "dict": frozenset({"pop", "popitem", "clear", "setdefault", "update"}),
    "set": frozenset({
        "add", "remove", "discard", "pop", "clear", "update", "difference_update",
        "intersection_update", "symmetric_difference_update",
    }),
    # A list may grow at its end while it is walked: the loop goes on over what was appended.
    "list": frozenset({"remove", "pop", "insert", "clear"}),
}  # fmt: skip
_ANY = frozenset({"pop", "popitem", "remove", "discard", "insert", "clear"})
_FORMS = _ANY.union(*_CHANGES.values())

# A class knows what its own iteration walks.
_OWN = frozenset({"self", "cls"})
# These walk a copy of their own, as do the messages of the library that hold headers.
_COPYING = frozenset({"os.environ"})
_MESSAGES = frozenset({"headers"})


class Walked(NamedTuple):
    """What a loop walks: ``container`` through ``source``, a view of its entries if ``is_view``."""

    loop: ast.For
    source: ast.expr
    container: ast.Name | ast.Attribute
    is_view: bool


def walked(loop: ast.For) -> Walked | None:
    """The container that ``loop`` walks in place, by a name or an attribute."""
    source, is_view = loop.iter, False
    match source:
        case ast.Call(func=ast.Name(id="enumerate"), args=[source, *_]):
            pass
    container = source
    match source:
        case ast.Call(func=ast.Attribute(value=container, attr=attr), args=[], keywords=[]):
            if attr not in _VIEWS:
                return None
            is_view = True
    if not isinstance(container, ast.Name | ast.Attribute) or _spelling(container) is None:
        return None
    if isinstance(container, ast.Name) and container.id in _OWN:
        return None
    return Walked(loop, source, container, is_view)


def may_resize(semantics: Semantics, found: Walked) -> bool:
    """Whether something has the form of a change of the container's size and does not end the loop.

    What the container is, and which keys it holds, is not asked.
    """
    name, structure = last_name(found.container), semantics.structure
    if name not in structure.filled and not any(
        name in structure.receivers.get(form, ()) for form in _FORMS
    ):
        return False
    return any(not _ends_loop(semantics, found.loop, node) for node in _forms(found))


def resizes(semantics: Semantics, found: Walked) -> ast.AST | None:
    """The first node that changes the size of the container and lets the loop go on."""
    container, loop = found.container, found.loop
    root: ast.expr = container
    while isinstance(root, ast.Attribute):
        root = root.value
    if isinstance(root, ast.Name) and semantics.bound_in(root.id, [loop.target, *loop.body]):
        return None
    if semantics.qualified(container) in _COPYING or getattr(container, "attr", "") in _MESSAGES:
        return None
    if _is_replaced(found):
        return None
    known = semantics.type_of(container).names or frozenset()
    kinds = {"dict"} if found.is_view else known & _CHANGES.keys()
    if known and not kinds:
        return None
    allowed = _ANY if not kinds else frozenset().union(*(_CHANGES[kind] for kind in kinds))
    for node in _forms(found):
        match node:
            case ast.Call(func=ast.Attribute(attr=attr), args=args):
                if attr not in allowed or _keeps_keys(attr, args, found, node, semantics):
                    continue
            case ast.Subscript(ctx=ast.Store(), slice=key):
                if kinds != {"dict"} or not _is_new_key(semantics, found, node, key):
                    continue
        if not _ends_loop(semantics, found.loop, node):
            return node
    return None


def _forms(found: Walked) -> Iterator[ast.AST]:
    """The nodes of the loop that by their form may change the size of the container."""
    spelling = _spelling(found.container)
    for node in walk_run(list(found.loop.body)):
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in _FORMS:
                pass
            case ast.Subscript(value=value, ctx=ast.Del()):
                pass
            case ast.Subscript(value=value, ctx=ast.Store(), slice=key) if _may_be_new(key):
                pass
            case _:
                continue
        if isinstance(value, ast.Name | ast.Attribute) and _spelling(value) == spelling:
            yield node


def _spelling(node: ast.expr) -> tuple[str, ...] | None:
    """The words of a dotted name; None for anything else."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    return (*words, node.id) if isinstance(node, ast.Name) else None


def _is_replaced(found: Walked) -> bool:
    """Whether the loop gives the attribute another container."""
    spelling = _spelling(found.container)
    return any(
        isinstance(node, ast.Attribute)
        and not isinstance(node.ctx, ast.Load)
        and _spelling(node) == spelling
        for node in walk_run(list(found.loop.body))
    )


def _keeps_keys(
    attr: str, args: list[ast.expr], found: Walked, node: ast.AST, semantics: Semantics
) -> bool:
    """Whether a method that may add keys is given only keys that are there."""
    if attr == "setdefault" and args:
        return not _is_new_key(semantics, found, node, args[0])
    match attr, args:
        case "update", [ast.Dict(keys=keys)]:
            return not any(key and _is_new_key(semantics, found, node, key) for key in keys)
    return False


def _is_new_key(semantics: Semantics, found: Walked, node: ast.AST, key: ast.expr) -> bool:
    """Whether ``key`` is computed from what the loop walks, and is not itself one of its keys."""
    if not _may_be_new(key) or semantics.read_in(_target(found), [key]) is None:
        return False
    tests = [one for one in semantics.ancestors(node) if isinstance(one, ast.If)]
    return not any(isinstance(op, ast.In) for one in tests for op in _operators(one.test))


def _may_be_new(key: ast.expr) -> bool:
    """Whether ``key`` is computed, rather than named."""
    return not isinstance(key, ast.Constant | ast.Slice) and _spelling(key) is None


def _operators(test: ast.expr) -> list[ast.cmpop]:
    return test.ops if isinstance(test, ast.Compare) else []


def _target(found: Walked) -> str:
    """The variable that holds each key."""
    target = found.loop.target
    while isinstance(target, ast.Tuple | ast.List) and target.elts:
        target = target.elts[0]
    return target.id if isinstance(target, ast.Name) else ""


def _ends_loop(semantics: Semantics, loop: ast.For, node: ast.AST) -> bool:
    """Whether ``loop`` asks for no further item once ``node`` has run."""
    child: ast.AST = semantics.statement(node)
    nested = 0
    for around in semantics.ancestors(child):
        if around is loop:
            break
        nested += isinstance(around, LOOPS)
    while child is not loop:
        if isinstance(child, LOOPS):
            nested -= 1
        if isinstance(child, _LEAVES):
            return True
        if isinstance(child, ast.stmt):
            block = semantics.block(child)
            at = next(number for number, one in enumerate(block) if one is child)
            # A `break` of a loop inside this one ends only that.
            by = _LEAVES if nested else (*_LEAVES, ast.Break)
            last = child.finalbody if isinstance(child, TRIES) else []
            if semantics.always_leaves([*last, *block[at + 1 :]], by):
                return True
        child = semantics.parent(child) or loop
    return False
